#include "convert/automaton.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/utf8.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert {
namespace {

using Byte = unsigned char;

template <class T>
const T* at(const std::byte* image, const image::Section& section) noexcept {
  return reinterpret_cast<const T*>(image + section.offset);
}

// Four bytes as they lie, the first one lowest.
std::uint32_t load(const void* from) noexcept {
  std::uint32_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// True if the first three bytes are a sequence of three.
bool is_three(std::uint32_t word) noexcept { return (word & 0xC0C0F0) == 0x8080E0; }

// Bytes of the character packed into `text`.
std::uint32_t size_of(std::uint32_t text) noexcept {
  return static_cast<std::uint32_t>(utf8::sequence_length(static_cast<Byte>(text)));
}

bool is_operator(std::uint32_t text) noexcept { return (text & 0xF0FFFF) == 0xB0BFE2; }

constexpr std::size_t kPiece = 16;  // bytes that one store may write beyond what is meant
constexpr std::size_t kSpare = 64;  // bytes that are always free behind the output
constexpr std::ptrdiff_t kEight = 24, kAhead = 8;
constexpr std::size_t kFast = 12;  // bytes that must lie ahead for the quick way

struct Character {
  image::Cell cell;
  std::uint32_t size;  // bytes
};

// A sequence of three.
const image::Cell& cell_of_three(const Automaton& automaton, std::uint32_t word) noexcept {
  const std::size_t page = automaton.pages[(word & 0xF) << 6 | (word >> 8 & 0x3F)];
  return automaton.cells[page << 6 | (word >> 16 & 0x3F)];
}

Character read_other(const Automaton& automaton, const Byte* p, std::size_t size) noexcept;

// 1 if the sequence of three does not just stay what it is.
std::uint32_t mark_of(const Automaton& automaton, std::uint32_t word) noexcept {
  const std::uint64_t page = automaton.marks[image::mark_page(word & 0xF, word >> 8 & 0x3F)];
  return static_cast<std::uint32_t>(page >> (word >> 16 & 63)) & 1;
}

// Any character, whole. What is malformed is told nothing of.
inline Character read(const Automaton& automaton, const Byte* p, std::size_t size) noexcept {
  if (size == 3) {
    const std::uint32_t word =
        p[0] | static_cast<std::uint32_t>(p[1]) << 8 | static_cast<std::uint32_t>(p[2]) << 16;
    if (is_three(word)) return {cell_of_three(automaton, word), 3};
  }
  return read_other(automaton, p, size);
}

Character read_other(const Automaton& automaton, const Byte* p, std::size_t size) noexcept {
  Character character{{0, 0, image::kUntoldHead}, static_cast<std::uint32_t>(size)};
  std::size_t page = 0;
  switch (size) {
    case 1:
      if (p[0] >= 0x80) return character;
      page = image::kLowPages + (p[0] >> 6);
      break;
    case 2:
      if (p[0] < 0xC2 || (p[1] & 0xC0) != 0x80) return character;
      page = image::kLowPages + (p[0] & 0x1F);
      break;
    case 3:  // not whole, or read() would know
      return character;
    default:
      if ((p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80) return character;
      page = (p[0] & 0x7u) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3F);
      if (p[0] > 0xF4 || page < 0x400 || page >= image::kLowPages) return character;
  }
  character.cell = automaton.cells[std::size_t{automaton.pages[page]} << 6 | (p[size - 1] & 0x3F)];
  return character;
}

// A key that starts somewhere.
struct Key {
  const image::Node* node = nullptr;  // of its last character, unless it has only one
  std::uint32_t value = 0;            // of a character that is a key: number + 1
  const Byte* end = nullptr;
  bool open = false;  // text to come could make a longer one
  [[nodiscard]] bool found() const noexcept { return node != nullptr || value != 0; }
};

// The longest key that starts with `first`, which ends at `p`.
inline Key find_key(const Automaton& automaton, const image::Head& head, const Byte* p,
                    const Byte* end) noexcept {
  Key key{nullptr, head.value, p, false};
  std::uint32_t base = head.base;
  std::uint64_t next = head.second;  // bits of the classes that may come
  std::uint32_t mask = 63;
  while (base != 0) {
    if (p == end) {
      key.open = true;
      break;
    }
    const std::size_t size = utf8::sequence_length(*p);
    if (size > static_cast<std::size_t>(end - p)) {
      key.open = true;
      break;
    }
    const std::uint16_t cls = read(automaton, p, size).cell.cls;
    if ((next >> (cls & mask) & 1) == 0) break;
    const image::Node& node = automaton.nodes[base + cls];
    if (node.cls != cls) break;
    p += size;
    if (node.size() != image::kNoKey) {
      key.node = &node;
      key.end = p;
    }
    base = node.base();
    next = node.third;
    mask = 15;
  }
  return key;
}

}  // namespace

// What becomes of `cell`, which the filter would have a closer look at, before `next` and `after`.
inline Automaton::Look Automaton::look(const image::Cell& cell, const image::Head& head,
                                       const image::Cell& next, const image::Cell& after,
                                       const image::Node*& key,
                                       const image::Value*& value) const noexcept {
  if (head.base != 0) {
    const image::Node& node = nodes[head.base + next.cls];
    if (node.cls == next.cls) {
      if ((node.third >> (after.cls & 15) & 1) != 0) return Look::closer;
      if (node.size() < image::kNoKey) {
        key = &node;
        return Look::pair;
      }
      if (node.size() == image::kLongValue) return Look::closer;
    }
  }
  if ((cell.text & 0xF0) != 0xE0 || head.value != 0) return Look::closer;
  if (!two_levels) return Look::text;
  const image::Link& link = links[cell.cls];
  if (link.word != 0 || (link.base != 0 && first_units[link.base + next.cls].check == link.base)) {
    return Look::closer;
  }
  const std::uint32_t base = symbols[link.symbol].base;
  if (base == 0) return Look::text;
  const image::Link& follow = links[next.cls];
  if ((follow.base | follow.word) != 0) return Look::closer;
  const image::Unit& unit = second_units[base + follow.symbol];
  if (unit.check != base) return Look::text;
  // Two characters that the second stage may replace, unless a key starts between them or the
  // replacement could be of more.
  const image::Link& third = links[after.cls];
  const image::Head& inner = heads[next.head];
  if (unit.value == 0 || (third.base | third.word) != 0 || inner.value != 0 ||
      (inner.base != 0 && nodes[inner.base + after.cls].cls == after.cls) ||
      (unit.base != 0 && second_units[unit.base + third.symbol].check == unit.base)) {
    return Look::closer;
  }
  value = &second_values[unit.value - 1];
  return Look::pair;
}

Automaton::Automaton(const std::byte* image, const image::Fused& record) noexcept
    : pages(at<std::uint16_t>(image, record.pages)),
      cells(at<image::Cell>(image, record.cells)),
      heads(at<image::Head>(image, record.heads)),
      marks(record.marks.count == 0 ? nullptr : at<std::uint64_t>(image, record.marks)),
      filter(at<std::uint64_t>(image, record.filter)),
      nodes(at<image::Node>(image, record.nodes)),
      values(at<image::Value>(image, record.values)),
      links(at<image::Link>(image, record.links)),
      first_units(at<image::Unit>(image, record.first_units)),
      words(at<image::Value>(image, record.words)),
      symbol_lists(at<std::uint16_t>(image, record.symbol_lists)),
      symbols(at<image::Symbol>(image, record.symbols)),
      second_units(at<image::Unit>(image, record.second_units)),
      second_values(at<image::Value>(image, record.second_values)),
      text(at<char>(image, reinterpret_cast<const image::Header*>(image)->values)),
      ascii_last{record.ascii_last[0], record.ascii_last[1]},
      ascii_reach(record.ascii_reach),
      filter_shift(record.filter_shift),
      use_filter(record.use_filter != 0),
      two_levels(record.two_levels != 0) {}

// Where the output goes. There is always room for the rest of the input as it is, and to spare.
struct AutomatonRun::Writer {
  ByteBuffer& buffer;
  char* start;
  char* limit;
  char* out;
  const Automaton& automaton;

  Writer(ByteBuffer& to, const Automaton& of, std::size_t size)
      : buffer(to),
        start(to.room(size + kSpare)),
        limit(start + size + kSpare),
        out(start),
        automaton(of) {}
  // `rest`: bytes of input behind what is written.
  std::size_t put(const image::Value& value, std::size_t rest) {
    if (value.size + rest + kSpare > static_cast<std::size_t>(limit - out)) {
      grow(value.size + rest + kSpare);
    }
    const char* const from = automaton.text + value.offset;
    if (value.size <= kPiece) {
      std::memcpy(out, from, kPiece);
    } else {
      std::memcpy(out, from, value.size);
    }
    out += value.size;
    return value.size;
  }
  std::size_t put(const image::Node& node, std::size_t rest) {
    if (node.size() == image::kLongValue) {
      std::uint32_t value;
      std::memcpy(&value, node.text.data(), sizeof value);
      return put(automaton.values[value], rest);
    }
    ensure(rest);
    std::memcpy(out, node.text.data(), node.text.size());
    out += node.size();
    return node.size();
  }
  void ensure(std::size_t rest) {
    if (rest + kSpare > static_cast<std::size_t>(limit - out)) grow(rest + kSpare);
  }
  void put_character(std::uint32_t text, std::size_t size, std::size_t rest) {
    ensure(rest);
    std::memcpy(out, &text, sizeof text);
    out += size;
  }
  // What is as long as it was.
  void copy(const Byte* from, std::size_t size) {
    std::memcpy(out, from, size);
    out += size;
  }
  void grow(std::size_t more) {
    finish();
    more *= 2;
    start = out = buffer.room(more);
    limit = start + more;
  }
  void finish() { buffer.advance(static_cast<std::size_t>(out - start)); }
};

void AutomatonRun::push(std::string_view text, bool last, ByteBuffer& out, Trace* trace) {
  std::string_view work = text;
  if (!waiting_.empty()) work = waiting_.append(text);
  const std::size_t used = run(work, last, out, trace);
  if (waiting_.empty()) {
    waiting_.assign(work.substr(used));
  } else {
    waiting_.erase(0, used);
  }
}

std::size_t AutomatonRun::run(std::string_view text, bool last, ByteBuffer& out, Trace* trace) {
  const Automaton& a = *automaton_;
  const Byte* const begin = reinterpret_cast<const Byte*>(text.data());
  const Byte* const end = begin + text.size();
  const Byte* p = begin;
  const Byte* traced = begin;   // text before this is in `trace`
  const Byte* careful = begin;  // ASCII before this is looked at byte by byte
  Writer writer(out, a, text.size());
  const auto record = [&](const Byte* from, std::size_t in, std::size_t written) {
    if (trace == nullptr || in == written) return;
    const auto copied = static_cast<std::uint64_t>(from - traced);
    trace->add(copied, copied);
    trace->add(in, written);
    traced = from + in;
  };
  // Both stages in turn, from p on. False if the text does not suffice.
  const auto pull_here = [&]() {
    std::size_t here = static_cast<std::size_t>(p - begin);
    const std::uint64_t before = out.size() + static_cast<std::uint64_t>(writer.out - writer.start);
    const Step step = pull(text, here, last, writer);
    const auto in = static_cast<std::uint64_t>(begin + here - p) + piece_in_;
    const std::uint64_t written =
        out.size() + static_cast<std::uint64_t>(writer.out - writer.start) - before + piece_out_;
    if (trace != nullptr && (in != written || piece_in_ != 0 || step == Step::open)) {
      const auto copied = static_cast<std::uint64_t>(p - traced);
      trace->add(copied, copied);
      traced = begin + here;
      piece_in_ = in;
      piece_out_ = written;
      if (step == Step::done) {
        trace->add(in, written);
        piece_in_ = piece_out_ = 0;
      }
    }
    p = begin + here;
    return step == Step::done;
  };

  bool open = !items_.empty() && !pull_here();
  while (p < end && !open) {
    if (*p < 0x80 && p >= careful) {
      const Byte* const start = p;
      char* to = writer.out;
      if (a.ascii_reach == image::kAnyAscii) {
        while (p < end && *p < 0x80 && read(a, p, 1).cell.head == image::kNoHead &&
               read(a, p, 1).cell.text == *p) {
          *to++ = static_cast<char>(*p++);
        }
        careful = p < end && *p < 0x80 ? p + 1 : p;
        writer.out = to;
        continue;
      }
      bool ended = false;
#if defined(__SSE2__)
      while (end - p >= 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
        const auto high = static_cast<unsigned>(_mm_movemask_epi8(bytes));
        const int ascii = high == 0 ? 16 : std::countr_zero(high);
        p += ascii;
        to += ascii;
        if (ascii < 16) {
          ended = true;
          break;
        }
      }
#endif
      while (!ended && p < end && *p < 0x80) *to++ = static_cast<char>(*p++);
      if (a.ascii_reach != 0 && (p == end || (a.ascii_last[p[-1] >> 6] >> (p[-1] & 63) & 1) != 0)) {
        careful = p;
        const std::ptrdiff_t back = std::min<std::ptrdiff_t>(a.ascii_reach, p - start);
        p -= back;
        to -= back;
      }
      writer.out = to;
      continue;
    }

#if defined(__SSE2__)
    // Eight sequences of three at a time, where most of them stay what they are.
    if (a.marks != nullptr && end - p >= kEight + kAhead && is_three(load(p))) {
      char* to = writer.out;
      bool more = true;
      while (more && end - p >= kEight + kAhead) {
        const auto* const from = reinterpret_cast<const __m128i*>(p);
        const __m128i low = _mm_loadu_si128(from);
        const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 8));
        const __m128i lead = _mm_set1_epi8(static_cast<char>(0xC0));
        const int low_shape = _mm_movemask_epi8(_mm_cmplt_epi8(low, lead));
        const int high_shape = _mm_movemask_epi8(_mm_cmplt_epi8(high, lead));
        if (low_shape != 0x6DB6 || high_shape != 0xDB6D || !is_three(load(p + 21))) break;
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), low);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 8), high);
        std::uint32_t marked = 0;
        for (unsigned i = 0; i < 8; ++i) {
          const std::uint32_t word = load(p + 3 * i);
          marked |= mark_of(a, word) << i;
        }
        std::size_t done = kEight;
        while (marked != 0) {
          const unsigned i = static_cast<unsigned>(std::countr_zero(marked));
          const image::Cell cell = cell_of_three(a, load(p + 3 * i));
          const std::uint32_t word = load(p + 3 * i + 3);
          const image::Head& head = a.heads[cell.head];
          if (!is_three(word) ||
              ((head.second >> (cell_of_three(a, word).cls & 63) | head.second) & 1) != 0) {
            done = 3 * i;
            more = false;
            break;
          }
          std::memcpy(to + 3 * i, &cell.text, 3);
          marked &= marked - 1;
        }
        p += done;
        to += done;
      }
      writer.out = to;
    }
#endif
    if (a.marks != nullptr) {
      char* to = writer.out;
      while (end - p >= 4) {
        const std::uint32_t word = load(p);
        if (!is_three(word) || mark_of(a, word) != 0) break;
        std::memcpy(to, &word, sizeof word);
        to += 3;
        p += 3;
      }
      writer.out = to;
      if (p == end) break;
    }

    // Sequences of three, one after another.
    if (a.marks == nullptr && static_cast<std::size_t>(end - p) >= kFast && is_three(load(p))) {
      const Byte* const fast_end = end - kFast;
      char* to = writer.out;
      std::uint32_t word = load(p + 3);
      if (is_three(word)) {
        image::Cell cell = cell_of_three(a, load(p));
        image::Cell next = cell_of_three(a, word);
        const image::Node* key = nullptr;
        const image::Value* value = nullptr;
        // Writes what two characters become and goes on behind them; false: no more here.
        const auto write_pair = [&] {
          std::size_t written;
          writer.out = to;
          const auto rest = static_cast<std::size_t>(end - p) - 6;
          if (key != nullptr) {
            std::memcpy(to, key->text.data(), key->text.size());
            written = key->size();
            writer.out += written;
            if (written > 6) writer.ensure(rest);
          } else {
            written = writer.put(*value, rest);
          }
          to = writer.out;
          record(p, 6, written);
          p += 6;
          if (p > fast_end) return false;
          word = load(p + 3);
          return is_three(word);
        };
        if (a.use_filter) {
          for (;;) {
            word = load(p + 6);
            if (!is_three(word)) break;
            const image::Cell after = cell_of_three(a, word);
            const image::Head& head = a.heads[cell.head];
            const std::uint32_t pair = image::pair_hash(cell.cls, next.cls);
            const std::uint64_t told = a.filter[pair >> a.filter_shift];
            if ((((told >> image::pair_bit(pair) | told >> image::triple_bit(pair, after.cls)) &
                  head.second >> (next.cls & 63)) |
                 head.second) &
                1) [[unlikely]] {
              const auto look = a.look(cell, head, next, after, key = nullptr, value);
              if (look == Automaton::Look::closer) break;
              if (look == Automaton::Look::pair) {
                if (!write_pair()) break;
                cell = after;
                next = cell_of_three(a, word);
                continue;
              }
            }
            std::memcpy(to, &cell.text, sizeof cell.text);
            to += 3;
            p += 3;
            cell = next;
            next = after;
            if (p > fast_end) break;
          }
        } else {
          for (;;) {
            const image::Head& head = a.heads[cell.head];
            if ((head.second >> (next.cls & 63) | head.second) & 1) [[unlikely]] {
              word = load(p + 6);
              if (!is_three(word)) break;
              const image::Cell after = cell_of_three(a, word);
              const std::uint32_t pair = image::pair_hash(cell.cls, next.cls);
              const std::uint64_t told = a.filter[pair >> a.filter_shift];
              if (((told >> image::pair_bit(pair) | told >> image::triple_bit(pair, after.cls) |
                    head.second) &
                   1) != 0) {
                const auto look = a.look(cell, head, next, after, key = nullptr, value);
                if (look == Automaton::Look::closer) break;
                if (look == Automaton::Look::pair) {
                  if (!write_pair()) break;
                  cell = after;
                  next = cell_of_three(a, word);
                  continue;
                }
              }
            }
            std::memcpy(to, &cell.text, sizeof cell.text);
            to += 3;
            p += 3;
            if (p > fast_end) break;
            word = load(p + 3);
            if (!is_three(word)) break;
            cell = next;
            next = cell_of_three(a, word);
          }
        }
      }
      writer.out = to;
    }

    // One character, with all that it may begin.
    const std::size_t size = utf8::sequence_length(*p);
    if (size > static_cast<std::size_t>(end - p)) {
      if (last) {
        writer.copy(p, static_cast<std::size_t>(end - p));
        p = end;
      }
      break;
    }
    const image::Cell cell = read(a, p, size).cell;
    if (cell.head == image::kUntoldHead) {
      if (size == 3 && is_operator(load(p) & 0xFFFFFF)) {
        const Description description =
            read_description(text.substr(static_cast<std::size_t>(p - begin)));
        if (description.state == Description::State::complete) {
          writer.copy(p, description.size);
          p += description.size;
          continue;
        }
        if (description.state == Description::State::incomplete && !last) break;
        if (a.two_levels) {
          open = !pull_here();
          continue;
        }
      }
      writer.copy(p, size);
      p += size;
      continue;
    }
    const image::Head& head = a.heads[cell.head];
    if (cell.text != 0 && (head.second == 0 || static_cast<std::size_t>(end - p) > size)) {
      // Most characters begin nothing with what comes next.
      const Byte* const next = p + size;
      const std::size_t bytes = head.second == 0 ? 0 : utf8::sequence_length(*next);
      if (bytes == 0 ||
          (bytes <= static_cast<std::size_t>(end - next) &&
           ((head.second >> (read(a, next, bytes).cell.cls & 63) | head.second) & 1) == 0)) {
        const std::size_t written = size_of(cell.text);
        writer.put_character(cell.text, written, static_cast<std::size_t>(end - next));
        record(p, size, written);
        p = next;
        continue;
      }
    }
    const Key key = find_key(a, head, p + size, end);
    if (key.open && !last) break;
    if (key.found()) {
      const auto rest = static_cast<std::size_t>(end - key.end);
      const std::size_t written = key.node != nullptr ? writer.put(*key.node, rest)
                                                      : writer.put(a.values[key.value - 1], rest);
      record(p, static_cast<std::size_t>(key.end - p), written);
      p = key.end;
      continue;
    }
    if (a.two_levels && cell.cls != 0) {
      const image::Link& link = a.links[cell.cls];
      const std::uint32_t base = a.symbols[link.symbol].base;
      bool meets = link.word != 0 || cell.text == 0;
      if (!meets && (link.base | base) != 0) {
        const Byte* const next = p + size;
        if (next == end || utf8::sequence_length(*next) > static_cast<std::size_t>(end - next)) {
          if (!last) break;
        } else {
          const std::uint16_t cls = read(a, next, utf8::sequence_length(*next)).cell.cls;
          const image::Link& follow = a.links[cls];
          meets = (link.base != 0 && a.first_units[link.base + cls].check == link.base) ||
                  (base != 0 && (follow.base != 0 || follow.word != 0 ||
                                 a.second_units[base + follow.symbol].check == base));
        }
      }
      if (meets) {
        open = !pull_here();
        continue;
      }
    }
    const std::size_t written = size_of(cell.text);
    writer.put_character(cell.text, written, static_cast<std::size_t>(end - p) - size);
    record(p, size, written);
    p += size;
  }
  writer.finish();
  if (trace != nullptr) {
    const auto copied = static_cast<std::uint64_t>(p - traced);
    trace->add(copied, copied);
  }
  return static_cast<std::size_t>(p - begin);
}

// One unit of the second stage after another, until one ends where a unit of the first does: from
// there on nothing depends on what was before.
AutomatonRun::Step AutomatonRun::pull(std::string_view text, std::size_t& at, bool last,
                                      Writer& writer) {
  const Automaton& a = *automaton_;
  const std::size_t rest = text.size() - at;
  const auto suspend = [&] {
    // What is left of the unit at hand stays; those behind it are read again.
    const auto kept = items_.begin() + static_cast<std::ptrdiff_t>(front_);
    const auto next = std::find_if(kept, items_.end(), [](const Item& item) { return item.first; });
    if (next != items_.end()) at = next->at;
    items_.erase(next, items_.end());
    items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(front_));
    front_ = 0;
    return Step::open;
  };
  if (items_.empty()) {
    const Step step = fill(text, at, last);
    if (step != Step::done) return step;
  }
  while (front_ < items_.size()) {
    const Item item = items_[front_];
    std::size_t units = 1;
    bool verbatim = item.symbol == 0;
    image::Value value{};
    if (is_operator(item.text)) {
      Step step = Step::done;
      units = description(text, at, last, step);
      if (step == Step::open) return suspend();
      verbatim = true;
    } else if (item.symbol != 0) {
      value = a.symbols[item.symbol].value;
      std::uint32_t base = a.symbols[item.symbol].base;
      for (std::size_t i = 1; base != 0;) {
        if (front_ + i == items_.size()) {
          const Step step = fill(text, at, last);
          if (step == Step::open) return suspend();
          if (step == Step::end) break;
          continue;
        }
        const image::Unit& unit = a.second_units[base + items_[front_ + i].symbol];
        if (unit.check != base) break;
        ++i;
        if (unit.value != 0) {
          units = i;
          value = a.second_values[unit.value - 1];
        }
        base = unit.base;
      }
    }
    if (verbatim) {
      for (std::size_t i = 0; i < units; ++i) {
        writer.put_character(items_[front_ + i].text, items_[front_ + i].size, rest);
      }
    } else {
      writer.put(value, rest);
    }
    front_ += units;
    if (front_ < items_.size() && items_[front_].first) {
      at = items_[front_].at;
      break;
    }
  }
  items_.clear();
  front_ = 0;
  return Step::done;
}

// Adds what the first stage makes of the unit at `at`. Step::end: the segment ends there.
AutomatonRun::Step AutomatonRun::fill(std::string_view text, std::size_t& at, bool last) {
  const Automaton& a = *automaton_;
  const Byte* const begin = reinterpret_cast<const Byte*>(text.data());
  const Byte* const end = begin + text.size();
  const Byte* const p = begin + at;
  if (p == end || utf8::sequence_length(*p) > static_cast<std::size_t>(end - p)) {
    return last ? Step::end : Step::open;
  }
  const std::size_t size = utf8::sequence_length(*p);
  const image::Cell cell = read(a, p, size).cell;
  const auto add = [&](const Byte* from, std::size_t bytes, bool first) {
    Item item{0, static_cast<std::uint32_t>(from - begin), 0, static_cast<std::uint8_t>(bytes),
              first};
    std::memcpy(&item.text, from, bytes);
    items_.push_back(item);
  };
  if (cell.head == image::kUntoldHead) {
    std::size_t whole = size;
    if (size == 3 && is_operator(static_cast<std::uint32_t>(p[0] | p[1] << 8 | p[2] << 16))) {
      const Description found = read_description(text.substr(at));
      if (found.state == Description::State::incomplete && !last) return Step::open;
      if (found.state == Description::State::complete) whole = found.size;
    }
    for (const Byte* q = p; q < p + whole; q += utf8::sequence_length(*q)) {
      add(q, utf8::sequence_length(*q), q == p);
    }
    at += whole;
    return Step::done;
  }
  const Key key = find_key(a, a.heads[cell.head], p + size, end);
  if (key.open && !last) return Step::open;
  if (key.found()) return Step::end;
  const image::Link& link = a.links[cell.cls];
  std::uint32_t word = link.word;
  const Byte* word_end = p + size;
  std::uint32_t base = link.base;
  for (const Byte* q = p + size; base != 0;) {
    if (q == end || utf8::sequence_length(*q) > static_cast<std::size_t>(end - q)) {
      if (!last) return Step::open;
      break;
    }
    const std::size_t bytes = utf8::sequence_length(*q);
    const image::Cell follow = read(a, q, bytes).cell;
    const image::Unit& unit = a.first_units[base + follow.cls];
    if (unit.check != base) break;
    // A key of the segmentation ends the segment wherever it starts.
    const Key inner = find_key(a, a.heads[follow.head], q + bytes, end);
    if (inner.open && !last) return Step::open;
    if (inner.found()) break;
    q += bytes;
    if (unit.value != 0) {
      word = unit.value;
      word_end = q;
    }
    base = unit.base;
  }
  const auto unit_at = static_cast<std::uint32_t>(at);
  at = static_cast<std::size_t>(word_end - begin);
  if (word == 0) {
    if (cell.cls == 0) {
      items_.push_back(
          {cell.text, unit_at, 0, static_cast<std::uint8_t>(size_of(cell.text)), true});
    } else {
      const std::uint32_t character = a.symbols[link.symbol].text;
      items_.push_back({character, unit_at, static_cast<std::uint16_t>(link.symbol),
                        static_cast<std::uint8_t>(size_of(character)), true});
    }
    return Step::done;
  }
  const image::Value& list = a.words[word - 1];
  for (std::uint32_t i = 0; i < list.size; ++i) {
    const std::uint16_t symbol = a.symbol_lists[list.offset + i];
    const std::uint32_t character = a.symbols[symbol].text;
    items_.push_back(
        {character, unit_at, symbol, static_cast<std::uint8_t>(size_of(character)), i == 0});
  }
  return Step::done;
}

// Items of the description sequence that the second stage sees at the front; 1 if it sees none.
std::size_t AutomatonRun::description(std::string_view text, std::size_t& at, bool last,
                                      Step& step) {
  // The text as the second stage sees it, as far as a sequence can reach.
  std::string seen;
  std::size_t items = 0;
  for (;;) {
    while (front_ + items < items_.size() && items <= 64) {
      const Item& item = items_[front_ + items];
      seen.append(reinterpret_cast<const char*>(&item.text), item.size);
      ++items;
      const Description found = read_description(seen);
      if (found.state == Description::State::complete) return items;
      if (found.state == Description::State::invalid) return 1;
    }
    if (items > 64) return 1;
    step = fill(text, at, last);
    if (step != Step::done) return 1;
  }
}

}  // namespace hanfix::convert
