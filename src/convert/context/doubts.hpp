/// \file  Where conversion by context was not sure: the proof-reader's list.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "convert/byte_buffer.hpp"
#include "convert/context/run_converter.hpp"
#include "hanfix/diagnostic.hpp"

namespace hanfix::convert::context {

/// A place where two readings were close.
struct Doubt {
  ByteRange range;     ///< bytes of the stream
  std::string before;  ///< the text there
  std::string taken;   ///< what it became
  std::string other;   ///< what it would have become, had the decision fallen the other way
  std::string around;  ///< the text there, with a few characters of its run on both sides
  int units;           ///< what the other reading lacks, in 1/kChoiceUnits bit; ≥ 0
};

/// "干 becomes 幹; 乾 is 0.5 bits behind: 把干豆角".
[[nodiscard]] std::string sentence(const Doubt& doubt);

/// Goes over a stream beside the conversion and lists the doubts of one chain, in order.
///
/// Each close decision of a run is turned over by itself, and the run converted again; so this
/// costs several times what conversion does, and is for who asks for the list only. The list
/// depends on the text alone, not on how it is cut.
class DoubtFinder {
 public:
  using Report = std::function<void(const Doubt&)>;

  /// `chain` must outlive it.
  DoubtFinder(const ConversionChain& chain, Report report)
      : converter_(chain), report_(std::move(report)) {}

  /// Names that the document has said count from now on.
  void know(const KnownNames* names, bool here) noexcept { converter_.judge().know(names, here); }
  /// A stretch begins at byte `offset` of the stream, which is byte `place` of the document.
  /// Precondition: the one before has ended.
  void begin(std::uint64_t offset, std::uint64_t place = 0) noexcept {
    offset_ = offset;
    place_ = place;
  }
  /// Whole characters, and whether the stretch ends with them.
  void push(std::string_view text, bool last);

 private:
  void list(std::string_view run, std::uint64_t offset, std::uint64_t place);

  RunConverter converter_;
  Report report_;
  std::uint64_t offset_ = 0, place_ = 0;  // of waiting_
  std::string waiting_;
};

}  // namespace hanfix::convert::context
