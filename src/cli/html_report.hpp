/// \file  --report: a page that shows what repair changed, and where it is not sure.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/html_excerpt.hpp"
#include "cli/spool.hpp"
#include "hanfix/diagnostic.hpp"
#include "hanfix/pipeline.hpp"
#include "hanfix/result.hpp"
#include "hanfix/stage.hpp"

namespace hanfix::cli {

/// Collects one run, document by document, and writes it as one HTML page that needs nothing else:
/// no script, no font, no network.
///
/// Edits and diagnostics are marked in the repaired text, with what stood there, as they come; what
/// is unchanged is left out but for a few lines around them. Excerpts wait in a spool, since the
/// doubtful places, which come first, are known last.
///
/// Memory: bounded by Limits, and some 200 bytes a document. Counts are always complete.
class HtmlReport : public DiagnosticSink {
 public:
  /// How much of a run is shown. What goes beyond is counted, and the page says so.
  struct Limits {
    std::uint64_t places_of_document = 2000;  ///< marked; as many again for doubtful ones only
    std::uint64_t places = 10'000;            ///< the same for all documents
    std::uint64_t bytes = 32 << 20;           ///< of all excerpts; then nothing more is marked
    std::size_t listed = 500;                 ///< doubtful repairs, places without one, readings
    std::size_t remarks = 100;                ///< other remarks
    std::size_t quoted = 60;                  ///< characters of a text in a list
  };
  /// An edit with less is a doubtful place.
  static constexpr double kSure = 0.95;

  /// `command` is borrowed.
  HtmlReport(const Command& command, Spool spool, Limits limits);
  HtmlReport(const Command& command, Spool spool) : HtmlReport(command, std::move(spool), {}) {}

  void begin(const std::string& file);
  void end(const Summary& summary);
  /// `file` could not be read, or not be written; it may have begun.
  void failed(const std::string& file, const std::string& message);

  void edit(const Edit& edit) override;
  void diagnostic(const Diagnostic& diagnostic) override;
  [[nodiscard]] bool wants_text() const override { return true; }
  [[nodiscard]] bool wants_doubts() const override { return true; }
  void text(std::string_view text, ByteRange range) override;

  /// The page, once all documents have ended.
  void write(Sink& out);
  /// 0, or errno of the spool.
  [[nodiscard]] int error() const noexcept { return spool_.error(); }

 private:
  struct Count {
    std::uint64_t all = 0, doubtful = 0;
  };
  struct File {
    std::string name;  // HTML
    std::string state = {};
    std::uint64_t repairs = 0, doubtful = 0, shown = 0;
    std::uint64_t from = 0, to = 0;  // its excerpts in the spool
  };
  struct Listed {
    double confidence;
    std::uint64_t number;  // in the order of the run
    std::string html;
  };
  struct List {
    std::vector<std::string> html;
    std::uint64_t more = 0;
  };

  [[nodiscard]] bool may_mark(bool doubtful);
  [[nodiscard]] std::vector<Diagnostic> take_pending(std::uint64_t start, std::uint64_t end);
  [[nodiscard]] std::string mark(std::string_view text, bool is_edit, bool doubtful,
                                 const std::string& explanation);
  void list_unplaced(const Diagnostic& diagnostic);
  void list(const Edit& edit, const std::string& id, const std::string& where);
  void list(const Diagnostic& diagnostic, const std::string& id, const std::string& where);
  [[nodiscard]] std::string where(ByteRange range, bool line_known) const;

  void write_head(Sink& out) const;
  void write_doubtful(Sink& out);
  void write_counts(Sink& out) const;
  void write_files(Sink& out);

  const Command& command_;
  Spool spool_;
  Limits limits_;
  std::vector<File> files_;
  std::unique_ptr<HtmlExcerpt> excerpt_;              // while a document is read
  std::multimap<std::uint64_t, Diagnostic> pending_;  // by where they begin, not reached yet
  std::uint64_t reached_ = 0;                         // byte of the input
  std::array<std::uint64_t, 2> marked_ = {};          // in this document: any, and for doubt alone
  std::array<std::uint64_t, 2> all_marked_ = {};
  std::uint64_t number_ = 0;
  std::uint64_t changed_ = 0, failed_ = 0;
  Count repairs_;
  std::map<std::string, Count, std::less<>> families_;
  std::map<DiagnosticCode, std::uint64_t> codes_;
  std::vector<Listed> doubtful_edits_;  // a heap: the surest on top
  std::uint64_t more_edits_ = 0;
  List doubtful_places_, close_readings_, remarks_;
};

}  // namespace hanfix::cli
