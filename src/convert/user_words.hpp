/// \file  Words of the user's own, which come before every dictionary.
#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "convert/dictionary.hpp"
#include "hanfix/result.hpp"

namespace hanfix::convert {

/// A key may have at most this many bytes: some 340 Chinese characters.
inline constexpr std::size_t kLongestWord = 1024;

/// Words compiled together. Immutable, shared by threads.
class WordSet {
 public:
  explicit WordSet(const Dictionary& words) noexcept : words_(words) {}
  [[nodiscard]] const Dictionary& words() const noexcept { return words_; }

 private:
  Dictionary words_;
};

/// The sets of one run, the one that prevails first. Immutable, shared by threads.
class UserWords {
 public:
  /// Precondition: at least one set.
  explicit UserWords(std::vector<std::shared_ptr<const WordSet>> sets) : sets_(std::move(sets)) {}

  [[nodiscard]] const std::vector<std::shared_ptr<const WordSet>>& sets() const noexcept {
    return sets_;
  }
  /// Bytes.
  [[nodiscard]] std::size_t longest_key() const noexcept;

 private:
  std::vector<std::shared_ptr<const WordSet>> sets_;
};

/// Where the user's words are in one text, asked from left to right.
class WordScan {
 public:
  WordScan(const UserWords& words, std::string_view text);
  /// The first place at or behind `from` where a word begins, or might begin if more text follows.
  /// `at` is the text's size if there is none. The longest word counts, of equal ones the earlier
  /// set's. Precondition: `from` never falls. O(bytes) over all calls.
  [[nodiscard]] Place next(std::size_t from);

 private:
  std::string_view text_;
  struct Set {
    const Dictionary* words;
    Place place;  // its first at or behind the last `from`
  };
  std::vector<Set> sets_;
};

/// Finds the user's words in a stretch of text that comes in pieces.
///
/// A word counts where the conversion's own first dictionary, the guard, could begin a word too:
/// at the start of a line, or where the guard's word, character or description sequence before it
/// ends. There the user's word wins, however long a word of the guard begins at the same place. So
/// 里=裏 leaves 公里 alone, if the guard has it, and takes 里面 apart. This is the first child of a
/// `short_circuit` group in OpenCC's terms.
///
/// By context a word of the guard's that a user's word begins in goes by the words around it: where
/// it is torn out of them, the user's being one of them, the guard's next shorter one counts.
///
/// The decision depends on the text from the start of its line, and by context on kAround
/// characters behind what is decided about; never on the pieces.
class WordFinder {
 public:
  /// `words` must outlive the finder; `guard` may be null: a word counts everywhere.
  WordFinder(const UserWords& words, const Dictionary* guard, bool context = false)
      : words_(words), guard_(guard), context_(context && guard != nullptr) {}

  /// Looks at the stretch so far: `text` begins behind what the last call returned. Calls
  /// `plain(piece)` for text between words and `word(key, value)`, in order; gives how many bytes
  /// are decided. `last`: the stretch ends with `text`, all of it is decided.
  template <class Plain, class Word>
  std::size_t run(std::string_view text, bool last, Plain plain, Word word) {
    std::size_t at = 0;    // a place where a word could begin
    std::size_t done = 0;  // text before this has been handed on
    WordScan scan(words_, text);
    while (at < text.size()) {
      Place place = scan.next(at);
      const Walk walked = find(text, at, done, last, scan, place);
      at = walked.at;
      if (walked.open) break;
      if (at != place.at || at == text.size()) continue;
      if (place.match.open && !last) break;
      if (place.match.key_size == 0) {  // nothing, as the text ends here
        at = std::min(step(text, at), text.size());
        continue;
      }
      if (at > done) plain(text.substr(done, at - done));
      word(text.substr(at, place.match.key_size), place.match.value);
      at += place.match.key_size;
      done = at;
    }
    if (at > done) plain(text.substr(done, at - done));
    if (context_) remember(text.substr(done, at - done), done > 0 || last, last);
    return at;
  }

  /// Whether what follows is decided as if the stretch began with it, if nothing is undecided.
  [[nodiscard]] bool settled() const noexcept { return before_.empty(); }
  /// Most bytes that stay undecided.
  [[nodiscard]] std::size_t retention() const noexcept;

 private:
  struct Walk {
    std::size_t at;
    bool open;              // text to come decides where the unit at `at` ends
    std::size_t begin = 0;  // of the last unit
    bool key = false;       // it is a word of the guard's
  };
  // From `at` unit by unit to `place` or the first place behind it. No word is begun before `done`.
  [[nodiscard]] Walk walk(std::string_view text, std::size_t at, std::size_t done,
                          const Place& place, bool last) const;
  // Likewise to the first place that a word begins at, of those that the same unit hides.
  [[nodiscard]] Walk find(std::string_view text, std::size_t at, std::size_t done, bool last,
                          WordScan& scan, Place& place) const;
  // Where the guard's word from `begin` to `end` ends by context, which hides `place` else; nothing
  // if text to come decides.
  [[nodiscard]] std::optional<std::size_t> end_by_context(std::string_view text, std::size_t begin,
                                                          std::size_t end, std::size_t done,
                                                          const Place& place, bool last) const;
  // What stands before the text to come.
  void remember(std::string_view plain, bool begins_anew, bool last);
  // Behind the unit at `at` of a text that ends.
  [[nodiscard]] std::size_t step(std::string_view text, std::size_t at) const;

  // Most bytes that tell where a unit of the guard ends.
  [[nodiscard]] std::size_t reach() const noexcept;

  static constexpr std::size_t kAround = 8;  // characters that are looked at on either side

  const UserWords& words_;
  const Dictionary* guard_;
  bool context_;
  std::u32string before_;  // by context: Han characters before the text, kAround at most
};

}  // namespace hanfix::convert
