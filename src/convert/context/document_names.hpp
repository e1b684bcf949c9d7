/// \file  Learns the names of people that a document says where there is no doubt.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "convert/context/flagged_characters.hpp"
#include "convert/context/key_heads.hpp"
#include "convert/context/known_names.hpp"
#include "convert/context/names.hpp"
#include "convert/conversion_chain.hpp"

namespace hanfix::convert::context {

/// Goes over a document ahead of its conversion and keeps each full name that a title follows, that
/// somebody is said to be called, or that stands in a list of names, if a character of it could
/// become something else. That is decided by the few characters around the name, so how the text is
/// cut makes no difference; whatever stands in a run is decided as soon as the run has ended.
class DocumentNames {
 public:
  /// Whether names make a difference to a chain.
  [[nodiscard]] static bool matter(const ConversionChain& chain) noexcept {
    return chain.context() && (chain.heads().names() || chain.heads().choice() != nullptr);
  }
  /// `chain` must outlive it. Precondition: matter(chain).
  explicit DocumentNames(const ConversionChain& chain) : heads_(chain.heads()) {}

  /// The next piece of the document; characters may be cut.
  void learn(std::string_view text);
  /// A stretch of the document ends: nothing belongs to both sides of this place.
  void end_stretch();

  /// The same, instead of these two, for who finds the characters that matter in any case. Takes
  /// the text that is there of the document from byte `place` on, up to which all has been left;
  /// `last`: a stretch ends with it. It is borrowed until leave().
  void show(std::string_view text, std::uint64_t place, bool last) noexcept {
    shown_ = text;
    place_ = place;
    last_ = last;
  }
  /// Learns from the first `size` bytes of it, which end where a run does. `places`: where
  /// characters are that names matter to, and others, in order.
  void learn_at(std::span<const std::uint32_t> places, std::size_t size);
  /// Learns from all of it, as far as it tells.
  void learn_all();
  /// The first `size` bytes of it are decided, and need not be there any more.
  void leave(std::size_t size);

  [[nodiscard]] const KnownNames& known() const noexcept { return known_; }
  /// What is known now, for another thread.
  [[nodiscard]] std::shared_ptr<const KnownNames> snapshot();

 private:
  static constexpr std::size_t kSeen = 12;  // characters on either side
  // Some characters of the document.
  struct Window {
    std::array<char32_t, 2 * kSeen + 1> codes;
    std::array<std::uint8_t, 2 * kSeen + 1> sizes;  // bytes
    std::size_t first, at, end;                     // of what is there; the character asked about
    std::size_t stretch, stretch_end;               // the Han characters around it
  };
  void look(bool last);
  void keep(std::size_t characters, std::uint64_t before);
  [[nodiscard]] bool hopeless(std::string_view text, std::size_t at) const noexcept;
  [[nodiscard]] static bool read(std::string_view text, std::size_t at, bool last, Window& window);
  void consider(const Window& window, std::uint64_t at);
  [[nodiscard]] bool is_name(const Window& window, std::size_t begin, std::size_t end);
  [[nodiscard]] bool introduces(const Window& window, std::size_t begin) const;
  [[nodiscard]] bool listed(const Window& window, std::size_t begin, std::size_t end) const;

  const KeyHeads& heads_;
  KnownNames known_;
  NameFinder finder_;
  FlaggedCharacters characters_;
  std::optional<convert::image::Sieve> sieve_;  // of what is looked for
  std::string text_;          // what is not learnt from, and some characters before it
  std::uint64_t offset_ = 0;  // of text_ in the document
  std::uint64_t learnt_ = 0;  // up to where in the document
  std::string_view shown_;    // behind text_
  std::uint64_t place_ = 0;   // of shown_ in the document
  bool last_ = false;         // whether a stretch ends with shown_
  std::shared_ptr<const KnownNames> snapshot_;
};

}  // namespace hanfix::convert::context
