#include "encoding/detect.hpp"

#include "encoding_test_support.hpp"

namespace hanfix {
namespace {

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
      EXPECT_EQ(name(detect(encoded(encoding, text)).encoding), name(encoding)) << text;
    }
  }
  for (const std::string_view text : kHant) {
    for (const Encoding encoding : {Encoding::utf_8, Encoding::big5_hkscs, Encoding::gb18030,
                                    Encoding::euc_tw, Encoding::utf_16le, Encoding::utf_16be}) {
      EXPECT_EQ(name(detect(encoded(encoding, text)).encoding), name(encoding)) << text;
    }
  }
}

TEST(Detect, ACutLastCharacterIsNoEvidence) {
  for (const Encoding encoding : {Encoding::utf_8, Encoding::gb18030, Encoding::utf_16le}) {
    const std::string bytes = encoded(encoding, kHans[1]);
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
    const Detection found = detect(encoded(c.encoding, c.text));
    for (const Encoding chinese : {Encoding::gb18030, Encoding::big5_hkscs, Encoding::euc_tw,
                                   Encoding::utf_16le, Encoding::utf_16be}) {
      EXPECT_NE(name(found.encoding), name(chinese)) << name(c.encoding) << " " << c.text;
    }
    const Coding coding = info(c.encoding).coding;
    EXPECT_EQ(coding, info(found.encoding).coding);
  }
}

TEST(Detect, DamagedUtf8IsUtf8) {
  const std::string text = encoded(Encoding::utf_8, "今天的雨下得很大，我们明天再去吧。");
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

// A directive of Lisp reads as two hanzi of HZ, and 8-bit bytes come behind the first look.
TEST(Detect, WhatLooksLikeHzIsUtf8IfLaterBytesAre) {
  std::string text = "(format t \"~{item~}\" list)\n";
  while (text.size() < 2000) text += "(defun plain (words) words)\n";
  text += "; 这里的注释是中文\n; 再写一行说明\n";
  for_each_cutting(text, [&](const Pieces& pieces) {
    const Decoded decoded = decode_pieces({}, pieces);
    ASSERT_EQ(decoded.encoding, "utf-8");
    ASSERT_EQ(decoded.text, text);
  });
}

// Any two bytes of ASCII are a hanzi in UTF-16.
TEST(Detect, PrintableAsciiIsNotUtf16) {
  for (const std::string_view text :
       {"~{}[]|~{}^", "~{~{~{~{~{~{", "\x1B$\x1B$\x1B$\x1B$", "|~|~{|^"}) {
    EXPECT_EQ(detect(text).encoding, Encoding::us_ascii) << text;
  }
}

TEST(Detect, SparseChineseInEnglish) {
  const std::string english = "The quick brown fox jumps over the lazy dog, again and again. ";
  for (const Encoding encoding : {Encoding::gb18030, Encoding::big5_hkscs}) {
    std::string text;
    for (const std::string_view word : {"今天很好", "我在家", "天上有月"}) {
      text += english + encoded(encoding, word) + " " + english;
    }
    EXPECT_EQ(name(detect(text).encoding), name(encoding));
  }
}

TEST(Detect, AnswersEveryVector) {
  for (const auto& row : read_rows("detect.tsv")) {
    ASSERT_EQ(row.size(), 3u) << row[0];
    const Detection found = detect(unhex(row[2]));
    EXPECT_EQ(name(found.encoding), row[1]) << row[0] << ": " << found.explanation;
    EXPECT_GT(found.confidence, 0) << row[0];
    EXPECT_FALSE(found.explanation.empty()) << row[0];
    double sum = 0;
    for (std::size_t i = 0; i < found.candidates.size(); ++i) {
      sum += found.candidates[i].score;
      if (i > 0) {
        EXPECT_LE(found.candidates[i].score, found.candidates[i - 1].score) << row[0];
      }
    }
    EXPECT_LE(sum, 1.0001) << row[0];
    EXPECT_EQ(found.candidates.front().encoding, found.encoding) << row[0];
  }
}

TEST(Detect, LongTextIsDecisiveAndStaysWhatItsBeginningIs) {
  for (const auto& row : read_rows("detect.tsv")) {
    const std::string bytes = unhex(row[2]);
    if (row[0].find("sentence") == std::string::npos || bytes.size() % 2 != 0) continue;
    std::string text;
    for (int i = 0; i < 200; ++i) text += bytes;
    const Detection start = detect(std::string_view(text).substr(0, 512), {.complete = false});
    EXPECT_EQ(name(start.encoding), row[1]) << row[0];
    EXPECT_TRUE(start.decisive) << row[0] << " " << row[1] << ": " << start.explanation;
    EXPECT_EQ(name(detect(text).encoding), row[1]) << row[0];
  }
}

TEST(Detect, OnlyWhatIsAllowedIsAnswered) {
  const std::string gbk = encoded(Encoding::gb18030, "昨晚的雨");
  const Encoding big5[] = {Encoding::big5_hkscs, Encoding::utf_8};
  EXPECT_EQ(detect(gbk, {.allowed = big5}).encoding, Encoding::big5_hkscs);
  const Encoding japanese[] = {Encoding::shift_jis, Encoding::euc_jp};
  const Encoding found = detect(gbk, {.allowed = japanese}).encoding;
  EXPECT_TRUE(found == Encoding::shift_jis || found == Encoding::euc_jp) << name(found);
  // One that no reading exists for is the answer only if nothing else is allowed.
  const Encoding unknown[] = {Encoding::iso_8859_14};
  EXPECT_EQ(detect(gbk, {.allowed = unknown}).encoding, Encoding::iso_8859_14);
  EXPECT_EQ(detect("abc", {.allowed = unknown}).encoding, Encoding::us_ascii);
}

TEST(Detect, ACutFrontIsCounted) {
  const std::string gbk = encoded(Encoding::gb18030, "昨晚的雨把院子里的花都打落了。");
  EXPECT_EQ(detect(gbk).cut_front, 0u);
  EXPECT_EQ(detect(std::string_view(gbk).substr(1)).cut_front, 1u);
}

// Whatever the bytes are, an answer comes, and it is the same answer again.
TEST(Detect, AnyBytesGetAnAnswer) {
  constexpr unsigned kSeed = 20261124;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 3000; ++i) {
    std::string bytes(1 + random() % 300, '\0');
    const auto low = static_cast<unsigned>(random() % 256);
    const unsigned span = 1 + static_cast<unsigned>(random() % (256 - low));
    for (char& byte : bytes) byte = static_cast<char>(low + random() % span);
    const Detection found = detect(bytes);
    ASSERT_EQ(found.encoding, detect(bytes).encoding) << "seed " << kSeed << ", case " << i;
    ASSERT_GE(found.confidence, 0) << "seed " << kSeed << ", case " << i;
    ASSERT_LE(found.confidence, 1) << "seed " << kSeed << ", case " << i;
  }
}

// Random bytes beyond ASCII are no language: an answer would be an accident.
TEST(Detect, RandomBytesAreNotChinese) {
  std::mt19937 random(20261125);
  int chinese = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string bytes(64 + random() % 200, '\0');
    for (char& byte : bytes) byte = static_cast<char>(0x80 + random() % 128);
    const Encoding found = detect(bytes).encoding;
    chinese +=
        found == Encoding::gb18030 || found == Encoding::big5_hkscs || found == Encoding::euc_tw;
  }
  EXPECT_EQ(chinese, 0);
}

}  // namespace
}  // namespace hanfix
