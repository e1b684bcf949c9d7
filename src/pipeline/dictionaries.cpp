#include "hanfix/dictionaries.hpp"

#include <utility>

#include "convert/compiler/compile_chain.hpp"
#include "convert/compiler/word_list.hpp"
#include "convert/config_file.hpp"
#include "convert/explain.hpp"
#include "convert/variant.hpp"
#include "convert/variant_census.hpp"
#include "encoding/decode_stage.hpp"
#include "pipeline/conversion.hpp"

namespace hanfix {
namespace {

namespace compiler = convert::compiler;

// `bytes` with U+FFFD for what is not UTF-8.
std::string to_text(std::string_view bytes) {
  struct Nobody : DiagnosticSink {
    void edit(const Edit&) override {}
    void diagnostic(const Diagnostic&) override {}
  } reports;
  struct Text : Sink {
    std::string text;
    void write(std::string_view chunk) override { text += chunk; }
  } out;
  DecodeStage decoder({.from = Encoding::utf_8}, reports);
  decoder.push(bytes, out);
  decoder.finish(out);
  return std::move(out.text);
}

// The text of a file of words.
Result<std::string> read_words(const std::string& path) {
  Result<std::string> text = compiler::read_file(path);
  if (text && compiler::is_image(text.value())) {
    return Error{ErrorCode::bad_data, "is a compiled image; take the files it was made from", path};
  }
  return text;
}

// What a text as a whole is written in, as ScriptStage would judge it.
convert::Variant source_of(std::string_view text, std::string& name) {
  convert::VariantCensus census;
  census.push(text);
  const convert::VariantReport report = census.finish();
  convert::Variant variant = report.document.variant;
  if (variant == convert::Variant::unknown) {
    variant = convert::settle(convert::detect_variant(text), convert::Variant::unknown);
  }
  name = convert::to_string(variant);
  if (convert::is_hant(report.document.variant)) return variant;
  if (variant == convert::Variant::mixed) variant = report.document.dominant;
  return convert::is_hant(variant) ? report.hant : variant;
}

}  // namespace

Result<std::vector<DictionaryFinding>> check_dictionary(const std::string& path) {
  const Result<std::string> text = read_words(path);
  if (!text) return text.error();
  using Kind = compiler::WordFinding::Kind;
  std::vector<DictionaryFinding> findings;
  for (auto& finding : compiler::read_word_list(text.value()).findings) {
    const auto kind = finding.kind == Kind::error     ? DictionaryFinding::Kind::error
                      : finding.kind == Kind::warning ? DictionaryFinding::Kind::warning
                                                      : DictionaryFinding::Kind::note;
    findings.push_back({kind, finding.line, finding.code, std::move(finding.message)});
  }
  return findings;
}

Result<std::string> build_dictionary(const std::vector<std::string>& paths) {
  compiler::Entries words;
  for (const std::string& path : paths) {
    const Result<std::string> text = read_words(path);
    if (!text) return text.error();
    compiler::WordList list = compiler::read_word_list(text.value());
    if (auto error = first_error(list, path)) return *std::move(error);
    words.merge(list.words);
  }
  if (words.empty()) return Error{ErrorCode::bad_data, "there is no word in these files"};
  return compiler::compile_words(words);
}

Result<Explanation> explain(const Options& options, std::string_view text) {
  const auto prepared = prepare(options);
  if (!prepared) return prepared.error();
  const PreparedConversion& conversion = *prepared.value();
  const std::string decoded = to_text(text);
  std::vector<std::string> names;
  std::string variant;
  if (!conversion.config.empty()) {
    names.push_back(conversion.config);
  } else if (!conversion.target.empty()) {
    for (const std::string_view name :
         convert::configs_for(source_of(decoded, variant), conversion.target)) {
      names.emplace_back(name);
    }
  }
  std::vector<convert::ExplainedConfig> configs;
  std::string joined;
  for (const std::string& name : names) {
    auto source = convert::read_config_source(name, conversion.tofu);
    if (!source) return source.error();
    configs.push_back(
        {name, std::move(source).value(), conversion.context && !convert::is_japanese(name)});
    joined += (joined.empty() ? "" : "+") + name;
  }
  Explanation explanation;
  if (!configs.empty()) {
    auto chain = conversion.chain;
    if (chain == nullptr) {
      auto opened = convert::open_config(names.front(), conversion.tofu);
      if (!opened) return opened.error();
      chain = std::move(opened).value();
    }
    explanation = explain_conversion(decoded, conversion.words, chain->first_dictionary(), configs);
  } else {
    explanation.result = decoded;  // the user's words belong to a conversion
  }
  explanation.variant = std::move(variant);
  explanation.config = std::move(joined);
  return explanation;
}

}  // namespace hanfix
