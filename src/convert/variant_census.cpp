#include "convert/variant_census.hpp"

#include <utility>

#include "base/utf8.hpp"
#include "convert/image.hpp"

namespace hanfix::convert {
namespace {

// A paragraph is clearly in a script with this many characters that the other does not have.
constexpr std::uint64_t kClear = 4;

// With less of what only its text has, a language is quoted, not a part of the document.
constexpr std::uint64_t kSomeJapanese = 6;
constexpr std::uint64_t kSomeChinese = 3;

// The script alone; regions are told by more text than a paragraph.
Variant script_of(const VariantVerdict& verdict) noexcept {
  return is_hant(verdict.variant) ? Variant::hant : verdict.variant;
}

// The verdict on paragraphs in `script`, all of them together.
VariantVerdict verdict_on(const VariantCounts& counts, Variant script) noexcept {
  VariantVerdict out = judge(counts);
  if (script != Variant::mixed && !(script == Variant::hant && is_hant(out.dominant))) {
    out.dominant = script;
    out.minority = script == Variant::hans   ? counts.traditional
                   : script == Variant::hant ? counts.simplified
                                             : 0;
  }
  out.variant = script == Variant::hant ? out.dominant : script;
  return out;
}

void add_place(std::vector<ByteRange>& places, ByteRange place) {
  if (!places.empty() && places.back().end == place.start) {
    places.back().end = place.end;
  } else if (places.size() < kVariantList) {
    places.push_back(place);
  }
}

}  // namespace

Variant settle(const VariantVerdict& paragraph, Variant previous) noexcept {
  const bool could_be_japanese = previous == Variant::ja && paragraph.counts.chinese == 0;
  const bool leaning = previous != Variant::unknown && paragraph.leaning;
  if (paragraph.variant == Variant::unknown || leaning || could_be_japanese) return previous;
  return script_of(paragraph);
}

void DocumentTally::add(const VariantCounts& counts, Variant script) noexcept {
  all_ += counts;
  if (script == Variant::ja) {
    japanese_ += counts;
  } else {
    chinese_ += counts;
  }
  if (script == Variant::hant || script == Variant::mixed) traditional_ += counts;
  if (script == Variant::hans && counts.simplified >= kClear) hans_ += counts.han;
  if (script == Variant::hant && counts.traditional >= kClear) hant_ += counts.han;
}

Variant DocumentTally::hant() const noexcept {
  const Variant variant = judge(traditional_).dominant;
  return is_hant(variant) ? variant : Variant::hant;
}

VariantVerdict DocumentTally::verdict() const noexcept {
  const std::uint64_t ja = japanese_.han + japanese_.kana;
  const std::uint64_t both = chinese_.han + ja;
  const bool bilingual = japanese_.kana_runs + 2 * japanese_.japanese >= kSomeJapanese &&
                         chinese_.chinese >= kSomeChinese && ja * 6 >= both &&
                         chinese_.han * 6 >= both;
  VariantVerdict out = judge(bilingual ? chinese_ : all_);
  out.minority = out.dominant == Variant::hans ? chinese_.traditional
                 : is_hant(out.dominant)       ? chinese_.simplified
                                               : 0;
  out.counts = all_;
  const std::uint64_t clear = hans_ + hant_;
  if (bilingual || (clear > 0 && hans_ * 10 >= clear && hant_ * 10 >= clear)) {
    out.variant = Variant::mixed;
  }
  return out;
}

void VariantCensus::push(std::string_view text) {
  cutter_.push(text, [this](std::string_view piece) { paragraph(piece); });
}

VariantReport VariantCensus::finish() {
  cutter_.flush([this](std::string_view piece) { paragraph(piece); });
  close_run();
  report_.document = tally_.verdict();
  report_.hant = tally_.hant();
  const bool hans = report_.document.dominant == Variant::hans;
  if (report_.document.minority > 0) {
    report_.minority = std::move(document_places_[hans ? kTraditional : kSimplified]);
  }
  return std::move(report_);
}

void VariantCensus::paragraph(std::string_view text) {
  const VariantVerdict verdict = detect_variant(text);
  const Variant script = settle(verdict, script_);
  tally_.add(verdict.counts, script);
  if (script != script_) {
    // What came before the first paragraph that tells is of its run.
    if (script_ != Variant::unknown) close_run();
    script_ = script;
  }
  if (run_.paragraphs++ == 0) run_.range.start = position();
  counts_ += verdict.counts;
  if (script != Variant::ja) find_places(text, verdict.counts);
  offset_ += text.size();
}

void VariantCensus::find_places(std::string_view text, const VariantCounts& counts) {
  const auto full = [&](int side) {
    return document_places_[side].size() >= kVariantList &&
           listed_ + run_places_[side].size() >= kVariantList;
  };
  const bool simplified = counts.simplified > 0 && !full(kSimplified);
  const bool traditional = counts.traditional > 0 && !full(kTraditional);
  if (!simplified && !traditional) return;
  const Image& image = Image::builtin();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const std::uint8_t traits = image.traits(utf8::next(text, at));
    if ((traits & (image::kSimplifiedOnly | image::kTraditionalOnly)) == 0) continue;
    const ByteRange place = located({offset_ + start, offset_ + at});
    if ((traits & image::kSimplifiedOnly) != 0) {
      add_place(document_places_[kSimplified], place);
      add_place(run_places_[kSimplified], place);
    } else {
      add_place(document_places_[kTraditional], place);
      add_place(run_places_[kTraditional], place);
    }
  }
}

void VariantCensus::close_run() {
  if (run_.paragraphs == 0) return;
  run_.range.end = position();
  run_.verdict = verdict_on(counts_, script_);
  if (report_.runs.size() < kVariantList) {
    if (run_.verdict.minority > 0) {
      Places& places =
          run_places_[run_.verdict.dominant == Variant::hans ? kTraditional : kSimplified];
      if (places.size() > kVariantList - listed_) places.resize(kVariantList - listed_);
      listed_ += places.size();
      run_.minority = std::move(places);
    }
    report_.runs.push_back(std::move(run_));
  }
  ++report_.run_count;
  run_ = {};
  counts_ = {};
  for (Places& places : run_places_) places.clear();
}

}  // namespace hanfix::convert
