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
constexpr int kNear = bits(24);
// So many characters, so probable, leave no room for another kind of reading. (Russian in capitals
// is Korean at 12 bits.)
constexpr std::uint32_t kCertain = 32;
constexpr double kCertainBits = 11;
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

// The cheaper of two readings in one encoding stays: rows of an encoding stand together.
void add(std::vector<Reading>& readings, const Reading& reading) {
  if (readings.empty() || readings.back().encoding != reading.encoding) {
    readings.push_back(reading);
  } else if (reading.cost < readings.back().cost) {
    readings.back() = reading;
  }
}

// What a short text gains by its characters being in this order: the model knows pairs of hanzi.
std::int64_t gain_of_context(const Reading& reading, std::string_view bytes) {
  const model::Scorer scorer(reading.language == Language::hans ? model::Script::hans
                                                                : model::Script::hant);
  const ByteTable& table = byte_table(reading.encoding);
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

std::int64_t mixing_cost(const Tally& tally) {
  const double places = double(tally.characters) + double(tally.malformed);
  const double all = places + double(tally.ascii);
  return static_cast<std::int64_t>((share_bits(places, all) + share_bits(tally.ascii, all)) *
                                   kStepsPerBit);
}

Reading finish(const Tally& tally, const Row& row, std::int64_t mixing) {
  const Neighbours& next = neighbours_of(row.language);
  const std::uint32_t places = tally.characters + tally.malformed;
  Reading out{row.encoding, row.language};
  out.characters = places;
  out.malformed = tally.malformed;
  out.beyond = tally.cost + std::int64_t{kMalformed} * tally.malformed +
               2 * std::int64_t{next.same} * (places - tally.runs) +
               std::int64_t{next.letter} * tally.letters + std::int64_t{next.other} * tally.others;
  out.cost = out.beyond + tally.ascii_cost + mixing + std::int64_t{row.rarity} * kStepsPerBit;
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

bool is_likelier(const Reading& a, const Reading& b) noexcept {
  return a.cost != b.cost ? a.cost < b.cost : a.encoding < b.encoding;
}

std::vector<Reading> score(std::string_view bytes, bool complete, const ScoreOptions& options) {
  std::vector<Reading> out;
  if (ascii_prefix(bytes) == bytes.size()) return out;
  out.reserve(std::size(kPairRows) + std::size(kSingleRows) + 1);
  // Where one encoding reads well from the first byte on nothing is cut off in front.
  bool ordinary = false;
  bool certain = false;
  const auto read_all = [&](auto read) {
    for (std::size_t i = 0; i < std::size(kPairRows); ++i) {
      if (!among(options.allowed, kPairRows[i].encoding)) continue;
      const Reading reading = read(i);
      add(out, reading);
      const bool reads_well = reading.malformed == 0 && reading.ordinary();
      ordinary = ordinary || reads_well;
      certain = certain || (reads_well && reading.characters >= kCertain &&
                            reading.bits_a_character() < kCertainBits);
    }
  };
  if (!options.resynchronise) {
    read_all([&](std::size_t i) { return read_pairs_straight(i, bytes, complete); });
  }
  if (!ordinary) {
    out.clear();
    read_all([&](std::size_t i) { return read_pairs(i, bytes, complete, options.resynchronise); });
  }
  // No alphabet makes this many ordinary hanzi or kana by chance.
  if (!certain || options.all) {
    const Histogram histogram(bytes);
    for (std::size_t i = 0; i < std::size(kSingleRows); ++i) {
      if (among(options.allowed, kSingleRows[i].encoding)) add(out, read_singles(i, histogram));
    }
  }
  std::sort(out.begin(), out.end(), is_likelier);
  if (bytes.size() > kShort || out.empty()) return out;
  // The order of characters can only decide between readings that are near each other.
  const std::int64_t near = out[0].cost + kNear;
  for (Reading& reading : out) {
    if (is_chinese(reading.language) && reading.cut == 0 && reading.cost < near) {
      reading.cost -= gain_of_context(reading, bytes);
    }
  }
  std::sort(out.begin(), out.end(), is_likelier);
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
