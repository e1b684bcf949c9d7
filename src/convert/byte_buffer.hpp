/// \file  A growing buffer that small pieces are appended to quickly.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace hanfix::convert {

/// Like a std::string that is only appended to, but a short piece whose source may be read a little
/// beyond its end is one 16-byte store: conversion writes a few bytes at a time.
class ByteBuffer {
 public:
  void append(std::string_view piece) {
    make_room(piece.size());
    if (!piece.empty()) std::memcpy(bytes_.get() + size_, piece.data(), piece.size());
    size_ += piece.size();
  }
  /// Precondition: 16 bytes can be read at piece.data(), whatever the piece's size.
  void append_padded(std::string_view piece) {
    make_room(piece.size());
    if (piece.size() <= kPiece) {
      std::memcpy(bytes_.get() + size_, piece.data(), kPiece);
    } else {
      std::memcpy(bytes_.get() + size_, piece.data(), piece.size());
    }
    size_ += piece.size();
  }
  /// Where to write next; `more` bytes can be, before advance() tells how many were.
  [[nodiscard]] char* room(std::size_t more) {
    make_room(more);
    return bytes_.get() + size_;
  }
  void advance(std::size_t count) noexcept { size_ += count; }
  /// Removes the first `count` bytes.
  void drop_front(std::size_t count) {
    size_ -= count;
    if (size_ > 0) std::memmove(bytes_.get(), bytes_.get() + count, size_);
  }
  void clear() noexcept { size_ = 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Valid until the next append.
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get(), size_}; }

 private:
  static constexpr std::size_t kPiece = 16;
  void make_room(std::size_t more) {
    if (capacity_ - size_ < more + kPiece) grow(more);
  }
  void grow(std::size_t more) {
    const std::size_t capacity = std::max(2 * capacity_, size_ + more + 4096);
    std::unique_ptr<char[]> bytes(new char[capacity]);
    if (size_ > 0) std::memcpy(bytes.get(), bytes_.get(), size_);
    bytes_ = std::move(bytes);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace hanfix::convert
