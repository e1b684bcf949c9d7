/// \file  Which encoding each line of a text is in, when they are not all in the same one.
#pragma once
#include <string_view>
#include <vector>

#include "encoding/encoding.hpp"
#include "encoding/score.hpp"
#include "hanfix/options.hpp"

namespace hanfix {

/// Follows a text line by line: logs of several programs, files glued together.
///
/// Mode segment: a line stays in the encoding of the line before it as long as it reads as text in
/// it; another encoding must explain the line clearly better, one seen before in this text a
/// little. Mode line: a line that is UTF-8 is UTF-8, every other one is in the encoding that all
/// such lines so far together speak for.
///
/// The answers depend on the lines alone. Memory: a few numbers an encoding.
class LineJudge {
 public:
  /// `first`: the encoding of the text's beginning; a Coding::utf8 or Coding::table. `allowed`:
  /// only these are answered; empty: any.
  LineJudge(Encoding first, OnMixed mode, std::vector<Encoding> allowed);

  /// The encoding of `line`, which follows the line judged before; it becomes current().
  /// `complete`: the line ends there, else it goes on in the same encoding. About 10 ns a byte for
  /// a line that changes the encoding, 2 ns for others.
  Encoding judge(std::string_view line, bool complete);

  [[nodiscard]] Encoding current() const noexcept { return current_; }

 private:
  [[nodiscard]] Encoding in_segment(std::string_view line, bool complete, bool valid);
  [[nodiscard]] Encoding by_line(std::string_view line, bool complete, bool valid);
  [[nodiscard]] bool known(Encoding encoding) const noexcept;
  [[nodiscard]] const detection::Reading* choose(
      const std::vector<detection::Reading>& readings) const;
  [[nodiscard]] const detection::Reading* total(const detection::Reading& reading) const;
  void add(const std::vector<detection::Reading>& readings);

  Encoding current_;
  detection::Language language_ = detection::Language::hans;  // of the line before in current_
  OnMixed mode_;
  std::vector<Encoding> allowed_;
  std::vector<Encoding> known_;
  std::vector<detection::Reading> total_;  // of the lines that were weighed
};

/// Whether a text in `encoding` can change its encoding at a line break: UTF-8 and encodings whose
/// ASCII bytes are ASCII.
[[nodiscard]] bool has_plain_lines(Encoding encoding) noexcept;

}  // namespace hanfix
