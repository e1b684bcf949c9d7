#include "convert/convert_stage.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "convert/cascade.hpp"

namespace hanfix::convert {
namespace {

class ConvertStage : public MappedStage {
 public:
  explicit ConvertStage(std::shared_ptr<const ConversionChain> chain)
      : chain_(std::move(chain)), cascade_(*chain_, true) {}

  void push(std::string_view chunk, Sink& out) override {
    while (!chunk.empty()) {
      const std::string_view block = chunk.substr(0, kConversionBlock);
      chunk.remove_prefix(block.size());
      std::string_view text = block;
      if (!tail_.empty()) text = tail_.append(block);
      const std::size_t incomplete = utf8::incomplete_tail(text);
      cascade_.push(text.substr(0, text.size() - incomplete), false, output_);
      if (tail_.empty()) {
        tail_.assign(text.substr(text.size() - incomplete));
      } else {
        tail_.erase(0, text.size() - incomplete);
      }
      emit(out);
    }
  }

  // What is held back depends on text to come, and waiting does not make it certain.
  void idle(Sink&) override {}

  void finish(Sink& out) override {
    cascade_.push(tail_, true, output_);
    tail_.clear();
    emit(out);
  }

  [[nodiscard]] std::size_t retention() const noexcept override { return chain_->retention(); }
  [[nodiscard]] std::uint64_t settled() const noexcept override { return positions_.input_size(); }

 private:
  // Writes what the map covers: a byte must not leave before its origin is known.
  void emit(Sink& out) {
    std::uint64_t size = 0;
    for (Trace& trace = cascade_.trace(); !trace.empty();) {
      const Trace::Piece piece = trace.front();
      if (piece.copied()) {
        positions_.copied(piece.in);
      } else {
        positions_.mapped(static_cast<std::uint32_t>(piece.in),
                          static_cast<std::uint32_t>(piece.out));
      }
      size += piece.out;
      trace.take(piece.in);
    }
    if (size == 0) return;
    out.write(output_.view().substr(0, static_cast<std::size_t>(size)));
    output_.drop_front(static_cast<std::size_t>(size));
  }

  std::shared_ptr<const ConversionChain> chain_;
  Cascade cascade_;
  std::string tail_;   // an incomplete character
  ByteBuffer output_;  // converted, not yet written
};

}  // namespace

std::unique_ptr<MappedStage> make_convert_stage(std::shared_ptr<const ConversionChain> chain) {
  return std::make_unique<ConvertStage>(std::move(chain));
}

}  // namespace hanfix::convert
