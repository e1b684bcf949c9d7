/// \file  Where in a text a judge has to look closer.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "convert/automaton.hpp"
#include "convert/context/document_names.hpp"
#include "convert/context/flagged_characters.hpp"
#include "convert/context/key_heads.hpp"
#include "convert/context/key_judge.hpp"
#include "convert/context/word_borders.hpp"

namespace hanfix::convert::context {

/// Most keys are whole whatever stands in their run, and most characters become what they usually
/// do: the few characters around tell, without the run. Where they do not is a suspect.
class Suspects {
 public:
  /// Both must outlive it.
  Suspects(const KeyHeads& heads, KeyJudge& judge) : heads_(heads), judge_(judge) {}

  /// From now on `learner`, who has been shown the text, learns from it before anything is decided.
  void teach(DocumentNames& learner) noexcept { learner_ = &learner; }

  /// Finds them in a text, by what the chain's automaton did with it. A run without one is
  /// converted as the chain does. False: a run could be longer than kLongestRun.
  /// `place`: of the text in the document, in bytes.
  [[nodiscard]] bool find(std::string_view text, std::uint64_t place, const KeyLog& log);

  /// Bytes of the text, in order: where a key begins that is a suspect, or a character is.
  [[nodiscard]] std::span<const std::uint32_t> places() const noexcept { return places_; }
  /// Those of characters.
  [[nodiscard]] std::span<const std::uint32_t> characters() const noexcept { return others_; }
  /// Says that the words around one of those places will be asked for.
  void expect_words_around(std::size_t at) const noexcept;
  /// Whether a key is none, by its number in the log.
  [[nodiscard]] bool is_sure(std::size_t key) const noexcept { return sure_[key] != 0; }

 private:
  static constexpr std::size_t kMostSize = 16;  // characters of a key, else it is a suspect
  // Some characters of the text, and what stands around them in their run.
  struct Part {
    std::array<char32_t, kMostSize + 2 * KeyJudge::kAround> codes;
    std::size_t first, end;  // of what is in `codes`
    [[nodiscard]] std::span<const char32_t> all() const {
      return std::span(codes).subspan(first, end - first);
    }
    [[nodiscard]] std::size_t begin() const { return KeyJudge::kAround - first; }
  };
  // A key of characters of three bytes.
  struct Key {
    bool plain;  // it is of such characters
    bool whole;  // whatever else stands in its run
    PieceEnds ends;
    std::size_t around;  // characters on either side by which it may be read otherwise
  };
  // Of the four bytes from a character on.
  [[nodiscard]] CharacterClass class_of(std::uint32_t word) const noexcept;
  [[nodiscard]] CharacterClass class_at(std::size_t at) const noexcept;
  [[nodiscard]] CharacterClass class_before(std::size_t at, std::size_t back) const noexcept;
  void read(const KeyLog::Use& use, Key& key) const noexcept;
  [[nodiscard]] std::size_t reach(const KeyLog::Use& use, std::size_t size) const noexcept;
  [[nodiscard]] bool is_suspect(const KeyLog::Use& use, const Key& key);
  [[nodiscard]] bool is_suspect(std::size_t at);
  struct Seen {
    char32_t code;
    std::uint8_t flags;
  };
  [[nodiscard]] Seen next(std::size_t& here) const noexcept;
  [[nodiscard]] Seen previous(std::size_t& here) const noexcept;
  void read_part(std::size_t at, std::size_t count, std::size_t around);
  [[nodiscard]] Surroundings surroundings(std::size_t at) const noexcept;
  void find_keys(const KeyLog& log);
  void find_characters();
  void cover(std::size_t begin, std::size_t end) noexcept;

  const KeyHeads& heads_;
  KeyJudge& judge_;
  const WordTable& words_ = WordTable::builtin();
  DocumentNames* learner_ = nullptr;
  std::string_view text_;
  std::uint64_t place_ = 0;  // of text_
  FlaggedCharacters characters_;
  std::vector<std::uint64_t> covered_;  // bits of the bytes that keys hold
  Part part_{};
  std::vector<std::uint8_t> sure_;  // by key
  std::vector<std::uint32_t> keys_, others_, places_;
};

}  // namespace hanfix::convert::context
