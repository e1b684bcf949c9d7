#include "convert/cascade.hpp"

#include <algorithm>
#include <utility>

namespace hanfix::convert {
namespace {

// What a pass works on: what waited, then `text`.
std::string_view join(std::string& waiting, std::string_view text) {
  if (waiting.empty()) return text;
  return waiting.append(text);
}

// Keeps what is left of `work`, which join() gave.
void keep(std::string& waiting, std::string_view work, std::size_t used) {
  if (waiting.empty()) {
    waiting.assign(work.substr(used));
  } else {
    waiting.erase(0, used);
  }
}

}  // namespace

Cascade::Cascade(const ConversionChain& chain, bool traced)
    : normalizations_(chain.normalizations().begin(), chain.normalizations().end()),
      stages_(chain.stages().begin(), chain.stages().end()),
      traced_(traced),
      joints_(normalizations_.size() + stages_.size()),
      joined_(normalizations_.size() + stages_.size() + 1) {
  if (chain.automaton() != nullptr) automaton_.emplace(*chain.automaton());
  // Segments that no stage looks at make no difference; the passes' traces have no place for what
  // would wait in the segmentation then.
  if (chain.segmentation() && !stages_.empty()) segmentation_.emplace_back(*chain.segmentation());
}

void Cascade::push(std::string_view text, bool last, ByteBuffer& out) {
  if (automaton_) return automaton_->push(text, last, out, traced_ ? &joined_.back() : nullptr);
  out_ = &out;
  if (traced_) joined_.front().add(text.size(), text.size());
  normalize(0, text, last);
  if (traced_) join_traces();
}

bool Cascade::settled() const noexcept {
  if (automaton_) return automaton_->settled();
  const auto waits = [](const Pass& pass) { return !pass.waiting.empty(); };
  return std::ranges::none_of(normalizations_, waits) &&
         std::ranges::none_of(segmentation_, waits) && std::ranges::none_of(stages_, waits);
}

void Cascade::normalize(std::size_t number, std::string_view text, bool last) {
  if (number == normalizations_.size()) return segment(text, last);
  Pass& pass = normalizations_[number];
  Trace* trace = traced_ ? &pass.trace : nullptr;
  if (pass.waiting.empty() && !pass.dictionary.may_change(text)) {
    if (trace != nullptr) trace->add(text.size(), text.size());
    return normalize(number + 1, text, last);
  }
  const std::string_view work = join(pass.waiting, text);
  pass.out.clear();
  const std::size_t used = rewrite(pass.dictionary, work, last, pass.out, trace);
  keep(pass.waiting, work, used);
  normalize(number + 1, pass.out.view(), last);
}

void Cascade::segment(std::string_view text, bool last) {
  if (segmentation_.empty()) return rewrite_segment(0, text, last);
  Pass& pass = segmentation_.front();
  const std::string_view work = join(pass.waiting, text);
  std::size_t at = 0;
  std::size_t start = 0;  // of the segment without a key that `at` is in
  while (at < work.size()) {
    const Unit unit = next_unit(pass.dictionary, work.substr(at), last);
    at += unit.before;
    if (unit.kind == Unit::Kind::open) break;
    if (unit.kind == Unit::Kind::key) {
      if (segment_open_ || at > start) rewrite_segment(0, work.substr(start, at - start), true);
      segment_open_ = false;
      write_key(unit);
      start = at + unit.size;
    }
    at += unit.size;
  }
  if (at > start || (last && segment_open_)) {
    rewrite_segment(0, work.substr(start, at - start), last);
    segment_open_ = !last;
  }
  keep(pass.waiting, work, at);
}

// A key is a segment of its own: what the stages make of it is known since the image was compiled.
// Nothing waits in them now, for a segment has just ended.
void Cascade::write_key(const Unit& unit) {
  out_->append_padded(unit.value);
  if (!traced_) return;
  std::size_t size = unit.size;
  for (Pass& pass : stages_)
    pass.trace.add(std::exchange(size, unit.value.size()), unit.value.size());
}

void Cascade::rewrite_segment(std::size_t number, std::string_view text, bool last) {
  if (number == stages_.size()) {
    out_->append(text);
    return;
  }
  Pass& pass = stages_[number];
  const bool final_stage = number + 1 == stages_.size();
  ByteBuffer& out = final_stage ? *out_ : pass.out;
  if (!final_stage) out.clear();
  const std::string_view work = join(pass.waiting, text);
  const std::size_t used =
      rewrite(pass.dictionary, work, last, out, traced_ ? &pass.trace : nullptr);
  keep(pass.waiting, work, used);
  if (!final_stage) rewrite_segment(number + 1, out.view(), last);
}

void Cascade::join_traces() {
  std::size_t i = 0;
  for (std::vector<Pass>* passes : {&normalizations_, &stages_}) {
    for (Pass& pass : *passes) {
      joints_[i].join(joined_[i], pass.trace, joined_[i + 1]);
      ++i;
    }
  }
}

}  // namespace hanfix::convert
