#include "repair/escaped_bytes.hpp"

#include <algorithm>
#include <vector>

#include "base/position_map.hpp"
#include "base/utf8.hpp"
#include "encoding/decoder.hpp"
#include "encoding/score.hpp"
#include "encoding/unit_writer.hpp"

namespace hanfix::repair {
namespace {

using detection::Language;
using detection::Reading;

constexpr double kMargin = 6;  // bits

bool is_east_asian(Language language) {
  return language == Language::hans || language == Language::hant || language == Language::ja;
}

struct Collected : Sink {
  std::string text;
  void write(std::string_view chunk) override { text += chunk; }
};

}  // namespace

bool reads_as_text(std::string_view utf8) {
  const Reading reading = detection::score_as(Encoding::utf_8, utf8, true);
  return reading.malformed == 0 && reading.characters > 0 && is_east_asian(reading.language) &&
         reading.ordinary();
}

BytesGuess guess_encoding(std::string_view bytes) {
  const std::vector<Reading> readings = detection::score(bytes, true);
  if (readings.empty()) return {};
  std::size_t block = kUtf8BlockMax;
  if (valid_utf8_prefix(bytes, block) == bytes.size()) {
    const Reading utf8 = detection::score_as(Encoding::utf_8, bytes, true);
    if (is_east_asian(utf8.language) && utf8.plausible()) {
      const double bits = double(readings.front().cost - utf8.cost) / detection::kStepsPerBit;
      if (bits > kMargin) return {Encoding::utf_8, false, bits};
      if (bits > -kMargin) return {std::nullopt, true, bits};
    }
  }
  const Reading& best = readings.front();
  const bool known = best.encoding == Encoding::gb18030 || best.encoding == Encoding::big5_hkscs ||
                     best.encoding == Encoding::shift_jis || best.encoding == Encoding::euc_jp;
  if (!known || best.malformed != 0 || !best.ordinary()) return {};
  const auto other = std::find_if(readings.begin(), readings.end(), [&](const Reading& reading) {
    return reading.encoding != best.encoding;
  });
  const double bits =
      other == readings.end() ? 40 : double(other->cost - best.cost) / detection::kStepsPerBit;
  if (bits < kMargin) return {std::nullopt, true, bits};
  return {best.encoding, false, bits};
}

std::optional<std::string> decode_whole(Encoding encoding, std::string_view bytes) {
  std::string buffer;
  PositionMap positions;
  Collected out;
  UnitWriter writer(buffer, positions, out, nullptr, encoding);
  make_decoder(encoding)->decode(bytes, true, writer);
  writer.flush();
  if (out.text.find(utf8::kReplacement) != std::string::npos) return std::nullopt;
  return std::move(out.text);
}

}  // namespace hanfix::repair
