// Build-time: the detector's costs and ICU's character properties → MojibakeCosts, as it is in
// memory. usage: compile_mojibake_costs OUT
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

#include "encoding/language_costs.hpp"
#include "repair/mojibake_costs.hpp"

namespace hanfix::repair {
namespace {

// Their letters count as those of all Western languages together: each by itself is so fond of its
// few that mojibake made of them looks natural.
bool is_part_of_west(detection::Language language) {
  switch (language) {
    case detection::Language::french:
    case detection::Language::german:
    case detection::Language::iberian:
    case detection::Language::italian:
    case detection::Language::nordic:
      return true;
    default:
      return false;
  }
}

bool is_box(char32_t code) { return code >= 0x2500 && code <= 0x25A0; }

}  // namespace

class MojibakeCostsBuilder {
 public:
  static std::unique_ptr<const MojibakeCosts> build() {
    std::unique_ptr<MojibakeCosts> made(new MojibakeCosts);
    MojibakeCosts& out = *made;
    const detection::Image& image = detection::Image::embedded();
    for (char32_t code = 0; code < 0x10000; ++code) {
      int least = detection::kNoCharacter;
      for (std::size_t i = 0; code >= 0x80 && i < detection::kLanguages; ++i) {
        const auto language = static_cast<detection::Language>(i);
        if (!is_part_of_west(language)) least = std::min(least, int{image.cost(language, code)});
      }
      out.cost_[code] = static_cast<std::uint8_t>(least);
      const auto c = static_cast<UChar32>(code);
      MojibakeCosts::Kind& kind = out.kind_[code];
      switch (u_charType(c)) {
        case U_UPPERCASE_LETTER:
        case U_TITLECASE_LETTER:
          kind = MojibakeCosts::Kind::upper;
          break;
        case U_LOWERCASE_LETTER:
          kind = MojibakeCosts::Kind::lower;
          break;
        case U_OTHER_LETTER:
        case U_MODIFIER_LETTER:
          kind = MojibakeCosts::Kind::letter;
          break;
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_COMBINING_SPACING_MARK:
          kind = MojibakeCosts::Kind::mark;
          break;
        case U_CURRENCY_SYMBOL:
          kind = MojibakeCosts::Kind::currency;
          break;
        case U_MATH_SYMBOL:
          kind = MojibakeCosts::Kind::maths;
          break;
        case U_SPACE_SEPARATOR:
          kind = MojibakeCosts::Kind::space;
          break;
        case U_MODIFIER_SYMBOL:
        case U_OTHER_SYMBOL:
        case U_OTHER_NUMBER:
          kind = MojibakeCosts::Kind::symbol;
          break;
        case U_CONTROL_CHAR:
          kind = MojibakeCosts::Kind::control;
          break;
        case U_UNASSIGNED:
        case U_SURROGATE:
          kind = MojibakeCosts::Kind::other;
          out.cost_[code] = detection::kNoCharacter;
          break;
        case U_FORMAT_CHAR:
        case U_PRIVATE_USE_CHAR:
          kind = MojibakeCosts::Kind::other;
          break;
        default:
          kind = MojibakeCosts::Kind::punctuation;
      }
      if (is_box(code)) kind = MojibakeCosts::Kind::box;
      if (code < 0x80 && kind != MojibakeCosts::Kind::upper && kind != MojibakeCosts::Kind::lower)
        kind = MojibakeCosts::Kind::ascii_other;
      // The ordinal indicators belong to figures, not to words.
      if (code == 0xAA || code == 0xBA) kind = MojibakeCosts::Kind::symbol;
      UErrorCode error = U_ZERO_ERROR;
      const UScriptCode script = uscript_getScript(c, &error);
      out.script_[code] = kind == MojibakeCosts::Kind::box || script == USCRIPT_COMMON ||
                                  script == USCRIPT_INHERITED || script == USCRIPT_UNKNOWN
                              ? MojibakeCosts::Script::none
                          : script == USCRIPT_LATIN    ? MojibakeCosts::Script::latin
                          : script == USCRIPT_GREEK    ? MojibakeCosts::Script::greek
                          : script == USCRIPT_CYRILLIC ? MojibakeCosts::Script::cyrillic
                                                       : MojibakeCosts::Script::other;
    }
    return made;
  }
};

}  // namespace hanfix::repair

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: compile_mojibake_costs OUT\n";
    return 2;
  }
  const auto costs = hanfix::repair::MojibakeCostsBuilder::build();
  std::ofstream out(argv[1], std::ios::binary);
  out.write(reinterpret_cast<const char*>(costs.get()), sizeof *costs);
  if (out.flush()) return 0;
  std::cerr << argv[1] << ": cannot be written\n";
  return 1;
}
