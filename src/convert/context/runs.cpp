#include "convert/context/runs.hpp"

#include <algorithm>

namespace hanfix::convert::context {
namespace {

constexpr char32_t kNothing = 0x110000;

// The character at `at` and its size in bytes; kNothing if it is not whole.
char32_t read(std::string_view text, std::size_t at, std::size_t& size) {
  size = utf8::sequence_length(static_cast<unsigned char>(text[at]));
  if (size <= text.size() - at) return utf8::next(text, at);
  size = text.size() - at;
  return kNothing;
}

// The last characters of a stretch, as far as they could lead a run.
class Lead {
 public:
  void add(char32_t code, std::size_t size) {
    if (!in_run(code)) return clear();
    if (count_ == kLongestLead) bytes_ -= sizes_[0];
    if (count_ == kLongestLead) std::copy(sizes_ + 1, sizes_ + count_, sizes_);
    count_ = std::min(count_ + 1, kLongestLead);
    sizes_[count_ - 1] = size;
    bytes_ += size;
  }
  void clear() { count_ = bytes_ = 0; }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  std::size_t sizes_[kLongestLead] = {};
  std::size_t count_ = 0, bytes_ = 0;
};

}  // namespace

RunSearch find_run(std::string_view text, std::size_t from, bool last) {
  Lead lead;
  std::size_t at = from;
  std::size_t size = 0;
  while (at < text.size()) {
    const char32_t code = read(text, at, size);
    if (is_han(code)) break;
    lead.add(code, size);
    if (description_arity(code) != 0) {
      const Description description = read_description(text.substr(at));
      if (description.state == Description::State::incomplete && !last) return {at, at};
      if (description.state == Description::State::complete) size = description.size;
    }
    at += size;
  }
  const std::size_t begin = at - lead.bytes();
  if (at == text.size()) return last ? RunSearch{at, at} : RunSearch{begin, begin};
  std::size_t length = lead.count();
  while (at < text.size() && length < kLongestRun) {
    if (!in_run(read(text, at, size))) return {begin, at};
    at += size;
    ++length;
  }
  if (at == text.size() && length < kLongestRun && !last) return {begin, begin};
  return {begin, at};
}

}  // namespace hanfix::convert::context
