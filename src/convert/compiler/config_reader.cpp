#include "convert/compiler/config_reader.hpp"

#include <map>

#include "convert/compiler/jsonc.hpp"

namespace hanfix::convert::compiler {
namespace {

constexpr int kMostTimes = 16;  // each is a copy; OpenCC's configurations name none more than twice

// Faults unwind to read_config(), which turns them into an Error; nothing is thrown out of this
// file.
struct Fault {
  Error error;
};

class Reader {
 public:
  Reader(std::string_view text, const std::string& path, DictionaryFiles& files, bool tofu)
      : text_(text), path_(path), files_(files), tofu_(tofu) {}

  ConfigSource config(const Json& root) {
    expect(root, Json::Kind::object, "a configuration must be an object, { … }");
    ConfigSource source;
    if (const Json* segmentation = root.find("segmentation")) {
      expect(*segmentation, Json::Kind::object, "'segmentation' is an object");
      const Json& type = string(*segmentation, "type");
      if (type.text != "mmseg") {
        fail(type, "the segmentation '" + type.text +
                       "' is a plugin of OpenCC, which hanfix does not load; without "
                       "'segmentation', or with \"mmseg\", this configuration can be used, and "
                       "--context looks at the borders of words");
      }
      source.segmentation = dictionary(object(*segmentation, "dict"), true);
      if (!source.segmentation) fail(*segmentation, "the segmentation's group is empty");
    }
    source.stages = list(root, "conversion_chain");
    if (root.find("normalization") != nullptr) {
      source.normalizations = list(root, "normalization");
    }
    return source;
  }

 private:
  [[noreturn]] void fail(const Json& at, const std::string& fact) const {
    throw Fault{{ErrorCode::bad_data, line_prefix(text_, at.offset) + fact, path_, at.offset}};
  }
  // A dictionary that cannot be used, and where it is named.
  [[noreturn]] void refuse(const Json& at, Error error) const {
    const std::string line = line_prefix(text_, at.offset);  // "line 3: "
    if (error.path.empty()) {
      error.message.insert(0, line);
      error.path = path_;
      error.offset = at.offset;
    } else {
      error.message += " (named by " + path_ + ", " + line.substr(0, line.size() - 2) + ")";
    }
    throw Fault{std::move(error)};
  }
  void expect(const Json& value, Json::Kind kind, const std::string& fact) const {
    if (value.kind != kind) fail(value, fact);
  }
  const Json& member(const Json& object, const std::string& name) const {
    const Json* found = object.find(name);
    if (found == nullptr) fail(object, "this object lacks '" + name + "'");
    return *found;
  }
  const Json& string(const Json& parent, const std::string& name) const {
    const Json& value = member(parent, name);
    expect(value, Json::Kind::string, "'" + name + "' must be a string in quotes");
    return value;
  }
  const Json& object(const Json& parent, const std::string& name) const {
    const Json& value = member(parent, name);
    expect(value, Json::Kind::object, "'" + name + "' is an object, { … }");
    return value;
  }
  const Json& array(const Json& parent, const std::string& name) const {
    const Json& value = member(parent, name);
    expect(value, Json::Kind::array, "'" + name + "' must be a list, [ … ]");
    return value;
  }

  std::vector<DictionarySource> list(const Json& root, const std::string& name) {
    std::vector<DictionarySource> stages;
    for (const Json& item : array(root, name).items) {
      if (item.kind != Json::Kind::object) continue;  // OpenCC passes over them too
      auto stage = dictionary(object(item, "dict"), tofu_);
      if (stage) stages.push_back(*std::move(stage));
    }
    return stages;
  }

  // Nothing if the dictionary is left out.
  std::optional<DictionarySource> dictionary(const Json& node, bool tofu) {
    const Json& type = string(node, "type");
    if (type.text == "inline") return inline_entries(node);
    if (const Json* rare = node.find("may_output_tofu")) {
      expect(*rare, Json::Kind::boolean, "'may_output_tofu' is true or false");
      if (rare->truth && !tofu) return std::nullopt;
    }
    if (type.text == "group") return group(node, tofu);
    const bool known = type.text == "text" || type.text == "ocd" || type.text == "ocd2";
    if (!known) {
      fail(type, "the dictionary type '" + type.text +
                     "' is not known; text, ocd2, ocd, inline and group are");
    }
    const Json& file = string(node, "file");
    auto found = files_.get(file.text, type.text == "text"  ? FileKind::text
                                       : type.text == "ocd" ? FileKind::ocd
                                                            : FileKind::ocd2);
    if (!found) refuse(file, found.error());
    if (++named_[found.value().origin] > kMostTimes) {
      fail(file, "the dictionary '" + file.text + "' is named more than " +
                     std::to_string(kMostTimes) + " times; leave some out");
    }
    return DictionarySource{found.value().origin, found.value().words};
  }

  // Values are whole: no spaces part them.
  DictionarySource inline_entries(const Json& node) const {
    if (const Json* rare = node.find("may_output_tofu"))
      fail(*rare, "an inline dictionary cannot be 'may_output_tofu'");
    TextDictionary words;
    for (const auto& [key, value] : object(node, "entries").members) {
      if (const auto reason = fault_of_key(key)) fail(value, *reason);
      if (value.kind != Json::Kind::string || value.text.empty())
        fail(value, "the value of '" + key + "' must be a string that is not empty");
      if (!words.emplace(key, std::vector{value.text}).second)
        fail(value, "the key '" + key + "' occurs twice");
    }
    return {"inline", std::make_shared<const TextDictionary>(std::move(words))};
  }

  std::optional<DictionarySource> group(const Json& node, bool tofu) {
    DictionarySource source;
    if (const Json* policy = node.find("match_policy")) {
      expect(*policy, Json::Kind::string, "'match_policy' is a string");
      if (policy->text == "union") {
        source.policy = MatchPolicy::longest;
      } else if (policy->text != "short_circuit") {
        fail(*policy,
             "the match_policy '" + policy->text + "' is not known; short_circuit and union are");
      }
    }
    for (const Json& child : array(node, "dicts").items) {
      expect(child, Json::Kind::object, "an item of 'dicts' is an object, { … }");
      if (auto found = dictionary(child, tofu)) source.children.push_back(*std::move(found));
    }
    if (source.children.empty()) return std::nullopt;
    return source;
  }

  std::string_view text_;
  const std::string& path_;
  DictionaryFiles& files_;
  bool tofu_;
  std::map<std::string, int> named_;  // dictionaries, how often
};

}  // namespace

Result<ConfigSource> read_config(std::string_view text, const std::string& path,
                                 DictionaryFiles& files, bool tofu) {
  const Result<Json> root = parse_jsonc(text, path);
  if (!root) return root.error();
  try {
    return Reader(text, path, files, tofu).config(root.value());
  } catch (const Fault& fault) {
    return fault.error;
  }
}

Entries flatten(const DictionarySource& source) {
  if (source.words) return first_values(*source.words);
  std::vector<Entries> children;
  for (const DictionarySource& child : source.children) children.push_back(flatten(child));
  return flatten(children, source.policy);
}

ChainSource flatten(const ConfigSource& config) {
  ChainSource chain;
  for (const DictionarySource& source : config.normalizations) {
    chain.normalizations.push_back(flatten(source));
  }
  if (config.segmentation) chain.segmentation = flatten(*config.segmentation);
  for (const DictionarySource& source : config.stages) chain.stages.push_back(flatten(source));
  return chain;
}

}  // namespace hanfix::convert::compiler
