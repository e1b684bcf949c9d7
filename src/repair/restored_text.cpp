#include "repair/restored_text.hpp"

#include <string>

#include "base/utf8.hpp"

namespace hanfix::repair {
namespace {

// The characters that stay as they are seen: those in doubt, and those that came from the same
// units as one of these.
std::vector<bool> kept_with_doubt(std::span<const Restored> characters) {
  std::vector<bool> kept;
  for (const Restored& restored : characters) kept.push_back(restored.doubtful);
  for (std::size_t i = 1; i < kept.size(); ++i) {
    if (kept[i - 1] && characters[i].first < characters[i - 1].last) kept[i] = true;
  }
  for (std::size_t i = kept.size(); i-- > 1;) {
    if (kept[i] && characters[i].first < characters[i - 1].last) kept[i - 1] = true;
  }
  return kept;
}

}  // namespace

ByteRange place_of_doubt(std::span<const Shown> shown, std::span<const Restored> characters,
                         const Block& block) {
  std::uint32_t first = 0, last = 0;
  for (const Restored& restored : characters) {
    if (!restored.doubtful) continue;
    if (last == 0) first = restored.first;
    last = restored.last;
  }
  if (last == 0) last = static_cast<std::uint32_t>(shown.size());
  return {block.offset + shown[first].start, block.offset + shown[last - 1].end};
}

void write_restored(std::span<const Shown> shown, std::span<const Restored> characters,
                    const Block& block, std::string_view family, double confidence,
                    Findings& findings) {
  const bool keep = block.on_doubt == OnDoubt::keep;
  const std::vector<bool> kept = keep ? kept_with_doubt(characters) : std::vector<bool>();
  const auto stays = [&](std::size_t i) {
    const Restored& restored = characters[i];
    if (keep && kept[i]) return true;
    return restored.code < 0x80 && !restored.doubtful && restored.last - restored.first == 1 &&
           shown[restored.first].code == restored.code;
  };
  for (std::size_t i = 0; i < characters.size();) {
    if (stays(i)) {
      ++i;
      continue;
    }
    std::size_t end = i;
    std::string after;
    std::uint32_t marked = 0;  // behind the last mark: one that hides two characters is one
    for (; end < characters.size() && !stays(end); ++end) {
      const Restored& restored = characters[end];
      if (!restored.doubtful) {
        utf8::append(after, restored.code);
      } else if (restored.first >= marked || marked == 0) {
        after += utf8::kReplacement;
        marked = restored.last;
      }
    }
    const Shown& first = shown[characters[i].first];
    const Shown& last = shown[characters[end - 1].last - 1];
    const std::string_view before = block.text.substr(first.start, last.end - first.start);
    if (before != after) {
      findings.edits.push_back({{block.offset + first.start, block.offset + last.end},
                                std::string(family),
                                std::string(before),
                                std::move(after),
                                confidence});
    }
    i = end;
  }
}

Diagnostic bytes_are_gone(ByteRange range, const Block& block, std::string_view lost) {
  return {DiagnosticCode::text_lost, range,
          std::string("bytes are gone, ") +
              (block.on_doubt == OnDoubt::keep ? "the place was left as it is"
                                               : "U+FFFD stands for them") +
              "; what fits best: " + std::string(lost)};
}

}  // namespace hanfix::repair
