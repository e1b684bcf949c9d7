// The C++ side of bench/convert_peers: OpenCC's library, and what the machine can do.
//   opencc NAME           the whole text by its own configuration, the dictionaries of rare results
//   off limits memcpy|floor   a copy; decode, one load from a table of 64 Ki entries and a store of
//   four
//                         bytes for each character
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "convert_serve.hpp"

#ifdef WITH_OPENCC
#include <Config.hpp>
#include <Converter.hpp>
#endif

namespace {

// What any design with a table of characters has to do. The text of each entry is the character.
std::size_t table_floor(const std::string& text) {
  static const std::vector<std::uint32_t> table = [] {
    std::vector<std::uint32_t> entries(65536);
    for (std::uint32_t code = 0; code < entries.size(); ++code) {
      entries[code] = code < 0x80 ? code
                      : code < 0x800
                          ? (0x80C0 | code >> 6 | (code & 0x3F) << 8)
                          : (0x8080E0 | code >> 12 | (code >> 6 & 0x3F) << 8 | (code & 0x3F) << 16);
    }
    return entries;
  }();
  std::unique_ptr<char[]> out(new char[text.size() + 8]);
  char* to = out.get();
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  const unsigned char* const end = p + text.size();
  while (p + 4 <= end) {
    std::uint32_t code = *p;
    std::size_t size = 1;
    if (code >= 0xF0) {
      std::memcpy(to, p, 4);
      p += 4, to += 4;
      continue;
    }
    if (code >= 0xE0) {
      code = (code & 0xF) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
      size = 3;
    } else if (code >= 0xC0) {
      code = (code & 0x1F) << 6 | (p[1] & 0x3Fu);
      size = 2;
    }
    std::memcpy(to, &table[code], 4);
    p += size, to += size;
  }
  std::memcpy(to, p, static_cast<std::size_t>(end - p));
  return static_cast<std::size_t>(to + (end - p) - out.get());
}

std::size_t copy(const std::string& text) {
  static char* volatile kept = nullptr;  // or the compiler would leave the copy out
  delete[] kept;
  char* const out = new char[text.size()];
  std::memcpy(out, text.data(), text.size());
  kept = out;
  return text.size();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
#ifdef WITH_OPENCC
  if (what == "opencc") {
    return serve([](const std::string& name) -> std::function<std::size_t(const std::string&)> {
      opencc::ConfigLoadOptions options;
      options.includeTofuRiskDictionaries = false;
      auto config = std::make_shared<opencc::Config>();
      const opencc::ConverterPtr converter =
          config->NewFromFile(name + ".json", {WITH_OPENCC}, nullptr, options);
      return
          [config, converter](const std::string& text) { return converter->Convert(text).size(); };
    });
  }
#endif
  if (what == "limits") {
    return serve([](const std::string& name) -> std::function<std::size_t(const std::string&)> {
      if (name == "memcpy") return copy;
      return table_floor;
    });
  }
  std::cerr << "usage: convert_peers_native opencc|limits\n";
  return 2;
}
