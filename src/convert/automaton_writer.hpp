/// \file  Where an automaton writes to; for its own sources.
#pragma once
#include <cstring>

#include "convert/automaton.hpp"

namespace hanfix::convert {

/// Where the output goes. There is always room for the rest of the input as it is, and to spare.
struct AutomatonRun::Writer {
  static constexpr std::size_t kPiece = 16;  // bytes that one store may write beyond what is meant
  static constexpr std::size_t kSpare = 64;  // bytes that are always free behind the output

  ByteBuffer& buffer;
  char* start;
  char* limit;
  char* out;
  const Automaton& automaton;

  Writer(ByteBuffer& to, const Automaton& of, std::size_t size)
      : buffer(to),
        start(to.room(size + kSpare)),
        limit(start + size + kSpare),
        out(start),
        automaton(of) {}
  // `rest`: bytes of input behind what is written.
  std::size_t put(const image::Value& value, std::size_t rest) {
    if (value.size + rest + kSpare > static_cast<std::size_t>(limit - out)) {
      grow(value.size + rest + kSpare);
    }
    const char* const from = automaton.text + value.offset;
    if (value.size <= kPiece) {
      std::memcpy(out, from, kPiece);
    } else {
      std::memcpy(out, from, value.size);
    }
    out += value.size;
    return value.size;
  }
  std::size_t put(const image::Node& node, std::size_t rest) {
    if (node.size() == image::kLongValue) {
      std::uint32_t value;
      std::memcpy(&value, node.text.data(), sizeof value);
      return put(automaton.values[value], rest);
    }
    ensure(rest);
    std::memcpy(out, node.text.data(), node.text.size());
    out += node.size();
    return node.size();
  }
  void ensure(std::size_t rest) {
    if (rest + kSpare > static_cast<std::size_t>(limit - out)) grow(rest + kSpare);
  }
  void put_character(std::uint32_t text, std::size_t size, std::size_t rest) {
    ensure(rest);
    std::memcpy(out, &text, sizeof text);
    out += size;
  }
  // What is as long as it was.
  void copy(const void* from, std::size_t size) {
    std::memcpy(out, from, size);
    out += size;
  }
  void grow(std::size_t more) {
    finish();
    more *= 2;
    start = out = buffer.room(more);
    limit = start + more;
  }
  void finish() { buffer.advance(static_cast<std::size_t>(out - start)); }
};

}  // namespace hanfix::convert
