// Any bytes as a configuration, a dictionary of any kind or a file of words: nothing crashes, what
// is accepted converts, and an account of the conversion agrees with it. Byte 0: what it is.
#include <cstdint>
#include <string>

#include "convert/compiler/binary_dictionary.hpp"
#include "convert/compiler/compile_chain.hpp"
#include "convert/compiler/word_list.hpp"
#include "convert/convert_stage.hpp"
#include "convert/explain.hpp"
#include "fuzz_support.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::convert;
using namespace hanfix::fuzz;

constexpr std::string_view kText = "甲乙丙丁 aB\n頭髮发里⿰甲乙\n甲甲乙乙丙丙";

std::string run(const std::shared_ptr<const ConversionChain>& chain,
                const std::shared_ptr<const UserWords>& words, std::size_t step) {
  const auto stage = make_convert_stage(chain, 1, words);
  Collect out;
  for (std::size_t at = 0; at < kText.size(); at += step) {
    stage->push(kText.substr(at, step), out);
  }
  stage->finish(out);
  require(stage->positions().input_size() == kText.size());
  require(stage->positions().output_size() == out.text.size());
  return out.text;
}

void use(const compiler::ConfigSource& source) {
  const auto chain = compiler::compile_chain(compiler::flatten(source));
  if (!chain) return;
  const std::string whole = convert::convert(*chain.value(), kText);
  require(run(chain.value(), nullptr, 1) == whole);
  require(explain_conversion(kText, {}, nullptr, {{"", source}}).result == whole);
}

void use(Result<compiler::TextDictionary> words) {
  if (!words) return require(!words.error().message.empty());
  compiler::ConfigSource source;
  source.stages.push_back(
      {"words", std::make_shared<const compiler::TextDictionary>(std::move(words).value())});
  use(source);
}

void use(const compiler::WordList& list) {
  if (list.words.empty()) return;
  const auto image = compiler::compile_words(list.words);
  if (!image) return;
  const auto set = compiler::open_words(image.value(), "words");
  require(set.ok());
  const auto words = std::make_shared<const UserWords>(std::vector{set.value()});
  compiler::ChainSource source;
  source.segmentation = compiler::Entries{{"甲乙", "甲乙"}, {"里", "里"}};
  source.stages = {{{"甲", "乙"}, {"发", "發"}}};
  const auto chain = compiler::compile_chain(source);
  require(run(chain.value(), words, 1) == run(chain.value(), words, kText.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0: {
      compiler::DictionaryFiles files({});
      const auto source = compiler::read_config(bytes, "fuzz.json", files, data[0] % 2 != 0);
      if (source) use(source.value());
      require(source.ok() || !source.error().message.empty());
      break;
    }
    case 1:
      use(compiler::parse_text_dictionary(bytes, "fuzz.txt"));
      break;
    case 2:
      use(compiler::parse_ocd(bytes, "fuzz.ocd"));
      break;
    case 3:
      use(compiler::read_word_list(bytes));
      break;
    case 4:
      use(compiler::read_protected_words(bytes));
      break;
  }
  return 0;
}
