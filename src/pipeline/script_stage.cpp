#include "pipeline/script_stage.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii_prelude.hpp"

namespace hanfix {
namespace {

using convert::Variant;

constexpr std::size_t kWindow = 64 << 10;

// Of each so many bytes behind the window, so many are looked at: another script that goes on for
// some thousand characters is seen, and nothing else costs time.
constexpr std::size_t kWatchEvery = 8 << 10;
constexpr std::size_t kWatchSample = 1 << 10;
// Characters of another script that a sample must have, besides a sixth of all: a quotation is no
// change of script.
constexpr std::uint64_t kChange = 16;

Variant script_of(Variant variant) noexcept {
  return convert::is_hant(variant) ? Variant::hant : variant;
}

}  // namespace

// From one variant to the target.
struct ScriptStage::Route {
  std::unique_ptr<convert::ThreadedConverter> converter;  // null: nothing to do
  std::string name;
  bool used = false;
};

ScriptStage::ScriptStage(std::string target, bool tofu, unsigned threads,
                         std::shared_ptr<const convert::UserWords> words, bool context,
                         DiagnosticSink* doubts)
    : target_(std::move(target)),
      tofu_(tofu),
      context_(context),
      threads_(threads),
      words_(std::move(words)),
      doubts_(doubts) {}
ScriptStage::~ScriptStage() = default;

std::size_t ScriptStage::retention() const noexcept {
  std::size_t most = 0;
  for (const auto& route : routes_) {
    if (route && route->converter) most = std::max(most, route->converter->retention());
  }
  return kWindow + kAsciiHeld + most;
}

void ScriptStage::push(std::string_view chunk, Sink& out) {
  while (mode_ == Mode::window && !chunk.empty()) {
    if (ascii_ == held_.size()) {  // ASCII so far
      held_.append(chunk.substr(0, kWindow));
      chunk.remove_prefix(std::min(chunk.size(), kWindow));
      ascii_ += ascii_prefix(std::string_view(held_).substr(ascii_));
      const std::size_t free = free_ascii(held_, ascii_);
      let_through(std::string_view(held_).substr(0, free), out);
      held_.erase(0, free);
      ascii_ -= free;
    } else {
      const std::size_t wanted = ascii_ + kWindow - held_.size();
      held_.append(chunk.substr(0, wanted));
      chunk.remove_prefix(std::min(chunk.size(), wanted));
    }
    if (held_.size() >= ascii_ + kWindow) decide(out);
  }
  if (mode_ != Mode::window) take(chunk, out);
}

void ScriptStage::flush(Sink& out) {
  if (converter_ != nullptr) converter_->flush(positions_, out);
}

void ScriptStage::idle(Sink& out) {
  if (mode_ == Mode::window && ascii_ < held_.size()) {
    decide(out);
  } else if (mode_ == Mode::window) {
    let_through(held_, out);
    held_.clear();
    ascii_ = 0;
  }
  // The first part of a line decides for the whole line, as the rest of it cannot be foreseen.
  cutter_.flush([&](std::string_view text) {
    paragraph(text, out);
    write_pending(out);  // the cutter forgets it now
    line_open_ = true;
  });
  flush(out);
}

void ScriptStage::finish(Sink& out) {
  idle(out);
  write(cutter_.held(), out);  // the rest of a character, of text that is not well-formed
  write_pending(out);
  end_route(out);
}

void ScriptStage::decide(Sink& out) {
  const std::string window = std::exchange(held_, {});
  convert::VariantCensus census;
  census.push(window);
  const convert::VariantReport report = census.finish();
  const convert::VariantVerdict& verdict = report.document;
  variant_ = verdict.variant;
  script_ = script_of(verdict.dominant);
  region_told_ = variant_ == Variant::mixed || convert::is_hant(variant_);
  hant_ = convert::is_hant(variant_) ? variant_ : report.hant;
  const bool korean = verdict.counts.hangul > verdict.counts.han;
  told_ = variant_ != Variant::unknown || korean;
  if (told_ && variant_ != Variant::mixed) {
    mode_ = Mode::whole;
    switch_to(script_, out);
    write(window, out);
    write_pending(out);
  } else {
    mode_ = Mode::paragraphs;
    take_paragraphs(window, out);
  }
}

Variant ScriptStage::variant() const noexcept {
  return told_ ? variant_ : tally_.verdict().variant;
}

void ScriptStage::take(std::string_view text, Sink& out) {
  if (mode_ == Mode::whole) {
    watch(text, out);
  } else {
    take_paragraphs(text, out);
  }
}

// Converts, and looks at samples, which lie at fixed places of the stream.
void ScriptStage::watch(std::string_view text, Sink& out) {
  while (!text.empty()) {
    const std::size_t at = static_cast<std::size_t>(watched_ % kWatchEvery);
    const bool in_sample = at < kWatchSample;
    const std::size_t left = (in_sample ? kWatchSample : kWatchEvery) - at;
    const std::string_view part = text.substr(0, left);
    text.remove_prefix(part.size());
    watched_ += part.size();
    write(part, out);
    if (!in_sample) continue;
    sample_.append(part);
    if (part.size() < left) break;
    judge_sample();
    if (mode_ == Mode::whole) continue;
    write_pending(out);
    return take_paragraphs(text, out);
  }
  write_pending(out);
}

// Another script from here on? The line that the sample ends in goes on as it began.
void ScriptStage::judge_sample() {
  const convert::VariantVerdict verdict = convert::judge(convert::count_characters(sample_));
  sample_.clear();
  const convert::VariantCounts& counts = verdict.counts;
  const Variant script = script_of(verdict.variant);
  if (script == script_ || script == Variant::unknown) return;
  const bool hans = script_ == Variant::hans;
  const std::uint64_t other = !hans && script_ != Variant::hant ? counts.chinese
                              : script == Variant::ja           ? counts.kana
                              : hans                            ? counts.traditional
                                                                : counts.simplified;
  if (other < kChange) return;
  mode_ = Mode::paragraphs;
  variant_ = Variant::mixed;
  line_open_ = true;
}

void ScriptStage::take_paragraphs(std::string_view text, Sink& out) {
  cutter_.push(text, [&](std::string_view piece) {
    // What the cutter held lies in its own memory, until it returns.
    const bool own_memory = piece.data() == cutter_.held().data();
    if (own_memory) write_pending(out);
    paragraph(piece, out);
    if (own_memory) write_pending(out);
  });
  write_pending(out);
}

void ScriptStage::paragraph(std::string_view text, Sink& out) {
  const bool has_route = std::exchange(line_open_, false);
  if (has_route || ascii_prefix(text) == text.size()) return write(text, out);
  const convert::VariantVerdict verdict = convert::detect_variant(text);
  Variant script = convert::settle(verdict, script_);
  tally_.add(verdict.counts, script);
  if (!region_told_) hant_ = tally_.hant();
  if (script == Variant::mixed) script = script_of(verdict.dominant);
  script_ = script;
  switch_to(script, out);
  write(text, out);
}

void ScriptStage::switch_to(Variant script, Sink& out) {
  const Variant source = script == Variant::hant ? hant_ : script;
  std::unique_ptr<Route>& route = routes_[static_cast<std::size_t>(source)];
  if (!route) {
    route = std::make_unique<Route>();
    const auto names = convert::configs_for(source, target_);
    auto chains = convert::open_configs(names, tofu_, context_);
    if (chains && !names.empty()) {  // it opens: the table names built-in configurations
      route->converter = std::make_unique<convert::ThreadedConverter>(std::move(chains).value(),
                                                                      threads_, words_, doubts_);
      for (const std::string_view name : names) {
        if (!route->name.empty()) route->name += '+';
        route->name += name;
      }
      if (!configs_.empty()) configs_ += ',';
      configs_ += route->name;
    }
  }
  if (route->converter.get() == converter_ && source == source_) return;
  write_pending(out);
  source_ = source;
  if (route->converter.get() == converter_) return;
  end_route(out);
  converter_ = route->converter.get();
}

void ScriptStage::write(std::string_view text, Sink& out) {
  if (!pending_.empty() && pending_.data() + pending_.size() == text.data()) {
    pending_ = {pending_.data(), pending_.size() + text.size()};
  } else {
    write_pending(out);
    pending_ = text;
  }
}

void ScriptStage::write_pending(Sink& out) {
  const std::string_view text = std::exchange(pending_, {});
  if (text.empty()) return;
  if (routed_) routed_(text, source_);
  if (converter_ != nullptr) {
    converter_->push(text, positions_, out);
  } else {
    let_through(text, out);
  }
}

void ScriptStage::end_route(Sink& out) {
  if (converter_ != nullptr) converter_->finish(positions_, out);
}

}  // namespace hanfix
