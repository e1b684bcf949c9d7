// Any bytes through any decoder and encoder, in pieces that the bytes themselves choose: nothing
// crashes, no cut changes the output, the output is well-formed, and UTF-8 loses no byte.
#include <simdjson.h>

#include <cstdint>
#include <optional>

#include "encoding/decode_stage.hpp"
#include "encoding/encode_stage.hpp"
#include "fuzz_support.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::fuzz;

struct Behind : Origin {
  const DecodeStage& decoder;
  explicit Behind(const DecodeStage& from) : decoder(from) {}
  [[nodiscard]] bool has_raw() const override { return decoder.positions().has_raw(); }
  [[nodiscard]] std::string_view raw_at(std::uint64_t at) const override {
    return decoder.positions().raw_at(at);
  }
  [[nodiscard]] std::optional<Encoding> byte_order_mark_of() const override {
    return decoder.byte_order_mark_of();
  }
};

void run(std::optional<Encoding> encoding, std::string_view bytes, std::size_t step) {
  Ignore reports;
  Collect whole, pieces, back;
  DecodeStage one({.from = encoding}, reports), many({.from = encoding}, reports);
  one.push(bytes, whole);
  one.finish(whole);
  for (std::size_t at = 0; at < bytes.size(); at += step) many.push(bytes.substr(at, step), pieces);
  many.finish(pieces);
  require(whole.text == pieces.text);
  require(simdjson::validate_utf8(whole.text.data(), whole.text.size()));
  require(one.positions().input_size() == bytes.size());
  require(one.positions().output_size() == whole.text.size());

  const Encoding to = one.detection()->encoding;
  const Behind origin(one);
  EncodeStage encoder({to}, origin, reports);
  for (std::size_t at = 0; at < whole.text.size(); at += step) {
    encoder.push(std::string_view(whole.text).substr(at, step), back);
  }
  encoder.finish(back);
  if (info(to).coding == Coding::utf8) require(back.text == bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t choice = data[0] % (all_encodings().size() + 1);
  run(choice == 0 ? std::nullopt : std::optional(all_encodings()[choice - 1].id), bytes,
      std::size_t{1} + data[1] % 64);
  return 0;
}
