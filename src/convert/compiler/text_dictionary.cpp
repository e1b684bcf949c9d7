#include "convert/compiler/text_dictionary.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/near_names.hpp"
#include "base/utf8.hpp"
#include "convert/compiler/jsonc.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert::compiler {
namespace {

constexpr std::size_t kTogether = 256;  // bytes of long keys that are compared at once

}  // namespace

std::optional<std::size_t> malformed_at(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t size = utf8::sequence_length(static_cast<unsigned char>(text[at]));
    if (at + size > text.size()) return start;
    const char32_t code = utf8::next(text, at);
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return start;
    std::string again;
    utf8::append(again, code);
    if (again != text.substr(start, size)) return start;
  }
  return std::nullopt;
}

std::optional<std::string> fault_of_key(std::string_view key) {
  if (key.empty()) return "the key is empty";
  for (const char32_t code : utf8::decode(key)) {
    if (code == '\n') return "a key cannot hold a line break";
    if (code == 0 || code == 0xFFFD) return "a key cannot hold NUL or U+FFFD";
  }
  return std::nullopt;
}

std::vector<std::string> split_values(std::string_view text) {
  const std::size_t first = std::min(text.find(' '), text.size());
  std::vector<std::string> values = {std::string(text.substr(0, first))};
  for (std::size_t start = first + 1; start < text.size();) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    if (end > start) values.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  return values;
}

Result<TextDictionary> parse_text_dictionary(std::string_view text, const std::string& path) {
  TextDictionary dictionary;
  const auto fault = [&](std::size_t at, std::string fact) {
    return Error{ErrorCode::bad_data, line_prefix(text, at) + fact, path, at};
  };
  if (const auto at = malformed_at(text)) return fault(*at, "not UTF-8; save the file as UTF-8");
  std::size_t start = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    std::string_view line = text.substr(start, end - start);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty() && line.front() != '#') {
      const std::size_t tab = line.find('\t');
      if (tab == std::string_view::npos) {
        return fault(start, "no tab between key and value; write KEY<TAB>VALUE");
      }
      const std::string_view key = line.substr(0, tab);
      if (const auto reason = fault_of_key(key)) return fault(start, *reason);
      if (!dictionary.emplace(key, split_values(line.substr(tab + 1))).second) {
        return fault(start,
                     "the key '" + std::string(key) + "' occurs twice; put its values on one line");
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

// The last key up to a text is a prefix of it, or all keys that are one are prefixes of what the
// two share.
Entries::const_iterator longest_prefix(const Entries& entries, std::string_view text) {
  for (auto found = entries.upper_bound(text); found != entries.begin();
       found = entries.upper_bound(text)) {
    --found;
    const std::string_view key = found->first;
    std::size_t same = 0;
    while (text.substr(same, kTogether) == key.substr(same, kTogether) && same < key.size()) {
      same = std::min({same + kTogether, text.size(), key.size()});
    }
    while (same < text.size() && same < key.size() && text[same] == key[same]) ++same;
    text = text.substr(0, same);
    if (text.size() == key.size()) return found;
    if (text.empty()) break;
  }
  return entries.end();
}

Entries flatten(const std::vector<Entries>& children, MatchPolicy policy) {
  Entries merged;
  for (const Entries& child : children) {
    Entries additions;
    for (const auto& [key, value] : child) {
      if (policy == MatchPolicy::longest || longest_prefix(merged, key) == merged.end())
        additions.emplace(key, value);
    }
    merged.merge(additions);
  }
  return merged;
}

std::string replace_longest(const Entries& entries, std::string_view text) {
  return *replace_longest(entries, text, std::string::npos);
}

std::optional<std::string> replace_longest(const Entries& entries, std::string_view text,
                                           std::size_t most) {
  std::string out;
  while (!text.empty()) {
    const std::size_t first = utf8::sequence_length(static_cast<unsigned char>(text.front()));
    std::size_t size = 0;
    std::string_view written;
    if (const auto found = longest_prefix(entries, text); found != entries.end()) {
      size = found->first.size();
      written = found->second;
    }
    if (size == 0) {
      std::size_t at = 0;
      size = first;
      if (description_arity(utf8::next(text, at)) > 0) {
        size = std::max(size, read_description(text).size);
      }
      written = text.substr(0, size);
    }
    if (written.size() > most - out.size()) return std::nullopt;
    out += written;
    text.remove_prefix(size);
  }
  return out;
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) {
    return Error{ErrorCode::unreadable_input, "is a folder, not a file", path.string()};
  }
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::string text;
  if (in) text.assign(std::istreambuf_iterator<char>(in), {});
  if (!in || in.bad()) {
    const int reason = errno;
    return Error{ErrorCode::unreadable_input,
                 "cannot read it: " + std::generic_category().message(reason) +
                     (reason == ENOENT ? did_you_mean_file(path) : ""),
                 path.string()};
  }
  return text;
}

}  // namespace hanfix::convert::compiler
