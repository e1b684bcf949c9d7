#include "encoding/encoding.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/near_names.hpp"

namespace hanfix {
namespace {

constexpr EncodingInfo kEncodings[] = {
#define HANFIX_ENCODING(id, name, coding, icu, aliases, description) \
  {Encoding::id, name, Coding::coding, icu, aliases, description},
#include "encoding/encodings.def"
#undef HANFIX_ENCODING
};

struct SubsetInfo {
  Subset id;
  std::string_view name;
  Encoding encoding;
  std::string_view aliases;
};
constexpr SubsetInfo kSubsets[] = {
#define HANFIX_SUBSET(id, name, encoding, aliases) {Subset::id, name, Encoding::encoding, aliases},
#include "encoding/subsets.def"
#undef HANFIX_SUBSET
};

// What two spellings of a name have in common.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == ' ') continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return out;
}

template <class Visit>
void for_each_word(std::string_view words, Visit visit) {
  while (!words.empty()) {
    const std::size_t space = std::min(words.find(' '), words.size());
    if (space > 0) visit(words.substr(0, space));
    words.remove_prefix(std::min(space + 1, words.size()));
  }
}

// Whether `wanted`, which is folded, is the row's name or one of its others.
template <class Row>
bool is_named(const Row& row, std::string_view wanted) {
  bool found = wanted == folded(row.name);
  for_each_word(row.aliases,
                [&](std::string_view alias) { found = found || wanted == folded(alias); });
  return found;
}

Error unknown(std::string_view name) {
  // Two errors are forgiven; in short names one, or everything would be near.
  const std::string wanted = folded(name).substr(0, 32);
  const std::size_t forgiven = wanted.size() > 4 ? 2 : 1;
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const EncodingInfo& row : kEncodings) {
    std::size_t best = edit_distance(wanted, folded(row.name));
    for_each_word(row.aliases, [&](std::string_view alias) {
      best = std::min(best, edit_distance(wanted, folded(alias)));
    });
    if (best <= forgiven) near.emplace_back(best, row.name);
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string message = "unknown encoding '" + std::string(name) + "'";
  for (std::size_t i = 0; i < near.size() && i < 3; ++i) {
    message += i == 0 ? "; did you mean " : " or ";
    message += near[i].second;
  }
  message += near.empty() ? "; see --list encodings" : "? (--list encodings)";
  return {ErrorCode::unknown_name, std::move(message)};
}

}  // namespace

std::span<const EncodingInfo> all_encodings() noexcept { return kEncodings; }

const EncodingInfo& info(Encoding encoding) noexcept {
  return kEncodings[static_cast<std::size_t>(encoding)];
}

Result<Encoding> find_encoding(std::string_view name) {
  const std::string wanted = folded(name);
  for (const EncodingInfo& row : kEncodings) {
    if (is_named(row, wanted)) return row.id;
  }
  return unknown(name);
}

Result<OutputEncoding> find_output_encoding(std::string_view name) {
  const std::string wanted = folded(name);
  for (const SubsetInfo& row : kSubsets) {
    if (is_named(row, wanted)) return OutputEncoding{row.encoding, row.id, row.name};
  }
  const Result<Encoding> found = find_encoding(name);
  if (!found) return found.error();
  return OutputEncoding{found.value(), Subset::whole, hanfix::name(found.value())};
}

std::vector<Choice> encoding_list() {
  std::vector<Choice> out;
  for (const EncodingInfo& row : kEncodings) {
    std::string description(row.description);
    if (!row.aliases.empty()) {
      description += " (also:";
      for_each_word(row.aliases,
                    [&](std::string_view alias) { description.append(" ").append(alias); });
      description += ")";
    }
    out.push_back({std::string(row.name), std::move(description)});
  }
  return out;
}

std::string_view byte_order_mark(Encoding encoding) noexcept {
  using namespace std::string_view_literals;
  switch (encoding) {
    case Encoding::utf_8:
      return "\xEF\xBB\xBF"sv;
    case Encoding::gb18030:
      return "\x84\x31\x95\x33"sv;
    case Encoding::utf_16le:
      return "\xFF\xFE"sv;
    case Encoding::utf_16be:
      return "\xFE\xFF"sv;
    case Encoding::utf_32le:
      return "\xFF\xFE\0\0"sv;
    case Encoding::utf_32be:
      return "\0\0\xFE\xFF"sv;
    default:
      return {};
  }
}

}  // namespace hanfix
