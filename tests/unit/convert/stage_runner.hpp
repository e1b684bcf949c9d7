/// \file  Runs a conversion stage over a text cut into pieces.
#pragma once
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "convert/convert_stage.hpp"

namespace hanfix::convert {

class StringSink : public Sink {
 public:
  void write(std::string_view chunk) override { text += chunk; }
  std::string text;
};

/// What came out, and where the stage says it came from.
struct StageRun {
  std::string text;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> origins;  ///< of every output byte
  friend bool operator==(const StageRun&, const StageRun&) = default;
};

/// `sizes`: bytes of the pieces, over and over.
inline StageRun run_stage(const std::shared_ptr<const ConversionChain>& chain,
                          std::string_view text, const std::vector<std::size_t>& sizes,
                          unsigned threads = 1) {
  const std::unique_ptr<MappedStage> stage = make_convert_stage(chain, threads);
  StringSink sink;
  for (std::size_t at = 0, i = 0; at < text.size(); ++i) {
    const std::string_view piece = text.substr(at, sizes[i % sizes.size()]);
    stage->push(piece, sink);
    at += piece.size();
  }
  stage->finish(sink);
  StageRun run{sink.text, {}};
  for (std::size_t i = 0; i < sink.text.size(); ++i) {
    const ByteRange origin = stage->positions().to_input({i, i + 1});
    run.origins.emplace_back(origin.start, origin.end);
  }
  return run;
}

inline std::shared_ptr<const ConversionChain> chain(std::string_view config, bool tofu = false) {
  auto opened = open_config(config, tofu);
  return opened ? opened.value() : nullptr;
}

/// Piece sizes from 1 to `most` bytes.
inline std::vector<std::size_t> seeded_sizes(unsigned seed, std::size_t most) {
  std::mt19937 random(seed);
  std::vector<std::size_t> sizes(64);
  for (std::size_t& size : sizes) size = 1 + random() % most;
  return sizes;
}

}  // namespace hanfix::convert
