/// \file  ICU's converters as a source of character tables.
#pragma once
#include <unicode/ucnv.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace hanfix {

/// ICU's converter, asked about one byte sequence at a time: the only way to know what belongs to
/// what, and done once per encoding.
class IcuConverter {
 public:
  enum class Answer : std::uint8_t { character, nothing, more };

  explicit IcuConverter(const char* name) {
    UErrorCode error = U_ZERO_ERROR;
    converter_ = ucnv_open(name, &error);
    if (U_FAILURE(error)) {
      converter_ = nullptr;
      return;
    }
    ucnv_setToUCallBack(converter_, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    ucnv_setFromUCallBack(converter_, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    ucnv_setFallback(converter_, false);
  }
  ~IcuConverter() {
    if (converter_ != nullptr) ucnv_close(converter_);
  }
  IcuConverter(const IcuConverter&) = delete;
  IcuConverter& operator=(const IcuConverter&) = delete;

  Answer decode(std::string_view bytes, char32_t& code) {
    if (converter_ == nullptr) return Answer::nothing;
    UErrorCode error = U_ZERO_ERROR;
    UChar units[8];
    UChar* out = units;
    const char* in = bytes.data();
    ucnv_resetToUnicode(converter_);
    ucnv_toUnicode(converter_, &out, units + 8, &in, bytes.data() + bytes.size(), nullptr, true,
                   &error);
    if (error == U_TRUNCATED_CHAR_FOUND && out == units) return Answer::more;
    if (U_FAILURE(error)) return Answer::nothing;
    if (out == units + 1 && !U16_IS_SURROGATE(units[0])) {
      code = units[0];
    } else if (out == units + 2 && U16_IS_LEAD(units[0]) && U16_IS_TRAIL(units[1])) {
      code = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(units[0], units[1]));
    } else {
      return Answer::nothing;
    }
    return Answer::character;
  }

  std::string encode(char32_t code) {
    if (converter_ == nullptr) return {};
    UChar units[2];
    int32_t count = 0;
    U16_APPEND_UNSAFE(units, count, static_cast<UChar32>(code));
    char bytes[8];
    UErrorCode error = U_ZERO_ERROR;
    ucnv_resetFromUnicode(converter_);
    const int32_t size = ucnv_fromUChars(converter_, bytes, 8, units, count, &error);
    return U_FAILURE(error) ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
  }

 private:
  UConverter* converter_ = nullptr;
};

}  // namespace hanfix
