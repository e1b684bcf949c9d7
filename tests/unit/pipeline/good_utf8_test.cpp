// The first law, for bytes: good UTF-8 is called that, and comes out as it went in.
#include <cctype>
#include <map>

#include "hanfix/detect.hpp"
#include "pipeline_test_support.hpp"

namespace hanfix::test {
namespace {

std::string unescaped(std::string_view text) {
  static const std::map<char, char> kEscapes = {{'n', '\n'}, {'r', '\r'}, {'t', '\t'}, {'0', '\0'}};
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      out += text[at];
    } else if (text[++at] == 'x') {
      out += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
      at += 2;
    } else {
      out += kEscapes.at(text[at]);
    }
  }
  return out;
}

struct Text {
  std::string name, bytes;
};

std::vector<Text> texts() {
  std::ifstream in(HANFIX_TEST_DATA "/encoding/good_utf8.tsv");
  EXPECT_TRUE(in);
  std::vector<Text> out;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t tab = line.find('\t');
    out.push_back({line.substr(0, tab), unescaped(line.substr(tab + 1))});
  }
  EXPECT_GT(out.size(), 50u);
  return out;
}

// The text by itself and where texts stand.
std::vector<std::string> framed(const std::string& text) {
  std::string ascii_lines;
  for (int i = 0; i < 30; ++i) ascii_lines += "a line that is nothing but ASCII\n";
  return {text,
          text + "\n",
          "name: " + text + ", ok\r\n",
          "{\"k\": [\"" + text + "\", 1]}\n",
          "// " + text + "\nint x = 0;\n",
          "\xEF\xBB\xBF" + text + "\n",
          ascii_lines + text + "\n",
          text + "\n" + ascii_lines + text};
}

TEST(GoodUtf8, IsCalledUtf8AndComesOutByteForByte) {
  for (const Text& text : texts()) {
    for (const std::string& bytes : framed(text.bytes)) {
      EXPECT_EQ(detect_text(bytes).encoding, "utf-8") << text.name << ": \"" << bytes << '"';
      EXPECT_EQ(run({}, bytes).text, bytes) << text.name;
    }
  }
}

TEST(GoodUtf8, HoweverItIsCut) {
  for (const Text& text : texts()) {
    const std::string bytes = text.bytes + "\n";
    const Outcome whole = run({}, bytes);
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
      const std::string_view view = bytes;
      ASSERT_EQ(run({}, Pieces{view.substr(0, cut), view.substr(cut)}), whole)
          << text.name << " cut at " << cut;
    }
    ASSERT_EQ(run({}, pieces_of(bytes, 1)), whole) << text.name << " byte by byte";
  }
}

// A bad byte beside two sound characters or more makes no other encoding likelier.
TEST(GoodUtf8, OneStrayByteIsNoOtherEncoding) {
  constexpr std::string_view kTexts[] = {
      "price: 5 €, temp 25 °C\n",           "Le café est fermé à huit heures, même l’été.\n",
      "Größere Übung, sagte der Bär.\n",    "int sum = 0;  // 计算总和\n",
      "10:01 INFO 启动完成 “ok”\n",         "{\"name\": \"张三\", \"city\": \"北京\"}\n",
      "今天的雨下得很大，我们明天再去。\n",
  };
  for (const std::string_view text : kTexts) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const bool between = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
      if (!between) continue;
      std::string bytes(text);
      bytes.insert(at, 1, '\xFF');
      EXPECT_EQ(detect_text(bytes).encoding, "utf-8") << bytes;
      EXPECT_EQ(run({}, bytes).text, bytes);
    }
  }
}

}  // namespace
}  // namespace hanfix::test
