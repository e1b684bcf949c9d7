/// \file  JSON with comments and trailing commas, as OpenCC's configurations are written.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hanfix/result.hpp"

namespace hanfix::convert::compiler {

/// A value and where it stands, so that what is wrong with a configuration can be shown.
struct Json {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  bool truth = false;      ///< of a boolean
  std::size_t offset = 0;  ///< bytes from the start of the file
  std::string text = {};   ///< of a string, unescaped; of a number, as written
  std::vector<Json> items = {};
  std::vector<std::pair<std::string, Json>> members = {};

  /// The first member of that name, or null.
  [[nodiscard]] const Json* find(std::string_view name) const noexcept;
};

/// Reads one document of UTF-8. Values may be nested 64 deep. Error `bad_data` with path, byte
/// offset and, in the message, the line.
[[nodiscard]] Result<Json> parse_jsonc(std::string_view text, const std::string& path);

/// "line 12: ", the line of `offset` in `text`, counted from 1.
[[nodiscard]] std::string line_prefix(std::string_view text, std::size_t offset);

}  // namespace hanfix::convert::compiler
