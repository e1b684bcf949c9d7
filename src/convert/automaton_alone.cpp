#include "convert/automaton_alone.hpp"

#include <atomic>
#include <mutex>
#include <optional>

#include "convert/automaton_blocks.hpp"

namespace hanfix::convert {

using namespace lookup;

namespace {

constexpr std::size_t kCodes = 0x10000;
constexpr int kSidesAt = 24;

std::uint32_t sequence_of(std::uint32_t code) noexcept {
  return 0x8080E0 | code >> 12 | (code >> 6 & 0x3F) << 8 | (code & 0x3F) << 16;
}

}  // namespace

AloneTable::AloneTable(const Automaton& a) : changes(kCodes) {
  for (std::uint32_t page = 0x800 / 64; page < kCodes / 64; ++page) {
    // Page 0 tells nothing of any character.
    if (a.pages[page] == 0 && !is_operator(sequence_of(page * 64 + 63))) continue;
    for (std::uint32_t code = page * 64; code < page * 64 + 64; ++code) {
      const std::uint32_t word = sequence_of(code);
      const image::Cell& cell = cell_of_three(a, word);
      if (cell.head == image::kUntoldHead) {
        if (is_operator(word)) changes[code] = kAlways;
        continue;
      }
      const std::uint8_t flags = a.flags[cell.cls];
      if (!is_three(cell.text) || (flags & image::kAlways) != 0) {
        changes[code] = kAlways;
      } else {
        changes[code] = (cell.text ^ word) | static_cast<std::uint32_t>(a.sides[cell.cls])
                                                 << kSidesAt;
      }
    }
  }
}

struct Automaton::Lazy {
  std::once_flag once;
  std::optional<AloneTable> table;
  std::atomic<const AloneTable*> made{nullptr};
};

std::shared_ptr<Automaton::Lazy> Automaton::lazy() { return std::make_shared<Lazy>(); }

const AloneTable* Automaton::alone() const {
  if (flags == nullptr) return nullptr;
  std::call_once(lazy_->once, [this] {
    lazy_->table.emplace(*this);
    lazy_->made.store(&*lazy_->table, std::memory_order_release);
  });
  return &*lazy_->table;
}

const AloneTable* Automaton::alone_if_made() const noexcept {
  return flags == nullptr ? nullptr : lazy_->made.load(std::memory_order_acquire);
}

namespace lookup {

Passed pass_alone(const Automaton& automaton, const AloneTable& table, const Byte* from,
                  const Byte* end, bool last, char*& out) noexcept {
  const Stop stop{automaton, from, end};
  const Byte* p = from;
  char* to = out;
  if (!has_blocks() || pass_blocks(automaton, table, stop, p, to)) {
    while (p < end) {
      if (*p < 0x80) {
        *to++ = static_cast<char>(*p++);
        continue;
      }
      if (end - p < 3) break;
      std::uint32_t word = 0;
      std::memcpy(&word, p, 3);
      if (!is_three(word)) break;
      const std::uint32_t change = table.changes[code_of(word)];
      if (stop.at(p, word, change)) break;
      word ^= change & AloneTable::kChange;
      std::memcpy(to, &word, sizeof word);
      to += 3;
      p += 3;
    }
    if (p == end && last) {
      out = to;
      return {end, end};
    }
  }
  const Byte* const border = stop.border(p);
  out = to - (p - border);
  return {border, p == end ? end : p + 1};
}

}  // namespace lookup
}  // namespace hanfix::convert
