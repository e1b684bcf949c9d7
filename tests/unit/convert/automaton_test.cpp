// Chains as automata against the same chains pass by pass, on small made-up dictionaries that
// collide all the time.
#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "convert/compiler/compile_chain.hpp"
#include "convert/compiler/image_writer.hpp"
#include "stage_runner.hpp"

namespace hanfix::convert {
namespace {

// ASCII, two to four bytes, a compatibility ideograph; what stands in for others in normalisation.
constexpr std::u32string_view kLetters = U"AB甲乙丙丁é\U00020000\uF900";
// Of these long keys go over one another.
constexpr std::u32string_view kFewLetters = U"甲甲甲甲甲甲甲甲甲甲甲乙丙";

class Random {
 public:
  explicit Random(unsigned seed, std::u32string_view letters = kLetters,
                  std::size_t longest_key = 4)
      : random_(seed), letters_(letters), longest_key_(longest_key) {}
  std::size_t below(std::size_t limit) { return random_() % limit; }
  char32_t letter() { return letters_[below(letters_.size())]; }
  std::string text(std::size_t least, std::size_t most) {
    std::u32string text;
    for (std::size_t i = least + below(most - least + 1); i > 0; --i) text += letter();
    return utf8::encode(text);
  }
  compiler::Entries entries(std::size_t count, std::size_t longest_key) {
    compiler::Entries entries;
    for (std::size_t i = 0; i < count; ++i) {
      entries.emplace(text(1, longest_key), below(12) == 0 ? text(0, 12) : text(1, 3));
    }
    return entries;
  }
  compiler::ChainSource chain() {
    compiler::ChainSource chain;
    for (std::size_t i = below(3); i > 0; --i) {
      compiler::Entries forms;
      for (std::size_t n = below(4); n > 0; --n) forms.emplace(text(1, 1), text(1, 1));
      if (below(8) == 0) forms = entries(3, 2);
      chain.normalizations.push_back(forms);
    }
    if (below(2) == 0) chain.segmentation = entries(below(8), below(3) == 0 ? 1 : longest_key_);
    for (std::size_t i = below(10) == 0 ? 3 : below(3); i > 0; --i) {
      chain.stages.push_back(entries(below(12), 1 + below(longest_key_)));
    }
    return chain;
  }
  // Letters, and now and then an ideographic description, whole or not.
  std::string input() {
    std::u32string text;
    for (std::size_t i = below(20 + longest_key_); i > 0; --i) {
      if (below(12) == 0) {
        text.append(below(10) == 0 ? 15 + below(3) : 1, static_cast<char32_t>(0x2FF0 + below(16)));
      }
      if (below(16) == 0) text += U"\n\0\u7532 Z"[below(5)];
      text += letter();
    }
    return utf8::encode(text);
  }

 private:
  std::mt19937 random_;
  std::u32string_view letters_;
  std::size_t longest_key_;
};

struct Keys {
  const char* name;
  std::u32string_view letters;
  std::size_t longest;  // characters
};
class AutomatonDifferential : public testing::TestWithParam<Keys> {};

TEST_P(AutomatonDifferential, DoesWhatThePassesDo) {
  constexpr unsigned kSeed = 20261124;
  Random random(kSeed, GetParam().letters, GetParam().longest);
  int fused = 0;
  for (int i = 0; i < 1500; ++i) {
    compiler::ImageWriter writer;
    writer.set_evidence({});
    const compiler::ChainSource source = random.chain();
    writer.add_config("made-up", source, source);
    const std::string bytes = writer.write();
    std::vector<std::uint64_t> aligned(bytes.size() / 8 + 1);
    std::memcpy(aligned.data(), bytes.data(), bytes.size());
    const auto image =
        Image::open({reinterpret_cast<const std::byte*>(aligned.data()), bytes.size()});
    ASSERT_TRUE(image.ok()) << image.error().message;
    image::Chain record = image.value().chain(image.value().config("made-up")->chain);
    const auto whole = std::make_shared<const ConversionChain>(image.value(), record);
    record.fused = 0;
    const auto passes = std::make_shared<const ConversionChain>(image.value(), record);
    ASSERT_EQ(passes->automaton(), nullptr);
    if (whole->automaton() == nullptr) continue;
    ++fused;
    for (int n = 0; n < 30; ++n) {
      const std::string text = random.input();
      const std::string expected = convert(*passes, text);
      ASSERT_EQ(convert(*whole, text), expected)
          << "seed " << kSeed << ", chain " << i << ", text " << n << ": \"" << text << '"';
      if (n > 1) continue;
      const StageRun run = run_stage(whole, text, {text.size() + 1});
      ASSERT_EQ(run.text, expected);
      for (std::size_t cut = 1; cut < text.size(); ++cut) {
        ASSERT_EQ(run_stage(whole, text, {cut, text.size()}), run)
            << "chain " << i << ", cut at byte " << cut << " of \"" << text << '"';
      }
      ASSERT_EQ(run_stage(whole, text, {1}), run) << "chain " << i << ": \"" << text << '"';
      // The passes keep account of their own: no byte may leave before it is there.
      ASSERT_EQ(run_stage(passes, text, {text.size() + 1}).text, expected)
          << "chain " << i << ": \"" << text << '"';
      for (std::size_t cut = 1; cut < text.size(); ++cut) {
        ASSERT_EQ(run_stage(passes, text, {cut, text.size()}).text, expected)
            << "chain " << i << ", cut at byte " << cut << " of \"" << text << '"';
      }
    }
  }
  EXPECT_GT(fused, 1000);
}

INSTANTIATE_TEST_SUITE_P(All, AutomatonDifferential,
                         testing::Values(Keys{"Short", kLetters, 4}, Keys{"Long", kFewLetters, 24}),
                         [](const auto& test) { return test.param.name; });

// Text that both stages' keys and those of the segmentation go over from every place.
TEST(Automaton, WorkGrowsWithTheLengthOfKeys) {
  for (const bool segmented : {false, true}) {
    std::uint64_t work[2];
    for (const int twice : {0, 1}) {
      const std::size_t length = twice != 0 ? 400 : 200;
      std::string key;
      for (std::size_t i = 0; i < length; ++i) key += "甲";
      compiler::ChainSource source;
      if (segmented) source.segmentation = {{key + "丁", "S"}};
      source.stages = {{{key + "乙", "F"}, {"庚", "辛"}}, {{key + "丙", "G"}}};
      const auto chain = compiler::compile_chain(source).value();
      ASSERT_NE(chain->automaton(), nullptr);
      std::string text;
      for (int i = 0; i < 4000; ++i) text += i % 1500 == 1499 ? "己" : "甲";
      AutomatonRun run(*chain->automaton());
      ByteBuffer out;
      run.push(text, true, out, nullptr);
      EXPECT_EQ(out.view(), text);
      work[twice] = run.work();
      EXPECT_LE(work[twice], 12 * length * 4000);
    }
    EXPECT_LE(work[1], work[0] * 5 / 2);
  }
}

TEST(Automaton, AllStockConfigurationsAreFused) {
  for (const ConfigInfo& config : config_list()) {
    EXPECT_NE(chain(config.name)->automaton(), nullptr) << config.name;
    EXPECT_NE(chain(config.name, true)->automaton(), nullptr) << config.name;
  }
}

// Characters of two, three and four bytes at every place of a block of eight.
TEST(Automaton, NoCharacterHidesAmongThoseThatStay) {
  for (const std::string_view config : {"t2tw", "t2hk", "t2jp", "s2t"}) {
    for (const std::string_view odd :
         {"裏", "\U0002F859", "é", "a", "\uF900", "⿰木木", "\uFFFD"}) {
      for (std::size_t at = 0; at < 40; ++at) {
        std::string text;
        for (std::size_t i = 0; i < 48; ++i) text += i == at ? odd : "一";
        std::string expected;
        for (std::size_t i = 0; i < at; ++i) expected += "一";
        expected += convert(*chain(config), odd);
        while (expected.size() < text.size() - odd.size() + convert(*chain(config), odd).size()) {
          expected += "一";
        }
        ASSERT_EQ(convert(*chain(config), text), expected) << config << ' ' << odd << ' ' << at;
      }
    }
  }
}

// What comes out after each of two pushes, cut at `cut`, and the pieces of the trace.
struct CutRun {
  std::string first, whole;
  std::vector<std::uint64_t> pieces;
  bool operator==(const CutRun&) const = default;
};

CutRun run_cut(const Automaton& automaton, std::string_view text, std::size_t cut) {
  AutomatonRun run(automaton);
  ByteBuffer out;
  Trace trace;
  CutRun result;
  run.push(text.substr(0, cut), false, out, &trace);
  // How much waits where two stages may meet depends on how closely the text was looked at.
  if (!automaton.two_levels) result.first = out.view();
  run.push(text.substr(cut), true, out, &trace);
  result.whole = out.view();
  while (!trace.empty()) {
    const Trace::Piece piece = trace.front();
    result.pieces.insert(result.pieces.end(), {piece.in, piece.out});
    trace.take(piece.in);
  }
  return result;
}

TEST(Automaton, SievesTextThatSeldomChanges) {
  for (const std::string_view config : {"t2tw", "t2hk", "tw2t", "hk2t"}) {
    EXPECT_NE(chain(config)->automaton()->sieve, nullptr) << config;
  }
  for (const std::string_view config : {"t2jp", "jp2t", "t2s", "tw2s", "s2t"}) {
    EXPECT_EQ(chain(config)->automaton()->sieve, nullptr) << config;
  }
}

TEST(Automaton, PassesTextOverWhereFewKeysChangeIt) {
  for (const std::string_view config :
       {"t2tw", "t2hk", "tw2t", "hk2t", "t2jp", "jp2t", "t2s", "tw2s", "hk2s", "hk2sp"}) {
    EXPECT_NE(chain(config)->automaton()->flags, nullptr) << config;
  }
  for (const std::string_view config : {"s2t", "s2tw", "s2hk", "s2twp", "s2hkp", "tw2sp"}) {
    EXPECT_EQ(chain(config)->automaton()->flags, nullptr) << config;
  }
}

// What each configuration is looked at with: what changes, begins keys, is an anchor or beside one.
struct Pieces {
  std::string_view config;
  std::vector<std::string_view> pieces;
};
const Pieces kPieces[] = {
    {"t2tw", {"裏", "純", "林", "張", "麼"}},
    {"t2s", {"乾", "坤", "於", "畫", "徵", "麼", "著"}},
    {"tw2t", {"裡", "著", "名", "群", "出", "劇", "不", "才", "三", "針"}},
    {"t2hk", {"爲", "說", "裏", "光", "台", "宏"}},
    {"jp2t", {"予", "定", "弁", "当", "両", "台", "頭", "回", "転"}},
    {"hk2sp", {"滑鼠", "鼠", "軟件", "程式", "著", "著作", "乾", "打印機", "於", "坤"}},
};

// Whatever may end a run, at every place of two blocks, in text of one and three bytes, against the
// same automaton character by character. Both look at malformed bytes, which nothing else does.
TEST(Automaton, PassingOverChangesNothing) {
  using namespace std::string_view_literals;
  for (const std::string_view config : {"t2tw", "t2hk", "tw2s"}) {
    const Automaton passing = *chain(config)->automaton();
    passing.alone();
    Automaton stepping = passing;
    stepping.flags = nullptr;
    for (const std::string_view odd :
         {"裏"sv,           "麼裏"sv,         "裏a"sv,        "純"sv,
          "林"sv,           "一"sv,           "é"sv,          "\uFF0C"sv,
          "\uF900"sv,       "\U0002F859"sv,   "\U00020000"sv, "⿰木木"sv,
          "⿰裏裏裏"sv,     "⿰"sv,           "\u2FFF"sv,     "\uFFFD"sv,
          "\x80"sv,         "\xBF\xBF"sv,     "\xC3"sv,       "\xC0\x80"sv,
          "\xE4"sv,         "\xE4\xB8"sv,     "\xE8\xA3"sv,   "\xE8\xA3裏"sv,
          "\xED\xA0\x80"sv, "\xE0\x80\x80"sv, "\xF0\xA0"sv,   "\xF0\xA0\x80"sv,
          "\xF8"sv,         "\xFF"sv,         "\0"sv}) {
      for (const std::string_view filler : {"一", "x", "一x", "一二x三", "\xE4xy"}) {
        for (std::size_t at = 0; at < 64; ++at) {
          std::string text(at % 3, ' ');
          while (text.size() < at) text += filler;
          text += odd;
          for (const std::size_t end = text.size() + 90; text.size() < end;) text += filler;
          text += odd;
          for (const std::size_t cut :
               {text.size(), at, at + 1, at + 2, at + odd.size(), at + 45}) {
            ASSERT_EQ(run_cut(passing, text, cut), run_cut(stepping, text, cut))
                << "at " << at << ", cut at byte " << cut << " of \"" << text << '"';
          }
        }
      }
    }
  }
}

// Long stretches of characters that many at a time are looked up for, with what ends or changes
// them at every place of two such lots.
TEST(Automaton, PassingOverChangesNothingInLongStretches) {
  for (const auto& [config, pieces] : kPieces) {
    const Automaton passing = *chain(config)->automaton();
    passing.alone();
    Automaton stepping = passing;
    stepping.flags = nullptr;
    for (const std::string_view first : pieces) {
      for (const std::string_view second : pieces) {
        for (std::size_t at = 0; at < 24; ++at) {
          std::string text;
          const auto fill = [&](std::size_t characters) {
            for (; characters > 0; --characters) text += "一";
          };
          fill(at);
          text.append(first).append(second);
          fill(40 - at);
          text.append(second).append("x").append(first);
          fill(60);
          ASSERT_EQ(run_cut(passing, text, text.size()), run_cut(stepping, text, text.size()))
              << config << ", at " << at << " of \"" << text << '"';
        }
      }
    }
  }
}

// Random text, half of it from what begins keys, every cut.
TEST(Automaton, PassingOverChangesNothingInRandomText) {
  constexpr std::string_view kOthers[] = {"⿱",   "é",    "\U00020000", "\uF900",
                                          "\xE8", "\xA3", "\xF0",       "裏"};
  constexpr unsigned kSeed = 20261130;
  Random random(kSeed);
  for (const auto& [config, pieces] : kPieces) {
    const Automaton passing = *chain(config)->automaton();
    passing.alone();
    Automaton stepping = passing;
    stepping.flags = nullptr;
    for (int i = 0; i < 200; ++i) {
      std::string text;
      while (text.size() < 150) {
        for (std::size_t n = random.below(20); n > 0; --n) {
          text += random.below(9) == 0 ? "x" : "一";
        }
        for (std::size_t n = random.below(4); n > 0; --n) {
          text += pieces[random.below(pieces.size())];
        }
        if (random.below(4) == 0) text += kOthers[random.below(std::size(kOthers))];
      }
      for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        ASSERT_EQ(run_cut(passing, text, cut), run_cut(stepping, text, cut))
            << config << ", seed " << kSeed << ", text " << i << ", cut at byte " << cut << " of \""
            << text << '"';
      }
    }
  }
}

// Random text in chains that read far ahead, where so much text is there: with every cut, so that
// they do and do not.
TEST(Automaton, ReadingAheadChangesNothing) {
  constexpr std::string_view kMixed[] = {
      "头发", "发展中国家", "干",     "这里",   "里面",       "程序", "计算机程序", "一只",
      "于是", "后",         "滑鼠",   "記憶體", "著",         "軟體", "，",         "x",
      "\n",   "é",          "⿰木木", "\uF900", "\U00020000", "\xE8", "\xF0",       "\xE4\xB8"};
  constexpr unsigned kSeed = 20261201;
  Random random(kSeed);
  for (const std::string_view config : {"s2t", "s2twp", "tw2sp"}) {
    const auto opened = chain(config);
    const Automaton& automaton = *opened->automaton();
    for (int i = 0; i < 60; ++i) {
      std::string text;
      while (text.size() < 420) {
        for (std::size_t n = random.below(40); n > 0; --n) text += "一";
        for (std::size_t n = random.below(6); n > 0; --n) {
          text += kMixed[random.below(std::size(kMixed))];
        }
      }
      const std::string whole = run_cut(automaton, text, text.size()).whole;
      for (std::size_t cut = 0; cut < text.size(); ++cut) {
        ASSERT_EQ(run_cut(automaton, text, cut).whole, whole)
            << config << ", seed " << kSeed << ", text " << i << ", cut at byte " << cut << " of \""
            << text << '"';
      }
    }
  }
}

}  // namespace
}  // namespace hanfix::convert
