/// \file  Sixteen bytes at a time: scans that look at all text and seldom find anything.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace hanfix {

/// Arithmetic and comparisons work byte by byte, unsigned, modulo 256 (GCC's vector extension,
/// which Clang has as well): b - 0xA4 < 8 asks each byte whether it is A4…AB. A comparison gives 0
/// or all ones, as ByteMask; & and | join them.
using ByteVector = std::uint8_t __attribute__((vector_size(16)));
using ByteMask = std::int8_t __attribute__((vector_size(16)));

/// Bit i: byte i of `mask` is set.
[[nodiscard]] inline unsigned bits(ByteMask mask) noexcept {
#if defined(__SSE2__)
  __m128i register_;
  std::memcpy(&register_, &mask, sizeof register_);
  return static_cast<unsigned>(_mm_movemask_epi8(register_));
#else
  unsigned out = 0;
  for (unsigned i = 0; i < 16; ++i) out |= (mask[i] != 0 ? 1u : 0u) << i;
  return out;
#endif
}

/// Counts the bytes of masks that are set.
class MaskCounter {
 public:
  void add(ByteMask mask) noexcept {
    lanes_ -= reinterpret_cast<ByteVector>(mask);  // all ones is -1
    if (++adds_ == 255) flush();
  }
  [[nodiscard]] std::size_t count() noexcept {
    flush();
    return count_;
  }

 private:
  void flush() noexcept {
    for (std::size_t i = 0; i < sizeof lanes_; ++i) count_ += lanes_[i];
    lanes_ = ByteVector{};
    adds_ = 0;
  }

  ByteVector lanes_{};
  unsigned adds_ = 0;
  std::size_t count_ = 0;
};

/// Sixteen bytes of a text and those behind them; behind its end there are NULs.
class ByteWindow {
 public:
  static constexpr std::size_t kPlaces = 16, kBehind = 4;

  ByteWindow(std::string_view text, std::size_t at) noexcept : bytes_(text.data() + at) {
    if (at + kPlaces + kBehind <= text.size()) return;
    std::memcpy(padded_, bytes_, text.size() - at);
    std::memset(padded_ + (text.size() - at), 0, sizeof padded_ - (text.size() - at));
    bytes_ = padded_;
  }
  ByteWindow(const ByteWindow&) = delete;
  ByteWindow& operator=(const ByteWindow&) = delete;

  /// The bytes `ahead` behind each place; at most kBehind.
  [[nodiscard]] ByteVector operator[](std::size_t ahead) const noexcept {
    ByteVector out;
    std::memcpy(&out, bytes_ + ahead, sizeof out);
    return out;
  }

 private:
  const char* bytes_;
  char padded_[kPlaces + kBehind];
};

/// The first place at or behind `from` that `may` holds for and `is` confirms; npos if there is
/// none. may(const ByteWindow&) gives a ByteMask of sixteen places, is(place) looks at one of them.
template <class May, class Is>
[[nodiscard]] std::size_t find_place(std::string_view text, std::size_t from, May may, Is is) {
  constexpr std::size_t kStep = ByteWindow::kPlaces;
  for (std::size_t at = from; at < text.size(); at += kStep) {
    for (unsigned places = bits(may(ByteWindow(text, at))); places != 0; places &= places - 1) {
      const std::size_t place = at + static_cast<std::size_t>(__builtin_ctz(places));
      if (place < text.size() && is(place)) return place;
    }
  }
  return std::string_view::npos;
}

/// Whether `may` holds for a place of `text`.
template <class May>
[[nodiscard]] bool any_place(std::string_view text, May may) {
  constexpr std::size_t kStep = ByteWindow::kPlaces;
  std::size_t at = 0;
  for (; at + 4 * kStep + ByteWindow::kBehind <= text.size(); at += 4 * kStep) {
    ByteMask any = may(ByteWindow(text, at));
    for (std::size_t i = 1; i < 4; ++i) any |= may(ByteWindow(text, at + i * kStep));
    if (bits(any) != 0) return true;
  }
  const auto is = [](std::size_t) { return true; };
  return find_place(text, at, may, is) != std::string_view::npos;
}

}  // namespace hanfix
