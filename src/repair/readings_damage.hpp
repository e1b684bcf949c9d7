/// \file  The damage itself, forwards: what the tool made of a clean text.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hanfix::repair {

/// A clean text with the places where the tool's replacements hit. Offsets count GBK bytes; a
/// character outside GBK counts as one (pages write it as a reference, which is ASCII).
struct DamageScript {
  struct Annotation {
    std::uint32_t after;  ///< bytes before the end of the two bytes that were found
    std::string text;     ///< "(fā)", UTF-8
  };
  std::u32string clean;
  std::vector<Annotation> annotations;  ///< ascending
  std::vector<std::uint32_t>
      halfwidth;  ///< offsets of A3 xx pairs that became half-width, ascending
};

/// Runs the two passes of the crawler's tool, each blind to character borders: GBK bytes → insert
/// readings → decode as code page 936 → encode → A3 xx to half-width → decode. A lead byte without
/// a trail byte becomes '?' and swallows the byte behind it, except a line break; one before a
/// replaced mark leaves the mark. (Observed on 21 wild strings, all reproduced.)
[[nodiscard]] std::u32string damage(const DamageScript& script);

}  // namespace hanfix::repair
