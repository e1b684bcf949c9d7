// Any text through any configuration, in pieces that the bytes themselves choose: nothing crashes,
// no cut changes the output, a stage gives what the conversion of the whole text gives, every
// output byte has a place in the input. Byte 0: the configuration, and whether with the rare
// dictionaries; byte 1: how it is cut, its high bit: by context; then the text, whatever is not
// UTF-8 in it read as U+FFFD.
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

std::string run(const std::shared_ptr<const convert::ConversionChain>& chain, std::string_view text,
                std::size_t step) {
  const std::unique_ptr<MappedStage> stage = convert::make_convert_stage(chain);
  Collect pieces;
  for (std::size_t at = 0; at < text.size(); at += step) {
    stage->push(text.substr(at, step), pieces);
  }
  stage->finish(pieces);
  require(stage->positions().input_size() == text.size());
  require(stage->positions().output_size() == pieces.text.size());
  return pieces.text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto configs = convert::config_list();
  const bool context = data[1] >= 128;
  const auto chain =
      convert::open_config(configs[data[0] / 2 % configs.size()].name, data[0] % 2 != 0, context);
  require(chain.ok());
  const std::string text =
      to_text(std::string_view(reinterpret_cast<const char*>(data) + 2, size - 2));
  const std::string whole =
      context ? run(chain.value(), text, text.size() + 1) : convert::convert(*chain.value(), text);
  require(simdjson::validate_utf8(whole.data(), whole.size()));
  require(run(chain.value(), text, std::size_t{1} + data[1] % 64) == whole);
  return 0;
}
