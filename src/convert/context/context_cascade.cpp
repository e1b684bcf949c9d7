#include "convert/context/context_cascade.hpp"

#include <algorithm>

namespace hanfix::convert::context {
namespace {

// Bytes that are converted together where more cannot be.
constexpr std::size_t kPiece = 2048;

// How much of a text that begins where a run may do is decided, whatever follows; nothing if the
// stretch at its end could hold more than one run.
std::optional<std::size_t> decided(std::string_view text) {
  std::size_t begin = text.size();  // of the stretch
  for (std::size_t count = 0; begin > 0; ++count) {
    const std::size_t before = utf8::begin_before(text, begin);
    std::size_t at = before;
    if (before + utf8::sequence_length(static_cast<unsigned char>(text[before])) != begin ||
        !in_run(utf8::next(text, at))) {
      break;
    }
    if (count == kLongestRun) return std::nullopt;
    begin = before;
  }
  return find_run(text, begin, false).begin;
}

// Moves what became of a text, with its account, to where it belongs.
class Pieces {
 public:
  Pieces(const ByteBuffer& text, Trace& trace) : text_(text.view()), trace_(trace) {}
  // Up to byte `to` of the input. Precondition: a piece ends there.
  void move(std::size_t to, ByteBuffer& out, Trace& trace) {
    const std::size_t from = out_;
    pass(to, [&](std::uint64_t in, std::uint64_t written) { trace.add(in, written); });
    out.append(text_.substr(from, out_ - from));
  }
  void drop(std::size_t to) {
    pass(to, [](std::uint64_t, std::uint64_t) {});
  }

 private:
  template <class Use>
  void pass(std::size_t to, const Use& use) {
    while (in_ < to && !trace_.empty()) {
      const Trace::Piece piece = trace_.front();
      const std::uint64_t in = piece.copied() ? std::min(piece.in, to - in_) : piece.in;
      const std::uint64_t out = piece.copied() ? in : piece.out;
      use(in, out);
      in_ += in;
      out_ += out;
      trace_.take(in);
    }
  }
  std::string_view text_;
  Trace& trace_;
  std::uint64_t in_ = 0, out_ = 0;
};

}  // namespace

void ContextCascade::push(std::string_view text, bool last, ByteBuffer& out) {
  const bool joined = !waiting_.empty();
  const std::string_view work = joined ? std::string_view(waiting_.append(text)) : text;
  const std::size_t done = convert(work, last, out);
  place_ += done;
  if (joined) {
    waiting_.erase(0, done);
  } else {
    waiting_.assign(work.substr(done));
  }
}

std::size_t ContextCascade::convert(std::string_view text, bool last, ByteBuffer& out) {
  if (learner_ != nullptr) learner_->show(text, place_, last);
  const auto leave = [&](std::size_t size) {
    if (learner_ != nullptr) learner_->leave(size);
    return size;
  };
  if (const auto done = convert_first(text, place_, last, out)) return leave(*done);
  if (text.size() <= kPiece) return leave(judge_first(text, place_, last, out));
  // What is in the way is seldom long.
  std::size_t done = 0;
  for (std::size_t end = 0; end < text.size();) {
    end = utf8::begin_from(text, std::min(end + kPiece, text.size()));
    const std::string_view piece = text.substr(done, end - done);
    const bool last_piece = last && end == text.size();
    const std::uint64_t place = place_ + done;
    if (learner_ != nullptr) learner_->show(text.substr(done), place, last);
    const auto converted = convert_first(piece, place, last_piece, out);
    done += leave(converted ? *converted : judge_first(piece, place, last_piece, out));
  }
  return done;
}

// The cascade converts, and tells which keys it used; where one of them is refused is converted
// again. Nothing if that does not do.
std::optional<std::size_t> ContextCascade::convert_first(std::string_view text, std::uint64_t place,
                                                         bool last, ByteBuffer& out) {
  if (!exact_.fused() || !exact_.settled()) return std::nullopt;
  const std::optional<std::size_t> done = last ? text.size() : decided(text);
  if (!done || *done == 0) return done;
  text = text.substr(0, *done);
  tried_.clear();
  log_.clear();
  exact_.try_push(text, last, tried_, tried_trace_, log_);
  Pieces pieces(tried_, tried_trace_);
  if (log_.operators || !contest_.mend(text, place, log_, mended_)) {
    exact_.take_back();
    pieces.drop(text.size());
    return std::nullopt;
  }
  Pieces mended(mended_.text, mended_.trace);
  std::size_t done_of_mended = 0;
  for (const Contest::Part& part : mended_.parts) {
    pieces.move(part.begin, out, exact_.trace());
    pieces.drop(part.end);
    mended.move(done_of_mended += part.end - part.begin, out, exact_.trace());
  }
  pieces.move(text.size(), out, exact_.trace());
  return done;
}

// Run by run, before anything is converted.
std::size_t ContextCascade::judge_first(std::string_view text, std::uint64_t place, bool last,
                                        ByteBuffer& out) {
  if (learner_ != nullptr) learner_->learn_all();
  std::size_t done = 0;
  for (std::size_t from = 0;;) {
    const RunSearch run = find_run(text, from, last);
    const std::string_view text_of_run = text.substr(run.begin, run.end - run.begin);
    from = run.end;
    if (run.found() && !contest_.contested(text_of_run, place + run.begin)) continue;
    exact_.push(text.substr(done, run.begin - done), run.found() || last, out);
    done = run.end;
    if (!run.found()) return done;
    contest_.converter().convert(text_of_run, place + run.begin, out, &exact_.trace());
  }
}

}  // namespace hanfix::convert::context
