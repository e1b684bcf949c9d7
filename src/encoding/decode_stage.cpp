#include "encoding/decode_stage.hpp"

#include <algorithm>
#include <utility>

namespace hanfix {
namespace {

// UTF-16 without a byte order mark shows in its first characters; held that long, no longer.
constexpr std::size_t kOpening = 16;
constexpr std::size_t kLongestBom = 4;
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

DecodeStage::DecodeStage(std::optional<Encoding> encoding, DiagnosticSink& reports)
    : fixed_(encoding), reports_(reports) {}

std::size_t DecodeStage::retention() const noexcept { return kDetectionWindow + kOpening; }

UnitWriter DecodeStage::writer(Sink& out) {
  const Encoding encoding = detection_ ? detection_->encoding : Encoding::us_ascii;
  return {text_, positions_, out, encoding == Encoding::binary ? nullptr : &reports_, encoding};
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
      if (held_.size() == kDetectionWindow) decide(false, to);
      to.flush();
      continue;
    }
    const std::size_t room = (phase_ == Phase::holding ? kDetectionWindow
                              : fixed_                 ? kLongestBom
                                                       : kOpening) -
                             held_.size();
    const std::size_t taken = std::min(room, chunk.size());
    // A fixed encoding's mark is compared byte by byte: what follows it goes the fast way.
    held_.append(chunk.substr(0, fixed_ ? 1 : taken));
    chunk.remove_prefix(fixed_ ? 1 : taken);
    UnitWriter to = writer(out);
    if (phase_ == Phase::opening) {
      if (fixed_) {
        open_fixed(false, to);
      } else {
        open_auto(false, false, to);
      }
    } else if (held_.size() == kDetectionWindow) {
      decide(false, to);
    }
    to.flush();
  }
}

void DecodeStage::idle(Sink& out) {
  UnitWriter to = writer(out);
  if (phase_ == Phase::opening && !fixed_ && !held_.empty()) open_auto(false, true, to);
  if (phase_ == Phase::holding) decide(false, to);
  to.flush();
}

void DecodeStage::finish(Sink& out) {
  UnitWriter to = writer(out);
  if (phase_ == Phase::opening) {
    if (fixed_) {
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
  Encoding encoding = *fixed_;
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
  held_ = text.substr(telling, open ? 1 : kDetectionWindow);
  if (!open) phase_ = Phase::holding;
  return telling + held_.size() - carried;
}

void DecodeStage::decide(bool last, UnitWriter& out) {
  Detection detection = detect(held_, {.complete = last, .at_start = at_start_});
  if (detection.encoding != Encoding::us_ascii) {
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
  if (detection.bom_size > 0) {
    bom_ = detection.encoding;
    out.skipped(static_cast<std::uint32_t>(detection.bom_size));
  }
  detection_ = std::move(detection);
  decoder_ = make_decoder(detection_->encoding);
  phase_ = Phase::decoding;
  out.encoding(detection_->encoding,
               detection_->encoding == Encoding::binary ? nullptr : &reports_);
  const std::string window = std::exchange(held_, {});
  decode(std::string_view(window).substr(detection_->bom_size), false, out);
  out.flush();
}

void DecodeStage::decode(std::string_view chunk, bool last, UnitWriter& out) {
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

}  // namespace hanfix
