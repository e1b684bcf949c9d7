#include "pipeline/script_stage.hpp"

#include <utility>

#include "base/ascii_prelude.hpp"

namespace hanfix {
namespace {

constexpr std::size_t kWindow = 64 << 10;

}  // namespace

std::size_t ScriptStage::retention() const noexcept { return kWindow + kAsciiHeld; }

void ScriptStage::pass(std::string_view text, Sink& out) {
  if (text.empty()) return;
  positions_.copied(text.size());
  out.write(text);
}

void ScriptStage::push(std::string_view chunk, Sink& out) {
  while (decide_ && !chunk.empty()) {
    if (ascii_ == held_.size()) {  // ASCII so far
      held_.append(chunk.substr(0, kWindow));
      chunk.remove_prefix(std::min(chunk.size(), kWindow));
      ascii_ += ascii_prefix(std::string_view(held_).substr(ascii_));
      const std::size_t free = free_ascii(held_, ascii_);
      pass(std::string_view(held_).substr(0, free), out);
      held_.erase(0, free);
      ascii_ -= free;
    } else {
      const std::size_t wanted = ascii_ + kWindow - held_.size();
      held_.append(chunk.substr(0, wanted));
      chunk.remove_prefix(std::min(chunk.size(), wanted));
    }
    if (held_.size() >= ascii_ + kWindow) decide(out);
  }
  pass(chunk, out);
}

void ScriptStage::idle(Sink& out) {
  if (!decide_) return;
  if (ascii_ < held_.size()) {
    decide(out);
  } else {
    pass(held_, out);
    held_.clear();
    ascii_ = 0;
  }
}

// The window is exactly as long however the text was cut: what came with the same chunk but lies
// behind it is no evidence.
void ScriptStage::decide(Sink& out) {
  std::exchange(decide_, nullptr)(std::string_view(held_).substr(0, ascii_ + kWindow));
  const std::string held = std::exchange(held_, {});
  pass(held, out);
}

}  // namespace hanfix
