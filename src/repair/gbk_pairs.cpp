#include "repair/gbk_pairs.hpp"

#include <unicode/ucnv.h>

#include <memory>

namespace hanfix::repair {

const GbkPairs& GbkPairs::instance() {
  static const GbkPairs pairs;
  return pairs;
}

GbkPairs::GbkPairs() {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open("windows-936-2000", &error), &ucnv_close);
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  if (U_FAILURE(error)) return;  // an ICU without the table: nothing is assigned, nothing repaired
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
    for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
      if (trail == 0x7F) continue;
      const char bytes[2] = {static_cast<char>(lead), static_cast<char>(trail)};
      UChar unit[2];
      UErrorCode bad = U_ZERO_ERROR;
      ucnv_reset(converter.get());
      if (ucnv_toUChars(converter.get(), unit, 2, bytes, 2, &bad) != 1 || U_FAILURE(bad)) continue;
      const GbkPair pair = make_pair(lead, trail);
      character_[pair] = unit[0];
      if (pair_[unit[0]] == 0) pair_[unit[0]] = pair;
    }
  }
}

}  // namespace hanfix::repair
