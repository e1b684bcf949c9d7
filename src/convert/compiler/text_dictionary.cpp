#include "convert/compiler/text_dictionary.hpp"

#include <fstream>
#include <iterator>
#include <optional>

#include "base/utf8.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert::compiler {
namespace {

// True if every sequence is complete, of the shortest form and a scalar value.
bool well_formed(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const std::size_t size = utf8::sequence_length(static_cast<unsigned char>(text[at]));
    if (at + size > text.size()) return false;
    const char32_t code = utf8::next(text, at);
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
    std::string again;
    utf8::append(again, code);
    if (again != text.substr(start, size)) return false;
  }
  return true;
}

std::optional<std::string> fault_of_key(std::string_view key) {
  if (key.empty()) return "empty key";
  for (const char32_t code : utf8::decode(key)) {
    if (code == 0 || code == 0xFFFD) return "a key must not hold NUL or U+FFFD";
    if (description_arity(code) > 0) {
      return "a key must not hold an ideographic description operator";
    }
  }
  return std::nullopt;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    if (end > start) parts.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

// True if a key of `entries` is a prefix of `key`, `key` itself included.
bool shadowed(const Entries& entries, std::string_view key) {
  for (std::size_t size = 0; size < key.size();) {
    size += utf8::sequence_length(static_cast<unsigned char>(key[size]));
    if (entries.find(key.substr(0, size)) != entries.end()) return true;
  }
  return false;
}

}  // namespace

Result<TextDictionary> parse_text_dictionary(std::string_view text, const std::string& path) {
  TextDictionary dictionary;
  const auto fault = [&](std::size_t at, std::string fact) {
    return Error{ErrorCode::bad_data, std::move(fact), path, at};
  };
  std::size_t start = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    std::string_view line = text.substr(start, end - start);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty() && line.front() != '#') {
      if (!well_formed(line)) return fault(start, "this line is not UTF-8");
      const std::size_t tab = line.find('\t');
      if (tab == std::string_view::npos) return fault(start, "no tab between key and value");
      const std::string_view key = line.substr(0, tab);
      if (const auto reason = fault_of_key(key)) return fault(start, *reason);
      std::vector<std::string> values = split(line.substr(tab + 1), ' ');
      if (values.empty()) return fault(start, "no value for key " + std::string(key));
      if (!dictionary.emplace(key, std::move(values)).second) {
        return fault(start,
                     "key " + std::string(key) + " occurs twice; put its values on one line");
      }
    }
    start = end + 1;
  }
  return dictionary;
}

Entries first_values(const TextDictionary& dictionary) {
  Entries entries;
  for (const auto& [key, values] : dictionary) entries.emplace(key, values.front());
  return entries;
}

Entries flatten(const std::vector<Entries>& children, MatchPolicy policy) {
  Entries merged;
  for (const Entries& child : children) {
    Entries additions;
    for (const auto& [key, value] : child) {
      if (policy == MatchPolicy::longest || !shadowed(merged, key)) additions.emplace(key, value);
    }
    merged.merge(additions);
  }
  return merged;
}

std::string replace_longest(const Entries& entries, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    // The prefixes of `text` in the map lie between its first character and `text` itself.
    auto found = entries.upper_bound(text);
    std::size_t size = utf8::sequence_length(static_cast<unsigned char>(text.front()));
    std::string_view written = text.substr(0, size);
    while (found != entries.begin()) {
      --found;
      if (text.starts_with(found->first)) {
        size = found->first.size();
        written = found->second;
        break;
      }
      if (!found->first.starts_with(
              text.substr(0, utf8::sequence_length(static_cast<unsigned char>(text.front())))))
        break;
    }
    out += written;
    text.remove_prefix(size);
  }
  return out;
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::unreadable_input, "cannot open " + path.string(), path.string()};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace hanfix::convert::compiler
