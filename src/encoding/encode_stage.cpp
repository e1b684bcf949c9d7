#include "encoding/encode_stage.hpp"

#include "base/code_point_name.hpp"
#include "base/utf8.hpp"

namespace hanfix {
namespace {

constexpr std::size_t kFlushAt = 64 << 10;

}  // namespace

EncodeStage::EncodeStage(const EncodeOptions& options, const Origin& origin,
                         DiagnosticSink& reports)
    : options_(options), origin_(origin), reports_(reports) {
  if (info(options.to).coding == Coding::utf8) return;
  encoder_ = make_encoder(options.to, options.subset);
  if (options.unmappable == Unmappable::substitute) {
    substitutes_ = std::make_unique<Substitutes>(options.to, options.subset);
  }
}

void EncodeStage::push(std::string_view chunk, Sink& out) {
  if (chunk.empty()) return;
  begin(out);
  if (!held_.empty()) {
    const std::size_t size = utf8::sequence_length(static_cast<unsigned char>(held_[0]));
    const std::string_view more = chunk.substr(0, size - held_.size());
    held_ += more;
    chunk.remove_prefix(more.size());
    if (held_.size() < size) return;
    const std::string character = std::move(held_);
    held_.clear();
    encoder_ ? encode(character, out) : pass_on(character, out);
  }
  // UTF-8 needs whole characters only where one of them might have to be replaced.
  const std::size_t cut = utf8::incomplete_tail(chunk);
  const std::string_view whole = chunk.substr(0, chunk.size() - cut);
  encoder_ ? encode(whole, out) : pass_on(whole, out);
  held_ = chunk.substr(whole.size());
}

void EncodeStage::finish(Sink& out) {
  begin(out);
  if (encoder_) encoder_->finish(bytes_);
  // Only text that was not well-formed UTF-8 leaves anything here: no byte is lost all the same.
  bytes_ += held_;
  taken_ += held_.size();
  held_.clear();
  if (!bytes_.empty()) out.write(bytes_);
  bytes_.clear();
}

void EncodeStage::begin(Sink& out) {
  if (begun_) return;
  begun_ = true;
  const std::string_view mark = byte_order_mark(options_.to);
  if (mark.empty() || options_.subset != Subset::whole) return;
  const std::optional<Encoding> had = origin_.byte_order_mark_of();
  const Coding coding = info(options_.to).coding;
  const bool wide = coding == Coding::utf16 || coding == Coding::utf32;
  const bool keeps = had && (*had == options_.to || wide);
  if (options_.bom.value_or(keeps)) out.write(mark);
}

void EncodeStage::pass_on(std::string_view text, Sink& out) {
  std::size_t passed = 0;
  if (origin_.has_raw()) {
    for (std::size_t at = text.find(utf8::kReplacement); at != std::string_view::npos;
         at = text.find(utf8::kReplacement, at + utf8::kReplacement.size())) {
      const std::string_view raw = origin_.raw_at(taken_ + at);
      if (raw.empty()) continue;
      // Collected: bytes that no one can explain often stand close together.
      bytes_.append(text.substr(passed, at - passed));
      bytes_.append(raw);
      passed = at + utf8::kReplacement.size();
      if (bytes_.size() >= kFlushAt) {
        out.write(bytes_);
        bytes_.clear();
      }
    }
  }
  if (!bytes_.empty()) {
    out.write(bytes_);
    bytes_.clear();
  }
  taken_ += text.size();
  if (passed < text.size()) out.write(text.substr(passed));
}

void EncodeStage::encode(std::string_view text, Sink& out) {
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, kFlushAt);
    std::size_t size = piece.size();
    if (piece.size() < text.size()) size -= utf8::incomplete_tail(piece);
    const std::size_t done = encoder_->put(text.substr(0, size), bytes_);
    taken_ += done;
    text.remove_prefix(done);
    if (done < size) {
      const std::string_view character =
          text.substr(0, utf8::sequence_length(static_cast<unsigned char>(text[0])));
      unmappable(character);
      text.remove_prefix(character.size());
      taken_ += character.size();
    }
    if (bytes_.size() >= kFlushAt || text.empty()) {
      if (!bytes_.empty()) out.write(bytes_);
      bytes_.clear();
    }
  }
}

std::string EncodeStage::stand_in(char32_t code) {
  if (substitutes_) return substitutes_->find(code).value_or("?");
  return "&#x" + hex_of_code(code) + ";";
}

void EncodeStage::unmappable(std::string_view character) {
  std::size_t at = 0;
  const char32_t code = utf8::next(character, at);
  const std::string instead = stand_in(code);
  (void)encoder_->put(instead, bytes_);
  std::string message = code_point_name(code);
  message.append(" is not in ").append(options_.name.empty() ? name(options_.to) : options_.name);
  if (options_.unmappable != Unmappable::error) {
    message.append("; wrote ").append(instead.empty() ? "nothing" : instead);
  }
  message.append(" (-T utf-8 holds every character)");
  reports_.diagnostic({DiagnosticCode::unmappable_character,
                       {taken_, taken_ + character.size()},
                       std::move(message)});
}

}  // namespace hanfix
