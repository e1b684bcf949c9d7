/// \file  Vectors of characters, which what chooses between readings begins with.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "convert/context/choice_image.hpp"

namespace hanfix::convert::context::build {

struct CharacterVectors {
  /// By code point from image::kGroupsBegin on: which of the vectors; 0 for none.
  std::vector<std::uint16_t> numbers =
      std::vector<std::uint16_t>(image::kGroupsEnd - image::kGroupsBegin);
  /// The first is 0.
  std::vector<image::Vector> vectors = std::vector<image::Vector>(1);

  [[nodiscard]] std::uint16_t number(char32_t code) const {
    const char32_t index = code - image::kGroupsBegin;
    return index < numbers.size() ? numbers[index] : std::uint16_t{0};
  }
};

/// Rows of dictionaries/character-vectors.tsv. Throws on what is no such row.
inline CharacterVectors read_character_vectors(const std::string& text) {
  CharacterVectors read;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string character;
    fields >> character;
    image::Vector vector{};
    for (std::int8_t& number : vector) {
      int value = 0;
      fields >> value;
      if (std::abs(value) > image::kVectorLength) fields.setstate(std::ios::failbit);
      number = static_cast<std::int8_t>(value);
    }
    if (!fields) throw std::runtime_error("a vector of " + character + " is not right");
    read.numbers.at(utf8::decode(character).at(0) - image::kGroupsBegin) =
        static_cast<std::uint16_t>(read.vectors.size());
    read.vectors.push_back(vector);
  }
  return read;
}

}  // namespace hanfix::convert::context::build
