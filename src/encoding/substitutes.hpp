/// \file  What to write for a character that the output encoding lacks.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "encoding/encoder.hpp"

namespace hanfix {

/// The nearest that an encoding holds. Tried in order:
///
///   marks      a mark that does the same: “ as ", — as ―, 〜 as ～; what nobody sees (U+200B) as
///   "" script     the Traditional form of a Simplified character, or the reverse: 说 as 說 Unicode
///   its decomposition: ！ as !, 豈 (U+F900) as 豈, ㎏ as kg, é as e; but not where a
///              position carries the meaning: ², ½ and ① are not 2, 1/2 and 1
class Substitutes {
 public:
  explicit Substitutes(Encoding encoding, Subset subset = Subset::whole);
  /// UTF-8 that the encoding holds, perhaps empty; nullopt: nothing is near. For an encoding in
  /// which `code` is missing; a few look-ups.
  [[nodiscard]] std::optional<std::string> find(char32_t code);

 private:
  [[nodiscard]] bool holds(std::string_view text);
  [[nodiscard]] std::optional<std::string> decomposed(char32_t code, int depth);
  [[nodiscard]] std::optional<std::string> find(char32_t code, int depth);

  std::unique_ptr<Encoder> probe_;  // its output is thrown away
  std::string scratch_;
};

}  // namespace hanfix
