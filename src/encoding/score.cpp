#include "encoding/score.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "encoding/byte_table.hpp"
#include "encoding/decoder.hpp"
#include "encoding/score_parts.hpp"
#include "model/char_model.hpp"

namespace hanfix::detection {
namespace {

// Bytes of a text so short that the order of its characters is looked at, too.
constexpr std::size_t kShort = 12;
// What it costs that a text is in capitals throughout: once, and each letter.
constexpr int kCapitals = bits(14), kCapital = bits(0.25);
// What stands next to a character beyond ASCII, by kind of script: hanzi stand beside hanzi, é
// between letters. Both neighbours count, each by half.
struct Neighbours {
  int same, letter, other;
};
constexpr Neighbours kNextToHanzi{bits(0.05), bits(3.5), bits(1.8)};
constexpr Neighbours kInAlphabet{bits(0.1), bits(4), bits(2)};
constexpr Neighbours kAmongLatin{bits(1.6), bits(0.15), bits(1.1)};

const Neighbours& neighbours_of(Language language) {
  switch (script_of(language)) {
    case Script::hanzi:
      return kNextToHanzi;
    case Script::latin:
      return kAmongLatin;
    case Script::alphabet:
      break;
  }
  return kInAlphabet;
}

// -log2 of how `part` of `all` units are of one kind, for the best-fitting share.
double share_bits(double part, double all) { return part == 0 ? 0 : -part * std::log2(part / all); }

// Bytes as single characters: only how often each occurs matters, and what stands next to it.
struct Histogram {
  std::uint32_t count[128] = {};
  Tally shared;

  explicit Histogram(std::string_view bytes) {
    const Image& image = Image::embedded();
    bool beyond = false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const auto c = static_cast<unsigned char>(bytes[i]);
      if (c >= 0x80) {
        ++count[c - 0x80u];
        ++shared.characters;
        if (!beyond) {
          ++shared.runs;
          if (i > 0) shared.neighbour(static_cast<unsigned char>(bytes[i - 1]));
        }
      } else {
        ++shared.ascii;
        shared.ascii_cost += image.ascii[c];
        if (beyond) shared.neighbour(c);
      }
      beyond = c >= 0x80;
    }
  }
};

Reading read_singles(std::size_t index, const Histogram& histogram) {
  const Row& row = kSingleRows[index];
  const std::uint8_t(&costs)[128] = Image::embedded().singles[index];
  const std::uint8_t(&capitals)[128] = Image::embedded().capitals[index];
  Tally tally = histogram.shared;
  std::int64_t in_capitals = kCapitals + std::int64_t{kCapital} * tally.characters;
  for (std::size_t i = 0; i < 128; ++i) {
    if (costs[i] == kNoCharacter) {
      tally.characters -= histogram.count[i];
      tally.malformed += histogram.count[i];
    } else {
      tally.cost += std::int64_t{costs[i]} * histogram.count[i];
      in_capitals += std::int64_t{capitals[i]} * histogram.count[i];
    }
  }
  tally.cost = std::min(tally.cost, in_capitals);
  return finish(tally, row.encoding, row.language, row.rarity);
}

// What a short text gains by its characters being in this order: the model knows pairs of hanzi.
std::int64_t gain_of_context(const Row& row, std::string_view bytes) {
  const model::Scorer scorer(row.language == Language::hans ? model::Script::hans
                                                            : model::Script::hant);
  const ByteTable& table = byte_table(row.encoding);
  std::int64_t gain = 0;
  char32_t before = 0;
  while (!bytes.empty()) {
    const ByteUnit unit = table.decode(bytes);
    const bool hanzi = unit.kind == ByteUnit::Kind::character && model::is_han(unit.first);
    if (hanzi && before != 0) {
      // Symbols on their own have no line before them.
      const auto c = model::symbol(unit.first);
      model::Scorer::Context context = scorer.context(model::kStart, model::symbol(before));
      gain += std::max(0, scorer.unigram_cost(c) - scorer.advance(context, c));
    }
    before = hanzi ? unit.first : 0;
    bytes.remove_prefix(std::max<std::size_t>(unit.size, 1));
  }
  return gain * kStepsPerBit / model::kUnitsPerBit;
}

bool is_chinese(Language language) {
  return language == Language::hans || language == Language::hant;
}

bool among(std::span<const Encoding> allowed, Encoding encoding) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), encoding) != allowed.end();
}

}  // namespace

Script script_of(Language language) noexcept {
  switch (language) {
    case Language::hans:
    case Language::hant:
    case Language::ja:
    case Language::ko:
      return Script::hanzi;
    case Language::west:
    case Language::czech:
    case Language::polish:
    case Language::hungarian:
    case Language::romanian:
    case Language::balkan:
    case Language::turkish:
    case Language::baltic:
      return Script::latin;
    default:
      return Script::alphabet;
  }
}

Reading finish(const Tally& tally, Encoding encoding, Language language, int rarity) {
  const Neighbours& next = neighbours_of(language);
  const std::uint32_t places = tally.characters + tally.malformed;
  Reading out{encoding, language};
  out.characters = places;
  out.malformed = tally.malformed;
  out.beyond = tally.cost + std::int64_t{kMalformed} * tally.malformed +
               2 * std::int64_t{next.same} * (places - tally.runs) +
               std::int64_t{next.letter} * tally.letters + std::int64_t{next.other} * tally.others;
  const double all = double(places) + double(tally.ascii);
  const double mixing = share_bits(places, all) + share_bits(tally.ascii, all);
  out.cost = out.beyond + tally.ascii_cost + static_cast<std::int64_t>(mixing * kStepsPerBit) +
             std::int64_t{rarity} * kStepsPerBit;
  return out;
}

bool Reading::plausible() const noexcept {
  const Script script = script_of(language);
  const double most = script == Script::hanzi ? 18 : script == Script::latin ? 8.75 : 7;
  return double(beyond) <= (most * characters + 12) * kStepsPerBit;
}

bool Reading::ordinary() const noexcept {
  return bits_a_character() <= (script_of(language) == Script::hanzi ? 13 : 6.5);
}

double Reading::bits_a_character() const noexcept {
  return characters == 0 ? 0 : double(beyond) / kStepsPerBit / characters;
}

Excerpt::Excerpt(std::string_view window, std::size_t limit) {
  constexpr std::size_t kKept = 8;  // of a run, at either end
  std::size_t from = 0;             // of what is kept next
  for (std::size_t at = 0; at < window.size() && copy_.size() + (at - from) < limit;) {
    const std::size_t run = ascii_prefix(window.substr(at));
    if (run > 2 * kKept) {
      copy_.append(window.substr(from, at + kKept - from));
      from = at + run - kKept;
      at += run;
    } else {
      at += run;
      while (at < window.size() && static_cast<unsigned char>(window[at]) >= 0x80 &&
             copy_.size() + (at - from) < limit) {
        ++at;
      }
    }
  }
  if (from == 0) {
    bytes_ = window.substr(0, limit);
    reaches_end_ = bytes_.size() == window.size();
    return;
  }
  const std::size_t room = limit - std::min(limit, copy_.size());
  const std::string_view rest = window.substr(from);
  copy_.append(rest.substr(0, room));
  reaches_end_ = rest.size() <= room;
  bytes_ = copy_;
}

std::vector<Reading> score(std::string_view bytes, bool complete, std::span<const Encoding> allowed,
                           bool resynchronise) {
  std::vector<Reading> out;
  const Histogram histogram(bytes);
  if (histogram.shared.characters == 0) return out;
  out.reserve(std::size(kPairRows) + std::size(kSingleRows) + 1);
  for (std::size_t i = 0; i < std::size(kPairRows); ++i) {
    if (!among(allowed, kPairRows[i].encoding)) continue;
    out.push_back(read_pairs(i, bytes, complete, resynchronise));
    if (bytes.size() <= kShort && is_chinese(kPairRows[i].language) && out.back().cut == 0) {
      out.back().cost -= gain_of_context(kPairRows[i], bytes);
    }
  }
  for (std::size_t i = 0; i < std::size(kSingleRows); ++i) {
    if (among(allowed, kSingleRows[i].encoding)) out.push_back(read_singles(i, histogram));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Reading& a, const Reading& b) { return a.cost < b.cost; });
  return out;
}

Reading score_as(Encoding encoding, std::string_view bytes, bool complete) {
  switch (info(encoding).coding) {
    case Coding::utf8:
      return read_utf8(bytes, complete);
    case Coding::utf16:
    case Coding::utf32:
      return read_wide(encoding, bytes, complete);
    default:
      break;
  }
  Reading best{encoding, Language::west};
  best.cost = std::numeric_limits<std::int64_t>::max();
  const auto take = [&best](const Reading& reading) {
    if (reading.cost < best.cost) best = reading;
  };
  for (std::size_t i = 0; i < std::size(kPairRows); ++i) {
    if (kPairRows[i].encoding == encoding) take(read_pairs(i, bytes, complete, false));
  }
  for (std::size_t i = 0; i < std::size(kSingleRows); ++i) {
    if (kSingleRows[i].encoding == encoding) take(read_singles(i, Histogram(bytes)));
  }
  return best;
}

bool is_ordinary(Encoding encoding, Language language, std::string_view bytes, bool complete) {
  const auto ordinary = [](const Reading& reading) {
    return reading.malformed == 0 && reading.ordinary();
  };
  for (std::size_t i = 0; i < std::size(kPairRows); ++i) {
    if (kPairRows[i].encoding == encoding && kPairRows[i].language == language) {
      return ordinary(read_pairs_straight(i, bytes, complete));
    }
  }
  for (std::size_t i = 0; i < std::size(kSingleRows); ++i) {
    if (kSingleRows[i].encoding == encoding && kSingleRows[i].language == language) {
      return ordinary(read_singles(i, Histogram(bytes)));
    }
  }
  return false;
}

}  // namespace hanfix::detection
