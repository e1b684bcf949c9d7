/// \file  What families of escapes share: they go through a text line by line.
#pragma once
#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "repair/escape_line.hpp"
#include "repair/family.hpp"

namespace hanfix::repair {

class EscapeFamily : public RepairFamily {
 public:
  explicit EscapeFamily(std::string_view name) : name_(name) {}
  [[nodiscard]] bool reads_ascii() const override { return true; }
  void examine(const Block& block, RepairMode mode, Findings& findings) override;

 protected:
  /// The escapes of a suspicious line, its line break included.
  [[nodiscard]] virtual EscapeReading read(std::string_view line, RepairMode mode) const = 0;

  /// The document is source code or markup at this place: within 64 KiB, escapes mean themselves
  /// to safe.
  void note_code(std::uint64_t offset) {
    code_ = true;
    code_at_ = std::max(code_at_, offset);
  }
  /// note_code() at the last place of `text` that holds `first` and for which is(place). From
  /// behind, so that source code, which is full of them, costs nothing.
  template <class Is>
  void note_last(char first, std::string_view text, std::uint64_t offset, Is is) {
    constexpr std::size_t kPart = 1 << 10;
    for (std::size_t end = text.size(); end > 0;) {
      const std::size_t start = end - std::min(end, kPart);
      const std::string_view part = text.substr(0, end);
      std::size_t last = part.npos;
      for (std::size_t at = part.find(first, start); at != part.npos;
           at = part.find(first, at + 1)) {
        if (is(at)) last = at;
      }
      if (last != part.npos) return note_code(offset + last);
      end = start;
    }
  }
  /// The same for each of these; none goes across a line's end.
  void note_signs(std::initializer_list<std::string_view> signs, std::string_view text,
                  std::uint64_t offset);

 private:
  [[nodiscard]] bool in_code(std::uint64_t offset) const;
  void report(std::string_view line, std::uint64_t offset, const EscapeReading& reading,
              const EscapeVerdict& verdict, Findings& findings) const;

  std::string_view name_;
  bool code_ = false;
  std::uint64_t code_at_ = 0;
};

}  // namespace hanfix::repair
