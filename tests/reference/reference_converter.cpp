#include "reference_converter.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

namespace hanfix::reference {
namespace {

struct Found {
  std::size_t size;  // code points
  std::u32string value;
};

class Lookup {
 public:
  virtual ~Lookup() = default;
  virtual std::optional<Found> match(std::u32string_view text) const = 0;
};

class File : public Lookup {
 public:
  explicit File(const std::string& path) {
    std::istringstream lines(read_whole(path));
    for (std::string line; std::getline(lines, line);) {
      if (line.empty() || line[0] == '#') continue;
      const std::size_t tab = line.find('\t');
      const std::string values = line.substr(tab + 1);
      const std::u32string key = from_utf8(line.substr(0, tab));
      add(key, from_utf8(values.substr(0, values.find(' '))));
    }
  }
  explicit File(const nlohmann::json& entries) {
    for (const auto& [key, value] : entries.items()) {
      add(from_utf8(key), from_utf8(value.get<std::string>()));
    }
  }
  std::optional<Found> match(std::u32string_view text) const override {
    for (std::size_t size = std::min(longest_, text.size()); size > 0; --size) {
      const auto found = entries_.find(std::u32string(text.substr(0, size)));
      if (found != entries_.end()) return Found{size, found->second};
    }
    return std::nullopt;
  }

 private:
  void add(const std::u32string& key, std::u32string value) {
    longest_ = std::max(longest_, key.size());
    entries_[key] = std::move(value);
  }
  std::map<std::u32string, std::u32string> entries_;
  std::size_t longest_ = 0;
};

class Group : public Lookup {
 public:
  Group(std::vector<std::unique_ptr<Lookup>> children, bool longest)
      : children_(std::move(children)), longest_(longest) {}
  std::optional<Found> match(std::u32string_view text) const override {
    std::optional<Found> best;
    for (const auto& child : children_) {
      std::optional<Found> found = child->match(text);
      if (found && (!best || found->size > best->size)) best = found;
      if (best && !longest_) break;
    }
    return best;
  }

 private:
  std::vector<std::unique_ptr<Lookup>> children_;
  bool longest_;
};

std::unique_ptr<Lookup> read_dictionary(const std::string& folder, const nlohmann::json& node,
                                        bool tofu) {
  if (node["type"] == "text") {
    return std::make_unique<File>(folder + "/" + node["file"].get<std::string>());
  }
  if (node["type"] == "inline") return std::make_unique<File>(node["entries"]);
  if (node["type"] != "group") throw std::runtime_error("unknown dictionary type");
  std::vector<std::unique_ptr<Lookup>> children;
  for (const auto& child : node["dicts"]) {
    if (!tofu && child.value("may_output_tofu", false)) continue;
    children.push_back(read_dictionary(folder, child, tofu));
  }
  return std::make_unique<Group>(std::move(children), node.value("match_policy", "") == "union");
}

int arity(char32_t code) {
  switch (code) {
    case U'⿲':
    case U'⿳':
      return 3;
    case U'\u2FFE':
    case U'\u2FFF':
      return 1;
    default:
      return code >= U'⿰' && code <= U'\u2FFD' ? 2 : 0;
  }
}

// Code points of the description sequence at the start, or 0: a prefix expression is read with a
// stack of the operands that are still to come at each level.
std::size_t description(std::u32string_view text) {
  if (text.empty() || arity(text[0]) == 0) return 0;
  std::vector<int> missing;
  for (std::size_t i = 0; i < text.size() && i < 64; ++i) {
    if (missing.size() >= 16) return 0;
    if (const int operands = arity(text[i]); operands > 0) {
      missing.push_back(operands);
      continue;
    }
    while (!missing.empty() && --missing.back() == 0) missing.pop_back();
    if (missing.empty()) return i + 1;
  }
  return 0;
}

std::u32string replace(const Lookup& dictionary, std::u32string_view text) {
  std::u32string out;
  while (!text.empty()) {
    if (const auto found = dictionary.match(text)) {
      out += found->value;
      text.remove_prefix(found->size);
    } else {
      const std::size_t size = std::max<std::size_t>(description(text), 1);
      out += text.substr(0, size);
      text.remove_prefix(size);
    }
  }
  return out;
}

std::vector<std::u32string> cut(const Lookup& dictionary, std::u32string_view text) {
  std::vector<std::u32string> segments;
  std::u32string unmatched;
  while (!text.empty()) {
    const auto found = dictionary.match(text);
    const std::size_t size = found ? found->size : std::max<std::size_t>(description(text), 1);
    if (found) {
      if (!unmatched.empty()) segments.push_back(std::move(unmatched));
      unmatched.clear();
      segments.emplace_back(text.substr(0, size));
    } else {
      unmatched += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  if (!unmatched.empty()) segments.push_back(unmatched);
  return segments;
}

}  // namespace

struct Converter::Parts {
  std::vector<std::unique_ptr<Lookup>> normalizations;
  std::unique_ptr<Lookup> segmentation;
  std::vector<std::unique_ptr<Lookup>> stages;
};

Converter::Converter(const std::string& folder, const std::string& config, bool tofu)
    : Converter(folder, nlohmann::json::parse(read_whole(folder + "/config/" + config + ".json")),
                tofu) {}

Converter::Converter(const std::string& folder, const nlohmann::json& config, bool tofu)
    : parts_(std::make_unique<Parts>()) {
  const auto list = [&](const char* name, std::vector<std::unique_ptr<Lookup>>& out) {
    if (!config.contains(name)) return;
    for (const auto& item : config[name]) {
      // A dictionary of rare results that is a stage by itself: the stage is left out.
      if (!tofu && item["dict"].value("may_output_tofu", false)) continue;
      out.push_back(read_dictionary(folder, item["dict"], tofu));
    }
  };
  list("normalization", parts_->normalizations);
  if (config.contains("segmentation")) {
    parts_->segmentation = read_dictionary(folder, config["segmentation"]["dict"], true);
  }
  list("conversion_chain", parts_->stages);
}
Converter::~Converter() = default;
Converter::Converter(Converter&&) noexcept = default;

std::u32string Converter::convert(std::u32string_view text) const {
  std::u32string whole(text);
  for (const auto& dictionary : parts_->normalizations) whole = replace(*dictionary, whole);
  std::vector<std::u32string> segments = {whole};
  if (parts_->segmentation) segments = cut(*parts_->segmentation, whole);
  std::u32string out;
  for (std::u32string& segment : segments) {
    for (const auto& stage : parts_->stages) segment = replace(*stage, segment);
    out += segment;
  }
  return out;
}

std::vector<std::u32string> all_keys(const std::string& folder) {
  std::set<std::u32string> keys;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    std::istringstream lines(read_whole(entry.path().string()));
    for (std::string line; std::getline(lines, line);) {
      if (!line.empty() && line[0] != '#') keys.insert(from_utf8(line.substr(0, line.find('\t'))));
    }
  }
  return {keys.begin(), keys.end()};
}

std::u32string from_utf8(std::string_view text) {
  std::u32string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xF0) {
      out.push_back(byte & 0x07);
    } else if (byte >= 0xE0) {
      out.push_back(byte & 0x0F);
    } else if (byte >= 0xC0) {
      out.push_back(byte & 0x1F);
    } else if (byte >= 0x80) {
      out.back() = out.back() << 6 | (byte & 0x3F);
    } else {
      out.push_back(byte);
    }
  }
  return out;
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t code : text) {
    const auto tail = [&](int shift) {
      out.push_back(static_cast<char>(0x80 | (code >> shift & 0x3F)));
    };
    if (code < 0x80) {
      out.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
      out.push_back(static_cast<char>(0xC0 | code >> 6));
      tail(0);
    } else if (code < 0x10000) {
      out.push_back(static_cast<char>(0xE0 | code >> 12));
      tail(6), tail(0);
    } else {
      out.push_back(static_cast<char>(0xF0 | code >> 18));
      tail(12), tail(6), tail(0);
    }
  }
  return out;
}

std::string plain_json(std::string_view jsonc) {
  std::string out;
  std::size_t comma = std::string::npos;  // a comma in `out` with nothing but space behind it
  for (std::size_t i = 0; i < jsonc.size(); ++i) {
    const char c = jsonc[i];
    if (c == '"') {
      const std::size_t start = i++;
      while (i < jsonc.size() && jsonc[i] != '"') i += jsonc[i] == '\\' ? 2 : 1;
      out += jsonc.substr(start, i + 1 - start);
      comma = std::string::npos;
    } else if (jsonc.substr(i).starts_with("//")) {
      i = std::min(jsonc.find('\n', i), jsonc.size()) - 1;
    } else if (jsonc.substr(i).starts_with("/*")) {
      i = std::min(jsonc.find("*/", i), jsonc.size() - 2) + 1;
    } else {
      if ((c == '}' || c == ']') && comma != std::string::npos) out[comma] = ' ';
      if (c == ',') {
        comma = out.size();
      } else if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        comma = std::string::npos;
      }
      out += c;
    }
  }
  return out;
}

std::string read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot open " + path);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace hanfix::reference
