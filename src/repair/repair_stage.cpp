#include "repair/repair_stage.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii_prelude.hpp"
#include "base/utf8.hpp"

namespace hanfix::repair {
namespace {

constexpr std::size_t kBlock = 64 << 10;
constexpr std::size_t kWindow = 2 << 10;
// Where a block without a line break is cut: between two characters.
std::size_t character_cut(std::string_view text) {
  return text.size() - utf8::incomplete_tail(text);
}

}  // namespace

RepairStage::RepairStage(RepairMode mode, const std::vector<std::string>& only,
                         DiagnosticSink& reports, std::optional<OnDoubt> on_doubt)
    : mode_(mode),
      on_doubt_(on_doubt.value_or(mode == RepairMode::max ? OnDoubt::best : OnDoubt::mark)),
      reports_(reports) {
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
  // What of the chunk has been taken into held_, or gone out.
  for (std::size_t taken = 0; taken < chunk.size();) {
    if (boundary_ != 0 && held_.empty()) {
      // Whole blocks need not be copied.
      while (offset_ + (chunk.size() - taken) >= boundary_) {
        const std::string_view text = next_block(chunk.substr(taken));
        process(text, false, out);
        taken += text.size();
      }
      held_ = chunk.substr(taken);
      return;
    }
    // In portions, so that a large chunk is not held whole.
    const std::size_t wanted =
        boundary_ == 0 ? kBlock : static_cast<std::size_t>(boundary_ - offset_) - held_.size();
    const std::string_view portion = chunk.substr(taken, wanted);
    held_.append(portion);
    taken += portion.size();
    if (boundary_ == 0) pass_ascii(out);
    while (boundary_ != 0 && offset_ + held_.size() >= boundary_)
      process_held(next_block(held_).size(), false, out);
    // The rest of the chunk goes on where held_ begins, if that has come with it.
    if (boundary_ != 0 && held_.size() <= taken) {
      taken -= held_.size();
      held_.clear();
    }
  }
}

// The block that is due, at the front of `text`.
std::string_view RepairStage::next_block(std::string_view text) {
  const std::string_view due = text.substr(0, static_cast<std::size_t>(boundary_ - offset_));
  boundary_ += kBlock;
  const std::size_t line = due.rfind('\n');
  return due.substr(0, line != std::string_view::npos ? line + 1 : character_cut(due));
}

bool RepairStage::tells(std::string_view ascii) const { return tells(ascii, signs_in(ascii)); }

bool RepairStage::tells(std::string_view ascii, Signs signs) const {
  return std::any_of(families_.begin(), families_.end(), [&](const auto& active) {
    return active.family->reads_ascii() &&
           sign::any_of(active.family->suspicious_signs(mode_), signs) &&
           active.family->suspicious(ascii, mode_);
  });
}

void RepairStage::notice(std::string_view text, std::uint64_t offset, Signs signs) {
  for (const auto& [name, family] : families_) {
    if (sign::any_of(family->noticed_signs(), signs)) family->notice(text, offset);
  }
}

// Lines of ASCII that pass. Very long ones are not shown: how much of them is held when they pass
// depends on how they are fed.
void RepairStage::notice_lines(std::string_view lines, Signs signs) {
  std::size_t from = 0;
  const auto show = [&](std::size_t end) {
    if (end == from) return;
    const std::string_view text = lines.substr(from, end - from);
    notice(text, offset_ + from, signs);
  };
  for (std::size_t at = 0; at < lines.size();) {
    if (const std::size_t end = lines.substr(at, kAsciiHeld + 1).rfind('\n') + 1; end != 0) {
      at += end;
      continue;
    }
    show(at);
    from = at = lines.find('\n', at) + 1;
  }
  show(lines.size());
}

// Before the first character that is not ASCII: writes whole lines, keeps the last one back.
void RepairStage::pass_ascii(Sink& out) {
  // Once a line has told, its neighbours may: not all that is held is looked at for each.
  for (std::size_t window = held_.size(); next_ascii_line(window, out);) window = kWindow;
  const std::size_t ascii = ascii_prefix(held_);
  if (ascii < held_.size()) boundary_ = offset_ + ascii + kBlock;
  // A line that tells is kept whole; of any other as much as may be context.
  if (ascii <= kAsciiHeld) return;
  if (!passing_ && tells(std::string_view(held_).substr(0, kAsciiHeld))) return;
  passing_ = true;
  pass(std::string_view(held_).substr(0, ascii - kAsciiHeld), out);
  held_.erase(0, ascii - kAsciiHeld);
}

// Lets the ASCII lines at the front pass up to the first that tells, and examines that one. What is
// a block depends on the text alone. False: nothing more to do before more arrives.
bool RepairStage::next_ascii_line(std::size_t window, Sink& out) {
  std::string_view held = std::string_view(held_).substr(0, window);
  held = held.substr(0, ascii_prefix(held));
  const std::size_t whole = held.rfind('\n') + 1;  // 0 if there is none
  const bool more = held.size() == window && window < held_.size();
  if (whole == 0 && more) return next_ascii_line(held_.size(), out);
  const Signs signs = signs_in(held);
  // The end of a long line.
  const std::size_t skipped = passing_ && whole > 0 ? held.find('\n') + 1 : 0;
  std::size_t at = skipped;  // what is before it passes
  std::size_t size = 0;      // of the block behind that
  bool wait = false;
  if (whole > at && tells(held.substr(at, whole - at), signs)) {
    for (; at < whole; at += size, size = 0) {
      size = held.find('\n', at) + 1 - at;
      if (tells(held.substr(at, std::min(size, kAsciiHeld)))) break;
    }
    while (size > 0 && size < kBlock && !wait && continues(held.substr(at, size))) {
      const std::size_t next = held.find('\n', at + size);
      wait = next == std::string_view::npos;
      if (!wait) size = next + 1 - at;
    }
    if (wait && more) return next_ascii_line(held_.size(), out);
    if (wait && held.size() - at >= kBlock) size = kBlock, wait = false;
  } else {
    at = whole;
    // A line may be too long to be seen whole.
    if (at == 0 && !passing_ && held.size() >= kBlock && tells(held.substr(0, kAsciiHeld))) {
      size = kBlock;
    }
  }
  if (at == 0 && (size == 0 || wait)) return false;
  if (skipped > 0) passing_ = false;
  notice_lines(held.substr(skipped, at - skipped), signs);
  pass(held.substr(0, at), out);
  held_.erase(0, at);
  if (wait) return false;
  if (size > 0) process_held(std::min(size, kBlock), false, out);
  return true;
}

bool RepairStage::continues(std::string_view line) const {
  return std::any_of(families_.begin(), families_.end(),
                     [&](const auto& active) { return active.family->continues(line); });
}

void RepairStage::idle(Sink& out) {
  if (boundary_ == 0 && !tells(held_)) {
    pass(held_, out);
    held_.clear();
  } else {
    process_held(character_cut(held_), false, out);
  }
}

void RepairStage::finish(Sink& out) { process_held(held_.size(), true, out); }

void RepairStage::pass(std::string_view text, Sink& out) {
  if (text.empty()) return;
  positions_.copied(text.size());
  if (kept_) kept_(text, offset_);
  offset_ += text.size();
  out.write(text);
}

void RepairStage::process_held(std::size_t size, bool ends_document, Sink& out) {
  process(std::string_view(held_).substr(0, size), ends_document, out);
  held_.erase(0, size);
}

void RepairStage::process(std::string_view text, bool ends_document, Sink& out) {
  const Block block{text, offset_, ends_document, has_bytes_ ? &has_bytes_ : nullptr, on_doubt_};
  const Signs signs = signs_in(block.text);
  notice(block.text, block.offset, signs);
  const Findings findings = examine_in_rounds(families_, block, signs, mode_);
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
      if (kept_ && start > at) kept_(block.text.substr(at, start - at), block.offset + at);
      output_.append(edit.after);
      positions_.mapped(static_cast<std::uint32_t>(end - start),
                        static_cast<std::uint32_t>(edit.after.size()));
      at = end;
      reports_.edit(edit);
    }
    output_.append(block.text, at);
    positions_.copied(block.text.size() - at);
    if (kept_ && at < block.text.size()) kept_(block.text.substr(at), block.offset + at);
    offset_ += block.text.size();
    out.write(output_);
  }
}

}  // namespace hanfix::repair
