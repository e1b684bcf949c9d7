// How the pipeline converts a text, stretch by stretch.
#include <map>
#include <utility>

#include "convert/config_file.hpp"
#include "convert/explain.hpp"
#include "convert/variant.hpp"
#include "encoding/decode_stage.hpp"
#include "hanfix/dictionaries.hpp"
#include "pipeline/conversion.hpp"
#include "pipeline/script_stage.hpp"

namespace hanfix {
namespace {

using convert::Variant;

struct Nobody : DiagnosticSink {
  void edit(const Edit&) override {}
  void diagnostic(const Diagnostic&) override {}
};
struct Nowhere : Sink {
  void write(std::string_view) override {}
};

// A text as UTF-8, with U+FFFD for what is none.
class Decoded {
 public:
  explicit Decoded(std::string_view bytes) : decoder_({.from = Encoding::utf_8}, reports_) {
    decoder_.push(bytes, out_);
    decoder_.finish(out_);
  }
  [[nodiscard]] std::string_view text() const { return out_.text; }
  // Where `range` of the text comes from.
  [[nodiscard]] ByteRange to_input(ByteRange range) const {
    return decoder_.positions().to_input(range);
  }

 private:
  struct Text : Sink {
    std::string text;
    void write(std::string_view chunk) override { text += chunk; }
  };
  Nobody reports_;
  Text out_;
  DecodeStage decoder_;
};

// A stretch that is converted by itself, and what it is written in.
struct Stretch {
  std::size_t end;  // bytes of the text before its end
  Variant source;
};

std::vector<Stretch> stretches_of(std::string_view text, const std::string& target) {
  std::vector<Stretch> stretches;
  std::size_t size = 0;
  ScriptStage stage(target, false);
  stage.set_routed([&](std::string_view piece, Variant source) {
    size += piece.size();
    if (stretches.empty() || stretches.back().source != source) stretches.push_back({0, source});
    stretches.back().end = size;
  });
  Nowhere nowhere;
  stage.push(text, nowhere);
  stage.finish(nowhere);
  if (stretches.empty()) stretches.push_back({0, Variant::unknown});
  // ASCII at the start passed before anything was known.
  for (Stretch& stretch : stretches) stretch.end += text.size() - size;
  return stretches;
}

class Explainer {
 public:
  explicit Explainer(const PreparedConversion& conversion) : conversion_(conversion) {}

  // `names`: of the configurations, in order.
  Result<Explanation> run(std::string_view text, const std::vector<std::string>& names) {
    Explanation explanation;
    explanation.result = text;  // without a conversion; the user's words belong to one
    std::vector<convert::ExplainedConfig> configs;
    for (const std::string& name : names) {
      const auto* source = find_source(name);
      if (source == nullptr) return *std::move(error_);
      configs.push_back({name, *source, conversion_.context && !convert::is_japanese(name)});
    }
    if (!configs.empty()) {
      auto chain = conversion_.chain;
      if (chain == nullptr) {
        auto opened = convert::open_config(names.front(), conversion_.tofu);
        if (!opened) return opened.error();
        chain = std::move(opened).value();
      }
      explanation = explain_conversion(text, conversion_.words, chain->first_dictionary(), configs);
    }
    for (const std::string& name : names) {
      explanation.config += (explanation.config.empty() ? "" : "+") + name;
    }
    explanation.text = text;
    return explanation;
  }

 private:
  const convert::compiler::ConfigSource* find_source(const std::string& name) {
    const auto known = sources_.find(name);
    if (known != sources_.end()) return &known->second;
    auto source = convert::read_config_source(name, conversion_.tofu);
    if (!source) {
      error_ = source.error();
      return nullptr;
    }
    return &sources_.emplace(name, std::move(source).value()).first->second;
  }

  const PreparedConversion& conversion_;
  std::map<std::string, convert::compiler::ConfigSource> sources_;
  std::optional<Error> error_;
};

// From bytes of a stretch that begins `start` bytes into the text to bytes of the user's.
void locate(Explanation& explanation, const Decoded& decoded, std::size_t start) {
  const auto move = [&](ByteRange& range) {
    range = decoded.to_input({range.start + start, range.end + start});
  };
  explanation.input = {0, explanation.text.size()};
  move(explanation.input);
  for (ExplainedStep& step : explanation.steps) {
    for (ExplainedPiece& piece : step.pieces) move(piece.input);
  }
  for (RefusedKey& key : explanation.refused) move(key.input);
  for (ChosenValue& place : explanation.chosen) move(place.input);
  for (ExplainedPiece& piece : explanation.doubtful) move(piece.input);
}

}  // namespace

Result<std::vector<Explanation>> explain(const Options& options, std::string_view text) {
  const auto prepared = prepare(options);
  if (!prepared) return prepared.error();
  const PreparedConversion& conversion = *prepared.value();
  const Decoded decoded(text);
  const bool judged = conversion.config.empty() && !conversion.target.empty();
  const std::vector<Stretch> stretches =
      judged ? stretches_of(decoded.text(), conversion.target)
             : std::vector<Stretch>{{decoded.text().size(), Variant::unknown}};
  Explainer explainer(conversion);
  std::vector<Explanation> explanations;
  std::size_t start = 0;
  for (const Stretch& stretch : stretches) {
    std::vector<std::string> names;
    if (judged) {
      for (const std::string_view name : convert::configs_for(stretch.source, conversion.target)) {
        names.emplace_back(name);
      }
    } else if (!conversion.config.empty()) {
      names.push_back(conversion.config);
    }
    auto explanation = explainer.run(decoded.text().substr(start, stretch.end - start), names);
    if (!explanation) return explanation.error();
    if (judged) explanation.value().variant = convert::to_string(stretch.source);
    locate(explanation.value(), decoded, start);
    explanations.push_back(std::move(explanation).value());
    start = stretch.end;
  }
  return explanations;
}

}  // namespace hanfix
