// Build-time: ICU's code page 936 and GB 18030 → the image that GbkPairs is read from in place, and
// the model → the one of PrefixCosts, one a script. usage: compile_pairs GBK_PAIRS PREFIX_COSTS
#include <unicode/ucnv.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <type_traits>

#include "encoding/byte_table.hpp"
#include "repair/gbk_pairs.hpp"
#include "repair/prefix_costs.hpp"

namespace hanfix::repair {
namespace {

std::unique_ptr<GbkPairs> code_page_936() {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open("windows-936-2000", &error), &ucnv_close);
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU has no table windows-936-2000");
  auto pairs = std::make_unique<GbkPairs>();
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
    for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
      if (trail == 0x7F) continue;
      const char bytes[2] = {static_cast<char>(lead), static_cast<char>(trail)};
      UChar unit[2];
      UErrorCode bad = U_ZERO_ERROR;
      ucnv_reset(converter.get());
      if (ucnv_toUChars(converter.get(), unit, 2, bytes, 2, &bad) != 1 || U_FAILURE(bad)) continue;
      pairs->add(make_pair(lead, trail), unit[0]);
    }
  }
  const CodeTable& gb18030 = code_table(Encoding::gb18030);
  for (char32_t code = 0x80; code < 0x10000; ++code) {
    const std::uint32_t packed = gb18030.packed(code);
    const GbkPair pair = pairs->pair(code);
    const bool two = packed > 0xFF && packed <= 0xFFFF;
    pairs->add_elsewhere(pair != 0 || !two ? pair : static_cast<GbkPair>(packed),
                         static_cast<char16_t>(code));
  }
  return pairs;
}

// As it is in memory.
template <typename Table>
void write(std::ofstream& out, const Table& table) {
  static_assert(std::is_trivially_copyable_v<Table>);
  out.write(reinterpret_cast<const char*>(&table), sizeof table);
}

int compile(const char* pairs_path, const char* costs_path) {
  std::ofstream pairs(pairs_path, std::ios::binary), costs(costs_path, std::ios::binary);
  write(pairs, *code_page_936());
  for (const model::Script script : {model::Script::hans, model::Script::hant})
    write(costs, *std::make_unique<PrefixCosts>(script));
  if (pairs.flush() && costs.flush()) return 0;
  std::cerr << pairs_path << ", " << costs_path << ": cannot be written\n";
  return 1;
}

}  // namespace
}  // namespace hanfix::repair

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: compile_pairs GBK_PAIRS PREFIX_COSTS\n";
    return 2;
  }
  return hanfix::repair::compile(argv[1], argv[2]);
} catch (const std::exception& failure) {
  std::cerr << failure.what() << '\n';
  return 1;
}
