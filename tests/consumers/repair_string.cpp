// What a program that uses hanfix looks like: repairs a string and says what was done. This is the
// example of docs/guide.md.
#include <cstdio>
#include <hanfix/pipeline.hpp>
#include <hanfix/version.hpp>
#include <string>
#include <utility>

namespace {

struct StringSink : hanfix::Sink {
  std::string text;
  void write(std::string_view chunk) override { text += chunk; }
};

struct Printer : hanfix::DiagnosticSink {
  void edit(const hanfix::Edit& edit) override {
    std::printf("%s: %s -> %s\n", edit.family.c_str(), edit.before.c_str(), edit.after.c_str());
  }
  void diagnostic(const hanfix::Diagnostic& diagnostic) override {
    std::printf("%s: %s\n", hanfix::to_string(diagnostic.code), diagnostic.message.c_str());
  }
};

}  // namespace

int main() {
  hanfix::Options options;
  options.to = "s";
  Printer printer;
  auto pipeline = hanfix::Pipeline::create(options, printer);
  if (!pipeline) {
    std::fprintf(stderr, "%s\n", pipeline.error().message.c_str());
    return 1;
  }
  StringSink out;
  pipeline.value()->push("經(jīng)濟(jì)發(fā)", out);
  pipeline.value()->push("展", out);
  pipeline.value()->finish(out);
  std::printf("%s (%s, OpenCC data %s)\n", out.text.c_str(),
              pipeline.value()->summary().config.c_str(), hanfix::kOpenccDataVersion);

  options.to = "tww";
  const auto wrong = hanfix::Pipeline::create(options, printer);
  std::printf("%s\n", wrong ? "?" : wrong.error().message.c_str());
  return 0;
}
