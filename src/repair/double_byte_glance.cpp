#include "repair/double_byte_glance.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <span>

#include "base/prefetch.hpp"
#include "base/utf8.hpp"
#include "repair/ask_ahead.hpp"
#include "repair/rare_characters.hpp"
#include "repair/written_text.hpp"

namespace hanfix::repair {
namespace {

constexpr std::size_t kEnough = 24;  // characters that show what is not damaged

// How many characters one that is shown may be read back as.
std::size_t most_from(Reader reader) { return reader == Reader::euc_jp ? 2 : 1; }

// `apart`: marks hide one byte, '?' among them. `text`: where what is read goes; null: nowhere.
// `goes_on`: more follows, of which nothing is known.
Glance glance_once(const Seen& seen, const Pairing& pairing, bool apart, std::u32string* text,
                   bool goes_on = false) {
  const ReaderTable& reader = ReaderTable::of(pairing.reader);
  const WrittenTable& written = WrittenTable::of(pairing.written);
  const std::size_t most = most_from(pairing.reader);
  std::int64_t rest = seen.cost;  // of what is still to be read
  Glance out;
  unsigned lead = 0;
  bool skip = false;  // the next byte ends a character whose first byte a mark hides
  for (std::size_t i = 0; i < seen.codes.size(); ++i) {
    // Where it is not promising whatever follows.
    if (!goes_on) {
      if (out.lost * 3 > out.characters + (seen.codes.size() - i) * most) break;
      if (!out.may_gain(rest)) break;
    }
    const char32_t code = seen.codes[i];
    rest -= seen.natural[i];
    const auto ascii = static_cast<std::uint8_t>(code);
    std::span<const std::uint8_t> bytes(&ascii, 1);
    if (code == 0xFFFD || (apart && code == U'?')) {
      skip = (lead != 0) != apart;
      lead = 0;
      continue;
    }
    if (code >= 0x80) {
      const std::span<const ShownBytes> all = reader.bytes(code);
      if (all.empty()) {
        ++out.lost;
        lead = 0;
        skip = false;
        continue;
      }
      bytes = {all[0].data.data(), all[0].size};
      out.shown += seen.natural[i];
    }
    for (const std::uint8_t byte : bytes) {
      if (skip) {
        skip = false;
      } else if (lead == 0) {
        if (byte >= 0x80) lead = byte;
      } else {
        const unsigned pair = lead << 8 | byte;
        lead = 0;
        const char32_t character = written.character(pair);
        if (character == 0) {
          ++out.lost;
          continue;
        }
        ++out.characters;
        out.meant += pairing.written == Written::big5
                         ? written.unigram(model::Script::hant, pair)
                         : std::min(written.unigram(model::Script::hans, pair),
                                    written.unigram(model::Script::hant, pair));
        if (text != nullptr) text->push_back(character);
      }
    }
    if (out.characters + out.lost == kEnough && out.shown < out.meant) break;
  }
  return out;
}

// The characters of UTF-8 that a line holds, to visit(code); what marks left of one is passed over.
// Counts them and what is lost, and stops where too much is, whatever follows.
template <typename Visit>
Glance count_utf8(const Seen& seen, const ReaderTable& reader, Visit visit) {
  Glance out;
  UnfinishedCharacter open;
  bool behind_mark = false;
  for (std::size_t i = 0; i < seen.codes.size(); ++i) {
    // Each code is two bytes at most, of which the first is not ASCII: besides an open character
    // that it ends, it either ends one of its own or opens one. That is one more for each.
    if (out.lost * 3 > out.characters + (seen.codes.size() - i) + 1) break;
    const char32_t code = seen.codes[i];
    if (code < 0x80 || code == 0xFFFD) {
      open = {};
      behind_mark = code == U'?' || code == 0xFFFD;
      continue;
    }
    const std::span<const ShownBytes> all = reader.bytes(code);
    if (all.empty()) {
      out.lost += open.need != 0 || !behind_mark;
      open = {};
      continue;
    }
    for (unsigned n = 0; n < all[0].size; ++n) {
      const std::uint8_t byte = all[0].data[n];
      if (open.need == 0 && behind_mark && byte < 0xC0) continue;
      behind_mark = false;
      if (!open.shift(byte)) {
        ++out.lost;
        open = {};
        if (byte < 0xC2 || !open.shift(byte)) open = {};
      } else if (open.need == 0) {
        ++out.characters;
        visit(open.partial);
      }
    }
  }
  return out;
}

// UTF-8, which tells by itself where a character begins. What it costs is asked where it may be.
Glance glance_at_utf8(const Seen& seen, const ReaderTable& reader) {
  Glance out = count_utf8(seen, reader, [](char32_t) {});
  if (!out.holds_text()) return out;
  const PrefixCosts& hans = PrefixCosts::of(model::Script::hans);
  const PrefixCosts& hant = PrefixCosts::of(model::Script::hant);
  (void)count_utf8(seen, reader, [&](char32_t code) {
    out.meant += std::min(hans.character(code), hant.character(code));
    out.text.push_back(code);
  });
  for (std::size_t i = 0; i < seen.codes.size(); ++i) {
    if (seen.codes[i] >= 0x80 && seen.codes[i] != 0xFFFD) out.shown += seen.natural[i];
  }
  return out;
}

// Most lines are not promising: what they say is written down for the others only.
Glance glance_at_pairs(const Seen& seen, const Pairing& pairing, bool apart) {
  Glance out = glance_once(seen, pairing, apart, nullptr);
  if (!out.is_promising()) return out;
  std::u32string text;
  out = glance_once(seen, pairing, apart, &text);
  out.text = std::move(text);
  return out;
}

// What the characters of a line bring, for all pairings at once.
class Gains {
 public:
  void add(const PairingSight& sight) noexcept {
    static_assert(offsetof(PairingSight, gain) == 0 && sizeof sight == sizeof(Bytes) * kHalves);
    ++count_;
    for (std::size_t half = 0; half < kHalves; ++half) {
      Bytes bytes;  // of the second half the last ones are no gains, and not asked for
      std::memcpy(&bytes, reinterpret_cast<const char*>(&sight) + half * sizeof bytes,
                  sizeof bytes);
      const Lanes gains = __builtin_convertvector(bytes, Lanes);
      uneven_[half] |= gains == kUneven;
      sums_[half] += gains >> 1;
      lost_[half] += gains & 1;
    }
    for (std::size_t i = 0; i < kPairingsOfUtf8; ++i) {
      const unsigned step = unsigned{sight.step[i]} >> (4 * need_[i]);
      need_[i] = step & 3;
      lost_as_utf8_[i] += step >> 2 & 3;
    }
  }
  // ASCII, where every reader starts afresh.
  void interrupt() noexcept { need_ = {}; }

  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  // A bit for each pairing that reads a character as none of two bytes.
  [[nodiscard]] unsigned uneven() const noexcept {
    return bits([&](std::size_t half, std::size_t i) { return uneven_[half][i] != 0; });
  }
  // For each that makes the text dearer.
  [[nodiscard]] unsigned dearer() const noexcept {
    return bits([&](std::size_t half, std::size_t i) { return sums_[half][i] < 0; }) & ~uneven();
  }
  // For each by which too much is lost.
  [[nodiscard]] unsigned lost() const noexcept {
    const auto too_much = [&](std::size_t half, std::size_t i) {
      return static_cast<std::size_t>(lost_[half][i]) > count_ / 4;
    };
    return bits(too_much) & ~uneven();
  }
  // For each in UTF-8 by which too much of a text of so many characters is lost.
  [[nodiscard]] unsigned lost_as_utf8(std::size_t count) const noexcept {
    unsigned all = 0;
    for (std::size_t i = 0; i < kPairingsOfUtf8; ++i) {
      all |= (lost_as_utf8_[i] > count / 3 ? 1u : 0u) << (kPairingsOfPairs + i);
    }
    return all;
  }

 private:
  using Bytes = std::int8_t __attribute__((vector_size(8)));
  using Lanes = std::int16_t __attribute__((vector_size(16)));
  static constexpr std::size_t kHalves = 2;

  template <class Test>
  [[nodiscard]] static unsigned bits(Test test) noexcept {
    unsigned all = 0;
    for (std::size_t i = 0; i < kPairingsOfPairs; ++i) {
      all |= (test(i / 8, i % 8) ? 1u : 0u) << i;
    }
    return all;
  }

  Lanes uneven_[kHalves] = {}, sums_[kHalves] = {}, lost_[kHalves] = {};
  std::array<unsigned, kPairingsOfUtf8> need_{}, lost_as_utf8_{};
  std::size_t count_ = 0;
};

// Those of `pairings` at which the first characters of a line show that a glance is not promising.
unsigned soon_dismissed(std::string_view line, unsigned pairings) {
  constexpr std::size_t kStart = 192;  // bytes
  if (pairings == 0) return 0;
  const Seen start = see(line.substr(0, utf8::begin_from(line, std::min(kStart, line.size()))));
  unsigned all = 0;
  for (std::size_t i = 0; i < kPairingsOfPairs; ++i) {
    if ((pairings >> i & 1) == 0) continue;
    const Glance look = glance_once(start, kPairings[i], false, nullptr, true);
    const bool dismissed = look.characters + look.lost == kEnough && look.shown < look.meant;
    all |= (dismissed ? 1u : 0u) << i;
  }
  return all;
}

}  // namespace

unsigned worth_a_glance(std::string_view line) {
  constexpr unsigned kAll = (1u << std::size(kPairings)) - 1;
  constexpr std::size_t kMost = 400;  // characters that can be added up, and a portion more
  if (line.find('?') != std::string_view::npos ||
      line.find(utf8::kReplacement) != std::string_view::npos) {
    return kAll;
  }
  const PairingSight* const all = pairing_sight();
  // The table is large and seldom looked at: a portion of it is on its way before it is needed.
  std::array<char32_t, 32> codes;
  const std::size_t most = utf8::count(line);
  Gains gains;
  unsigned dismissed = 0;
  for (std::size_t at = 0; at < line.size() && dismissed != kAll;) {
    std::size_t size = 0;
    while (size < codes.size() && at < line.size()) {
      const char32_t code = utf8::next(line, at);
      if (code >= 0x10000) return kAll & ~dismissed;
      prefetch(&all[code]);
      codes[size++] = code;
    }
    for (std::size_t i = 0; i < size; ++i) {
      if (codes[i] < 0x80) {
        gains.interrupt();
        continue;
      }
      gains.add(all[codes[i]]);
      if (gains.count() == kEnough)
        dismissed |= gains.dearer() | soon_dismissed(line, gains.uneven());
    }
    dismissed |= gains.lost_as_utf8(most);
    if (gains.count() >= kMost) return kAll & ~dismissed;
  }
  return kAll & ~(dismissed | gains.dearer() | gains.lost());
}

Seen see(std::string_view text) {
  using Lanes = std::uint16_t __attribute__((vector_size(16)));
  constexpr Lanes kBits[2] = {
      {1, 2, 4, 8, 16, 32, 64, 128},
      {1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15}};
  constexpr std::size_t kMost = 0xFFFF;  // what can be counted
  constexpr std::size_t kAhead = 1024;   // bytes: the rest is like them
  const FirstSight* const all = first_sight();
  ask_ahead(all, text.substr(0, kAhead));
  Seen seen;
  seen.codes.reserve(text.size());
  seen.natural.reserve(text.size());
  Lanes lost[2] = {};
  std::uint16_t even = 0xFFFF;  // as `lost`: all characters so far were shown for two bytes
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = utf8::next(text, at);
    int natural;
    if (code < 0x10000) {
      const FirstSight& here = all[code];
      natural = here.natural * model::kUnitsPerBit / 8;
      even = static_cast<std::uint16_t>(even & ~(here.uneven * 0x101u));
      const auto one = static_cast<std::uint16_t>(here.lost & even);
      const Lanes eight = {one, one, one, one, one, one, one, one};
      for (std::size_t i = 0; i < 2; ++i) lost[i] -= (eight & kBits[i]) == kBits[i];
    } else {
      natural = natural_cost(code);
      even = 0;
    }
    seen.codes.push_back(code);
    seen.natural.push_back(natural);
    seen.cost += natural;
    if (seen.codes.size() == kMost) even = 0;
  }
  std::memcpy(seen.lost.data(), lost, sizeof lost);
  return seen;
}

Glance glance(const Seen& seen, const Pairing& pairing) {
  if (pairing.written == Written::utf8) {
    return glance_at_utf8(seen, ReaderTable::of(pairing.reader));
  }
  const std::size_t lost = seen.least_lost(pairing);
  Glance together;
  if (lost * 3 > (seen.codes.size() - lost) * most_from(pairing.reader)) {
    together.lost = lost;
  } else {
    together = glance_at_pairs(seen, pairing, false);
  }
  if (together.is_promising()) return together;
  const bool marked = std::any_of(seen.codes.begin(), seen.codes.end(),
                                  [](char32_t code) { return code == 0xFFFD || code == U'?'; });
  return marked ? glance_at_pairs(seen, pairing, true) : together;
}

model::Scorer scorer_for(Written written, std::u32string_view sample) {
  const auto [simplified, traditional] = model::script_votes(sample);
  const model::Script script = written == Written::big5 || traditional > simplified
                                   ? model::Script::hant
                                   : model::Script::hans;
  return model::Scorer(script, model::fit(script, sample));
}

}  // namespace hanfix::repair
