// Chains as automata against the same chains pass by pass, on small made-up dictionaries that
// collide all the time.
#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "convert/compiler/image_writer.hpp"
#include "stage_runner.hpp"

namespace hanfix::convert {
namespace {

// ASCII, two to four bytes, a compatibility ideograph; what stands in for others in normalisation.
constexpr std::u32string_view kLetters = U"AB甲乙丙丁é\U00020000\uF900";

class Random {
 public:
  explicit Random(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t limit) { return random_() % limit; }
  char32_t letter() { return kLetters[below(kLetters.size())]; }
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
    if (below(2) == 0) chain.segmentation = entries(below(8), below(3) == 0 ? 1 : 4);
    for (std::size_t i = below(10) == 0 ? 3 : below(3); i > 0; --i) {
      chain.stages.push_back(entries(below(12), 1 + below(4)));
    }
    return chain;
  }
  // Letters, and now and then an ideographic description, whole or not.
  std::string input() {
    std::u32string text;
    for (std::size_t i = below(24); i > 0; --i) {
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
};

TEST(Automaton, DoesWhatThePassesDo) {
  constexpr unsigned kSeed = 20261124;
  Random random(kSeed);
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

}  // namespace
}  // namespace hanfix::convert
