// The other half of the interface: says what a text is. Built beside repair_string.cpp.
#include <cstdio>
#include <hanfix/detect.hpp>
#include <string>

int main() {
  const hanfix::DetectReport text = hanfix::detect_text("經(jīng)濟(jì)發(fā)展");
  std::printf("%s, %s, %zu kind of damage: %s\n", text.encoding.c_str(), text.variant.c_str(),
              text.damage.size(), text.damage.empty() ? "" : text.damage[0].c_str());

  hanfix::DetectOptions options;
  options.from = "gb18030";
  auto detector = hanfix::Detector::create(options);
  if (!detector) {
    std::fprintf(stderr, "%s\n", detector.error().message.c_str());
    return 1;
  }
  detector.value()->push("\xCB\xFD\xB5\xC4\xCD");  // 她的头发: cut inside a character
  detector.value()->push("\xB7\xB7\xA2");
  const hanfix::DetectReport stream = detector.value()->finish();
  std::printf("%s, %s\n", stream.encoding.c_str(), stream.variant.c_str());

  options.from = "gbbk";
  const auto wrong = hanfix::Detector::create(options);
  std::printf("%s\n", wrong ? "?" : wrong.error().message.c_str());
  return 0;
}
