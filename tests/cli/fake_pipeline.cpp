// A pipeline for tests of the program: what it does is in the text itself, byte by byte.
//   #    repaired to 號           ?    a repair declined, left alone
//   FF   malformed, and lost: written as U+FFFD       0D   dropped, without a report
//   idle() writes <idle>, so that a test sees where it came
#include "hanfix/dictionaries.hpp"
#include "hanfix/pipeline.hpp"

namespace hanfix {
namespace {

class FakePipeline : public Pipeline {
 public:
  explicit FakePipeline(DiagnosticSink& reports) : reports_(reports) {
    summary_.encoding = "utf-8";
    summary_.confidence = 1;
  }

  void push(std::string_view chunk, Sink& out) override {
    std::string text;
    std::size_t told = 0;  // of `text`
    std::uint64_t from = at_;
    const auto tell = [&](std::uint64_t to) {
      if (told < text.size()) reports_.text(std::string_view(text).substr(told), {from, to});
      told = text.size();
      from = to;
    };
    for (const char c : chunk) {
      const ByteRange here = {at_, at_ + 1};
      if (c == '#' || c == '?' || c == '\xff') tell(at_);
      ++at_;
      if (c == '#') {
        text += "號";
        told = text.size();
        from = at_;
        reports_.edit({here, "fake", "#", "號", 0.99});
        ++summary_.edits;
        summary_.changed = true;
      } else if (c == '?') {
        text += c;
        reports_.diagnostic(
            {DiagnosticCode::repair_declined, here, "? may be anything; left alone"});
      } else if (c == '\xff') {
        text += "\uFFFD";
        reports_.diagnostic(
            {DiagnosticCode::malformed_bytes, here, "FF is not UTF-8; wrote U+FFFD"});
        ++summary_.malformed;
        ++summary_.lost;
        summary_.changed = true;
      } else if (c == '\r') {
        summary_.changed = true;
      } else {
        text += c;
      }
    }
    tell(at_);
    out.write(text);
  }
  void idle(Sink& out) override { out.write("<idle>"); }
  void finish(Sink&) override {}
  [[nodiscard]] std::size_t retention() const noexcept override { return 0; }
  [[nodiscard]] const Summary& summary() const noexcept override { return summary_; }

 private:
  DiagnosticSink& reports_;
  Summary summary_;
  std::uint64_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<Pipeline>> Pipeline::create(const Options& options,
                                                   DiagnosticSink& reports) {
  if (options.config == "s2tww")
    return Error{ErrorCode::unknown_name,
                 "unknown configuration 's2tww'; did you mean s2tw or s2twp? (--list configs)"};
  return std::unique_ptr<Pipeline>(std::make_unique<FakePipeline>(reports));
}

Result<std::shared_ptr<const Conversion>> Conversion::create(const Options&) {
  return std::make_shared<const Conversion>();
}
Result<std::vector<DictionaryFinding>> check_dictionary(const std::string&) {
  return std::vector<DictionaryFinding>();
}
Result<std::string> build_dictionary(const std::vector<std::string>&, std::vector<Error>*) {
  return std::string();
}
Result<std::vector<Explanation>> explain(const Options&, std::string_view) {
  return std::vector<Explanation>();
}

std::vector<Choice> encodings() {
  return {{"utf-8", "Unicode"}, {"gb18030", "Chinese, all of it"}};
}
std::vector<Choice> targets() { return {}; }
std::vector<Choice> configs() { return {}; }
std::vector<Choice> families() { return {}; }

}  // namespace hanfix
