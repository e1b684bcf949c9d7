/// \file  Conversion as a step of a pipeline.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mapped_stage.hpp"
#include "convert/context/document_names.hpp"
#include "convert/context/doubts.hpp"
#include "convert/context/known_names.hpp"
#include "convert/conversion_chain.hpp"
#include "convert/user_words.hpp"

namespace hanfix::convert {

/// Converts stretches of a stream by one or more chains, each applied to the whole result of the
/// one before. What becomes of a stretch is what convert() makes of it, however it is cut into
/// pushes. Where output came from is added to the map it is given, before the output is written.
///
/// Everything that is certain leaves with the push that made it certain: a complete line at once,
/// unless it lies in an ideographic description sequence. Lines without end stream too.
class Converter {
 public:
  using Chains = std::vector<std::shared_ptr<const ConversionChain>>;

  /// Precondition: at least one chain. `words`: the user's own, found before the first chain and
  /// written as they say; the text between two of them is converted by itself. Null: none.
  explicit Converter(Chains chains, std::shared_ptr<const UserWords> words = nullptr);
  ~Converter();
  /// Names that the document has said count from now on for the first chain, which may learn more
  /// of them meanwhile, but of all that is pushed beforehand. They must outlive it.
  void know(const context::KnownNames& names);
  /// Names are learnt by `names` on the way, from all that is pushed, and count for the first
  /// chain. Precondition: there are no words of the user's; the stretches of a document are all
  /// pushed.
  void learn(context::DocumentNames& names);
  /// What is pushed next is at byte `place` of the document; the first is at 0. Precondition:
  /// settled().
  void move_to(std::uint64_t place);
  /// From now on doubts of the first chain are reported, in bytes of the map's input, before the
  /// text that they are about leaves. Precondition: a stretch is about to begin.
  void report_doubts(context::DoubtFinder::Report report);
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  void push(std::string_view chunk, PositionMap& positions, Sink& out);
  /// Ends the stretch: the next push begins another one.
  void finish(PositionMap& positions, Sink& out);
  /// Whether nothing is held back: what follows is converted as if a stretch began with it.
  [[nodiscard]] bool settled() const noexcept;
  /// Input bytes held back at most.
  [[nodiscard]] std::size_t retention() const noexcept;

 private:
  struct Link;
  [[nodiscard]] std::uint64_t place() const noexcept;
  void take(std::string_view text, bool last, PositionMap& positions, Sink& out);
  void run(std::string_view text, bool last);
  void emit(PositionMap& positions, Sink& out);

  Chains chains_;
  std::vector<std::unique_ptr<Link>> links_;
  std::string tail_;  // an incomplete character
  std::shared_ptr<const UserWords> words_;
  std::optional<WordFinder> finder_;            // with words
  std::string open_;                            // text that the finder has not decided
  std::optional<context::DoubtFinder> doubts_;  // if they are asked for
  const context::KnownNames* names_ = nullptr;
  bool begun_ = false;  // a stretch
};

/// A stage that converts a stream as one stretch, by so many threads. `words` as for Converter.
/// `doubts` learns where conversion by context was not sure; null: nobody asks.
[[nodiscard]] std::unique_ptr<MappedStage> make_convert_stage(
    std::shared_ptr<const ConversionChain> chain, unsigned threads = 1,
    std::shared_ptr<const UserWords> words = nullptr, DiagnosticSink* doubts = nullptr);

}  // namespace hanfix::convert
