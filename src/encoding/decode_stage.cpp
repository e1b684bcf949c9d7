#include "encoding/decode_stage.hpp"

#include <algorithm>
#include <utility>

namespace hanfix {
namespace {

// UTF-16 without a byte order mark shows in its first characters; held that long, no longer.
constexpr std::size_t kOpening = 16;
constexpr std::size_t kLongestBom = 4;
// The window is looked at when it has this size, and whenever it has grown so many times.
constexpr std::size_t kFirstLook = 512, kGrowth = 4;
// A line that is longer keeps the encoding of its beginning.
constexpr std::size_t kLongestLine = 64 << 10;
constexpr char kEscape = 0x1B, kShiftOut = 0x0E;

// The first byte that says something about the encoding; text.size() if there is none. A '~' or
// ESC at the end needs one more byte to be understood: `open` is set and its offset returned.
std::size_t find_telling(std::string_view text, bool& open) {
  open = false;
  std::string_view ascii = text.substr(0, ascii_prefix(text));
  for (const char byte : {'\0', kShiftOut}) {
    ascii = ascii.substr(0, std::min(ascii.find(byte), ascii.size()));
  }
  for (const char first : {kEscape, '~'}) {
    for (std::size_t at = ascii.find(first); at != std::string_view::npos;
         at = ascii.find(first, at + 1)) {
      const bool ends = at + 1 == text.size();
      const char next = ends ? '\0' : text[at + 1];
      if (ends || (first == '~' ? next == '{' : next == '$' || next == '(')) {
        open = ends;
        ascii = ascii.substr(0, at);
        break;
      }
    }
  }
  return ascii.size();
}

// Controls that text hardly has, but one byte in ten of UTF-16 hanzi.
bool is_control(char c) {
  constexpr std::string_view kText = "\t\n\r\f\b\x1B";
  return (c >= 0 && c < 0x20 && kText.find(c) == std::string_view::npos) || c == 0x7F;
}

// Whether more bytes could still make `bytes` begin with `mark`.
bool may_become(std::string_view bytes, std::string_view mark) {
  return bytes.size() < mark.size() && mark.substr(0, bytes.size()) == bytes;
}

}  // namespace

DecodeStage::DecodeStage(DecodeOptions options, DiagnosticSink& reports)
    : options_(std::move(options)), reports_(reports), look_at_(kFirstLook) {}

std::size_t DecodeStage::retention() const noexcept {
  return std::max(kDetectionWindow, kLongestLine) + kOpening;
}

UnitWriter DecodeStage::writer(Sink& out) {
  return {text_, positions_, out, current_ == Encoding::binary ? nullptr : &reports_, current_};
}

void DecodeStage::push(std::string_view chunk, Sink& out) {
  while (!chunk.empty()) {
    if (phase_ == Phase::decoding) {
      UnitWriter to = writer(out);
      decode(chunk, false, to);
      to.flush();
      return;
    }
    if (phase_ == Phase::scanning) {
      UnitWriter to = writer(out);
      chunk.remove_prefix(scan(chunk, false, to));
      if (held_.size() == look_at_) look(to);
      to.flush();
      continue;
    }
    const std::size_t room = (phase_ == Phase::holding ? look_at_
                              : options_.from          ? kLongestBom
                                                       : kOpening) -
                             held_.size();
    const std::size_t taken = std::min(room, chunk.size());
    // A fixed encoding's mark is compared byte by byte: what follows it goes the fast way.
    held_.append(chunk.substr(0, options_.from ? 1 : taken));
    chunk.remove_prefix(options_.from ? 1 : taken);
    UnitWriter to = writer(out);
    if (phase_ == Phase::opening) {
      if (options_.from) {
        open_fixed(false, to);
      } else {
        open_auto(false, false, to);
      }
    } else if (held_.size() == look_at_) {
      look(to);
    }
    to.flush();
  }
}

void DecodeStage::idle(Sink& out) {
  UnitWriter to = writer(out);
  if (phase_ == Phase::opening && !options_.from && !held_.empty()) open_auto(false, true, to);
  if (phase_ == Phase::holding) decide(false, to);
  if (phase_ == Phase::decoding && lines_ && !held_.empty()) decode_lines({}, false, true, to);
  to.flush();
}

void DecodeStage::finish(Sink& out) {
  UnitWriter to = writer(out);
  if (phase_ == Phase::opening) {
    if (options_.from) {
      open_fixed(true, to);
    } else {
      open_auto(true, false, to);
    }
  }
  if (phase_ == Phase::scanning) scan({}, true, to);
  if (phase_ == Phase::holding) decide(true, to);
  if (phase_ == Phase::decoding) decode({}, true, to);
  if (!detection_) {
    // Nothing but ASCII went by; an empty stream says nothing.
    to.flush();
    const bool nothing = positions_.input_size() == 0;
    detection_ = Detection{nothing ? Encoding::utf_8 : Encoding::us_ascii, 0, nothing ? 0.0 : 1.0};
  }
  to.flush();
}

// Looks for the mark of the encoding that the user named.
bool DecodeStage::open_fixed(bool last, UnitWriter& out) {
  Encoding encoding = *options_.from;
  std::initializer_list<Encoding> marks = {};
  static constexpr std::initializer_list<Encoding> kUtf8 = {Encoding::utf_8};
  static constexpr std::initializer_list<Encoding> kUtf16 = {Encoding::utf_16le,
                                                             Encoding::utf_16be};
  static constexpr std::initializer_list<Encoding> kUtf32 = {Encoding::utf_32le,
                                                             Encoding::utf_32be};
  static constexpr std::initializer_list<Encoding> kGb18030 = {Encoding::gb18030};
  if (encoding == Encoding::utf_8) marks = kUtf8;
  if (encoding == Encoding::gb18030) marks = kGb18030;
  if (info(encoding).coding == Coding::utf16) marks = kUtf16;
  if (info(encoding).coding == Coding::utf32) marks = kUtf32;
  std::size_t bom_size = 0;
  for (const Encoding candidate : marks) {
    const std::string_view mark = byte_order_mark(candidate);
    if (!last && may_become(held_, mark)) return false;
    if (std::string_view(held_).substr(0, mark.size()) == mark) {
      encoding = candidate;
      bom_size = mark.size();
    }
  }
  commit({encoding, bom_size, 1.0, 1.0, {{encoding, 1.0}}}, out);
  return true;
}

bool DecodeStage::open_auto(bool last, bool idle, UnitWriter& out) {
  const bool full = held_.size() >= kOpening;
  if (!full && !last && !idle) return false;
  bool open = false;
  const std::size_t telling = find_telling(held_, open);
  if ((telling < held_.size() && !open) || std::any_of(held_.begin(), held_.end(), is_control)) {
    phase_ = Phase::holding;
    if (last || find_byte_order_mark(held_)) decide(last, out);
    return true;
  }
  phase_ = Phase::scanning;
  at_start_ = false;
  const std::string opening = std::exchange(held_, {});
  scan(opening, last, out);
  return true;
}

// Passes ASCII on. Returns how much of `chunk` is dealt with; the rest begins a window.
std::size_t DecodeStage::scan(std::string_view chunk, bool last, UnitWriter& out) {
  std::string joined;
  std::string_view text = chunk;
  const std::size_t carried = held_.size();  // a '~' or ESC, whose next byte is now known
  if (carried > 0) {
    joined = std::exchange(held_, {}) + std::string(chunk.substr(0, 1));
    text = joined;
  }
  bool open = false;
  const std::size_t telling = find_telling(text, open);
  if (open && last) {
    out.copied(text);
    return chunk.size();
  }
  out.copied(text.substr(0, telling));
  if (telling == text.size()) return text.size() - carried;
  held_ = text.substr(telling, open ? 1 : kFirstLook);
  if (!open) {
    phase_ = Phase::holding;
    look_at_ = kFirstLook;
  }
  return telling + held_.size() - carried;
}

// The window has reached the size at which it is looked at.
void DecodeStage::look(UnitWriter& out) {
  Detection detection =
      detect(held_, {.complete = false, .at_start = at_start_, .allowed = options_.candidates});
  if (!detection.decisive && look_at_ < kDetectionWindow) {
    look_at_ = std::min(look_at_ * kGrowth, kDetectionWindow);
    return;
  }
  settle(std::move(detection), false, out);
}

void DecodeStage::decide(bool last, UnitWriter& out) {
  settle(detect(held_, {.complete = last, .at_start = at_start_, .allowed = options_.candidates}),
         last, out);
}

void DecodeStage::settle(Detection detection, bool last, UnitWriter& out) {
  // Bytes beyond ASCII that were to be nothing else are malformed in it.
  if (detection.encoding != Encoding::us_ascii || ascii_prefix(held_) != held_.size()) {
    commit(std::move(detection), out);
    return;
  }
  // ASCII after all, with something in it that might have been a shift: look on behind it.
  const std::string window = std::exchange(held_, {});
  std::size_t size = window.size();
  if (!last && (window.back() == '~' || window.back() == kEscape)) --size;
  out.copied(std::string_view(window).substr(0, size));
  out.flush();
  held_ = window.substr(size);
  at_start_ = false;
  phase_ = Phase::scanning;
}

void DecodeStage::commit(Detection detection, UnitWriter& out) {
  const std::string window = std::exchange(held_, {});
  std::string_view text = std::string_view(window).substr(detection.bom_size);
  if (detection.bom_size > 0) {
    bom_ = detection.encoding;
    out.skipped(static_cast<std::uint32_t>(detection.bom_size));
  }
  const bool follows = !options_.from && options_.on_mixed != OnMixed::replace &&
                       has_plain_lines(detection.encoding);
  if (follows) {
    // The first line to be judged is the first that is not ASCII.
    const std::size_t ascii = ascii_prefix(text);
    out.copied(text.substr(0, ascii));
    text.remove_prefix(ascii);
  }
  out.flush();  // none of this depends on the decision, which the first line may correct
  detection_ = std::move(detection);
  current_ = detection_->encoding;
  decoder_ = make_decoder(current_);
  phase_ = Phase::decoding;
  if (follows) lines_.emplace(current_, options_.on_mixed, options_.candidates);
  out.encoding(current_, current_ == Encoding::binary ? nullptr : &reports_);
  // What is left of a character before the window would put pairs out of step.
  if (const std::size_t cut = detection_->cut_front;
      cut > 0 && info(current_).coding == Coding::table) {
    out.malformed(text.substr(0, cut));
    text.remove_prefix(cut);
  }
  out.flush();
  decided_at_ = positions_.input_size();
  decode(text, false, out);
  out.flush();
}

void DecodeStage::decode(std::string_view chunk, bool last, UnitWriter& out) {
  if (lines_) {
    decode_lines(chunk, last, false, out);
  } else {
    decode_straight(chunk, last, out);
  }
}

void DecodeStage::decode_straight(std::string_view chunk, bool last, UnitWriter& out) {
  while (!held_.empty() && (!chunk.empty() || last)) {
    // The cut character first: with this much more in view it is settled.
    std::string bridge = held_;
    bridge.append(chunk.substr(0, 2 * kDecoderLookahead));
    const bool all = bridge.size() - held_.size() == chunk.size();
    const std::size_t taken = decoder_->decode(bridge, last && all, out);
    if (taken < held_.size()) {
      held_ = bridge.substr(taken);
      out.flush();
      return;
    }
    chunk.remove_prefix(taken - held_.size());
    held_.clear();
  }
  const std::size_t taken = decoder_->decode(chunk, last, out);
  held_ = chunk.substr(taken);
}

// Text whose lines may be in different encodings. held_ is the beginning of a line from its first
// byte beyond ASCII on, or, where the line is open, of a character.
void DecodeStage::decode_lines(std::string_view chunk, bool last, bool idle, UnitWriter& out) {
  while (!held_.empty() && (!chunk.empty() || last || idle)) {
    // Up to the end of the line that was begun: what is behind it need not be copied.
    const std::size_t wanted = line_open_ ? 2 * kDecoderLookahead : kLongestLine - held_.size();
    const std::string_view part = chunk.substr(0, wanted);
    const std::size_t newline = part.find('\n');
    const std::size_t more = newline == std::string_view::npos ? part.size() : newline + 1;
    held_.append(part.substr(0, more));
    chunk.remove_prefix(more);
    const bool waits = !line_open_ && newline == std::string_view::npos;
    if (waits && held_.size() < kLongestLine && !last && !idle) return;
    const std::string text = std::exchange(held_, {});
    const std::size_t taken = take_lines(text, last && chunk.empty(), idle, out);
    held_ = text.substr(taken);
    if (chunk.empty()) break;
  }
  if (!held_.empty() || chunk.empty()) return;
  const std::size_t taken = take_lines(chunk, last, idle, out);
  held_ = chunk.substr(taken);
}

// Decodes what of `text`, which begins a line or goes on in an open one, can be decided; gives its
// size.
std::size_t DecodeStage::take_lines(std::string_view text, bool last, bool idle, UnitWriter& out) {
  const std::size_t size = text.size();
  const auto done = [&] { return size - text.size(); };
  std::size_t block = kUtf8BlockMax;
  const auto pass_on = [&](std::size_t sound) {
    out.copied(text.substr(0, sound));
    decoder_->passed(sound);
    text.remove_prefix(sound);
  };
  while (!text.empty()) {
    if (line_open_) {
      const std::size_t newline = text.find('\n');
      const bool ends = newline != std::string_view::npos;
      const std::string_view rest = ends ? text.substr(0, newline + 1) : text;
      text.remove_prefix(decoder_->decode(rest, last && !ends, out));
      if (!ends) return done();
      line_open_ = false;
      continue;
    }
    if (lines_->current() == Encoding::utf_8 && current_ == Encoding::utf_8) {
      // Whole lines of UTF-8, as many as there are.
      std::size_t valid = valid_utf8_prefix(text, block);
      if (valid < text.size() || !last) valid = text.substr(0, valid).rfind('\n') + 1;
      pass_on(valid);
    }
    pass_on(ascii_prefix(text));  // the same in all of these encodings
    if (text.empty()) break;
    const std::size_t newline = text.substr(0, kLongestLine).find('\n');
    const bool ends = newline != std::string_view::npos;
    const bool too_long = !ends && text.size() >= kLongestLine;
    if (!ends && !too_long && !last && !idle) break;
    const std::string_view line = text.substr(0, ends ? newline + 1 : kLongestLine);
    const bool complete = ends || (last && line.size() == text.size());
    judge(line, complete, out);
    line_open_ = !complete;
    text.remove_prefix(decoder_->decode(line, complete, out));
    if (line_open_ && !too_long) break;
  }
  return done();
}

void DecodeStage::judge(std::string_view line, bool complete, UnitWriter& out) {
  const Encoding before = lines_->current();
  const Encoding found = lines_->judge(line, complete);
  if (found == before) return;
  out.flush();
  const std::uint64_t offset = positions_.input_size();
  // The first line is what the text begins in, whatever the whole window spoke for.
  const bool first = offset == decided_at_;
  const bool follow = first || options_.on_mixed != OnMixed::strict;
  if (follow) {
    current_ = found;
    decoder_ = make_decoder(found);
    out.encoding(found, &reports_);
  }
  if (first) {
    detection_->encoding = found;
    return;
  }
  ++change_count_;
  if (changes_.size() < kChangesKept) changes_.push_back({offset, found});
  std::string message = "the encoding changes from ";
  message.append(name(before)).append(" to ").append(name(found));
  message += follow ? "; read as that from here on" : "; read on in the first encoding";
  reports_.diagnostic(
      {DiagnosticCode::encoding_changed, {offset, offset + line.size()}, std::move(message)});
}

}  // namespace hanfix
