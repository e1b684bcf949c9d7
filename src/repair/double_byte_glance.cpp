#include "repair/double_byte_glance.hpp"

#include <algorithm>
#include <span>

#include "base/utf8.hpp"
#include "repair/rare_characters.hpp"
#include "repair/written_text.hpp"

namespace hanfix::repair {
namespace {

// `apart`: marks hide one byte, '?' among them.
Glance glance_once(const Seen& seen, const Pairing& pairing, bool apart) {
  constexpr std::size_t kEnough = 24;  // characters that show what is not damaged
  const ReaderTable& reader = ReaderTable::of(pairing.reader);
  const WrittenTable& written = WrittenTable::of(pairing.written);
  // How many characters one that is shown may be read back as.
  const std::size_t most = pairing.reader == Reader::euc_jp ? 2 : 1;
  std::int64_t rest = seen.cost;  // of what is still to be read
  Glance out;
  unsigned lead = 0;
  bool skip = false;  // the next byte ends a character whose first byte a mark hides
  for (std::size_t i = 0; i < seen.codes.size(); ++i) {
    // Where it is not promising whatever follows.
    if (out.lost * 3 > out.characters + (seen.codes.size() - i) * most) break;
    if (!out.may_gain(rest)) break;
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
        out.text.push_back(character);
      }
    }
    if (out.characters + out.lost == kEnough && out.shown < out.meant) break;
  }
  return out;
}

// UTF-8, which tells by itself where a character begins: what marks left of one is passed over.
Glance glance_at_utf8(const Seen& seen, const ReaderTable& reader) {
  const PrefixCosts& hans = PrefixCosts::of(model::Script::hans);
  const PrefixCosts& hant = PrefixCosts::of(model::Script::hant);
  Glance out;
  UnfinishedCharacter open;
  bool behind_mark = false;
  for (std::size_t i = 0; i < seen.codes.size(); ++i) {
    const char32_t code = seen.codes[i];
    if (code < 0x80 || code == 0xFFFD) {
      open = {};
      behind_mark = code == U'?' || code == 0xFFFD;
      continue;
    }
    const std::span<const ShownBytes> all = reader.bytes(code);
    out.shown += seen.natural[i];
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
        out.meant += std::min(hans.character(open.partial), hant.character(open.partial));
        out.text.push_back(open.partial);
      }
    }
  }
  return out;
}

}  // namespace

Seen see(std::string_view text) {
  Seen seen;
  for (std::size_t at = 0; at < text.size();) {
    seen.codes.push_back(utf8::next(text, at));
    seen.natural.push_back(natural_cost(seen.codes.back()));
    seen.cost += seen.natural.back();
  }
  return seen;
}

Glance glance(const Seen& seen, const Pairing& pairing) {
  if (pairing.written == Written::utf8) {
    return glance_at_utf8(seen, ReaderTable::of(pairing.reader));
  }
  Glance together = glance_once(seen, pairing, false);
  if (together.is_promising()) return together;
  const bool marked = std::any_of(seen.codes.begin(), seen.codes.end(),
                                  [](char32_t code) { return code == 0xFFFD || code == U'?'; });
  return marked ? glance_once(seen, pairing, true) : together;
}

model::Scorer scorer_for(Written written, std::u32string_view sample) {
  std::size_t simplified = 0, traditional = 0;
  for (const char32_t code : sample) {
    simplified += model::is_simplified_only(code);
    traditional += model::is_traditional_only(code);
  }
  const model::Script script = written == Written::big5 || traditional > simplified
                                   ? model::Script::hant
                                   : model::Script::hans;
  return model::Scorer(script, model::fit(script, sample));
}

}  // namespace hanfix::repair
