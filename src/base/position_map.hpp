/// \file  From offsets in a stage's output back to offsets in its input.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "hanfix/diagnostic.hpp"

namespace hanfix {

/// Run-length record of how a stage's output bytes came from its input bytes.
///
/// A run is `count` units, each of `in_unit` input bytes that became `out_unit` output bytes:
/// copied text is one run of 1:1, GBK hanzi decoded to UTF-8 one run of 2:3. Offsets count from
/// the start of the stream. Look-up is O(log runs); memory is bounded by trim().
class PositionMap {
 public:
  /// `bytes` input bytes went out unchanged.
  void copied(std::uint64_t bytes) { mapped(1, 1, bytes); }
  /// `count` times, `in_unit` input bytes became `out_unit` output bytes. Either may be 0.
  void mapped(std::uint32_t in_unit, std::uint32_t out_unit, std::uint64_t count = 1);
  /// `bytes` could not be decoded and went out as one U+FFFD (3 bytes). `text`: they are to come
  /// back in the output where nothing explains them, as bad bytes of UTF-8 do.
  void raw(std::string_view bytes, bool text = true);

  /// What `next` maps follows. Precondition: `next` begins at 0 and holds no raw() records.
  void append(const PositionMap& next);

  /// The smallest input range whose units cover `output`. An empty range gives the input offset
  /// at its start. Precondition: not trimmed away.
  [[nodiscard]] ByteRange to_input(ByteRange output) const;
  /// The undecodable bytes behind the U+FFFD at exactly `output_offset`; empty if there are none.
  /// Valid until the next change of the map.
  [[nodiscard]] std::string_view raw_at(std::uint64_t output_offset) const;
  /// As raw_at(), but empty also for bytes that are not to come back.
  [[nodiscard]] std::string_view text_at(std::uint64_t output_offset) const;
  /// True while any raw() record is kept: lets an encoder skip the look-ups.
  [[nodiscard]] bool has_raw() const noexcept { return !raw_.empty(); }
  /// Input offset for an output offset that lies at the start of, or inside, a run copied 1:1.
  /// Sets `exact` to whether it does.
  [[nodiscard]] std::uint64_t input_offset(std::uint64_t output_offset, bool& exact) const;

  [[nodiscard]] std::uint64_t input_size() const noexcept { return input_size_; }
  [[nodiscard]] std::uint64_t output_size() const noexcept { return output_size_; }
  [[nodiscard]] std::size_t run_count() const noexcept { return runs_.size(); }

  /// Forgets everything before `output_offset`.
  void trim(std::uint64_t output_offset);

 private:
  struct Run {
    std::uint64_t in, out, count;
    std::uint32_t in_unit, out_unit;
    [[nodiscard]] std::uint64_t out_end() const { return out + count * out_unit; }
  };
  struct Raw {
    std::uint64_t out;
    std::string bytes;
    bool text;
  };
  [[nodiscard]] const Raw* find_raw(std::uint64_t output_offset) const;
  [[nodiscard]] const Run* find(std::uint64_t output_offset) const;

  std::deque<Run> runs_;
  std::deque<Raw> raw_;
  std::uint64_t input_size_ = 0;
  std::uint64_t output_size_ = 0;
};

}  // namespace hanfix
