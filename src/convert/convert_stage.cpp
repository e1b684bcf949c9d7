#include "convert/convert_stage.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "convert/cascade.hpp"
#include "convert/context/context_cascade.hpp"
#include "convert/threaded_converter.hpp"

namespace hanfix::convert {

// One chain, and what it has converted that the next one, or the sink, has not taken yet.
struct Converter::Link {
  explicit Link(const ConversionChain& chain) : cascade(chain, true) {
    if (chain.context()) context.emplace(chain, cascade);
  }
  void push(std::string_view text, bool last) {
    if (context) return context->push(text, last, output);
    cascade.push(text, last, output);
  }
  [[nodiscard]] bool settled() const { return context ? context->settled() : cascade.settled(); }

  Cascade cascade;
  std::optional<context::ContextCascade> context = {};  // in front of the cascade
  ByteBuffer output = {};
  TraceJoint joint = {};  // of the links before and this one
  Trace joined = {};      // from the input of the first link to the output of this one
};

Converter::Converter(Chains chains, std::shared_ptr<const UserWords> words)
    : chains_(std::move(chains)), words_(std::move(words)) {
  for (const auto& chain : chains_) links_.push_back(std::make_unique<Link>(*chain));
  if (words_) {
    const ConversionChain& first = *chains_.front();
    finder_.emplace(*words_, first.first_dictionary(), first.context());
  }
}

Converter::~Converter() = default;

void Converter::report_doubts(context::DoubtFinder::Report report) {
  if (!chains_.front()->context()) return;
  doubts_.emplace(*chains_.front(), std::move(report));
  if (names_ != nullptr) doubts_->know(names_, !words_);
}

void Converter::know(const context::KnownNames& names) {
  names_ = &names;
  if (!links_.front()->context) return;
  // Where the user's words end a run is not known as soon as it has ended.
  links_.front()->context->know(&names, !words_);
  if (doubts_) doubts_->know(&names, !words_);
}

void Converter::learn(context::DocumentNames& names) {
  know(names.known());
  links_.front()->context->teach(names);
}

void Converter::move_to(std::uint64_t place) {
  if (links_.front()->context) links_.front()->context->move_to(place);
}

// Of what the first chain takes next.
std::uint64_t Converter::place() const noexcept {
  return links_.front()->context ? links_.front()->context->place() : 0;
}

void Converter::push(std::string_view chunk, PositionMap& positions, Sink& out) {
  if (doubts_ && !std::exchange(begun_, true)) doubts_->begin(positions.input_size(), place());
  while (!chunk.empty()) {
    const std::string_view block = chunk.substr(0, kConversionBlock);
    chunk.remove_prefix(block.size());
    std::string_view text = block;
    if (!tail_.empty()) text = tail_.append(block);
    const std::size_t incomplete = utf8::incomplete_tail(text);
    take(text.substr(0, text.size() - incomplete), false, positions, out);
    if (tail_.empty()) {
      tail_.assign(text.substr(text.size() - incomplete));
    } else {
      tail_.erase(0, text.size() - incomplete);
    }
    emit(positions, out);
  }
}

void Converter::finish(PositionMap& positions, Sink& out) {
  take(tail_, true, positions, out);
  tail_.clear();
  emit(positions, out);
  begun_ = false;
}

bool Converter::settled() const noexcept {
  return tail_.empty() && open_.empty() && (!finder_ || finder_->settled()) &&
         std::ranges::all_of(links_, [](const auto& link) { return link->settled(); });
}

std::size_t Converter::retention() const noexcept {
  std::size_t sum = 0;
  for (const auto& chain : chains_) sum += chain->retention();
  return sum + (finder_ ? finder_->retention() : 0);
}

void Converter::take(std::string_view text, bool last, PositionMap& positions, Sink& out) {
  if (!finder_) return run(text, last);
  const bool joined = !open_.empty();
  const std::string_view work = joined ? std::string_view(open_.append(text)) : text;
  const std::size_t used = finder_->run(
      work, last, [&](std::string_view plain) { run(plain, false); },
      [&](std::string_view key, std::string_view value) {
        run({}, true);  // the user's word is a border to all that follows
        emit(positions, out);
        move_to(place() + key.size());
        if (key == value) {
          positions.copied(key.size());
        } else {
          positions.mapped(static_cast<std::uint32_t>(key.size()),
                           static_cast<std::uint32_t>(value.size()));
        }
        if (!value.empty()) out.write(value);
        if (doubts_) doubts_->begin(positions.input_size(), place());
      });
  if (joined) {
    open_.erase(0, used);
  } else {
    open_.assign(work.substr(used));
  }
  if (last) run({}, true);
}

void Converter::run(std::string_view text, bool last) {
  if (doubts_) doubts_->push(text, last);
  links_.front()->push(text, last);
  for (std::size_t i = 1; i < links_.size(); ++i) {
    Link& before = *links_[i - 1];
    Link& link = *links_[i];
    link.push(before.output.view(), last);
    before.output.clear();
    Trace& first = i == 1 ? before.cascade.trace() : before.joined;
    link.joint.join(first, link.cascade.trace(), link.joined);
  }
}

// Writes what the map covers: a byte must not leave before its origin is known.
void Converter::emit(PositionMap& positions, Sink& out) {
  Link& link = *links_.back();
  Trace& trace = links_.size() == 1 ? link.cascade.trace() : link.joined;
  std::uint64_t size = 0;
  while (!trace.empty()) {
    const Trace::Piece piece = trace.front();
    if (piece.copied()) {
      positions.copied(piece.in);
    } else {
      positions.mapped(static_cast<std::uint32_t>(piece.in), static_cast<std::uint32_t>(piece.out));
    }
    size += piece.out;
    trace.take(piece.in);
  }
  if (size == 0) return;
  out.write(link.output.view().substr(0, static_cast<std::size_t>(size)));
  link.output.drop_front(static_cast<std::size_t>(size));
}

namespace {

class ConvertStage : public MappedStage {
 public:
  ConvertStage(std::shared_ptr<const ConversionChain> chain, unsigned threads,
               std::shared_ptr<const UserWords> words, DiagnosticSink* doubts)
      : converter_({std::move(chain)}, threads, std::move(words), doubts) {}
  void push(std::string_view chunk, Sink& out) override { converter_.push(chunk, positions_, out); }
  void flush(Sink& out) override { converter_.flush(positions_, out); }
  // What is still held back then depends on text to come, and waiting does not make it certain.
  void idle(Sink& out) override { flush(out); }
  void finish(Sink& out) override { converter_.finish(positions_, out); }
  [[nodiscard]] std::size_t retention() const noexcept override { return converter_.retention(); }
  [[nodiscard]] std::uint64_t settled() const noexcept override { return positions_.input_size(); }

 private:
  ThreadedConverter converter_;
};

}  // namespace

std::unique_ptr<MappedStage> make_convert_stage(std::shared_ptr<const ConversionChain> chain,
                                                unsigned threads,
                                                std::shared_ptr<const UserWords> words,
                                                DiagnosticSink* doubts) {
  return std::make_unique<ConvertStage>(std::move(chain), threads, std::move(words), doubts);
}

}  // namespace hanfix::convert
