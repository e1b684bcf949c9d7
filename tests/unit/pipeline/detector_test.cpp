#include <gtest/gtest.h>

#include <sstream>

#include "hanfix/detect.hpp"
#include "pipeline_test_support.hpp"
#include "support/streams.hpp"

namespace hanfix {
namespace {

using test::for_each_cut;
using test::for_each_cutting;
using test::Pieces;
using test::to_bytes;

DetectReport detect_pieces(const Pieces& pieces, const DetectOptions& options = {}) {
  auto detector = Detector::create(options);
  EXPECT_TRUE(detector.ok());
  if (!detector) return {};
  for (const std::string_view piece : pieces) detector.value()->push(piece);
  return detector.value()->finish();
}

// All of a report, for comparison and for reading.
std::string all_of(const DetectReport& r) {
  std::ostringstream text;
  text << r.encoding << (r.bom ? "+bom " : " ") << r.confidence << " -" << r.margin << " "
       << r.variant << " " << r.declared << "|" << r.explanation << "|";
  for (const EncodingGuess& c : r.candidates) text << c.encoding << "=" << c.score << ",";
  const ScriptCounts& n = r.counts;
  for (const std::uint64_t count : {n.han, n.simplified, n.traditional, n.japanese, n.kana,
                                    n.hangul, n.taiwan, n.hong_kong, r.malformed})
    text << " " << count;
  text << " " << r.minority.script << ":" << r.minority.count;
  for (const std::uint64_t at : r.minority.positions) text << "@" << at;
  for (const ScriptRun& run : r.paragraphs)
    text << " " << run.start << "-" << run.end << run.variant;
  for (const std::string& family : r.damage) text << " !" << family;
  for (const std::string& family : r.perhaps) text << " ?" << family;
  for (const EncodingSwitch& s : r.switches) text << " " << s.offset << s.encoding;
  return text.str();
}

// The part that a row states.
std::string gist(const DetectReport& r) {
  std::ostringstream text;
  text << r.encoding << (r.bom ? "+bom " : " ") << r.variant;
  for (const std::string& family : r.damage) text << " !" << family;
  for (const std::string& family : r.perhaps) text << " ?" << family;
  if (r.malformed > 0) text << " malformed:" << r.malformed;
  return text.str();
}

struct Case {
  const char* name;
  std::string input;
  const char* gist;
  friend std::ostream& operator<<(std::ostream& os, const Case& c) { return os << c.name; }
};

const Case kCases[] = {
    {"Empty", "", "utf-8 unknown"},
    {"Ascii", "plain words\n", "us-ascii unknown"},
    {"Simplified", "她的头发很长，一直垂到腰间。", "utf-8 hans"},
    {"ByteOrderMark", "\uFEFF她的头发很长。", "utf-8+bom hans"},
    {"Taiwan", "滑鼠裡面的矽二極體壞了，請打開印表機。", "utf-8 hant-tw"},
    {"Japanese", "彼女の髪は長くて、腰まで垂れている。", "utf-8 ja"},
    {"Gbk", to_bytes("这一天的雨下得很大，街上几乎没有人。", "gb18030"), "gb18030 hans"},
    {"Big5", to_bytes("這一天的雨下得很大，街上幾乎沒有人。", "Big5"), "big5-hkscs hant"},
    {"Utf16", to_bytes("这一天的雨下得很大，街上几乎没有人。", "UTF-16LE"), "utf-16le hans"},
    {"Readings", "經(jīng)濟(jì)發(fā)展", "utf-8 hant !readings"},
    {"ReadingsDeclined", "他（tā）說（shuō）要發（fā）展經濟", "utf-8 hant"},
    {"Schoolbook", "行（háng）业里的人都这么说。", "utf-8 hans"},
    {"Malformed", "坏了\xFF的字节\xFE。", "utf-8 hans malformed:2"},
    {"Binary", std::string("\x7F\x45LF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0", 24),
     "binary unknown"},
};

class DetectorCases : public testing::TestWithParam<Case> {};

TEST_P(DetectorCases, GiveTheSameReportHoweverTheyAreCut) {
  const std::string& input = GetParam().input;
  const DetectReport whole = detect_text(input);
  EXPECT_EQ(gist(whole), GetParam().gist) << all_of(whole);
  for_each_cut(input, 300, [&](const Pieces& pieces) {
    EXPECT_EQ(all_of(detect_pieces(pieces)), all_of(whole)) << "cut at " << pieces[0].size();
  });
  for_each_cutting(input, 10, [&](const Pieces& pieces) {
    EXPECT_EQ(all_of(detect_pieces(pieces)), all_of(whole)) << pieces.size() << " pieces";
  });
}

INSTANTIATE_TEST_SUITE_P(Texts, DetectorCases, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

// Longer than every window, damaged and in both scripts; the report is bounded and the same.
TEST(Detector, LooksAtAllOfALongText) {
  std::string text;
  while (text.size() < 300'000) text += "这一天的雨下得很大，街上几乎没有人。\n";
  text += "經(jīng)濟(jì)發(fā)展\n\xFF\n";
  const DetectReport whole = detect_text(text);
  EXPECT_EQ(gist(whole), "utf-8 hans !readings malformed:1");
  for_each_cutting(text, 3, [&](const Pieces& pieces) {
    EXPECT_EQ(all_of(detect_pieces(pieces)), all_of(whole)) << pieces.size() << " pieces";
  });
}

// Paragraphs and characters of the other script, in bytes of whatever encoding the text is in.
class DetectorPlaces : public testing::TestWithParam<const char*> {};

TEST_P(DetectorPlaces, AreBytesOfTheInput) {
  const std::string hans = "她的头发很长，一直垂到腰间。\n理发师却说，短发更适合她。\n";
  const std::string hant = "她的頭髮很長，一直垂到腰間。\n";
  std::string first, second;
  for (int i = 0; i < 700; ++i) first += "No. " + std::to_string(i) + "\n" + hans;
  for (int i = 0; i < 200; ++i) second += hant;
  const auto bytes_of = [](const std::string& part) {
    return std::string_view(GetParam()) == "UTF-8" ? part : to_bytes(part, GetParam());
  };
  const bool marks = std::string_view(GetParam()).starts_with("UTF");
  const std::string bytes = bytes_of((marks ? "\uFEFF" : "") + first + second);
  const std::uint64_t middle = bytes.size() - bytes_of(second).size();
  for_each_cutting(bytes, 3, [&](const Pieces& pieces) {
    const DetectReport report = detect_pieces(pieces);
    ASSERT_EQ(report.variant, "mixed") << all_of(report);
    ASSERT_EQ(report.paragraphs.size(), 2u);
    EXPECT_EQ(report.paragraphs[0].start, bytes.size() - bytes_of(first + second).size());
    EXPECT_EQ(report.paragraphs[0].end, middle);
    EXPECT_EQ(report.paragraphs[1].start, middle);
    EXPECT_EQ(report.paragraphs[1].end, bytes.size());
    EXPECT_EQ(report.minority.script, "hant");
    EXPECT_EQ(report.minority.count, 200u * 4);
    ASSERT_EQ(report.minority.positions.size(), 200u * 3);  // 頭髮 is one place
    EXPECT_EQ(report.minority.positions[0], middle + bytes_of("她的").size());
    EXPECT_EQ(report.minority.positions[1], middle + bytes_of("她的頭髮很").size());
  });
}

INSTANTIATE_TEST_SUITE_P(Encodings, DetectorPlaces,
                         testing::Values("UTF-8", "gb18030", "UTF-16LE", "UTF-32BE"));

TEST(Detector, TakesTheEncodingThatTheUserKnows) {
  const std::string bytes = to_bytes("這一天的雨下得很大，街上幾乎沒有人。", "Big5");
  DetectOptions options;
  options.from = std::string("Big5");  // GCC 12's bug 105651: a false -Wrestrict else
  EXPECT_EQ(gist(detect_pieces({bytes}, options)), "big5-hkscs hant");
  options.from = std::string("big6");
  const auto wrong = Detector::create(options);
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code, ErrorCode::unknown_name);
  EXPECT_NE(wrong.error().message.find("did you mean"), std::string::npos);
}

TEST(Detector, ReadsWhatATextSaysOfItself) {
  const std::string page = "<meta charset=gb2312>\n<p>她的头发很长，一直垂到腰间。</p>\n";
  EXPECT_EQ(detect_text(page).declared, "gb2312");
  EXPECT_EQ(detect_text(page).encoding, "utf-8");
  for_each_cut(page, 100,
               [&](const Pieces& pieces) { EXPECT_EQ(detect_pieces(pieces).declared, "gb2312"); });
}

TEST(Detector, AnswersOnlyWhatItMay) {
  const std::string bytes = to_bytes("这一天的雨下得很大，街上几乎没有人。", "gb18030");
  EXPECT_EQ(detect_pieces({bytes}, {.candidates = {"utf-8", "big5"}}).encoding, "big5-hkscs");
  EXPECT_EQ(detect_pieces({bytes}, {.candidates = {"utf-8", "gbk"}}).encoding, "gb18030");
  EXPECT_FALSE(Detector::create({.candidates = {"big6"}}).ok());
}

TEST(Detector, TellsWhereTheEncodingChanges) {
  const std::string first = "这一天的雨下得很大，街上几乎没有人。\n他打着伞，慢慢走过石桥。\n";
  const std::string bytes = first + to_bytes(first, "gb18030") + first;
  for_each_cutting(bytes, 5, [&](const Pieces& pieces) {
    const DetectReport report = detect_pieces(pieces);
    EXPECT_EQ(gist(report), "utf-8 hans");
    ASSERT_EQ(report.switches.size(), 2u);
    EXPECT_EQ(report.switches[0].offset, first.size());
    EXPECT_EQ(report.switches[0].encoding, "gb18030");
    EXPECT_EQ(report.switches[1].offset, bytes.size() - first.size());
    EXPECT_EQ(report.switches[1].encoding, "utf-8");
  });
}

// Who reads a file may stop: the rest of a binary file changes nothing.
TEST(Detector, HasDecidedOnceTheInputIsNoText) {
  std::string bytes("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16);
  bytes.append(200'000, '\xD0');
  const auto detector = Detector::create({});
  ASSERT_TRUE(detector.ok());
  EXPECT_FALSE(detector.value()->decided());
  detector.value()->push(bytes);
  EXPECT_TRUE(detector.value()->decided());
  detector.value()->push("她的头发很长，一直垂到腰间。");
  EXPECT_EQ(gist(detector.value()->finish()), "binary unknown");
}

}  // namespace
}  // namespace hanfix
