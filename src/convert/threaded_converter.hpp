/// \file  Conversion on several threads, with the result of one.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/position_map.hpp"
#include "convert/context/document_names.hpp"
#include "convert/convert_stage.hpp"
#include "hanfix/stage.hpp"

namespace hanfix::convert {

/// A Converter that hands blocks of whole lines to threads and takes them back in order.
///
/// A line break is a safe cut: no key holds one. Where a conversion is open at one all the same (in
/// a description sequence), the blocks behind it are converted again from there on; a line that is
/// longer than kLongestBlock is converted by the calling thread as it comes. So the result does not
/// depend on the number of threads. Threads start with the first whole block: short texts have
/// none.
///
/// Names that the document says are learnt by the calling thread, ahead of the conversion if other
/// threads take part in it, and each block knows those before it.
///
/// With one thread everything leaves as it does from a Converter. With more, what is certain leaves
/// with flush() or finish() at the latest.
class ThreadedConverter {
 public:
  static constexpr std::size_t kBlock = 128 << 10;         ///< bytes from which on a block is cut
  static constexpr std::size_t kLongestBlock = 512 << 10;  ///< bytes

  /// Preconditions: at least one chain and one thread; the caller's counts. `words` as for
  /// Converter: they too begin anew in each line. `doubts` learns where conversion by context was
  /// not sure, in bytes of the map's input; then the caller's thread does it all. Null: nobody
  /// asks.
  ThreadedConverter(Converter::Chains chains, unsigned threads,
                    std::shared_ptr<const UserWords> words = nullptr,
                    DiagnosticSink* doubts = nullptr);
  ~ThreadedConverter();
  ThreadedConverter(const ThreadedConverter&) = delete;
  ThreadedConverter& operator=(const ThreadedConverter&) = delete;

  void push(std::string_view chunk, PositionMap& positions, Sink& out);
  /// Waits for the threads: all that is certain leaves.
  void flush(PositionMap& positions, Sink& out);
  /// Ends the stretch: the next push begins another one.
  void finish(PositionMap& positions, Sink& out);
  /// Input bytes held back at most.
  [[nodiscard]] std::size_t retention() const noexcept;

 private:
  class Blocks;

  void push_here(std::string_view text, PositionMap& positions, Sink& out);
  void hand_over(PositionMap& positions, Sink& out);
  void take_back(std::size_t left, PositionMap& positions, Sink& out);

  Converter::Chains chains_;
  unsigned threads_;
  std::shared_ptr<const UserWords> words_;
  std::optional<context::DocumentNames> names_;  ///< with context
  bool ahead_ = false;       ///< whether names are learnt before anything is converted
  std::uint64_t given_ = 0;  ///< bytes that a converter has, or a thread
  /// By the calling thread: what precedes the blocks, or all.
  std::unique_ptr<Converter> converter_;
  std::unique_ptr<Blocks> blocks_;  ///< null: no thread has been needed yet
  std::string block_;               ///< text that no thread has yet
  std::size_t lines_ = 0;           ///< bytes of block_ up to its last line break
};

}  // namespace hanfix::convert
