#include "cli/html_report.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "cli/html_style.hpp"
#include "cli/html_text.hpp"
#include "cli/report.hpp"
#include "cli/text.hpp"
#include "hanfix/version.hpp"

namespace hanfix::cli {
namespace {

constexpr std::size_t kMostPending = 4096;
constexpr std::size_t kMostExplained = 300;  // characters of before and after behind a mark
constexpr std::size_t kMostOfRemark = 80;    // characters that a diagnostic marks

bool is_doubt(DiagnosticCode code) {
  return code == DiagnosticCode::text_lost || code == DiagnosticCode::repair_declined ||
         code == DiagnosticCode::conversion_doubt;
}

// About the document and no place in it.
bool is_general(const Diagnostic& diagnostic) { return diagnostic.range.end == 0; }

std::string bytes_text(ByteRange range) {
  return "bytes " + std::to_string(range.start) + "-" + std::to_string(range.end);
}

std::string quoted(std::string_view text, std::size_t most) {
  const std::string_view shown = first_characters(text, most);
  return html_line(shown) + (shown.size() < text.size() ? "…" : "");
}

std::string change(const Edit& edit, std::size_t most) {
  const std::string after = edit.after.empty() ? "<span class=\"dim\">(nothing)</span>"
                                               : "<ins>" + quoted(edit.after, most) + "</ins>";
  const std::string before = edit.before.empty() ? "<span class=\"dim\">(nothing)</span>"
                                                 : "<del>" + quoted(edit.before, most) + "</del>";
  return before + " → " + after;
}

std::string remark(const Diagnostic& diagnostic) {
  return "<b>" + std::string(to_string(diagnostic.code)) + "</b> " + html_line(diagnostic.message);
}

std::string linked(const std::string& id, const std::string& html) {
  return id.empty() ? html : "<a href=\"#" + id + "\">" + html + "</a>";
}

std::string cell(std::uint64_t count) { return "<td class=\"num\">" + grouped(count) + "</td>"; }

}  // namespace

HtmlReport::HtmlReport(const Command& command, Spool spool, Limits limits)
    : command_(command), spool_(std::move(spool)), limits_(limits) {}

void HtmlReport::begin(const std::string& file) {
  files_.push_back({html_line(display_name(file))});
  files_.back().from = files_.back().to = spool_.size();
  excerpt_ = std::make_unique<HtmlExcerpt>(spool_);
  reached_ = 0;
  marked_ = {};
}

void HtmlReport::end(const Summary& summary) {
  for (const auto& [start, diagnostic] : std::exchange(pending_, {})) {
    list_unplaced(diagnostic);
  }
  excerpt_->finish();
  File& file = files_.back();
  file.to = spool_.size();
  file.state = summary.encoding.empty() ? "empty"
                                        : html_line(summary.encoding) + " (confidence " +
                                              share(summary.confidence) + ")";
  if (!summary.variant.empty()) file.state += ", " + html_line(summary.variant);
  if (!summary.config.empty()) file.state += ", by " + html_line(summary.config);
  file.state += summary.changed ? "; changed" : "; unchanged";
  changed_ += summary.changed;
}

void HtmlReport::failed(const std::string& file, const std::string& message) {
  if (files_.empty()) begin(file);
  files_.back().state = "<b>" + html_line(message) + "</b>";
  ++failed_;
}

std::string HtmlReport::where(ByteRange range, bool line_known) const {
  return (line_known ? "line " + grouped(excerpt_->line()) + ", " : "") + bytes_text(range);
}

bool HtmlReport::may_mark(bool doubtful) {
  if (spool_.size() >= limits_.bytes) return false;
  for (std::size_t purse = 0; purse <= static_cast<std::size_t>(doubtful); ++purse) {
    if (marked_[purse] >= limits_.places_of_document || all_marked_[purse] >= limits_.places)
      continue;
    ++marked_[purse];
    ++all_marked_[purse];
    return true;
  }
  return false;
}

// The id of the element, or "" if the place is only counted.
std::string HtmlReport::mark(std::string_view text, bool is_edit, bool doubtful,
                             const std::string& explanation) {
  if (!may_mark(doubtful)) {
    excerpt_->unshown(text);
    return "";
  }
  ++files_.back().shown;
  std::string id = "p" + std::to_string(++number_);
  excerpt_->place({id, doubtful ? "doubt" : is_edit ? "edit" : "note", text, explanation});
  return id;
}

// What was said about the place [start, end), which has been reached.
std::vector<Diagnostic> HtmlReport::take_pending(std::uint64_t start, std::uint64_t end) {
  std::vector<Diagnostic> taken;
  while (!pending_.empty() && (pending_.begin()->first <= start || pending_.begin()->first < end)) {
    taken.push_back(std::move(pending_.begin()->second));
    pending_.erase(pending_.begin());
  }
  return taken;
}

void HtmlReport::edit(const Edit& edit) {
  const std::vector<Diagnostic> said = take_pending(edit.range.start, edit.range.end);
  const bool unsure = edit.confidence < kSure;
  const bool doubtful = unsure || std::any_of(said.begin(), said.end(),
                                              [](const Diagnostic& d) { return is_doubt(d.code); });
  for (Count* count : {&repairs_, &families_[edit.family]}) {
    ++count->all;
    count->doubtful += doubtful;
  }
  ++files_.back().repairs;
  files_.back().doubtful += doubtful;
  const std::string here = where(edit.range, true);
  std::string explanation = "<b>" + html_line(edit.family) + "</b> " +
                            change(edit, kMostExplained) + " <span class=\"dim\">confidence " +
                            share(edit.confidence) + ", " + here + "</span>";
  for (const Diagnostic& diagnostic : said) explanation += "<br>" + remark(diagnostic);
  const std::string id = mark(edit.after, true, doubtful, explanation);
  if (unsure) list(edit, id, here);
  for (const Diagnostic& diagnostic : said) list(diagnostic, id, where(diagnostic.range, true));
  reached_ = std::max(reached_, edit.range.end);
}

void HtmlReport::text(std::string_view text, ByteRange range) {
  const std::vector<Diagnostic> said = take_pending(range.start, range.end);
  reached_ = std::max(reached_, range.end);
  if (said.empty()) {
    excerpt_->unchanged(text);
    return;
  }
  std::string explanation = "<span class=\"dim\">" + where(said[0].range, true) + "</span>";
  for (const Diagnostic& diagnostic : said) explanation += "<br>" + remark(diagnostic);
  const bool doubtful =
      std::any_of(said.begin(), said.end(), [](const Diagnostic& d) { return is_doubt(d.code); });
  std::vector<std::string> places;
  for (const Diagnostic& diagnostic : said) places.push_back(where(diagnostic.range, true));
  const std::string_view line = text.substr(0, std::max<std::size_t>(text.find('\n'), 1));
  const bool empty = said[0].range.start == said[0].range.end;
  const std::string_view marked = first_characters(line, empty ? 1 : kMostOfRemark);
  const std::string id = mark(marked, false, doubtful, explanation);
  files_.back().doubtful += doubtful;
  for (std::size_t i = 0; i < said.size(); ++i) list(said[i], id, places[i]);
  excerpt_->unchanged(text.substr(marked.size()));
}

void HtmlReport::diagnostic(const Diagnostic& diagnostic) {
  if (diagnostic.code == DiagnosticCode::encoding_detected) return;  // the list of files says it
  ++codes_[diagnostic.code];
  const bool ahead = diagnostic.range.start >= reached_ && !is_general(diagnostic);
  if (ahead && pending_.size() < kMostPending) {
    pending_.emplace(diagnostic.range.start, diagnostic);
  } else {
    list_unplaced(diagnostic);
  }
}

// It is about the document, or about text that had passed when it came: conversion and encoding
// hold some back.
void HtmlReport::list_unplaced(const Diagnostic& diagnostic) {
  files_.back().doubtful += is_doubt(diagnostic.code);
  list(diagnostic, "", is_general(diagnostic) ? "" : where(diagnostic.range, false));
}

void HtmlReport::list(const Edit& edit, const std::string& id, const std::string& here) {
  const auto surer = [](const Listed& a, const Listed& b) {
    return a.confidence != b.confidence ? a.confidence < b.confidence : a.number < b.number;
  };
  Listed entry{edit.confidence, repairs_.all, ""};
  std::vector<Listed>& heap = doubtful_edits_;
  if (heap.size() >= limits_.listed) {
    ++more_edits_;
    if (heap.empty() || !surer(entry, heap.front())) return;
    std::pop_heap(heap.begin(), heap.end(), surer);
    heap.pop_back();
  }
  entry.html = "<li><b>" + share(edit.confidence) + "</b> " +
               linked(id, "<bdi>" + files_.back().name + "</bdi>, " + here) + ": " +
               html_line(edit.family) + ": " + change(edit, limits_.quoted) + "</li>\n";
  heap.push_back(std::move(entry));
  std::push_heap(heap.begin(), heap.end(), surer);
}

void HtmlReport::list(const Diagnostic& diagnostic, const std::string& id,
                      const std::string& here) {
  const bool doubt = is_doubt(diagnostic.code);
  List& list = diagnostic.code == DiagnosticCode::conversion_doubt ? close_readings_
               : doubt                                             ? doubtful_places_
                                                                   : remarks_;
  if (list.html.size() >= (doubt ? limits_.listed : limits_.remarks)) {
    ++list.more;
    return;
  }
  list.html.push_back(
      "<li>" +
      linked(id, "<bdi>" + files_.back().name + "</bdi>" + (here.empty() ? "" : ", " + here)) +
      ": " + remark(diagnostic) + "</li>\n");
}

void HtmlReport::write(Sink& out) {
  write_head(out);
  write_doubtful(out);
  write_counts(out);
  write_files(out);
  out.write("</main>\n</body>\n</html>\n");
}

void HtmlReport::write_head(Sink& out) const {
  const std::string files = grouped(files_.size(), "file");
  const std::string repairs = grouped(repairs_.all, "repair");
  out.write(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta name=\"generator\" content=\"hanfix " +
      std::string(kVersion) + "\">\n<title>hanfix: " + files + ", " + repairs +
      "</title>\n<style>");
  out.write(kHtmlStyle);
  std::uint64_t doubtful = 0;
  for (const File& file : files_) doubtful += file.doubtful;
  std::string text = "</style>\n</head>\n<body>\n<main>\n<h1>What hanfix did</h1>\n<p>" + files +
                     ", " + grouped(changed_) + " changed" +
                     (failed_ > 0 ? ", " + grouped(failed_) + " failed" : "") + "; " + repairs +
                     ", " + grouped(doubtful, "doubtful place") + ".";
  if (command_.check) text += " Nothing was written (--check).";
  text +=
      "</p>\n<p class=\"dim\">The text is shown as repair left it, in Unicode, with a few lines "
      "around each change; lines are counted in it, bytes in the input. Point at a mark, or go to "
      "it with Tab, to see what stood there.";
  if (!command_.options.config.empty() || command_.options.to != "none") {
    text +=
        " Conversion to another script comes after repair and is not shown; where it was not sure, "
        "it is listed.";
  }
  out.write(text + "</p>\n");
}

void HtmlReport::write_doubtful(Sink& out) {
  const auto more = [&](std::uint64_t count, const char* what) {
    if (count > 0) {
      out.write("<p class=\"dim\">" + grouped(count) + " more " + what + " not listed.</p>\n");
    }
  };
  std::sort(doubtful_edits_.begin(), doubtful_edits_.end(), [](const Listed& a, const Listed& b) {
    return a.confidence != b.confidence ? a.confidence < b.confidence : a.number < b.number;
  });
  out.write("<section id=\"doubtful\">\n<h2>Doubtful places</h2>\n");
  if (doubtful_edits_.empty() && doubtful_places_.html.empty() && close_readings_.html.empty()) {
    out.write("<p>None" +
              (repairs_.all == 0
                   ? ""
                   : ": every repair has a confidence of " + share(kSure) + " or more") +
              ".</p>\n");
  }
  if (!doubtful_edits_.empty()) {
    out.write("<h3>Repairs with a confidence below " + share(kSure) +
              ", the least sure first</h3>\n<ol>\n");
    for (const Listed& entry : doubtful_edits_) out.write(entry.html);
    out.write("</ol>\n");
  }
  more(more_edits_, "doubtful repairs are");
  if (!doubtful_places_.html.empty()) {
    out.write("<h3>Text that is lost, and damage that was left</h3>\n<ol>\n");
    for (const std::string& html : doubtful_places_.html) out.write(html);
    out.write("</ol>\n");
  }
  more(doubtful_places_.more, "such places are");
  if (!close_readings_.html.empty()) {
    out.write("<h3>Conversions with another reading close behind</h3>\n<ol>\n");
    for (const std::string& html : close_readings_.html) out.write(html);
    out.write("</ol>\n");
  }
  more(close_readings_.more, "close readings are");
  out.write("</section>\n");
  if (remarks_.html.empty()) return;
  out.write("<section id=\"remarks\">\n<h2>Remarks</h2>\n<ul>\n");
  for (const std::string& html : remarks_.html) out.write(html);
  out.write("</ul>\n");
  more(remarks_.more, "remarks are");
  out.write("</section>\n");
}

void HtmlReport::write_counts(Sink& out) const {
  out.write("<section id=\"counts\">\n<h2>Counts</h2>\n");
  if (families_.empty() && codes_.empty()) out.write("<p>Nothing to count.</p>\n");
  if (!families_.empty()) {
    out.write(
        "<table>\n<tr><th>family</th><th class=\"num\">repairs</th>"
        "<th class=\"num\">doubtful</th></tr>\n");
    for (const auto& [family, count] : families_) {
      out.write("<tr><td>" + html_line(family) + "</td>" + cell(count.all) + cell(count.doubtful) +
                "</tr>\n");
    }
    out.write("</table>\n");
  }
  if (!codes_.empty()) {
    out.write("<table>\n<tr><th>remark</th><th class=\"num\">places</th></tr>\n");
    for (const auto& [code, count] : codes_) {
      out.write("<tr><td>" + std::string(to_string(code)) + "</td>" + cell(count) + "</tr>\n");
    }
    out.write("</table>\n");
  }
  out.write("</section>\n");
}

void HtmlReport::write_files(Sink& out) {
  out.write(
      "<section id=\"files\">\n<h2>Files</h2>\n<table>\n<tr><th>file</th><th>what it is</th>"
      "<th class=\"num\">repairs</th><th class=\"num\">doubtful</th></tr>\n");
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const File& file = files_[i];
    const std::string id = file.shown > 0 ? "f" + std::to_string(i + 1) : "";
    out.write("<tr><td>" + linked(id, "<bdi>" + file.name + "</bdi>") + "</td><td>" + file.state +
              "</td>" + cell(file.repairs) + cell(file.doubtful) + "</tr>\n");
  }
  out.write("</table>\n</section>\n");
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const File& file = files_[i];
    if (file.shown == 0) continue;
    out.write("<section id=\"f" + std::to_string(i + 1) + "\" class=\"text\">\n<h2><bdi>" +
              file.name + "</bdi></h2>\n<p class=\"dim\">" + file.state + "; " +
              grouped(file.repairs, "repair") + ", " + grouped(file.shown, "place") +
              " shown</p>\n<div lang=\"zh\">\n");
    spool_.copy(file.from, file.to, out);
    out.write("</div>\n</section>\n");
  }
}

}  // namespace hanfix::cli
