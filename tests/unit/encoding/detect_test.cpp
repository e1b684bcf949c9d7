#include "encoding/detect.hpp"

#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

std::string in(Encoding encoding, std::string_view text) {
  if (encoding == Encoding::utf_8) return std::string(text);
  std::string out;
  const std::unique_ptr<Encoder> encoder = make_encoder(encoding);
  EXPECT_EQ(encoder->put(text, out), text.size()) << name(encoding) << " lacks part of " << text;
  encoder->finish(out);
  return out;
}

constexpr std::string_view kHans[] = {"中文编码测试\n",
                                      "今天的雨下得很大，我们明天再去吧。",
                                      "他把书放在桌子上，就出去了。",
                                      "请问这里有没有去机场的公交车？",
                                      "第三章 回家的路上下起了小雨",
                                      "价格：25元，数量有限"};
constexpr std::string_view kHant[] = {
    "今天的雨下得很大，我們明天再去吧。", "請問這裡有沒有去機場的公車？",
    "他把書放在桌子上，就出去了。", "中文編碼測試看看好不好", "第三章 回家的路上下起了小雨"};

TEST(Detect, ChineseSentences) {
  for (const std::string_view text : kHans) {
    for (const Encoding encoding : {Encoding::utf_8, Encoding::gb18030, Encoding::utf_16le,
                                    Encoding::utf_16be, Encoding::utf_32le, Encoding::hz}) {
      EXPECT_EQ(name(detect(in(encoding, text)).encoding), name(encoding)) << text;
    }
  }
  for (const std::string_view text : kHant) {
    for (const Encoding encoding : {Encoding::utf_8, Encoding::big5_hkscs, Encoding::gb18030,
                                    Encoding::euc_tw, Encoding::utf_16le, Encoding::utf_16be}) {
      EXPECT_EQ(name(detect(in(encoding, text)).encoding), name(encoding)) << text;
    }
  }
}

TEST(Detect, ACutLastCharacterIsNoEvidence) {
  for (const Encoding encoding : {Encoding::utf_8, Encoding::gb18030, Encoding::utf_16le}) {
    const std::string bytes = in(encoding, kHans[1]);
    for (std::size_t cut = 1; cut <= 3; ++cut) {
      const Detection found =
          detect(std::string_view(bytes).substr(0, bytes.size() - cut), {.complete = false});
      EXPECT_EQ(name(found.encoding), name(encoding)) << cut;
    }
  }
}

TEST(Detect, OtherLanguagesAreNotChinese) {
  struct Case {
    Encoding encoding;
    std::string_view text;
  };
  const Case cases[] = {
      {Encoding::windows_1252, "Aujourd’hui il pleut à Orléans, où est né mon frère aîné."},
      {Encoding::windows_1252, "Das Mädchen trägt schöne Schuhe, größer als früher."},
      {Encoding::windows_1252, "El niño comió una piña en la montaña. ¿Dónde está?"},
      {Encoding::windows_1252, "Smörgåsbord på svenska är gott, tycker många människor."},
      {Encoding::windows_1251, "Сегодня идёт дождь, поэтому мы останемся дома и почитаем."},
      {Encoding::koi8_r, "Сегодня идёт дождь, поэтому мы останемся дома и почитаем."},
      {Encoding::ibm866, "Сегодня идёт дождь, поэтому мы останемся дома и почитаем."},
      {Encoding::iso_8859_5, "Сегодня идёт дождь, поэтому мы останемся дома и почитаем."},
      {Encoding::windows_1253, "Σήμερα βρέχει και θα μείνουμε στο σπίτι όλη την ημέρα."},
      {Encoding::shift_jis, "今日は雨ですから、明日また行きましょう。"},
      {Encoding::euc_jp, "今日は雨ですから、明日また行きましょう。"},
      {Encoding::euc_kr, "오늘은 비가 오니까 내일 다시 갑시다."},
  };
  for (const Case& c : cases) {
    const Detection found = detect(in(c.encoding, c.text));
    for (const Encoding chinese : {Encoding::gb18030, Encoding::big5_hkscs, Encoding::euc_tw,
                                   Encoding::utf_16le, Encoding::utf_16be}) {
      EXPECT_NE(name(found.encoding), name(chinese)) << name(c.encoding) << " " << c.text;
    }
    const Coding coding = info(c.encoding).coding;
    EXPECT_EQ(coding, info(found.encoding).coding);
  }
}

TEST(Detect, DamagedUtf8IsUtf8) {
  const std::string text = in(Encoding::utf_8, "今天的雨下得很大，我们明天再去吧。");
  EXPECT_EQ(detect(text + "\xE4\xBB" + text + "\xFF" + text).encoding, Encoding::utf_8);
  EXPECT_EQ(detect("caf\xC3\xA9").encoding, Encoding::utf_8);
  std::string every_third;  // a byte lost in every third character
  for (std::size_t i = 0; i + 9 <= text.size(); i += 9) every_third += text.substr(i, 8);
  EXPECT_EQ(detect(every_third).encoding, Encoding::utf_8);
}

TEST(Detect, WithoutEvidenceItIsUtf8AtConfidenceZero) {
  EXPECT_EQ(detect("").encoding, Encoding::utf_8);
  EXPECT_EQ(detect("").confidence, 0);
  EXPECT_EQ(detect("\xFF").encoding == Encoding::gb18030, false);
  EXPECT_EQ(detect("abc\n").encoding, Encoding::us_ascii);
  EXPECT_EQ(detect("abc\n").confidence, 1);
}

TEST(Detect, BinaryIsBinaryAndNeverUtf16) {
  std::mt19937 random(20261125);
  for (int i = 0; i < 300; ++i) {
    std::string bytes(256 + random() % 4000, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    if (find_byte_order_mark(bytes)) continue;
    EXPECT_EQ(name(detect(bytes).encoding), "binary") << i;
  }
  std::string words;  // 32-bit numbers, as in tables and programs
  for (int i = 0; i < 3000; ++i) {
    words.push_back(static_cast<char>(random() % 200));
    words.push_back(static_cast<char>(random() % 3));
    words.append(2, '\0');
  }
  EXPECT_EQ(name(detect(words).encoding), "binary");
  EXPECT_EQ(name(detect(std::string(1000, '\0')).encoding), "binary");
}

TEST(Detect, ShiftMarksInProgramsAreNotHz) {
  EXPECT_EQ(detect("sed 's/~{/~}/' && echo ~{a,b}\n").encoding, Encoding::us_ascii);
  EXPECT_EQ(detect("class A { ~A(); ~{ } }").encoding, Encoding::us_ascii);
  EXPECT_EQ(detect("\x1B(B\x1B[m prompt").encoding, Encoding::us_ascii);
}

TEST(Detect, SparseChineseInEnglish) {
  const std::string english = "The quick brown fox jumps over the lazy dog, again and again. ";
  for (const Encoding encoding : {Encoding::gb18030, Encoding::big5_hkscs}) {
    std::string text;
    for (const std::string_view word : {"今天很好", "我在家", "天上有月"}) {
      text += english + in(encoding, word) + " " + english;
    }
    EXPECT_EQ(name(detect(text).encoding), name(encoding));
  }
}

}  // namespace
}  // namespace hanfix
