#include "convert/compiler/binary_dictionary.hpp"

#include <gtest/gtest.h>
#include <marisa.h>

#include <cstdint>
#include <filesystem>
#include <sstream>

#include "convert/config_file.hpp"

namespace hanfix::convert::compiler {
namespace {

const TextDictionary kWords = {{"发", {"發", "髮"}}, {"头发", {"頭髮"}}, {"U盘", {"隨身碟"}},
                               {"的", {""}},         {"⿰木木", {"林"}}, {"\U00020000", {"𠀁"}}};

template <class T>
void put(std::string& out, std::uint64_t number) {
  const T field = static_cast<T>(number);
  out.append(reinterpret_cast<const char*>(&field), sizeof field);
}

// As OpenCC's MarisaDict writes one.
std::string ocd2(const TextDictionary& words) {
  marisa::Keyset keys;
  for (const auto& entry : words) keys.push_back(entry.first.c_str(), entry.first.size());
  marisa::Trie trie;
  trie.build(keys);
  std::vector<const std::vector<std::string>*> by_number(words.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    by_number[keys[i].id()] = &words.find(std::string(keys[i].ptr(), keys[i].length()))->second;
  }
  std::stringstream stream;
  stream << trie;
  std::string texts, sizes;
  for (const auto* values : by_number) {
    put<std::uint16_t>(sizes, values->size());
    for (const std::string& value : *values) {
      texts += value + '\0';
      put<std::uint16_t>(sizes, value.size() + 1);
    }
  }
  std::string out = "OPENCC_MARISA_0.2.5" + stream.str();
  put<std::uint32_t>(out, words.size());
  put<std::uint32_t>(out, texts.size());
  return out + texts + sizes;
}

// As OpenCC's DartsDict writes one: with fields of 4 bytes, or of 8 as up to 1.1. The trie in it is
// any that begins with a root: it is not read.
template <class Field>
std::string ocd(const TextDictionary& words) {
  std::string keys, texts, places;
  for (const auto& [key, values] : words) {
    put<Field>(places, values.size());
    put<Field>(places, keys.size());
    keys += key + '\0';
    for (const std::string& value : values) {
      put<Field>(places, texts.size());
      texts += value + '\0';
    }
  }
  std::string out = "OPENCCDARTS1";
  put<Field>(out, 4 * sizeof(Field));
  for (int i = 0; i < 4; ++i) put<Field>(out, 0x400);
  put<Field>(out, words.size());
  put<Field>(out, keys.size());
  out += keys;
  put<Field>(out, texts.size());
  return out + texts + places;
}

TEST(BinaryDictionary, ReadsOcd2) {
  const auto read = parse_ocd2(ocd2(kWords), "w.ocd2");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read.value(), kWords);
}

TEST(BinaryDictionary, ReadsOcdOfBothWidths) {
  for (const std::string& bytes : {ocd<std::uint32_t>(kWords), ocd<std::uint64_t>(kWords)}) {
    const auto read = parse_ocd(bytes, "w.ocd");
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read.value(), kWords);
  }
}

TEST(BinaryDictionary, RefusesEveryTruncation) {
  const std::string marisa = ocd2(kWords);
  for (std::size_t size = 0; size < marisa.size(); ++size) {
    const auto read = parse_ocd2(marisa.substr(0, size), "w.ocd2");
    ASSERT_FALSE(read.ok()) << size;
    ASSERT_EQ(read.error().path, "w.ocd2");
  }
  for (const std::string& darts : {ocd<std::uint32_t>(kWords), ocd<std::uint64_t>(kWords)}) {
    for (std::size_t size = 0; size < darts.size(); ++size) {
      ASSERT_FALSE(parse_ocd(darts.substr(0, size), "w.ocd").ok()) << size;
    }
  }
}

// A megabyte of these could be a terabyte of values.
TEST(BinaryDictionary, RefusesOneTextForSeveralValues) {
  std::string bytes = ocd<std::uint32_t>({{"a", {"xy", "z"}}});
  ASSERT_TRUE(parse_ocd(bytes, "w.ocd").ok());
  bytes.replace(bytes.size() - 4, 4, 4, '\0');
  EXPECT_EQ(parse_ocd(bytes, "w.ocd").error().message,
            "is cut or damaged; install or build the dictionary anew");
}

TEST(BinaryDictionary, RefusesWhatNoDictionaryHas) {
  const auto refused = [](const Result<TextDictionary>& read) {
    return read.ok() ? "" : read.error().message;
  };
  EXPECT_EQ(refused(parse_ocd(ocd<std::uint32_t>({{"", {"x"}}}), "w")),
            "entry 1: the key is empty; leave it out");
  EXPECT_EQ(refused(parse_ocd(ocd<std::uint32_t>({{"a", {"b"}}, {"\xB7\xA2", {"x"}}}), "w")),
            "entry 2: the key is not UTF-8; leave it out");
  EXPECT_EQ(refused(parse_ocd(ocd<std::uint32_t>({{"a", {"\xB7\xA2"}}}), "w")),
            "entry 1: the value of 'a' is not UTF-8; leave it out");
  EXPECT_EQ(refused(parse_ocd(ocd<std::uint32_t>({{"a", {}}}), "w")),
            "entry 1: 'a' has no value; leave it out");
  EXPECT_EQ(refused(parse_ocd2(ocd2({{"a\nb", {"x"}}}), "w")),
            "entry 1: a key cannot hold a line break; leave it out");
  EXPECT_EQ(refused(parse_ocd2(ocd2({{"a\uFFFD", {"x"}}}), "w")),
            "entry 1: a key cannot hold NUL or U+FFFD; leave it out");
  EXPECT_EQ(parse_ocd2("text\tvalue\n", "w.ocd2").error().message,
            "is not an ocd2 dictionary: it does not start with 'OPENCC_MARISA_0.2.5'; install or "
            "build the dictionary anew");
}

// The files that Debian's OpenCC installs, which tools/setup fetches.
TEST(BinaryDictionary, ReadsAnInstalledOpenCC) {
  const std::string folder = "/usr/share/opencc";
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".ocd2") continue;
    ++files;
    const auto read = parse_ocd2(read_file(entry.path()).value(), entry.path().string());
    ASSERT_TRUE(read.ok()) << read.error().path << read.error().message;
    EXPECT_GT(read.value().size(), 5u) << entry.path();
  }
  EXPECT_GT(files, 10);
  const auto opened = open_config_file(folder + "/s2twp.json", false);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(convert(*opened.value(), "用鼠标点击内存，头发里面"), "用滑鼠點選記憶體，頭髮裡面");
}

}  // namespace
}  // namespace hanfix::convert::compiler
