#include "encoding/score.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "encoding/byte_table.hpp"
#include "encoding/decoder.hpp"
#include "model/char_model.hpp"

namespace hanfix::detection {
namespace {

constexpr int bits(double value) { return static_cast<int>(value * kStepsPerBit); }

// Bytes of a text so short that the order of its characters is looked at, too.
constexpr std::size_t kShort = 12;
constexpr int kMalformed = bits(20);   // a place that is no character
constexpr int kCutFront = bits(13);    // a byte that belongs to a character before the text
constexpr int kCutBack = bits(6);      // an unfinished character at the end of a text
constexpr int kRareHanzi = bits(24);   // four-byte codes of GB 18030, planes of EUC-TW
constexpr int kSupplement = bits(22);  // JIS X 0212 behind 8F

// What stands next to a character beyond ASCII, by kind of script: hanzi stand beside hanzi, é
// between letters. Both neighbours count, each by half.
struct Neighbours {
  int same, letter, other;
};
constexpr Neighbours kNextToHanzi{bits(0.05), bits(3.5), bits(1.8)};
constexpr Neighbours kInAlphabet{bits(0.1), bits(4), bits(2)};
constexpr Neighbours kAmongLatin{bits(1.6), bits(0.15), bits(1.1)};

const Neighbours& neighbours_of(Language language) {
  switch (language) {
    case Language::hans:
    case Language::hant:
    case Language::ja:
    case Language::ko:
      return kNextToHanzi;
    case Language::west:
    case Language::central:
    case Language::turkish:
    case Language::baltic:
      return kAmongLatin;
    default:
      return kInAlphabet;
  }
}

constexpr bool is_letter(unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// Counts that the cost of a reading is made of.
struct Tally {
  std::int64_t cost = 0;  // of characters beyond ASCII
  std::int64_t ascii_cost = 0;
  std::uint32_t ascii = 0, characters = 0, malformed = 0;
  std::uint32_t runs = 0;                 // of characters beyond ASCII
  std::uint32_t letters = 0, others = 0;  // ASCII next to them, on either side

  void add(const Tally& more) {
    cost += more.cost, ascii_cost += more.ascii_cost;
    ascii += more.ascii, characters += more.characters, malformed += more.malformed;
    runs += more.runs, letters += more.letters, others += more.others;
  }
  void neighbour(unsigned char c) { ++(is_letter(c) ? letters : others); }
};

// -log2 of how `part` of `all` units are of one kind, for the best-fitting share.
double share_bits(double part, double all) { return part == 0 ? 0 : -part * std::log2(part / all); }

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

// Reads bytes as pairs. What is malformed is what the decoder finds (ByteTable::decode).
class PairReader {
 public:
  PairReader(const Row& row, const PairCosts& costs, const Image& image)
      : row_(row), costs_(costs), image_(image) {}

  // Counts `text`; `complete`: nothing follows. A character that the end cuts is left out.
  [[nodiscard]] Tally read(std::string_view text, bool complete) const {
    Tally out;
    const auto* const data = reinterpret_cast<const unsigned char*>(text.data());
    const std::size_t size = text.size();
    std::size_t at = 0;
    while (at < size) {
      const std::size_t from = at;
      while (at < size && data[at] < 0x80) out.ascii_cost += image_.ascii[data[at++]];
      out.ascii += static_cast<std::uint32_t>(at - from);
      if (at == size) break;
      ++out.runs;
      if (at > 0) out.neighbour(data[at - 1]);
      std::int64_t cost = 0;
      std::uint32_t characters = 0;
      const std::uint32_t malformed = out.malformed;
      do {
        const unsigned lead = data[at] - 0x80u;
        const std::uint8_t step =
            at + 1 < size ? costs_.pair[lead][data[at + 1]] : std::uint8_t{kNoCharacter};
        if (step != kNoCharacter) {
          cost += step;
          ++characters;
          at += 2;
        } else {
          const Step slow = slow_step(text.substr(at));
          if (slow.size == 0) {
            if (complete) cost += kCutBack, ++characters;
            at = size;
          } else {
            cost += slow.cost;
            ++(slow.malformed ? out.malformed : characters);
            at += slow.size;
          }
        }
      } while (at < size && data[at] >= 0x80);
      out.cost += cost;
      out.characters += characters;
      if (characters + out.malformed - malformed == 0) --out.runs;
      if (at < size) out.neighbour(data[at]);
    }
    return out;
  }

  // As read(), but a lost or broken byte may have put the rest of a run out of step: any byte may
  // be passed over as malformed, and the cheapest way through each run counts. `text` is short.
  [[nodiscard]] Tally read_resynchronising(std::string_view text, bool complete) const {
    Tally out;
    const auto* const data = reinterpret_cast<const unsigned char*>(text.data());
    std::vector<Way> ways(text.size() + 1);
    std::size_t start = 0;
    while (start < text.size()) {
      const std::size_t from = start;
      while (start < text.size() && data[start] < 0x80)
        out.ascii_cost += image_.ascii[data[start++]];
      out.ascii += static_cast<std::uint32_t>(start - from);
      if (start == text.size()) break;
      ++out.runs;
      if (start > 0) out.neighbour(data[start - 1]);
      std::fill(ways.begin() + static_cast<std::ptrdiff_t>(start), ways.end(), Way{});
      ways[start].cost = 0;
      std::size_t at = start;
      for (; at < text.size(); ++at) {
        const Way here = ways[at];
        if (here.cost == Way::kNone) continue;
        // The run is over where every way is: no character reaches beyond an ASCII byte.
        if (data[at] < 0x80 && (at + 1 > text.size() || !reached_beyond(ways, at))) break;
        if (data[at] < 0x80) continue;
        Step step = one_step(text.substr(at));
        if (step.size == 0)
          step = complete ? Step{text.size() - at, kCutBack} : Step{text.size() - at};
        if (!step.malformed) ways[at + step.size].improve(here, step.cost, 1, 0);
        ways[at + 1].improve(here, kMalformed, 0, 1);
      }
      // An ASCII byte that a cheaper way takes for a trail byte is passed by then.
      const Way& way = ways[at];
      out.cost += way.cost - std::int64_t{kMalformed} * way.malformed;
      out.characters += way.characters;
      out.malformed += way.malformed;
      if (at < text.size()) out.neighbour(data[at]);
      start = at;
    }
    return out;
  }

 private:
  struct Step {
    std::size_t size;  // 0: the text ends inside the character
    int cost = 0;
    bool malformed = false;
  };
  // The cheapest way to a byte of a run.
  struct Way {
    static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::max();
    std::int64_t cost = kNone;
    std::uint32_t characters = 0, malformed = 0;
    void improve(const Way& before, int step, std::uint32_t one_more, std::uint32_t one_bad) {
      if (before.cost + step >= cost) return;
      *this = {before.cost + step, before.characters + one_more, before.malformed + one_bad};
    }
  };
  // Whether a way leads over the byte at `at`.
  static bool reached_beyond(const std::vector<Way>& ways, std::size_t at) {
    for (std::size_t i = at + 1; i < std::min(at + 4, ways.size()); ++i) {
      if (ways[i].cost < ways[at].cost) return true;
    }
    return false;
  }
  [[nodiscard]] Step one_step(std::string_view rest) const {
    if (rest.size() > 1) {
      const auto trail = static_cast<unsigned char>(rest[1]);
      const std::uint8_t cost = costs_.pair[static_cast<unsigned char>(rest[0]) - 0x80u][trail];
      if (cost != kNoCharacter) return {2, cost};
    }
    return slow_step(rest);
  }

  [[nodiscard]] Step slow_step(std::string_view rest) const {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    const unsigned char lead = byte(0);
    if (const std::uint8_t cost = costs_.single[lead - 0x80u]; cost != kNoCharacter) {
      return {1, cost};
    }
    if (rest.size() == 1) {
      // Only a byte that leads somewhere can be cut.
      const bool leads =
          std::any_of(std::begin(costs_.pair[lead - 0x80u]), std::end(costs_.pair[lead - 0x80u]),
                      [](std::uint8_t cost) { return cost != kNoCharacter; });
      return leads ? Step{0} : Step{1, 0, true};
    }
    if (row_.encoding == Encoding::gb18030 && byte(1) >= 0x30 && byte(1) <= 0x39 && lead != 0x80 &&
        lead != 0xFF) {
      if (rest.size() < 4) return Step{0};
      const bool whole = byte(2) >= 0x81 && byte(2) <= 0xFE && byte(3) >= 0x30 && byte(3) <= 0x39;
      return whole ? Step{4, kRareHanzi} : Step{1, 0, true};
    }
    if (row_.encoding == Encoding::euc_tw && lead == 0x8E && byte(1) >= 0xA1 && byte(1) <= 0xB0) {
      if (rest.size() < 4) return Step{0};
      if (byte(2) >= 0xA1 && byte(3) >= 0xA1) {
        if (byte(1) != 0xA2) return {4, kRareHanzi};
        const std::uint8_t cost = image_.plane2[byte(2) - 0x80u][byte(3)];
        if (cost != kNoCharacter) return {4, cost};
      }
    }
    if (row_.encoding == Encoding::euc_jp && lead == 0x8F && byte(1) >= 0xA1) {
      if (rest.size() < 3) return Step{0};
      if (byte(2) >= 0xA1) return {3, kSupplement};
    }
    return {byte(1) >= 0x80 ? 2u : 1u, 0, true};
  }

  const Row& row_;
  const PairCosts& costs_;
  const Image& image_;
};

Reading read_pairs(std::size_t index, std::string_view bytes, bool complete, bool resynchronise) {
  const Image& image = Image::embedded();
  const Row& row = kPairRows[index];
  const PairReader reader(row, image.pairs[index], image);
  if (resynchronise) {
    return finish(reader.read_resynchronising(bytes, complete), row.encoding, row.language,
                  row.rarity);
  }
  // A text that begins inside a character pairs its bytes wrongly up to a byte that is never part
  // of a pair; from there on both ways are one.
  std::size_t sync = 0;
  if (!bytes.empty() && static_cast<unsigned char>(bytes[0]) >= 0x80) {
    while (sync < bytes.size() && static_cast<unsigned char>(bytes[sync]) >= 0x30) ++sync;
  }
  const std::string_view front = bytes.substr(0, sync);
  const bool all = sync == bytes.size();
  Tally tally = reader.read(front, complete || !all);
  std::uint8_t cut = 0;
  if (sync > 1) {
    Tally shifted = reader.read(front.substr(1), complete || !all);
    shifted.cost += kCutFront;
    const Reading plain = finish(tally, row.encoding, row.language, row.rarity);
    const Reading moved = finish(shifted, row.encoding, row.language, row.rarity);
    if (moved.cost < plain.cost) {
      tally = shifted;
      cut = 1;
    }
  }
  if (!all) {
    if (sync > 0) {
      // The run that the border divides is one, and has a neighbour there.
      Tally rest = reader.read(bytes.substr(sync), complete);
      tally.add(rest);
      if (static_cast<unsigned char>(bytes[sync - 1]) >= 0x80) {
        tally.neighbour(static_cast<unsigned char>(bytes[sync]));
      }
    } else {
      tally = reader.read(bytes, complete);
    }
  }
  Reading out = finish(tally, row.encoding, row.language, row.rarity);
  out.cut = cut;
  return out;
}

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
  Tally tally = histogram.shared;
  for (std::size_t i = 0; i < 128; ++i) {
    if (costs[i] == kNoCharacter) {
      tally.characters -= histogram.count[i];
      tally.malformed += histogram.count[i];
    } else {
      tally.cost += std::int64_t{costs[i]} * histogram.count[i];
    }
  }
  return finish(tally, row.encoding, row.language, row.rarity);
}

// Characters by code point, weighed by every language at once.
class CodePoints {
 public:
  void add(char32_t code) {
    if (code < 0x80) {
      const auto c = static_cast<unsigned char>(code);
      ++shared_.ascii;
      shared_.ascii_cost += image_.ascii[c];
      if (before_ == Before::beyond) shared_.neighbour(c);
      before_ = is_letter(c) ? Before::letter : Before::other;
      return;
    }
    enter();
    for (std::size_t i = 0; i < kLanguages; ++i) {
      const std::uint8_t cost = image_.cost(static_cast<Language>(i), code);
      cost_[i] += cost == kNoCharacter ? kMalformed : cost;
    }
    ++shared_.characters;
  }
  void malformed() {
    enter();
    ++shared_.malformed;
  }
  void extra(int cost) { extra_ += cost; }

  [[nodiscard]] Reading best(Encoding encoding) const {
    Reading out{};
    for (std::size_t i = 0; i < kLanguages; ++i) {
      Tally tally = shared_;
      tally.cost = cost_[i] + extra_;
      const Reading reading = finish(tally, encoding, static_cast<Language>(i), 0);
      if (i == 0 || reading.cost < out.cost) out = reading;
    }
    return out;
  }

 private:
  enum class Before : std::uint8_t { nothing, beyond, letter, other };

  void enter() {
    if (before_ == Before::letter) ++shared_.letters;
    if (before_ == Before::other) ++shared_.others;
    if (before_ != Before::beyond) ++shared_.runs;
    before_ = Before::beyond;
  }

  const Image& image_ = Image::embedded();
  Tally shared_;
  std::int64_t cost_[kLanguages] = {};
  std::int64_t extra_ = 0;
  Before before_ = Before::nothing;
};

Reading read_utf8(std::string_view bytes, bool complete) {
  CodePoints text;
  std::size_t at = 0;
  // Continuation bytes at the front end a cut character.
  std::uint8_t cut = 0;
  while (cut < 3 && at < bytes.size() && (static_cast<unsigned char>(bytes[at]) & 0xC0) == 0x80) {
    ++at, ++cut;
  }
  if (cut > 0) text.extra(kCutFront);
  while (at < bytes.size()) {
    const Utf8Front front = utf8_front(bytes.substr(at));
    if (front.kind == Utf8Front::Kind::valid) {
      std::size_t next = at;
      text.add(utf8::next(bytes, next));
    } else if (front.kind == Utf8Front::Kind::malformed) {
      text.malformed();
    } else if (complete) {
      text.extra(kCutBack);
    }
    at += front.size;
  }
  Reading out = text.best(Encoding::utf_8);
  out.cut = cut;
  return out;
}

Reading read_wide(Encoding encoding, std::string_view bytes, bool complete) {
  const std::size_t unit = info(encoding).coding == Coding::utf16 ? 2 : 4;
  const bool big = encoding == Encoding::utf_16be || encoding == Encoding::utf_32be;
  const auto read = [&](std::size_t at) {
    char32_t code = 0;
    for (std::size_t i = 0; i < unit; ++i) {
      code = code << 8 | static_cast<unsigned char>(bytes[at + (big ? i : unit - 1 - i)]);
    }
    return code;
  };
  CodePoints text;
  std::size_t at = 0;
  for (; at + unit <= bytes.size(); at += unit) {
    const char32_t code = read(at);
    if (unit == 2 && code >= 0xD800 && code < 0xDC00) {
      if (at + 4 > bytes.size()) {
        if (complete) text.extra(kCutBack);
        continue;
      }
      const char32_t low = read(at + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        text.add(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
        at += 2;
        continue;
      }
    }
    if ((code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) {
      text.malformed();
    } else {
      text.add(code);
    }
  }
  if (complete && at < bytes.size()) text.extra(kCutBack);
  return text.best(encoding);
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

bool Reading::plausible() const noexcept {
  const Neighbours& next = neighbours_of(language);
  const double most = &next == &kNextToHanzi ? 18 : &next == &kAmongLatin ? 8.75 : 7;
  return double(beyond) <= (most * characters + 12) * kStepsPerBit;
}

bool Reading::ordinary() const noexcept {
  return bits_a_character() <= (&neighbours_of(language) == &kNextToHanzi ? 13 : 6.5);
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
  const std::vector<Reading> readings = score(bytes, complete, {&encoding, 1});
  if (!readings.empty()) return readings[0];
  return {encoding, Language::west};
}

}  // namespace hanfix::detection
