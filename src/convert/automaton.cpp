#include "convert/automaton.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "convert/automaton_lookup.hpp"
#include "convert/automaton_plain.hpp"
#include "convert/automaton_writer.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert {

using namespace lookup;

namespace {

template <class T>
const T* at(const std::byte* image, const image::Section& section) noexcept {
  return reinterpret_cast<const T*>(image + section.offset);
}

constexpr std::size_t kWorthTable = 8192;  // bytes of text for which the table is made

// Copies ASCII from `p` on, and moves both on. Returns how far what is left has to be looked at
// character by character: where a key may begin.
inline const Byte* copy_ascii(const Automaton& a, const Byte*& p, const Byte* end, char*& to) {
  if (a.ascii_reach == image::kAnyAscii) {
    while (p < end && *p < 0x80) {
      const image::Cell cell = read(a, p, 1).cell;
      if (cell.head != image::kNoHead || cell.text != *p) return p + 1;
      *to++ = static_cast<char>(*p++);
    }
    return p;
  }
  const Byte* const start = p;
  bool ended = false;
#if defined(__SSE2__)
  while (end - p >= 16 && !ended) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
    const auto high = static_cast<unsigned>(_mm_movemask_epi8(bytes));
    const int ascii = high == 0 ? 16 : std::countr_zero(high);
    p += ascii;
    to += ascii;
    ended = ascii < 16;
  }
#endif
  while (!ended && p < end && *p < 0x80) *to++ = static_cast<char>(*p++);
  if (a.ascii_reach == 0 || (p != end && (a.ascii_last[p[-1] >> 6] >> (p[-1] & 63) & 1) == 0)) {
    return p;
  }
  const Byte* const careful = p;
  const std::ptrdiff_t back = std::min<std::ptrdiff_t>(a.ascii_reach, p - start);
  p -= back;
  to -= back;
  return careful;
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

Automaton::Automaton(const std::byte* image, const image::Fused& record)
    : pages(at<std::uint16_t>(image, record.pages)),
      cells(at<image::Cell>(image, record.cells)),
      heads(at<image::Head>(image, record.heads)),
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
      two_levels(record.two_levels != 0),
      flags(record.flags.count == 0 ? nullptr : at<std::uint8_t>(image, record.flags)),
      sides(at<std::uint8_t>(image, record.sides)),
      anchors(at<std::uint64_t>(image, record.anchors)),
      anchor_shift(record.anchor_shift),
      sieve(record.sieve.count == 0 ? nullptr : at<image::Sieve>(image, record.sieve)),
      lazy_(flags == nullptr ? nullptr : lazy()) {}

void AutomatonRun::push(std::string_view text, bool last, ByteBuffer& out, Trace* trace,
                        KeyLog* log) {
  std::string_view work = text;
  log_ = log;
  if (!waiting_.empty()) work = waiting_.append(text);
  const std::size_t used = run(work, last, out, trace);
  if (waiting_.empty()) {
    waiting_.assign(work.substr(used));
  } else {
    waiting_.erase(0, used);
  }
}

void AutomatonRun::reset() {
  waiting_.clear();
  items_.clear();
  front_ = 0;
  suspended_ = false;
  piece_in_ = piece_out_ = 0;
}

std::size_t AutomatonRun::run(std::string_view text, bool last, ByteBuffer& out, Trace* trace) {
  const Automaton& a = *automaton_;
  KeyLog* const log = log_;
  if (alone_ == nullptr && text.size() >= kWorthTable) alone_ = a.alone();
  const Byte* const begin = reinterpret_cast<const Byte*>(text.data());
  const Byte* const end = begin + text.size();
  const Byte* p = begin;
  const Byte* traced = begin;   // text before this is in `trace`
  const Byte* careful = begin;  // ASCII before this is looked at byte by byte
  const Byte* until = begin;    // text before this is looked at character by character
  Writer writer(out, a, text.size());
  Plain plain;
  const auto record = [&](const Byte* from, std::size_t in, std::size_t written) {
    if (trace == nullptr || in == written) return;
    const auto copied = static_cast<std::uint64_t>(from - traced);
    trace->add(copied, copied);
    trace->add(in, written);
    traced = from + in;
  };
  using Kind = KeyLog::Use::Kind;
  const auto note = [&](const Byte* from, std::size_t size, Kind kind) {
    if (log == nullptr) return;
    log->uses.push_back(
        {static_cast<std::uint32_t>(from - begin), static_cast<std::uint32_t>(size), kind});
  };
  // Both stages in turn, from p on. False if the text does not suffice.
  const auto pull_here = [&]() {
    std::size_t here = static_cast<std::size_t>(p - begin);
    const std::uint64_t before = out.size() + static_cast<std::uint64_t>(writer.out - writer.start);
    const std::size_t noted = log == nullptr ? 0 : log->uses.size();
    note(p, 0, Kind::both);
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
    if (log != nullptr) {
      log->uses[noted].size = static_cast<std::uint32_t>(begin + here - p);
      if (step != Step::open) log->uses[noted].kind = Kind::stages;
    }
    p = begin + here;
    return step == Step::done;
  };

  borders_.clear();
  if (!suspended_) {
    items_.clear();
    front_ = 0;
  }
  bool open = suspended_ && !pull_here();
  while (p < end && !open) {
    if (alone_ != nullptr) {
      if (p >= until) {
        const Passed passed = pass_alone(a, *alone_, p, end, last, writer.out);
        p = passed.to;
        until = passed.until;
        if (p == end) break;
      }
    } else if (*p < 0x80 && p >= careful) {
      careful = copy_ascii(a, p, end, writer.out);
      continue;
    }

    // Sequences of three, one after another.
    if (alone_ == nullptr) {
      plain.p = p;
      plain.to = writer.out;
      while (plain.pass(a, end)) {
        const image::Node* key = nullptr;
        const image::Value* value = nullptr;
        const auto look =
            a.look(plain.cell, a.heads[plain.cell.head], plain.next, plain.after, key, value);
        if (look == Automaton::Look::closer) break;
        if (look == Automaton::Look::text) {
          plain.write(plain.cell);
          continue;
        }
        // Two characters together.
        const auto rest = static_cast<std::size_t>(end - plain.p) - 6;
        std::size_t written;
        writer.out = plain.to;
        if (key != nullptr) {
          std::memcpy(writer.out, key->text.data(), key->text.size());
          written = key->size();
          writer.out += written;
          if (written > 6) writer.ensure(rest);
        } else {
          written = writer.put(*value, rest);
        }
        plain.to = writer.out;
        note(plain.p, 6, key != nullptr ? Kind::key : Kind::later_pair);
        record(plain.p, 6, written);
        plain.p += 6;
      }
      p = plain.p;
      writer.out = plain.to;
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
        if (log != nullptr) log->operators = true;
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
      const auto bytes = static_cast<std::size_t>(key.end - p);
      if (bytes > size) note(p, bytes, Kind::key);
      record(p, bytes, written);
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

}  // namespace hanfix::convert
