/// \file  Which script a text is in decides which conversion it gets, paragraph by paragraph if it
///        is not all in one.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/mapped_stage.hpp"
#include "convert/paragraphs.hpp"
#include "convert/threaded_converter.hpp"
#include "convert/variant_census.hpp"

namespace hanfix {

/// Brings text to a target script (-t).
///
/// Holds a text from its first character that is not ASCII for 64 KiB, to the end, or to idle();
/// then judges this window. A document in one script is converted as one stretch. If the window is
/// mixed, or does not tell, each paragraph is judged by itself and converted from what it is
/// written in; so is what follows a place where a document goes on in another script, which is
/// looked for in samples of the stream. From then on at most one paragraph is held, a live line
/// leaves with its end.
class ScriptStage : public MappedStage {
 public:
  /// Precondition: `target` is in convert::target_list(). `tofu`: as for convert::open_config();
  /// `threads` of them convert. `words`: as for convert::Converter; they count in text that is
  /// converted. `context`: as for convert::open_config().
  ScriptStage(std::string target, bool tofu, unsigned threads = 1,
              std::shared_ptr<const convert::UserWords> words = nullptr, bool context = false,
              DiagnosticSink* doubts = nullptr);
  ~ScriptStage() override;

  /// `routed(text, source)` gets what is converted, or left as it is, and as what. Together it is
  /// the input but for plain ASCII at its start.
  using Routed = std::function<void(std::string_view text, convert::Variant source)>;
  void set_routed(Routed routed) { routed_ = std::move(routed); }

  void push(std::string_view chunk, Sink& out) override;
  void flush(Sink& out) override;
  void idle(Sink& out) override;
  void finish(Sink& out) override;
  [[nodiscard]] std::size_t retention() const noexcept override;
  [[nodiscard]] std::uint64_t settled() const noexcept override { return positions_.input_size(); }

  /// The document's variant: that of the window, mixed if the text went on in another script, and
  /// of all the paragraphs so far if the window did not tell.
  [[nodiscard]] convert::Variant variant() const noexcept;
  /// The configurations used so far, in the order of their first use: "s2tw,t2tw". Those applied
  /// one after another are joined by a plus: "s2t+t2jp".
  [[nodiscard]] const std::string& configs() const noexcept { return configs_; }

 private:
  enum class Mode : std::uint8_t { window, whole, paragraphs };
  struct Route;

  void decide(Sink& out);
  void take(std::string_view text, Sink& out);
  void watch(std::string_view text, Sink& out);
  void judge_sample();
  void take_paragraphs(std::string_view text, Sink& out);
  void paragraph(std::string_view text, Sink& out);
  void switch_to(convert::Variant script, Sink& out);
  void write(std::string_view text, Sink& out);
  void write_pending(Sink& out);
  void end_route(Sink& out);

  std::string target_;
  bool tofu_;
  bool context_;
  unsigned threads_;
  std::shared_ptr<const convert::UserWords> words_;
  DiagnosticSink* doubts_;
  Mode mode_ = Mode::window;
  std::string held_;       // the window
  std::size_t ascii_ = 0;  // plain ASCII at the start of held_
  convert::Variant variant_ = convert::Variant::unknown;
  bool told_ = false;             // the window told the variant
  bool region_told_ = false;      // and how its Traditional paragraphs are written
  convert::DocumentTally tally_;  // of the paragraphs that were judged
  convert::Variant script_ = convert::Variant::unknown;  // of the document, or the last paragraph
  convert::Variant hant_ = convert::Variant::hant;       // the region of Traditional paragraphs
  std::uint64_t watched_ = 0;                            // bytes behind the window
  std::string sample_;
  convert::ParagraphCutter cutter_;
  bool line_open_ = false;    // what comes is the rest of a line that has a route
  std::string_view pending_;  // paragraphs for the same route, side by side in the caller's chunk
  std::array<std::unique_ptr<Route>, 7> routes_;         // by variant, once it was met
  convert::ThreadedConverter* converter_ = nullptr;      // the route's; null: text stays as it is
  convert::Variant source_ = convert::Variant::unknown;  // the route's
  Routed routed_;                                        // may be empty
  std::string configs_;
};

}  // namespace hanfix
