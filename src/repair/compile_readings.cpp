// Build-time: pypinyin's pinyin_dict.json → the image that ReadingTable reads in place.
// usage: compile_readings pinyin_dict.json OUT
//
// Image, little-endian: u32 count; count × {u32 code point, u32 offset of its text}; then the
// texts, each a comma-separated list of readings ending in NUL, offsets counted from the image's
// start.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: compile_readings pinyin_dict.json OUT\n";
    return 2;
  }
  std::ifstream in(argv[1]);
  if (!in) {
    std::cerr << argv[1] << ": cannot be read; run tools/setup\n";
    return 1;
  }
  std::map<std::uint32_t, std::string> readings;  // BMP hanzi: the damage exists in GBK only
  const nlohmann::json table = nlohmann::json::parse(in);
  for (const auto& [code, list] : table.items()) {
    const auto value = static_cast<std::uint32_t>(std::strtoul(code.c_str(), nullptr, 10));
    if (value >= 0x4E00 && value < 0xA000) readings[value] = list.get<std::string>();
  }
  std::string image, texts;
  const auto put = [&image](std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) image.push_back(static_cast<char>(number >> shift));
  };
  put(static_cast<std::uint32_t>(readings.size()));
  const std::size_t start = 4 + 8 * readings.size();
  std::map<std::string, std::size_t> known;
  for (const auto& [code, list] : readings) {
    const auto [at, fresh] = known.emplace(list, start + texts.size());
    if (fresh) texts += list + '\0';
    put(code);
    put(static_cast<std::uint32_t>(at->second));
  }
  std::ofstream out(argv[2], std::ios::binary);
  out << image << texts;
  return out.flush() ? 0 : 1;
}
