// Any text through any configuration, in pieces that the bytes themselves choose: nothing crashes,
// no cut changes the output, a stage gives what the conversion of the whole text gives, every
// output byte has a place in the input. Byte 0: the configuration, and whether with the rare
// dictionaries; byte 1: how it is cut; then the text, whatever is not UTF-8 in it read as U+FFFD.
#include <simdjson.h>

#include <cstdint>
#include <string>

#include "convert/conversion_chain.hpp"
#include "convert/convert_stage.hpp"
#include "encoding/decode_stage.hpp"
#include "fuzz_support.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::fuzz;

std::string to_text(std::string_view bytes) {
  Ignore reports;
  Collect text;
  DecodeStage decoder({.from = Encoding::utf_8}, reports);
  decoder.push(bytes, text);
  decoder.finish(text);
  return text.text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto configs = convert::config_list();
  const auto chain =
      convert::open_config(configs[data[0] / 2 % configs.size()].name, data[0] % 2 != 0);
  require(chain.ok());
  const std::string text =
      to_text(std::string_view(reinterpret_cast<const char*>(data) + 2, size - 2));
  const std::string whole = convert::convert(*chain.value(), text);
  require(simdjson::validate_utf8(whole.data(), whole.size()));

  const std::size_t step = std::size_t{1} + data[1] % 64;
  const std::unique_ptr<MappedStage> stage = convert::make_convert_stage(chain.value());
  Collect pieces;
  for (std::size_t at = 0; at < text.size(); at += step) {
    stage->push(std::string_view(text).substr(at, step), pieces);
  }
  stage->finish(pieces);
  require(pieces.text == whole);
  require(stage->positions().input_size() == text.size());
  require(stage->positions().output_size() == whole.size());
  return 0;
}
