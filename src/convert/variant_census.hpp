/// \file  The variant of a whole stream: the document's, each paragraph's, and where the other
///        script stands.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "convert/paragraphs.hpp"
#include "convert/variant.hpp"
#include "hanfix/diagnostic.hpp"

namespace hanfix::convert {

/// Lists in a report stop at this many items; their counts do not.
inline constexpr std::size_t kVariantList = 1000;

/// Paragraphs in a row that are written in the same script.
struct VariantRun {
  ByteRange range = {};  ///< in the text that was pushed; runs follow each other without gaps
  std::uint64_t paragraphs = 0;
  VariantVerdict verdict = {};  ///< of all the paragraphs together
  /// The characters that verdict.minority counts; those side by side are one range. The lists of
  /// all runs together hold at most kVariantList ranges.
  std::vector<ByteRange> minority = {};
  friend bool operator==(const VariantRun&, const VariantRun&) = default;
};

struct VariantReport {
  VariantVerdict document = {};
  /// The characters that document.minority counts: the first kVariantList ranges.
  std::vector<ByteRange> minority = {};
  std::vector<VariantRun> runs = {};  ///< the first kVariantList
  std::uint64_t run_count = 0;        ///< how many there are in all
  Variant hant = Variant::hant;       ///< the region of the paragraphs in Traditional, if any
  friend bool operator==(const VariantReport&, const VariantReport&) = default;
};

/// The script a paragraph counts as among its neighbours: hans, hant (of any region), mixed, ja,
/// unknown. `previous` is that of the paragraph before. A paragraph that does not tell by itself is
/// written as the one before it, and so is one behind Japanese that has nothing which only Chinese
/// text uses. `unknown` only until a first paragraph tells.
[[nodiscard]] Variant settle(const VariantVerdict& paragraph, Variant previous) noexcept;

/// What paragraphs amount to as one document.
class DocumentTally {
 public:
  /// The next paragraph, as what it counts.
  void add(const VariantCounts& counts, Variant script) noexcept;

  /// The document so far: mixed if much of it is in either script, whether within paragraphs or in
  /// paragraphs of their own, or if it is partly Chinese and partly Japanese.
  [[nodiscard]] VariantVerdict verdict() const noexcept;
  /// Traditional as the document's paragraphs in it write it: hant, hant-tw or hant-hk.
  [[nodiscard]] Variant hant() const noexcept;

 private:
  VariantCounts all_;
  VariantCounts chinese_;              // but for Japanese paragraphs
  VariantCounts traditional_;          // paragraphs in Traditional
  VariantCounts japanese_;             // paragraphs in Japanese
  std::uint64_t hans_ = 0, hant_ = 0;  // characters in paragraphs that are clearly such
};

/// Takes a text piece by piece and says what it is written in.
///
/// Invariance  The report does not depend on how the text is cut.
/// Units       Well-formed UTF-8, cut anywhere. Offsets are bytes from the first push on.
/// Memory      One paragraph (kLongestParagraph) and the lists, some 100 KB.
/// Cost        O(bytes), a few 100 MB/s.
class VariantCensus {
 public:
  /// From bytes of the text that is pushed to those that the report is to name. It is asked
  /// in push() and finish(), about nothing that was pushed before the last kLongestParagraph bytes
  /// of earlier calls.
  using Locate = std::function<ByteRange(ByteRange)>;

  VariantCensus() = default;
  explicit VariantCensus(Locate locate) : locate_(std::move(locate)) {}

  void push(std::string_view text);
  /// Ends the text. A census is used for one text.
  [[nodiscard]] VariantReport finish();

 private:
  [[nodiscard]] ByteRange located(ByteRange range) const {
    return locate_ ? locate_(range) : range;
  }
  // Where the next paragraph begins.
  [[nodiscard]] std::uint64_t position() const { return located({offset_, offset_}).start; }
  void paragraph(std::string_view text);
  void find_places(std::string_view text, const VariantCounts& counts);
  void close_run();

  // One-sided characters, first those of Simplified text.
  using Places = std::vector<ByteRange>;
  enum { kSimplified, kTraditional };

  Locate locate_;
  ParagraphCutter cutter_;
  std::uint64_t offset_ = 0;  // of the next paragraph
  DocumentTally tally_;
  Places document_places_[2];
  VariantRun run_;                     // the one under way
  Variant script_ = Variant::unknown;  // its paragraphs'
  VariantCounts counts_;               // theirs
  Places run_places_[2];
  std::size_t listed_ = 0;  // ranges in the lists of closed runs
  VariantReport report_;
};

}  // namespace hanfix::convert
