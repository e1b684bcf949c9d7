// Converts a file with the library: the subject of tools/compare_opencc.
// usage: convert_file CONFIG tofu|plain IN OUT     CONFIG: a name or a path
#include <fstream>
#include <iostream>
#include <iterator>

#include "convert/config_file.hpp"

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: convert_file CONFIG tofu|plain IN OUT\n";
    return 2;
  }
  const bool tofu = std::string_view(argv[2]) == "tofu";
  const auto chain = hanfix::convert::is_config_path(argv[1])
                         ? hanfix::convert::open_config_file(argv[1], tofu)
                         : hanfix::convert::open_config(argv[1], tofu);
  if (!chain) {
    std::cerr << "convert_file: " << chain.error().path << ": " << chain.error().message << '\n';
    return 2;
  }
  std::ifstream in(argv[3], std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  std::ofstream out(argv[4], std::ios::binary);
  const std::string converted = hanfix::convert::convert(*chain.value(), text);
  out.write(converted.data(), static_cast<std::streamsize>(converted.size()));
  out.close();
  return in && out ? 0 : 4;
}
