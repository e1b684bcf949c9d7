#include "base/stream_hash.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace hanfix {
namespace {

StreamHash hash_of(std::string_view text) {
  StreamHash hash;
  hash.add(text);
  return hash;
}

TEST(StreamHash, DoesNotDependOnTheCuts) {
  std::mt19937 random(20261123);
  for (int i = 0; i < 500; ++i) {
    std::string text(random() % 100, '\0');
    for (char& c : text) c = static_cast<char>(random() % 3);
    const StreamHash whole = hash_of(text);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      StreamHash two;
      two.add(std::string_view(text).substr(0, cut));
      two.add({});
      two.add(std::string_view(text).substr(cut));
      ASSERT_EQ(two, whole);
    }
    StreamHash bytes;
    for (const char& c : text) bytes.add({&c, 1});
    ASSERT_EQ(bytes, whole);
  }
}

TEST(StreamHash, TellsTextsApart) {
  const std::string text = "學校發展,經濟進步";
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string other = text;
      other[i] = static_cast<char>(other[i] ^ (1 << bit));
      EXPECT_FALSE(hash_of(other) == hash_of(text));
    }
    EXPECT_FALSE(hash_of(text.substr(0, i)) == hash_of(text));
  }
  EXPECT_FALSE(hash_of("abcdefgh12345678") == hash_of("12345678abcdefgh"));
}

TEST(StreamHash, NulBytesCount) {
  EXPECT_FALSE(hash_of(std::string(1, '\0')) == hash_of(""));
  EXPECT_FALSE(hash_of(std::string(64, '\0')) == hash_of(std::string(32, '\0')));
  EXPECT_FALSE(hash_of(std::string(8, '\0')) == hash_of(std::string(16, '\0')));
  EXPECT_TRUE(hash_of("") == StreamHash());
}

}  // namespace
}  // namespace hanfix
