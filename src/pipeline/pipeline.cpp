#include "hanfix/pipeline.hpp"

namespace hanfix {
namespace {

// Passes bytes through until the stages land.
class PassThrough : public Pipeline {
 public:
  void push(std::string_view chunk, Sink& out) override { out.write(chunk); }
  void idle(Sink&) override {}
  void finish(Sink&) override {}
  [[nodiscard]] std::size_t retention() const noexcept override { return 0; }
  [[nodiscard]] const Summary& summary() const noexcept override { return summary_; }

 private:
  Summary summary_;
};

}  // namespace

Result<std::unique_ptr<Pipeline>> Pipeline::create(const Options&, DiagnosticSink&) {
  return std::unique_ptr<Pipeline>(std::make_unique<PassThrough>());
}

std::vector<Choice> encodings() { return {{"utf-8", "Unicode"}}; }
std::vector<Choice> targets() { return {{"none", "keep the script"}}; }
std::vector<Choice> configs() { return {}; }
std::vector<Choice> families() { return {}; }

}  // namespace hanfix
