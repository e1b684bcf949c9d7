#include <uchardet/uchardet.h>

#include <memory>

#include "encoding/detect.hpp"

namespace hanfix {
namespace {

// More makes it no surer.
constexpr std::size_t kAsked = 16 << 10;

bool has_pairs(Encoding encoding) {
  switch (encoding) {
    case Encoding::gb18030:
    case Encoding::big5_hkscs:
    case Encoding::euc_tw:
    case Encoding::shift_jis:
    case Encoding::euc_jp:
    case Encoding::euc_kr:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<Encoding> ask_uchardet(std::string_view window) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(),
                                                                       &uchardet_delete);
  const std::string_view asked = window.substr(0, kAsked);
  if (uchardet_handle_data(detector.get(), asked.data(), asked.size()) != 0) return std::nullopt;
  uchardet_data_end(detector.get());
  const std::string_view charset = uchardet_get_charset(detector.get());
  // Latin-1 with C1 controls is Windows' in practice.
  if (charset == "ISO-8859-1") return Encoding::windows_1252;
  const Result<Encoding> found = find_encoding(charset);
  if (!found.ok() || info(found.value()).coding != Coding::table || has_pairs(found.value())) {
    return std::nullopt;
  }
  return found.value();
}

}  // namespace hanfix
