#include "convert/compiler/binary_dictionary.hpp"

#include <marisa.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

namespace hanfix::convert::compiler {
namespace {

constexpr std::string_view kOcd2Magic = "OPENCC_MARISA_0.2.5";
constexpr std::string_view kOcdMagic = "OPENCCDARTS1";

// Takes fields off the front of a file.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : left_(bytes) {}

  template <class T>
  std::optional<T> number() {
    T value;
    if (left_.size() < sizeof value) return std::nullopt;
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return value;
  }
  // A field of 4 or 8 bytes, which counts things that are in the file.
  std::optional<std::size_t> field(std::size_t width) {
    const std::optional<std::uint64_t> value =
        width == 8 ? number<std::uint64_t>()
                   : std::optional<std::uint64_t>(number<std::uint32_t>());
    if (!value || *value > whole_) return std::nullopt;
    return static_cast<std::size_t>(*value);
  }
  std::optional<std::string_view> text(std::size_t size) {
    if (left_.size() < size) return std::nullopt;
    const std::string_view text = left_.substr(0, size);
    left_.remove_prefix(size);
    return text;
  }
  [[nodiscard]] std::string_view left() const { return left_; }

 private:
  std::string_view left_;
  std::size_t whole_ = left_.size();
};

// Fields of 8 bytes have their upper half 0, as no such file has 4 GiB.
bool looks_64_bit(std::string_view bytes) {
  return bytes.size() >= 8 && bytes.substr(4, 4) == std::string_view("\0\0\0\0", 4);
}

// The zero-terminated text at `offset`.
std::optional<std::string> string_at(std::string_view buffer, std::size_t offset) {
  if (offset >= buffer.size()) return std::nullopt;
  const std::size_t end = buffer.find('\0', offset);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(buffer.substr(offset, end - offset));
}

// Zero-terminated texts, no two of which can be the same bytes: all are no larger than their
// buffer.
class Strings {
 public:
  explicit Strings(std::string_view buffer) : buffer_(buffer), left_(buffer.size()) {}
  std::optional<std::string> at(std::size_t offset) {
    auto text = string_at(buffer_, offset);
    if (!text || text->size() >= left_) return std::nullopt;
    left_ -= text->size() + 1;
    return text;
  }

 private:
  std::string_view buffer_;
  std::size_t left_;
};

Error damaged(const std::string& path, const std::string& fact) {
  return {ErrorCode::bad_data, fact + "; install or build the dictionary anew", path};
}

// What keeps an entry from being one.
std::optional<std::string> fault_of(const TextDictionary& before, const std::string& key,
                                    const std::vector<std::string>& values) {
  if (malformed_at(key)) return "the key is not UTF-8";
  if (auto fault = fault_of_key(key)) return fault;
  if (values.empty()) return "'" + key + "' has no value";
  for (const std::string& value : values) {
    if (malformed_at(value)) return "the value of '" + key + "' is not UTF-8";
  }
  if (before.contains(key)) return "the key '" + key + "' occurs twice";
  return std::nullopt;
}

// Puts the next entry of the file at `path` in.
std::optional<Error> add(TextDictionary& dictionary, std::string key,
                         std::vector<std::string> values, const std::string& path) {
  if (const auto fault = fault_of(dictionary, key, values)) {
    return Error{
        ErrorCode::bad_data,
        "entry " + std::to_string(dictionary.size() + 1) + ": " + *fault + "; leave it out", path};
  }
  dictionary.emplace(std::move(key), std::move(values));
  return std::nullopt;
}

// The values of all entries, in the order of the trie's numbers.
std::optional<std::vector<std::vector<std::string>>> read_values(std::string_view bytes) {
  Fields fields(bytes);
  const auto count = fields.number<std::uint32_t>();
  const auto size = fields.number<std::uint32_t>();
  if (!count || !size || *count > bytes.size()) return std::nullopt;
  const auto texts = fields.text(*size);
  if (!texts) return std::nullopt;
  std::vector<std::vector<std::string>> all(*count);
  std::size_t at = 0;
  for (std::vector<std::string>& values : all) {
    const auto number = fields.number<std::uint16_t>();
    if (!number) return std::nullopt;
    for (std::uint16_t i = 0; i < *number; ++i) {
      const auto length = fields.number<std::uint16_t>();  // with the zero behind it
      if (!length || *length == 0 || *length > texts->size() - at) return std::nullopt;
      auto value = string_at(*texts, at);
      if (!value || value->size() + 1 != *length) return std::nullopt;
      values.push_back(*std::move(value));
      at += *length;
    }
  }
  return all;
}

}  // namespace

Result<TextDictionary> parse_ocd2(std::string_view bytes, const std::string& path) {
  if (!bytes.starts_with(kOcd2Magic)) {
    return damaged(path, "is not an ocd2 dictionary: it does not start with '" +
                             std::string(kOcd2Magic) + "'");
  }
  const std::string body(bytes.substr(kOcd2Magic.size()));  // the trie wants to be aligned
  TextDictionary dictionary;
  try {
    marisa::Trie trie;
    trie.map(body.data(), body.size());
    if (trie.io_size() > body.size()) return damaged(path, "its trie is cut");
    const auto values = read_values(std::string_view(body).substr(trie.io_size()));
    if (!values || values->size() != trie.num_keys()) {
      return damaged(path, "its values do not fit its keys");
    }
    marisa::Agent agent;
    agent.set_query("");
    while (trie.predictive_search(agent)) {
      const std::size_t number = agent.key().id();
      if (number >= values->size()) return damaged(path, "its values do not fit its keys");
      std::string key(agent.key().ptr(), agent.key().length());
      if (auto error = add(dictionary, std::move(key), (*values)[number], path)) {
        return *std::move(error);
      }
    }
  } catch (const marisa::Exception& fault) {
    return damaged(path, std::string("its trie cannot be read (") + fault.what() + ")");
  }
  return dictionary;
}

Result<TextDictionary> parse_ocd(std::string_view bytes, const std::string& path) {
  if (!bytes.starts_with(kOcdMagic)) {
    return damaged(
        path, "is not an ocd dictionary: it does not start with '" + std::string(kOcdMagic) + "'");
  }
  const Error cut = damaged(path, "is cut or damaged");
  Fields fields(bytes.substr(kOcdMagic.size()));
  const auto trie = fields.field(looks_64_bit(fields.left()) ? 8 : 4);
  if (!trie || !fields.text(*trie)) return cut;
  const bool empty = fields.left().size() == 3 * sizeof(std::uint32_t);
  const std::size_t width = looks_64_bit(fields.left()) && !empty ? 8 : 4;
  const auto count = fields.field(width);
  const auto key_size = fields.field(width);
  if (!count || !key_size) return cut;
  const auto keys = fields.text(*key_size);
  const auto value_size = fields.field(width);
  if (!keys || !value_size) return cut;
  const auto texts = fields.text(*value_size);
  if (!texts) return cut;
  Strings key_texts(*keys), value_texts(*texts);
  TextDictionary dictionary;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto number = fields.field(width);
    const auto key_at = fields.field(width);
    if (!number || !key_at) return cut;
    auto key = key_texts.at(*key_at);
    std::vector<std::string> values;
    for (std::size_t n = 0; n < *number; ++n) {
      const auto value_at = fields.field(width);
      if (!value_at) return cut;
      auto value = value_texts.at(*value_at);
      if (!value) return cut;
      values.push_back(*std::move(value));
    }
    if (!key) return cut;
    if (auto error = add(dictionary, *std::move(key), std::move(values), path)) {
      return *std::move(error);
    }
  }
  return dictionary;
}

}  // namespace hanfix::convert::compiler
