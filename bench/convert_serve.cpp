// hanfix for bench/convert_peers: whole texts in memory, as the peers take them.
//   NAME        the configuration
//   NAME+stage  the same through the stage, in chunks of 64 KiB, with positions
#include "convert_serve.hpp"

#include "convert/convert_stage.hpp"

namespace {

using namespace hanfix;

class Count : public Sink {
 public:
  void write(std::string_view chunk) override { size += chunk.size(); }
  std::size_t size = 0;
};

std::size_t through_stage(const std::shared_ptr<const convert::ConversionChain>& chain,
                          std::string_view text) {
  constexpr std::size_t kChunk = 65536;
  const auto stage = convert::make_convert_stage(chain);
  Count sink;
  for (std::size_t at = 0; at < text.size(); at += kChunk) {
    stage->push(text.substr(at, kChunk), sink);
    stage->trim(stage->positions().output_size());
  }
  stage->finish(sink);
  return sink.size;
}

}  // namespace

int main() {
  return serve([](const std::string& name) -> std::function<std::size_t(const std::string&)> {
    const auto chain = convert::open_config(name.substr(0, name.find('+')), false).value();
    if (name.ends_with("+stage")) {
      return [chain](const std::string& text) { return through_stage(chain, text); };
    }
    return [chain](const std::string& text) {
      convert::ByteBuffer out;
      convert::convert(*chain, text, out);
      return out.size();
    };
  });
}
