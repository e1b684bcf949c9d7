/// \file  Whether what comes out is what went in.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "base/stream_hash.hpp"

namespace hanfix {

/// Compares the input and the output of a stream without keeping either. Output that is the same
/// memory as input at the same offset needs no look at it; of the rest of both there are hashes,
/// which are of the same bytes if what was left out of either is.
class StreamComparison {
 public:
  /// The next piece of input, which stays in place until end_input().
  void begin_input(std::string_view chunk) noexcept {
    chunk_ = chunk;
    chunk_offset_ = input_size_;
    input_size_ += chunk.size();
  }
  void end_input() noexcept {
    input_.add(chunk_);
    chunk_ = {};
  }
  /// The next piece of output.
  void output(std::string_view piece) noexcept {
    const std::uint64_t offset = output_size_;
    output_size_ += piece.size();
    if (!is_in_place(piece, offset)) {
      output_.add(piece);
      return;
    }
    const auto before = static_cast<std::size_t>(piece.data() - chunk_.data());
    input_.add(chunk_.substr(0, before));
    chunk_.remove_prefix(before + piece.size());
    chunk_offset_ += before + piece.size();
  }

  /// Between pieces of input.
  [[nodiscard]] bool same() const noexcept {
    return input_size_ == output_size_ && input_ == output_;
  }

 private:
  [[nodiscard]] bool is_in_place(std::string_view piece, std::uint64_t offset) const noexcept {
    const std::less_equal<const char*> up_to;
    return offset >= chunk_offset_ && up_to(chunk_.data(), piece.data()) &&
           up_to(piece.data() + piece.size(), chunk_.data() + chunk_.size()) &&
           static_cast<std::uint64_t>(piece.data() - chunk_.data()) == offset - chunk_offset_;
  }

  StreamHash input_, output_;
  std::uint64_t input_size_ = 0, output_size_ = 0;
  std::string_view chunk_;  // what is left of the piece of input
  std::uint64_t chunk_offset_ = 0;
};

}  // namespace hanfix
