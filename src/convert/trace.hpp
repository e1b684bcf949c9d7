/// \file  Which input bytes became which output bytes, for stages that feed one another.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hanfix::convert {

/// A queue of pieces in text order. A piece of equal sizes on both sides counts as copied byte by
/// byte and melts with its neighbours, so most blocks are a single piece.
class Trace {
 public:
  struct Piece {
    std::uint64_t in;   ///< bytes
    std::uint64_t out;  ///< bytes
    [[nodiscard]] bool copied() const noexcept { return in == out; }
  };

  void add(std::uint64_t in, std::uint64_t out) {
    if (in == 0 && out == 0) return;
    if (!empty() && in == out && pieces_.back().copied()) {
      pieces_.back().in += in;
      pieces_.back().out += out;
    } else {
      pieces_.push_back({in, out});
    }
  }
  [[nodiscard]] bool empty() const noexcept { return head_ == pieces_.size(); }
  /// Precondition: !empty().
  [[nodiscard]] const Piece& front() const noexcept { return pieces_[head_]; }
  /// Removes the first piece, or the first `bytes` of it if it is copied.
  void take(std::uint64_t bytes) {
    Piece& piece = pieces_[head_];
    if (piece.copied() && bytes < piece.in) {
      piece.in -= bytes;
      piece.out -= bytes;
    } else if (++head_ == pieces_.size()) {
      pieces_.clear();
      head_ = 0;
    }
  }

 private:
  std::vector<Piece> pieces_;
  std::size_t head_ = 0;
};

/// Joins the traces of two stages, x → y and y → z, into one, x → z.
///
/// The pieces of the two end at different places of y; a piece of the result ends where both do.
class TraceJoint {
 public:
  /// Moves all that can be joined from `first` and `second` to `out`.
  void join(Trace& first, Trace& second, Trace& out) {
    for (;;) {
      if (first_end_ == second_end_) {
        out.add(in_, out_);
        in_ = out_ = 0;
        if (!first.empty() && first.front().out == 0) {
          out.add(first.front().in, 0);
          first.take(0);
          continue;
        }
        if (first.empty() || second.empty()) return;
        if (first.front().copied() && second.front().copied()) {
          const std::uint64_t both = std::min(first.front().in, second.front().in);
          out.add(both, both);
          first.take(both);
          second.take(both);
          continue;
        }
        first_end_ = second_end_ = 0;
      } else if (in_ + out_ > kLongestPiece) {
        // Pieces that never end together would hold the output back for ever.
        out.add(in_, out_);
        in_ = out_ = 0;
      }
      if (first_end_ < second_end_ || (first_end_ == second_end_ && !first.front().copied())) {
        if (first.empty()) return;
        const Trace::Piece piece = first.front();
        const std::uint64_t bytes =
            piece.copied() ? std::min(piece.in, second_end_ - first_end_) : piece.in;
        in_ += bytes;
        first_end_ += piece.copied() ? bytes : piece.out;
        first.take(bytes);
      } else {
        if (second.empty()) return;
        const Trace::Piece piece = second.front();
        const std::uint64_t bytes =
            piece.copied() ? std::min(piece.in, first_end_ - second_end_) : piece.in;
        out_ += piece.copied() ? bytes : piece.out;
        second_end_ += bytes;
        second.take(bytes);
      }
    }
  }

 private:
  static constexpr std::uint64_t kLongestPiece = 4096;
  std::uint64_t in_ = 0, out_ = 0;                // of the piece under way
  std::uint64_t first_end_ = 0, second_end_ = 0;  // how far in y each side has come
};

}  // namespace hanfix::convert
