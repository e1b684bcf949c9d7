// Build-time: dictionaries/radicals.tsv → the image that radical_map() reads in place.
// usage: compile_radicals radicals.tsv OUT
//
// Image, little-endian: u32 count; count × {u32 radical, u32 ideograph}, as the file has them.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <string>

#include "base/utf8.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: compile_radicals radicals.tsv OUT\n";
    return 2;
  }
  std::ifstream in(argv[1]);
  if (!in) {
    std::cerr << argv[1] << ": cannot be read\n";
    return 1;
  }
  std::string rows;
  std::uint32_t count = 0;
  const auto put = [](std::string& image, char32_t number) {
    for (int shift = 0; shift < 32; shift += 8) image.push_back(static_cast<char>(number >> shift));
  };
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::u32string row = hanfix::utf8::decode(line);
    if (row.size() != 3 || row[1] != U'\t') {
      std::cerr << argv[1] << ": \"" << line << "\" should be a radical, a tab, an ideograph\n";
      return 1;
    }
    put(rows, row[0]);
    put(rows, row[2]);
    ++count;
  }
  std::string image;
  put(image, count);
  std::ofstream out(argv[2], std::ios::binary);
  out << image << rows;
  return out.flush() ? 0 : 1;
}
