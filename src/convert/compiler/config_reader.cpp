#include "convert/compiler/config_reader.hpp"

#include <nlohmann/json.hpp>

namespace hanfix::convert::compiler {
namespace {

using nlohmann::json;

// Faults unwind to read_config(), which turns them into an Error; nothing is thrown out of this
// file.
struct Fault {
  Error error;
};

[[noreturn]] void fail(std::string fact) { throw Fault{{ErrorCode::bad_data, std::move(fact)}}; }

class Reader {
 public:
  Reader(DictionaryFolder& dictionaries, bool tofu) : dictionaries_(dictionaries), tofu_(tofu) {}

  ChainSource chain(const json& config) {
    ChainSource source;
    if (config.contains("normalization")) source.normalizations = list(config["normalization"]);
    if (config.contains("segmentation")) {
      const json& segmentation = config["segmentation"];
      const std::string type = segmentation.at("type");
      if (type != "mmseg") fail("segmentation type '" + type + "' is not known; mmseg is");
      source.segmentation = dictionary(segmentation.at("dict"));
    }
    source.stages = list(config.at("conversion_chain"));
    return source;
  }

 private:
  std::vector<Entries> list(const json& conversions) {
    std::vector<Entries> entries;
    for (const json& conversion : conversions) {
      entries.push_back(dictionary(conversion.at("dict")).value_or(Entries{}));
    }
    return entries;
  }

  // Nothing if the dictionary is left out.
  std::optional<Entries> dictionary(const json& node) {
    if (!tofu_ && node.value("may_output_tofu", false)) return std::nullopt;
    const std::string type = node.at("type");
    if (type == "text") {
      Result<const TextDictionary*> read = dictionaries_.get(node.at("file"));
      if (!read) throw Fault{read.error()};
      return first_values(*read.value());
    }
    if (type == "inline") return node.at("entries").get<Entries>();
    if (type == "group") return group(node);
    fail("dictionary type '" + type + "' is not known; text, inline and group are");
  }

  Entries group(const json& node) {
    const std::string policy = node.value("match_policy", "short_circuit");
    if (policy != "short_circuit" && policy != "union") {
      fail("match_policy '" + policy + "' is not known; short_circuit and union are");
    }
    std::vector<Entries> children;
    for (const json& child : node.at("dicts")) {
      if (std::optional<Entries> entries = dictionary(child))
        children.push_back(*std::move(entries));
    }
    return flatten(children, policy == "union" ? MatchPolicy::longest : MatchPolicy::short_circuit);
  }

  DictionaryFolder& dictionaries_;
  bool tofu_;
};

}  // namespace

Result<const TextDictionary*> DictionaryFolder::get(const std::string& file) {
  const auto found = read_.find(file);
  if (found != read_.end()) return static_cast<const TextDictionary*>(&found->second);
  const std::filesystem::path path = folder_ / file;
  Result<std::string> text = read_file(path);
  if (!text) return text.error();
  Result<TextDictionary> parsed = parse_text_dictionary(text.value(), path.string());
  if (!parsed) return parsed.error();
  return static_cast<const TextDictionary*>(
      &read_.emplace(file, std::move(parsed).value()).first->second);
}

Result<ChainSource> read_config(const std::filesystem::path& path, DictionaryFolder& dictionaries,
                                bool tofu) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  try {
    return Reader(dictionaries, tofu).chain(json::parse(text.value()));
  } catch (const Fault& fault) {
    Error error = fault.error;
    if (error.path.empty()) error.path = path.string();
    return error;
  } catch (const json::exception& fault) {
    return Error{ErrorCode::bad_data, fault.what(), path.string()};
  }
}

}  // namespace hanfix::convert::compiler
