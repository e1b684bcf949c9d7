/// \file  A chain fused into one automaton, run over a stream.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "convert/automaton_alone.hpp"
#include "convert/byte_buffer.hpp"
#include "convert/image_format.hpp"
#include "convert/trace.hpp"

namespace hanfix::convert {

/// Immutable; a view of an image, which must outlive it. Shared by threads.
struct Automaton {
  Automaton(const std::byte* image, const image::Fused& record);

  enum class Look : std::uint8_t {
    text,    // it becomes its cell's text
    pair,    // it and the next become `key` or, if that is null, `value`
    closer,  // this is not enough to tell
  };
  [[nodiscard]] Look look(const image::Cell& cell, const image::Head& head, const image::Cell& next,
                          const image::Cell& after, const image::Node*& key,
                          const image::Value*& value) const noexcept;

  const std::uint16_t* pages;
  const image::Cell* cells;
  const image::Head* heads;
  const std::uint64_t* filter;
  const image::Node* nodes;
  const image::Value* values;
  const image::Link* links;
  const image::Unit* first_units;
  const image::Value* words;
  const std::uint16_t* symbol_lists;
  const image::Symbol* symbols;
  const image::Unit* second_units;
  const image::Value* second_values;
  const char* text;
  std::uint64_t ascii_last[2];
  std::uint32_t ascii_reach;
  std::uint32_t filter_shift;
  bool two_levels;
  // What characters become alone, and where more than that may happen; null: almost everywhere.
  const std::uint8_t* flags;
  const std::uint8_t* sides;
  const std::uint64_t* anchors;
  std::uint32_t anchor_shift;
  const image::Sieve* sieve;  // null: what changes is too common

  /// Null if `flags` is; made by the first call, which takes longer than a short text does.
  const AloneTable* alone() const;
  /// Null if it has not been made.
  [[nodiscard]] const AloneTable* alone_if_made() const noexcept;

 private:
  struct Lazy;
  static std::shared_ptr<Lazy> lazy();
  std::shared_ptr<Lazy> lazy_;
};

/// What a run made of several characters together, for who wants to know.
struct KeyLog {
  struct Use {
    enum class Kind : std::uint8_t {
      key,         ///< a final one
      later_pair,  ///< two characters that are a key of the second stage after the first one
      both,        ///< both stages were run in turn there, and text to come may change what they do
      stages,      ///< both were run in turn there; their own keys follow:
      first_key,   ///< of several characters
      later_key,   ///< of the second stage, where keys or characters of the first begin and end
    };
    std::uint32_t at, size;  ///< bytes of the text at hand
    Kind kind;
  };
  std::vector<Use> uses;  ///< in order of their begins; keys that text was passed over by (decision
                          ///< 29) are not among them: they give what their characters do
  bool operators = false;  ///< there is an ideographic description operator
  void clear() {
    uses.clear();
    operators = false;
  }
};

/// The state of one stream.
class AutomatonRun {
 public:
  explicit AutomatonRun(const Automaton& automaton)
      : automaton_(&automaton), alone_(automaton.alone_if_made()) {}

  /// As Cascade::push(). `trace` may be null, always or never.
  /// `log`, which may be null, gets the keys of a text that begins settled.
  void push(std::string_view text, bool last, ByteBuffer& out, Trace* trace, KeyLog* log = nullptr);
  /// Forgets what was taken and not appended.
  void reset();

  /// Whether all that was taken has been appended, whatever follows.
  [[nodiscard]] bool settled() const noexcept { return waiting_.empty() && !suspended_; }

  /// Characters looked at so far where the stages meet: at most some times the longest key for each
  /// character of the text.
  [[nodiscard]] std::uint64_t work() const noexcept { return work_; }

 private:
  // A character as the first stage left it, on its way into the second.
  struct Item {
    std::uint32_t text;  // UTF-8
    std::uint32_t at;    // of the unit that it is the first of; bytes into the text at hand
    std::uint16_t symbol;
    std::uint8_t size;
    bool first;  // of a unit of the first stage
  };
  enum class Step : std::uint8_t { done, open, end };
  enum class Border : std::uint8_t { unknown, none, here, open };
  struct Writer;

  std::size_t run(std::string_view text, bool last, ByteBuffer& out, Trace* trace);
  Step pull(std::string_view text, std::size_t& at, bool last, Writer& writer);
  Step fill(std::string_view text, std::size_t& at, bool last);
  void note_keys(std::string_view text, std::size_t at, std::size_t units);
  Border border(std::string_view text, std::size_t at, bool last);
  Border known_border(std::string_view text, std::size_t at, bool last);
  std::size_t description(std::string_view text, std::size_t& at, bool last, Step& step);

  const Automaton* automaton_;
  const AloneTable* alone_;
  std::string waiting_;
  // From items_[front_] on. Behind a piece that is done they are what it looked ahead at, up to
  // ahead_ bytes into the text at hand.
  std::vector<Item> items_;
  std::size_t front_ = 0;
  std::size_t ahead_ = 0;
  bool suspended_ = false;       // items_ are the rest of a unit that a piece stopped within
  std::vector<Border> borders_;  // by place in the text at hand, if a key was long
  std::uint64_t work_ = 0;
  KeyLog* log_ = nullptr;
  std::uint64_t piece_in_ = 0, piece_out_ = 0;  // of a piece that an earlier push() began
};

}  // namespace hanfix::convert
