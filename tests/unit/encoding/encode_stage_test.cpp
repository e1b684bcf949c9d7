#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

struct FixedOrigin : Origin {
  std::optional<Encoding> mark;
  explicit FixedOrigin(std::optional<Encoding> mark_) : mark(mark_) {}
  [[nodiscard]] bool has_raw() const override { return true; }
  [[nodiscard]] std::string_view raw_at(std::uint64_t offset) const override {
    return offset == 3 ? "\xE4\xB8" : std::string_view();
  }
  [[nodiscard]] std::optional<Encoding> byte_order_mark_of() const override { return mark; }
};

std::string encode(const EncodeOptions& options, const Origin& origin, const Pieces& pieces) {
  Reports reports;
  StringSink sink;
  EncodeStage stage(options, origin, reports);
  for (const std::string_view piece : pieces) stage.push(piece, sink);
  stage.finish(sink);
  return sink.text;
}

TEST(EncodeStage, RawBytesReplaceTheirReplacementCharacterOnly) {
  const FixedOrigin origin(std::nullopt);
  for_each_cutting("中\uFFFD文\uFFFD", [&](const Pieces& pieces) {
    ASSERT_EQ(encode({}, origin, pieces), "中\xE4\xB8文\uFFFD");
    ASSERT_EQ(encode({Encoding::gb18030}, origin, pieces),
              "\xD6\xD0\x84\x31\xA4\x37\xCE\xC4\x84\x31\xA4\x37");
  });
}

TEST(EncodeStage, TheByteOrderMarkIsAsTheInputHadItOrAsTheUserSays) {
  using namespace std::string_view_literals;
  const FixedOrigin none(std::nullopt), utf8(Encoding::utf_8), utf16(Encoding::utf_16le);
  EXPECT_EQ(encode({}, utf8, {"a"}),
            "\xEF\xBB\xBF"
            "a");
  EXPECT_EQ(encode({}, utf8, {}), "\xEF\xBB\xBF");
  EXPECT_EQ(encode({}, none, {"a"}), "a");
  EXPECT_EQ(encode({}, utf16, {"a"}), "a");
  EXPECT_EQ(encode({Encoding::utf_8, true}, none, {"a"}),
            "\xEF\xBB\xBF"
            "a");
  EXPECT_EQ(encode({Encoding::utf_8, false}, utf8, {"a"}), "a");
  EXPECT_EQ(encode({Encoding::utf_16le}, utf16, {"a"}),
            "\xFF\xFE"
            "a\0"sv);
  EXPECT_EQ(encode({Encoding::utf_16be}, utf16, {"a"}), "\xFE\xFF\0a"sv);
  EXPECT_EQ(encode({Encoding::utf_16be}, none, {"a"}), "\0a"sv);
  EXPECT_EQ(encode({Encoding::gb18030}, utf8, {"a"}), "a");
  EXPECT_EQ(encode({Encoding::gb18030, true}, none, {"a"}),
            "\x84\x31\x95\x33"
            "a");
  const FixedOrigin gb18030(Encoding::gb18030);
  EXPECT_EQ(encode({Encoding::gb18030}, gb18030, {"a"}),
            "\x84\x31\x95\x33"
            "a");
  EXPECT_EQ(encode({}, gb18030, {"a"}), "a");
  EncodeOptions gbk{Encoding::gb18030};
  gbk.subset = Subset::gbk;
  EXPECT_EQ(encode(gbk, gb18030, {"a"}), "a");
  EXPECT_EQ(encode({Encoding::big5_hkscs, true}, utf8, {"a"}), "a");
}

TEST(EncodeStage, Utf8IsNotCopied) {
  struct SameMemory : Sink {
    const char* expected = nullptr;
    void write(std::string_view chunk) override { EXPECT_EQ(chunk.data(), expected); }
  } sink;
  const std::string text(5000, 'a');
  sink.expected = text.data();
  Reports reports;
  const DirectOrigin origin(nullptr);
  EncodeStage stage({}, origin, reports);
  stage.push(text, sink);
  EXPECT_EQ(stage.settled(), text.size());
}

TEST(EncodeStage, NoByteOfIllFormedInputIsLostEither) {
  const DirectOrigin origin(nullptr);
  EXPECT_EQ(encode({}, origin, {"a\xE4\xB8"}), "a\xE4\xB8");
}

}  // namespace
}  // namespace hanfix
