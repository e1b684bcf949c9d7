#include "convert/compiler/final_keys.hpp"

#include <algorithm>
#include <vector>

#include "base/utf8.hpp"
#include "convert/compiler/config_reader.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert::compiler {
namespace {

// True if `text` begins a key and is not all of it.
bool goes_on_as_key(const Entries& entries, std::string_view text) {
  const auto next = entries.upper_bound(text);
  return next != entries.end() && next->first.starts_with(text);
}

// Where the second and later characters begin.
std::vector<std::string_view> suffixes(std::string_view text) {
  std::vector<std::string_view> all;
  for (std::size_t at = 0; at < text.size();) {
    at += utf8::sequence_length(static_cast<unsigned char>(text[at]));
    if (at < text.size()) all.push_back(text.substr(at));
  }
  return all;
}

bool stands_for_itself(const std::string& key, const std::string& value,
                       const Entries& segmentation, const Entries& second) {
  for (const char32_t code : utf8::decode(key + value)) {
    if (description_arity(code) > 0) return false;
  }
  if (goes_on_as_key(second, value)) return false;
  const auto of_key = suffixes(key), of_value = suffixes(value);
  return std::none_of(of_key.begin(), of_key.end(),
                      [&](std::string_view rest) {
                        return begins_with_key(segmentation, rest) ||
                               goes_on_as_key(segmentation, rest);
                      }) &&
         std::none_of(of_value.begin(), of_value.end(),
                      [&](std::string_view rest) { return goes_on_as_key(second, rest); });
}

}  // namespace

bool single(const std::string& text) {
  return !text.empty() && utf8::sequence_length(static_cast<unsigned char>(text[0])) == text.size();
}

bool begins_with_key(const Entries& entries, std::string_view text) {
  return longest_prefix(entries, text) != entries.end();
}

std::optional<Entries> converted_keys(const ChainSource& source, std::size_t most) {
  Entries keys;
  if (!source.segmentation) return keys;
  std::vector<std::size_t> left(source.stages.size(), most);  // bytes, by stage
  for (const auto& entry : *source.segmentation) {
    std::string value = entry.first;
    for (std::size_t i = 0; i < left.size(); ++i) {
      auto next = replace_longest(source.stages[i], value, left[i]);
      if (!next) return std::nullopt;
      value = *std::move(next);
      left[i] -= value.size();
    }
    keys.emplace_hint(keys.end(), entry.first, std::move(value));
  }
  return keys;
}

Entries final_keys(const Entries& segmentation, const Entries& first, const Entries& second) {
  Entries found;
  for (const auto& [key, value] : first) {
    if (!single(key) && !value.empty() && stands_for_itself(key, value, segmentation, second)) {
      found.emplace(key, replace_longest(second, value));
    }
  }
  for (const auto& [key, value] : first) {
    if (found.find(key) != found.end()) continue;
    for (std::size_t size = 0; size < key.size();) {
      size += utf8::sequence_length(static_cast<unsigned char>(key[size]));
      found.erase(key.substr(0, size));
    }
  }
  return found;
}

}  // namespace hanfix::convert::compiler
