#include "convert/context/document_names.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "convert/automaton_blocks.hpp"

namespace hanfix::convert::context {
namespace {

// Whoever is called so has been named in full before it.
constexpr std::u32string_view kTitles[] = {
    U"先生", U"女士", U"小姐", U"太太", U"夫人", U"教授", U"博士", U"院士", U"主任", U"主席",
    U"大人", U"老师", U"老師", U"同学", U"同學", U"同志", U"师傅", U"師傅", U"医生", U"醫生",
    U"医师", U"醫師", U"律师", U"律師", U"老板", U"老闆", U"经理", U"經理", U"院长", U"院長",
    U"校长", U"校長", U"部长", U"部長", U"局长", U"局長", U"市长", U"市長", U"县长", U"縣長",
    U"总理", U"總理", U"总统", U"總統", U"书记", U"書記", U"议员", U"議員", U"导演", U"導演"};
// What these begin with.
constexpr auto kTitleHeads = [] {
  struct Heads {
    std::array<std::uint64_t, 0x10000 / 64> bits{};
    [[nodiscard]] constexpr bool has(char32_t code) const noexcept {
      return (bits[code / 64] >> code % 64 & 1) != 0;
    }
  } heads;
  for (const std::u32string_view title : kTitles) {
    heads.bits[title[0] / 64] |= std::uint64_t{1} << title[0] % 64;
  }
  return heads;
}();
// What a name can stand behind even if the character is a preposition as well (于): words that take
// a person, and the ends of what people are.
constexpr std::u32string_view kBefore =
    U"是和与與同跟及请請问問找给給叫让讓被的了选選见見派"
    U"长長员員者授士师師理任席友生事";
// Who of a list may come behind its last name.
constexpr std::u32string_view kBehindList = U"等两兩二三四五六七八九十";

bool has(std::u32string_view codes, char32_t code) noexcept {
  return codes.find(code) != codes.npos;
}

// Whether these could be a surname and a given name.
bool fits(std::span<const char32_t> name) noexcept {
  const Names& names = Names::builtin();
  return names.costs(name[0]).surname != 0 && names.fits_given(name.subspan(1));
}

}  // namespace

void DocumentNames::learn(std::string_view text) {
  constexpr std::size_t kAtOnce = 64 << 10;
  for (; !text.empty(); text.remove_prefix(std::min(kAtOnce, text.size()))) {
    text_.append(text.substr(0, kAtOnce));
    look(false);
    keep(kSeen, learnt_);
  }
}

void DocumentNames::end_stretch() {
  look(true);
  offset_ += text_.size();
  text_.clear();
  learnt_ = offset_;
}

// Leaves so many characters before a place in text_.
void DocumentNames::keep(std::size_t characters, std::uint64_t before) {
  auto kept = static_cast<std::size_t>(before - offset_);
  for (; characters > 0 && kept > 0; --characters) kept = utf8::begin_before(text_, kept);
  text_.erase(0, kept);
  offset_ += kept;
}

void DocumentNames::learn_at(std::span<const std::uint32_t> places, std::size_t size) {
  // What an overlong run has left.
  if (learnt_ < place_) return learn_all();
  constexpr std::size_t kReach = 4 * (kSeen + 1);  // bytes
  std::string joined;
  const std::uint8_t* const flags = heads_.table();
  const char* const text = shown_.data();
  for (const std::uint32_t at : places) {
    if (shown_.size() - at < 4) return learn_all();  // nothing may be read behind it
    // What is not of three bytes is no name's.
    const std::uint32_t word = lookup::load(text + at);
    if ((flags[lookup::code_of(word)] & KeyHeads::kNamed) == 0) continue;
    if (!lookup::is_three(word) || place_ + at < learnt_ || hopeless(shown_, at)) continue;
    Window window;
    if (at >= kReach) {
      if (!read(shown_, at, last_, window)) return learn_all();
    } else {
      joined.assign(text_).append(shown_.substr(0, at + kReach));
      const bool last = last_ && at + kReach >= shown_.size();
      if (!read(joined, text_.size() + at, last, window)) return learn_all();
    }
    consider(window, place_ + at);
  }
  learnt_ = std::max(learnt_, place_ + size);
}

void DocumentNames::learn_all() {
  if (learnt_ >= place_ + shown_.size()) return;
  const std::size_t before = text_.size();
  text_.append(shown_);
  look(last_);
  text_.resize(before);
}

void DocumentNames::leave(std::size_t size) {
  if (last_ && size == shown_.size()) {
    text_.clear();
    offset_ = learnt_ = place_ + size;
    return;
  }
  // An overlong run may be left before all in its end is learnt from.
  const std::size_t least = std::min(size, 8 * kSeen);
  if (least == 8 * kSeen) {
    offset_ = place_ + size - least;
    text_.clear();
  }
  text_.append(shown_.substr(size - least, least));
  keep(2 * kSeen, place_ + size);
}

std::shared_ptr<const KnownNames> DocumentNames::snapshot() {
  if (!snapshot_ || snapshot_->size() != known_.size()) {
    snapshot_ = std::make_shared<const KnownNames>(known_);
  }
  return snapshot_;
}

// Considers all characters of text_ that are not learnt from, until what is to come could change
// something.
void DocumentNames::look(bool last) {
  const std::size_t whole = text_.size() - utf8::incomplete_tail(text_);
  if (!sieve_) sieve_ = heads_.named_sieve();
  characters_.find_named(std::string_view(text_).substr(0, whole), heads_, *sieve_);
  for (const std::uint32_t at : characters_) {
    if (offset_ + at < learnt_ || hopeless(text_, at)) continue;
    Window window;
    if (!read(text_, at, last, window)) {
      learnt_ = offset_ + at;
      return;
    }
    consider(window, offset_ + at);
  }
  learnt_ = offset_ + whole;
}

// Most characters stand in no name; the text around them tells at once.
bool DocumentNames::hopeless(std::string_view text, std::size_t at) const noexcept {
  if (heads_.names() || at < 3 || text.size() - at < 12) return false;
  const auto is_three = [&](std::size_t i) { return utf8::is_three_at(text, i); };
  if (!is_three(at + 3) || !is_three(at + 6) || !is_three(at + 9)) return false;
  const auto code = [&](std::size_t i) { return utf8::three_at(text.data() + i); };
  const char32_t before = is_three(at - 3) ? code(at - 3) : 0;
  if (!kTitleHeads.has(code(at + 6)) && !kTitleHeads.has(code(at + 9)) && before != U'叫' &&
      before != U'名' && before != U'、') {
    return true;
  }
  const char32_t name[] = {code(at), code(at + 3), code(at + 6)};
  return !fits(name) && !fits(std::span(name).first(2));
}

// False: it takes more text to tell.
bool DocumentNames::read(std::string_view text, std::size_t at, bool last, Window& window) {
  window.at = window.first = kSeen;
  for (std::size_t here = at; window.first > 0 && here > 0;) {
    const std::size_t before = utf8::begin_before(text, here);
    std::size_t behind = before;
    --window.first;
    window.codes[window.first] = utf8::next(text, behind);
    window.sizes[window.first] = static_cast<std::uint8_t>(here - before);
    here = before;
  }
  window.end = window.at;
  bool han = true;
  for (std::size_t here = at; window.end < window.codes.size() && han;) {
    if (here == text.size() ||
        utf8::sequence_length(static_cast<unsigned char>(text[here])) > text.size() - here) {
      if (!last) return false;
      break;
    }
    const std::size_t begin = here;
    window.codes[window.end] = utf8::next(text, here);
    window.sizes[window.end] = static_cast<std::uint8_t>(here - begin);
    han = is_han(window.codes[window.end++]);
  }
  window.stretch_end = han ? window.end : window.end - 1;
  window.stretch = window.at;
  while (window.stretch > window.first && is_han(window.codes[window.stretch - 1])) {
    --window.stretch;
  }
  return true;
}

// A character that a name could begin with, towards Traditional, or that it could keep.
void DocumentNames::consider(const Window& window, std::uint64_t at) {
  const std::size_t most =
      heads_.names() ? std::min<std::size_t>(2, window.at - window.stretch) : 0;
  for (std::size_t back = heads_.names() ? 1 : 0; back <= most; ++back) {
    const std::size_t begin = window.at - back;
    for (std::size_t size = KnownNames::kLongest; size > std::max<std::size_t>(back, 1); --size) {
      const std::size_t end = begin + size;
      if (end > window.stretch_end || !is_name(window, begin, end)) continue;
      for (std::size_t i = begin; i < window.at; ++i) at -= window.sizes[i];
      return known_.add(std::span(window.codes).subspan(begin, size), at);
    }
  }
}

bool DocumentNames::is_name(const Window& window, std::size_t begin, std::size_t end) {
  const std::span<const char32_t> codes(window.codes);
  if (!fits(codes.subspan(begin, end - begin))) return false;
  if (listed(window, begin, end)) return true;
  const auto rest = codes.subspan(end, window.stretch_end - end);
  const std::size_t title = size_of_one(kTitles, rest);
  // 他叫于海洋, and nothing behind it.
  const bool called =
      rest.empty() && begin > window.stretch &&
      (codes[begin - 1] == U'叫' ||
       (codes[begin - 1] == U'名' && begin > window.stretch + 1 && codes[begin - 2] == U'姓'));
  if (title == 0 && !called) return false;
  if (title > 0 && !called && !introduces(window, begin)) return false;
  const auto stretch = codes.subspan(window.stretch, window.stretch_end - window.stretch);
  return finder_.stands_alone(stretch, begin - window.stretch, end - window.stretch, title);
}

bool DocumentNames::introduces(const Window& window, std::size_t begin) const {
  if (window.codes[begin] != U'于' || begin == window.stretch) return true;
  return has(kBefore, window.codes[begin - 1]);
}

// 王芳、于建国: all between two signs, behind another name.
bool DocumentNames::listed(const Window& window, std::size_t begin, std::size_t end) const {
  const auto& codes = window.codes;
  if (begin != window.stretch || begin == window.first || codes[begin - 1] != U'、') return false;
  if (end < window.stretch_end && !has(kBehindList, codes[end])) return false;
  std::size_t other = begin - 1;
  while (other > window.first && is_han(codes[other - 1])) --other;
  const std::size_t size = begin - 1 - other;
  // A stretch that the window cuts is too long in any case.
  return (size == 2 || size == 3) && !heads_.named(codes[other]) &&
         fits(std::span(codes).subspan(other, size));
}

}  // namespace hanfix::convert::context
