/// \file  OpenCC's conversion, word for word and slowly: the oracle of the conversion tests.
#pragma once
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hanfix::reference {

/// A configuration run literally: groups ask their children in turn, stages follow one another on
/// every segment, nothing is flattened, fused or streamed. Reads OpenCC's files at construction.
/// Shares no code with the engine.
class Converter {
 public:
  /// `folder` holds *.txt and config/*.json. Throws std::exception on files it cannot read.
  Converter(const std::string& folder, const std::string& config, bool tofu);
  /// The same for a configuration at hand, whose dictionaries are in `folder`.
  Converter(const std::string& folder, const nlohmann::json& config, bool tofu);
  ~Converter();
  Converter(Converter&&) noexcept;

  [[nodiscard]] std::u32string convert(std::u32string_view text) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// All keys of all dictionaries in `folder`, sorted.
[[nodiscard]] std::vector<std::u32string> all_keys(const std::string& folder);

/// Code points of well-formed UTF-8, and back.
[[nodiscard]] std::u32string from_utf8(std::string_view text);
[[nodiscard]] std::string to_utf8(std::u32string_view text);

/// JSON with comments and trailing commas as plain JSON.
[[nodiscard]] std::string plain_json(std::string_view jsonc);

/// The whole file; throws std::runtime_error.
[[nodiscard]] std::string read_whole(const std::string& path);

}  // namespace hanfix::reference
