#include "convert/stock_files.hpp"

#include <charconv>
#include <vector>

// "size " and so many bytes: alternately a name and a text; the size of it all first.
extern "C" const char hanfix_conversion_sources[];

namespace hanfix::convert {
namespace {

std::string_view take(std::string_view& packed) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(packed.data(), packed.data() + packed.size(), size);
  packed.remove_prefix(static_cast<std::size_t>(end - packed.data()) + 1);
  const std::string_view part = packed.substr(0, size);
  packed.remove_prefix(part.size());
  return part;
}

std::vector<compiler::StockFile> unpack() {
  constexpr std::size_t kMostDigits = 20;
  std::size_t size = 0;
  const char* start =
      std::from_chars(hanfix_conversion_sources, hanfix_conversion_sources + kMostDigits, size)
          .ptr +
      1;
  std::string_view packed(start, size);
  std::vector<compiler::StockFile> files;
  while (!packed.empty()) {
    const std::string_view name = take(packed);
    files.push_back({name, take(packed)});
  }
  return files;
}

}  // namespace

std::span<const compiler::StockFile> stock_files() {
  static const std::vector<compiler::StockFile> files = unpack();
  return files;
}

}  // namespace hanfix::convert
