/// \file  Quotation marks: “ ” ‘ ’ of the Mainland, 「 」『 』 of Taiwan, Hong Kong and Japan.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/mapped_stage.hpp"
#include "convert/paragraphs.hpp"

namespace hanfix::convert {

enum class QuoteStyle : std::uint8_t {
  curly,  ///< “outer ‘inner’ outer”, as GB/T 15834 has it
  corner,  ///< 「outer『inner』outer」, as the ministries of education of Taiwan and Hong Kong do
};

/// Writes the quotation marks of Chinese text in one style. Which mark is written depends on how
/// deep it stands, outer and inner marks taking turns.
///
/// A pair is changed if it encloses or touches Chinese: a Han character, a Chinese mark. What has
/// no partner in its paragraph is changed where it opens or closes Chinese text, as speeches of
/// several paragraphs do; but ‘ and ’ alone never are, which may be an apostrophe. Left as they
/// are: straight marks " and ', which have no sides; apostrophes and primes (rock ’n’ roll, 6’2”);
/// `code` between backticks and blocks between lines of ``` or ~~~; paragraphs with kana, which are
/// Japanese.
///
/// Marks of both styles have three bytes, so nothing moves. A paragraph is a line, of a long one
/// at most kLongestParagraph bytes; that much is held.
class QuoteStage : public MappedStage {
 public:
  explicit QuoteStage(QuoteStyle style) : style_(style) {}

  void push(std::string_view chunk, Sink& out) override;
  void idle(Sink& out) override;
  void finish(Sink& out) override;
  [[nodiscard]] std::size_t retention() const noexcept override { return kLongestParagraph; }
  [[nodiscard]] std::uint64_t settled() const noexcept override { return positions_.input_size(); }

 private:
  void paragraph(std::string_view text, Sink& out);
  [[nodiscard]] bool turns_fence(std::string_view line);

  QuoteStyle style_;
  ParagraphCutter cutter_;
  bool line_open_ = false;   // the next paragraph is the rest of a line
  bool fence_line_ = false;  // that line opens or closes a block of code
  char fence_ = 0;           // in a block of code: which of ` and ~ ends it
};

}  // namespace hanfix::convert
