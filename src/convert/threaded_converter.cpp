#include "convert/threaded_converter.hpp"

#include <utility>
#include <vector>

#include "base/ordered_work.hpp"

namespace hanfix::convert {
namespace {

// How long to wait for a thread before looking again: it always comes.
constexpr std::chrono::milliseconds kPatience(1000);

class Text : public Sink {
 public:
  void write(std::string_view chunk) override { text.append(chunk); }
  std::string text;
};

// One block, converted by itself.
class Task {
 public:
  Task(const Converter::Chains& chains, const std::shared_ptr<const UserWords>& words,
       std::string text, std::shared_ptr<const context::KnownNames> names, std::uint64_t place)
      : converter_(std::make_unique<Converter>(chains, words)),
        text_(std::move(text)),
        names_(std::move(names)) {
    if (names_) converter_->know(*names_);
    converter_->move_to(place);
  }

  void operator()() {
    converted_.text.reserve(text_.size() + text_.size() / 8);
    converter_->push(text_, positions_, converted_);
    settled_ = converter_->settled();
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  // Once it is done.
  void emit(PositionMap& positions, Sink& out) const {
    positions.append(positions_);
    out.write(converted_.text);
  }
  [[nodiscard]] bool settled() const { return settled_; }
  [[nodiscard]] std::unique_ptr<Converter> take_converter() { return std::move(converter_); }

 private:
  std::unique_ptr<Converter> converter_;
  std::string text_;
  std::shared_ptr<const context::KnownNames> names_;
  PositionMap positions_;
  Text converted_;
  bool settled_ = false;
};

}  // namespace

class ThreadedConverter::Blocks : public OrderedWork<Task> {
 public:
  using OrderedWork::OrderedWork;
};

ThreadedConverter::ThreadedConverter(Converter::Chains chains, unsigned threads,
                                     std::shared_ptr<const UserWords> words, DiagnosticSink* doubts)
    : chains_(std::move(chains)),
      threads_(threads),
      words_(std::move(words)),
      converter_(std::make_unique<Converter>(chains_, words_)) {
  if (context::DocumentNames::matter(*chains_.front())) {
    converter_->know(names_.emplace(*chains_.front()).known());
  }
  ahead_ = names_ && (threads_ > 1 || words_ || doubts != nullptr);
  if (names_ && !ahead_) converter_->learn(*names_);
  if (doubts == nullptr || !chains_.front()->context()) return;
  threads_ = 1;
  converter_->report_doubts([doubts](const context::Doubt& doubt) {
    doubts->diagnostic({DiagnosticCode::conversion_doubt, doubt.range, context::sentence(doubt)});
  });
}

ThreadedConverter::~ThreadedConverter() = default;

std::size_t ThreadedConverter::retention() const noexcept {
  const std::size_t blocks = threads_ > 1 ? (2 * threads_ + 1) * kLongestBlock : 0;
  return blocks + converter_->retention();
}

void ThreadedConverter::push(std::string_view chunk, PositionMap& positions, Sink& out) {
  if (ahead_) names_->learn(chunk);
  if (threads_ == 1) return push_here(chunk, positions, out);
  while (!chunk.empty()) {
    const bool nothing_before = block_.empty() && (!blocks_ || blocks_->empty());
    if (nothing_before && !converter_->settled()) {
      // In the middle of a line that this thread has begun.
      const std::size_t line = chunk.find('\n');
      const std::string_view part = chunk.substr(0, line == chunk.npos ? line : line + 1);
      chunk.remove_prefix(part.size());
      push_here(part, positions, out);
      continue;
    }
    const std::string_view part = chunk.substr(0, kLongestBlock - block_.size());
    chunk.remove_prefix(part.size());
    const std::size_t line = part.rfind('\n');
    if (line != part.npos) lines_ = block_.size() + line + 1;
    block_.append(part);
    if (block_.size() >= kBlock && lines_ > 0) {
      hand_over(positions, out);
    } else if (block_.size() == kLongestBlock) {
      flush(positions, out);
    }
  }
}

void ThreadedConverter::flush(PositionMap& positions, Sink& out) {
  if (blocks_) take_back(0, positions, out);
  push_here(block_, positions, out);
  block_.clear();
  lines_ = 0;
}

void ThreadedConverter::finish(PositionMap& positions, Sink& out) {
  if (ahead_) names_->end_stretch();
  flush(positions, out);
  converter_->finish(positions, out);
}

// What no thread has.
void ThreadedConverter::push_here(std::string_view text, PositionMap& positions, Sink& out) {
  if (converter_->settled()) converter_->move_to(given_);
  given_ += text.size();
  converter_->push(text, positions, out);
}

// The whole lines of the block go to a thread.
void ThreadedConverter::hand_over(PositionMap& positions, Sink& out) {
  if (!blocks_) blocks_ = std::make_unique<Blocks>(threads_ - 1);
  std::string rest;
  rest.reserve(2 * kBlock);  // grows no more
  rest.append(block_, lines_);
  block_.resize(std::exchange(lines_, 0));
  const std::uint64_t place = given_;
  given_ += block_.size();
  blocks_->add(chains_, words_, std::exchange(block_, std::move(rest)),
               names_ ? names_->snapshot() : nullptr, place);
  // This thread is one of those that convert, when the others have enough to do.
  while (blocks_->waiting() >= threads_) blocks_->help();
  take_back(2 * threads_, positions, out);
}

// Takes the blocks that are done, and waits while more than `left` are not.
void ThreadedConverter::take_back(std::size_t left, PositionMap& positions, Sink& out) {
  while (!blocks_->empty()) {
    if (blocks_->size() > left && blocks_->waiting() > 0) blocks_->help();
    const bool wait = blocks_->size() > left;
    if (!blocks_->done(wait ? kPatience : std::chrono::milliseconds(0))) {
      if (wait) continue;
      return;
    }
    Task& block = blocks_->front();
    if (converter_->settled()) {
      block.emit(positions, out);
      if (!block.settled()) {
        converter_ = block.take_converter();
        if (names_) converter_->know(names_->known());
      }
    } else {
      converter_->push(block.text(), positions, out);
    }
    blocks_->pop();
  }
}

}  // namespace hanfix::convert
