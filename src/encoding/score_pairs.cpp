#include <algorithm>
#include <limits>
#include <vector>

#include "encoding/score_parts.hpp"

namespace hanfix::detection {
namespace {

constexpr int kRareHanzi = bits(24);   // four-byte codes of GB 18030, planes of EUC-TW
constexpr int kSupplement = bits(22);  // JIS X 0212 behind 8F

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
      // Only what this run's ways have reached: a text of many short runs takes no longer.
      const std::size_t reached = std::min(at + kLongestStep + 1, ways.size());
      std::fill(ways.begin() + static_cast<std::ptrdiff_t>(start),
                ways.begin() + static_cast<std::ptrdiff_t>(reached), Way{});
      start = at;
    }
    return out;
  }

 private:
  static constexpr std::size_t kLongestStep = 4;  // bytes
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

}  // namespace

Reading read_pairs(std::size_t index, std::string_view bytes, bool complete, bool resynchronise) {
  const Image& image = Image::embedded();
  const Row& row = kPairRows[index];
  const PairReader reader(row, image.pairs[index], image);
  if (resynchronise) {
    return finish(reader.read_resynchronising(bytes, complete), row);
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
    const Reading plain = finish(tally, row);
    const Reading moved = finish(shifted, row);
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
  Reading out = finish(tally, row);
  out.cut = cut;
  return out;
}

Reading read_pairs_straight(std::size_t index, std::string_view bytes, bool complete) {
  const Image& image = Image::embedded();
  const Row& row = kPairRows[index];
  return finish(PairReader(row, image.pairs[index], image).read(bytes, complete), row);
}

}  // namespace hanfix::detection
