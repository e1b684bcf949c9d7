#include "convert/ideographic_description.hpp"

#include "base/utf8.hpp"

namespace hanfix::convert {
namespace {

constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxCodePoints = 64;

using State = Description::State;

// The order of the checks is OpenCC's: a text that ends exactly at a limit is incomplete, not
// invalid, and the difference decides how long a stream has to wait.
State read(std::string_view text, std::size_t depth_left, std::size_t& at,
           std::size_t& code_points) noexcept {
  if (at == text.size()) return State::incomplete;
  if (depth_left == 0 || code_points >= kMaxCodePoints) return State::invalid;
  if (at + utf8::sequence_length(static_cast<unsigned char>(text[at])) > text.size()) {
    return State::incomplete;
  }
  ++code_points;
  for (std::size_t operands = description_arity(utf8::next(text, at)); operands > 0; --operands) {
    const State state = read(text, depth_left - 1, at, code_points);
    if (state != State::complete) return state;
  }
  return State::complete;
}

}  // namespace

Description read_description(std::string_view text) noexcept {
  std::size_t at = 0;
  std::size_t code_points = 0;
  const State state = read(text, kMaxDepth, at, code_points);
  return {state, state == State::complete ? at : 0};
}

}  // namespace hanfix::convert
