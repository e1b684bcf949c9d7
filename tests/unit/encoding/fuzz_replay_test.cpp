// The fuzz target without a fuzzer: its corpus, and random bytes.
#include <filesystem>
#include <iterator>

#include "encoding_test_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace hanfix {
namespace {

TEST(DecodeFuzz, TheCorpusHolds) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(HANFIX_FUZZ_CORPUS "/decode")) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    ++files;
  }
  EXPECT_GT(files, 0u);
}

TEST(DecodeFuzz, RandomBytesHold) {
  std::mt19937 random(20261126);
  for (int i = 0; i < 4000; ++i) {
    std::vector<std::uint8_t> bytes(random() % 200);
    const unsigned mask = i % 3 == 0 ? 0x7F : 0xFF;
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random() & mask);
    if (bytes.size() > 2 && i % 2 == 0) bytes[0] = static_cast<std::uint8_t>(i / 2);
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  }
}

}  // namespace
}  // namespace hanfix
