#include "repair/repair_stage.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii_prelude.hpp"
#include "base/utf8.hpp"

namespace hanfix::repair {
namespace {

constexpr std::size_t kBlock = 64 << 10;
// Where a block without a line break is cut: between two characters.
std::size_t character_cut(std::string_view text) {
  return text.size() - utf8::incomplete_tail(text);
}

}  // namespace

RepairStage::RepairStage(RepairMode mode, const std::vector<std::string>& only,
                         DiagnosticSink& reports)
    : mode_(mode), reports_(reports) {
  for (const FamilyInfo& family : families()) {
    const bool named = std::find(only.begin(), only.end(), family.name) != only.end();
    const bool acts =
        family.acts == Acts::always || (family.acts == Acts::in_max && mode == RepairMode::max);
    if (named || (only.empty() && acts)) families_.push_back({family.name, family.make()});
  }
}

std::size_t RepairStage::retention() const noexcept { return 2 * kBlock; }

void RepairStage::push(std::string_view chunk, Sink& out) {
  if (mode_ == RepairMode::off) {
    pass(chunk, out);
    return;
  }
  // In portions, so that a large chunk is not held whole.
  while (!chunk.empty()) {
    const std::size_t portion = std::min(chunk.size(), kBlock);
    held_.append(chunk.substr(0, portion));
    chunk.remove_prefix(portion);
    if (boundary_ == 0) pass_ascii(out);
    while (boundary_ != 0 && offset_ + held_.size() >= boundary_) {
      const auto due = static_cast<std::size_t>(boundary_ - offset_);
      boundary_ += kBlock;
      const std::size_t line = std::string_view(held_).substr(0, due).rfind('\n');
      process(line != std::string::npos ? line + 1
                                        : character_cut(std::string_view(held_).substr(0, due)),
              false, out);
    }
  }
}

// Before the first character that is not ASCII: writes whole lines, keeps the last one back.
void RepairStage::pass_ascii(Sink& out) {
  const std::string_view held = held_;
  const std::size_t ascii = ascii_prefix(held);
  if (ascii < held.size()) boundary_ = offset_ + ascii + kBlock;
  const std::size_t free = free_ascii(held, ascii);
  if (free == 0) return;
  pass(held.substr(0, free), out);
  held_.erase(0, free);
}

void RepairStage::idle(Sink& out) {
  if (boundary_ == 0) {
    pass(held_, out);
    held_.clear();
  } else {
    process(character_cut(held_), false, out);
  }
}

void RepairStage::finish(Sink& out) { process(held_.size(), true, out); }

void RepairStage::pass(std::string_view text, Sink& out) {
  if (text.empty()) return;
  positions_.copied(text.size());
  offset_ += text.size();
  out.write(text);
}

void RepairStage::process(std::size_t size, bool ends_document, Sink& out) {
  const Block block{std::string_view(held_).substr(0, size), offset_, ends_document,
                    has_bytes_ ? &has_bytes_ : nullptr};
  const Findings findings = examine_in_rounds(families_, block, mode_);
  for (const Diagnostic& diagnostic : findings.diagnostics) reports_.diagnostic(diagnostic);
  if (findings.edits.empty()) {
    pass(block.text, out);
  } else {
    output_.clear();
    std::size_t at = 0;
    for (const Edit& edit : findings.edits) {
      const auto start = static_cast<std::size_t>(edit.range.start - block.offset);
      const auto end = static_cast<std::size_t>(edit.range.end - block.offset);
      output_.append(block.text, at, start - at);
      positions_.copied(start - at);
      output_.append(edit.after);
      positions_.mapped(static_cast<std::uint32_t>(end - start),
                        static_cast<std::uint32_t>(edit.after.size()));
      at = end;
      reports_.edit(edit);
    }
    output_.append(block.text, at);
    positions_.copied(block.text.size() - at);
    offset_ += block.text.size();
    out.write(output_);
  }
  held_.erase(0, size);
}

}  // namespace hanfix::repair
