/// \file  The words of a text that is on its way through a conversion, for who explains it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "convert/context/lattice.hpp"
#include "convert/context/runs.hpp"
#include "convert/context/word_borders.hpp"
#include "hanfix/diagnostic.hpp"

namespace hanfix::convert::context {

/// The runs of a text, found by the places of the input that their characters come from.
class WordCuts {
 public:
  static constexpr int kOutside = 1 << 20;

  /// Takes a stretch that is converted by itself. `origin(i)`: the ByteRange that its byte i comes
  /// from.
  template <class Origin>
  void add(std::string_view text, Origin origin) {
    cut_.clear();
    std::size_t done = 0;
    for (RunSearch run = find_run(text, 0, true); run.found(); run = find_run(text, done, true)) {
      cut_ += text.substr(done, run.begin - done);
      Run& words = runs_.emplace_back();
      for (std::size_t at = run.begin; at < run.end;) {
        const ByteRange range = origin(at);
        begins_[range.start] = ends_[range.end - 1] = {&words, words.codes.size()};
        words.codes += utf8::next(text, at);
      }
      words.borders.reset(words.codes);
      done = run.end;
      write(words.codes);
    }
    cut_ += text.substr(done);
  }

  /// How much dearer, in 1/8 bit, the best cut becomes if the key from `begin` to `end` of the
  /// input stays in one piece; 0 if it begins in no run, kOutside if it leaves its run.
  [[nodiscard]] int excess(std::uint64_t begin, std::uint64_t end) {
    const auto first = begins_.find(begin);
    if (first == begins_.end()) return 0;
    const auto last = ends_.find(end - 1);
    if (last == ends_.end() || last->second.run != first->second.run) return kOutside;
    return first->second.run->borders.excess(first->second.at, last->second.at + 1);
  }

  /// Characters of a run.
  struct Stretch {
    std::u32string_view run;
    std::size_t begin, end;
  };
  /// Those from `begin` to `end` of the input; nothing if they are in no run, or not in one.
  [[nodiscard]] std::optional<Stretch> find(std::uint64_t begin, std::uint64_t end) const {
    const auto first = begins_.find(begin);
    const auto last = ends_.find(end - 1);
    if (first == begins_.end() || last == ends_.end() || last->second.run != first->second.run) {
      return std::nullopt;
    }
    return Stretch{first->second.run->codes, first->second.at, last->second.at + 1};
  }

  /// The last stretch, with '|' between words.
  [[nodiscard]] const std::string& cut() const noexcept { return cut_; }

 private:
  struct Run {
    std::u32string codes = {};
    WordBorders borders{WordTable::builtin()};
  };
  struct Place {
    Run* run;
    std::size_t at;  // characters
  };

  void write(std::u32string_view run) {
    const WordTable& words = WordTable::builtin();
    std::vector<CharacterClass> classes;
    for (const char32_t code : run) classes.push_back(words.class_of(code));
    Lattice lattice;
    lattice.build(words, classes);
    for (std::size_t at = 0; at < run.size(); ++at) {
      if (at > 0 && lattice.border(at)) cut_ += '|';
      utf8::append(cut_, run[at]);
    }
  }

  std::deque<Run> runs_;  // places point to them
  std::map<std::uint64_t, Place> begins_, ends_;
  std::string cut_;
};

}  // namespace hanfix::convert::context
