#include "encoding/unit_writer.hpp"

namespace hanfix {
namespace {

std::string shouted(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace

void UnitWriter::malformed(std::string_view raw) {
  flush_run();
  const std::uint64_t start = positions_.input_size();
  // Only UTF-8 gives its bad bytes back: in any other encoding they meant something else.
  positions_.raw(raw, info(encoding_).coding == Coding::utf8 || encoding_ == Encoding::us_ascii);
  append(utf8::kReplacement);
  if (reports_ == nullptr) return;
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string message;
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    message += {kDigits[byte >> 4], kDigits[byte & 15], ' '};
  }
  message += raw.size() == 1 ? "is not " : "are not ";
  message += shouted(name(encoding_));
  message += encoding_ == Encoding::utf_8 || encoding_ == Encoding::us_ascii
                 ? "; kept as it is in UTF-8 output, U+FFFD in any other"
                 : "; wrote U+FFFD (--from names another encoding)";
  reports_->diagnostic(
      {DiagnosticCode::malformed_bytes, {start, start + raw.size()}, std::move(message)});
}

}  // namespace hanfix
