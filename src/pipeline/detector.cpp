// The stages of the pipeline as far as they look, with nothing behind them.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "convert/variant_census.hpp"
#include "encoding/declared.hpp"
#include "encoding/decode_stage.hpp"
#include "encoding/encoding.hpp"
#include "hanfix/detect.hpp"
#include "pipeline/census_stage.hpp"
#include "pipeline/chain.hpp"
#include "repair/family.hpp"
#include "repair/repair_stage.hpp"

namespace hanfix {
namespace {

/// A large chunk goes through in portions, so that the position maps between stay small.
constexpr std::size_t kPortion = 64 << 10;

struct Nowhere : Sink {
  void write(std::string_view) override {}
};

// The options, looked up.
Result<DecodeOptions> look_up(const DetectOptions& options) {
  DecodeOptions plan;
  if (options.from != "auto") {
    const Result<Encoding> from = find_encoding(options.from);
    if (!from) return from.error();
    plan.from = from.value();
  }
  for (const std::string& candidate : options.candidates) {
    const Result<Encoding> found = find_encoding(candidate);
    if (!found) return found.error();
    plan.candidates.push_back(found.value());
  }
  return plan;
}

std::vector<std::string> family_names() {
  std::vector<std::string> names;
  for (const repair::FamilyInfo& family : repair::families()) names.emplace_back(family.name);
  return names;
}

bool acts_always(const std::string& family) {
  for (const repair::FamilyInfo& info : repair::families())
    if (info.name == family) return info.acts == repair::Acts::always;
  return false;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class DocumentDetector : public Detector, private DiagnosticSink {
 public:
  explicit DocumentDetector(DecodeOptions options)
      : chain_(static_cast<DiagnosticSink&>(*this)),
        decode_link_(chain_.append()),
        census_link_(chain_.append()),
        repair_link_(chain_.append()) {
    auto decode = std::make_unique<DecodeStage>(std::move(options), decode_link_);
    decode_ = decode.get();
    decode_link_.set(std::move(decode));
    auto census = std::make_unique<CensusStage>(
        [this] { return is_text(); },
        [this](ByteRange range) { return census_link_.locate(range); });
    census_ = census.get();
    census_link_.set(std::move(census));
    auto repair =
        std::make_unique<repair::RepairStage>(RepairMode::safe, family_names(), repair_link_);
    repair_ = repair.get();
    repair->set_has_bytes([this](std::uint64_t offset) {
      return !decode_->positions().raw_at(offset).empty();  // no stage between moves anything
    });
    repair_link_.set(std::move(repair));
  }

  void push(std::string_view chunk) override {
    if (head_.size() < kDeclaredWindow) head_ += chunk.substr(0, kDeclaredWindow - head_.size());
    Nowhere nowhere;
    for (; !chunk.empty() && !decided(); chunk.remove_prefix(std::min(kPortion, chunk.size()))) {
      chain_.push(chunk.substr(0, kPortion), nowhere);
      chain_.settle(repair_->positions().output_size());
    }
  }

  [[nodiscard]] bool decided() const noexcept override { return binary_; }

  [[nodiscard]] DetectReport finish() override {
    Nowhere nowhere;
    chain_.finish(nowhere);
    if (const Detection* const detection = decode_->detection()) describe(*detection);
    describe(census_->report());
    if (!decided()) report_.declared = find_declared(head_);
    return std::move(report_);
  }

 private:
  // Asked by the census before anything passes it: what is no text is not repaired either.
  bool is_text() {
    const Detection* const detection = decode_->detection();
    if (detection != nullptr && detection->encoding == Encoding::binary) {
      binary_ = true;
      chain_.bypass(repair_link_);
    }
    return !binary_;
  }

  void describe(const Detection& detection) {
    report_.encoding = name(detection.encoding);
    report_.bom = decode_->had_bom();
    report_.confidence = detection.confidence;
    report_.margin = detection.margin;
    report_.candidates.reserve(detection.candidates.size());
    for (const Candidate& candidate : detection.candidates) {
      report_.candidates.push_back({std::string(name(candidate.encoding)), candidate.score});
    }
    report_.explanation = detection.explanation;
    for (const EncodingChange& change : decode_->changes()) {
      report_.switches.push_back({change.offset, std::string(name(change.encoding))});
    }
  }

  void describe(const convert::VariantReport& found) {
    const convert::VariantVerdict& verdict = found.document;
    report_.variant = convert::to_string(verdict.variant);
    const convert::VariantCounts& n = verdict.counts;
    report_.counts = {n.han,  n.simplified, n.traditional, n.japanese,
                      n.kana, n.hangul,     n.taiwan,      n.hong_kong};
    if (verdict.minority > 0) {
      report_.minority.script = verdict.dominant == convert::Variant::hans ? "hant" : "hans";
      report_.minority.count = verdict.minority;
      for (const ByteRange& place : found.minority)
        report_.minority.positions.push_back(place.start);
    }
    if (found.runs.size() < 2) return;
    for (const convert::VariantRun& run : found.runs) {
      report_.paragraphs.push_back(
          {run.range.start, run.range.end, std::string(convert::to_string(run.verdict.variant))});
    }
  }

  // Once is enough: a repair costs a thousand times what looking for one does. What may be meant is
  // looked for in sound text only: in damaged text, which nobody repairs from here on, private-use
  // characters and the like are part of the damage.
  void damaged(const std::string& family, bool certain) {
    if (family.empty()) return;
    const bool always = acts_always(family);
    if (!certain || !always) {
      if (!contains(report_.damage, family) && !contains(report_.perhaps, family))
        report_.perhaps.push_back(family);
      if (!always) repair_->retire(family);
      return;
    }
    std::erase(report_.perhaps, family);
    if (!contains(report_.damage, family)) report_.damage.push_back(family);
    repair_->retire(family);
    for (const repair::FamilyInfo& info : repair::families())
      if (info.acts != repair::Acts::always) repair_->retire(info.name);
  }

  // DiagnosticSink: what the stages report, already in the user's bytes.
  void edit(const Edit& edit) override { damaged(edit.family, true); }
  void diagnostic(const Diagnostic& diagnostic) override {
    if (diagnostic.code == DiagnosticCode::malformed_bytes) ++report_.malformed;
    damaged(diagnostic.family, diagnostic.code != DiagnosticCode::repair_declined);
  }

  DetectReport report_;
  std::string head_;  // the input's first bytes, which may declare its encoding
  bool binary_ = false;
  Chain chain_;
  Chain::Link& decode_link_;
  Chain::Link& census_link_;
  Chain::Link& repair_link_;
  DecodeStage* decode_ = nullptr;
  CensusStage* census_ = nullptr;
  repair::RepairStage* repair_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<Detector>> Detector::create(const DetectOptions& options) {
  Result<DecodeOptions> plan = look_up(options);
  if (!plan) return plan.error();
  return std::unique_ptr<Detector>(std::make_unique<DocumentDetector>(std::move(plan).value()));
}

DetectReport detect_text(std::string_view text) {
  DocumentDetector detector({});
  detector.push(text);
  return detector.finish();
}

}  // namespace hanfix
