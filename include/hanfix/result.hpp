/// \file  Errors as values: what stops an operation, and where.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace hanfix {

/// Why an operation stopped. The names are stable; the program turns them into exit codes.
enum class ErrorCode : std::uint8_t {
  unknown_name,       ///< an encoding, a configuration, an option's value that does not exist
  unreadable_input,   ///< a file that cannot be opened or read
  unwritable_output,  ///< a file that cannot be written
  bad_data,           ///< a dictionary, a configuration or an image that is malformed
  loss,               ///< --strict, and text would be lost
};

/// An error names the fact and, where there is one, the place.
struct Error {
  ErrorCode code;
  std::string message;       ///< one sentence: the fact, expected and got, the next step
  std::string path = {};     ///< the file, or empty
  std::uint64_t offset = 0;  ///< bytes from the start of `path`
};

/// A value, or the error that kept it from being made. (std::expected is C++23.)
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }
  /// Precondition: ok().
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  /// Precondition: !ok().
  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace hanfix
