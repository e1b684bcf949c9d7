#include "repair/shifted_evidence.hpp"

#include <algorithm>
#include <span>

#include "base/utf8.hpp"
#include "repair/double_byte_image.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = 8;              // of FirstSight::natural
constexpr int kEach = 3 * kBit / 2;  // by which the hidden character must be cheaper
constexpr int kRare = 10 * kBit;     // two characters that cost less on average are not looked at
constexpr int kImpossible = 20 * kBit;  // a pair that is no character

// The sum for one encoding.
class Sum {
 public:
  Sum(Reader reader, Written written)
      : table_(ReaderTable::of(reader)), pairs_(WrittenTable::of(written)) {}

  [[nodiscard]] bool is_empty() const noexcept { return sum_ == 0; }
  [[nodiscard]] bool has(int bits) const noexcept { return sum_ >= bits * kBit; }
  void clear() noexcept { sum_ = 0; }

  // Two characters with their mean cost.
  void add(char32_t first, char32_t second, int cost) noexcept {
    const std::span<const ShownBytes> a = table_.bytes(first), b = table_.bytes(second);
    if (a.empty() || b.empty() || a[0].size != 2 || b[0].size != 2) {
      sum_ = 0;
      return;
    }
    const unsigned pair = unsigned{a[0].data[1]} << 8 | b[0].data[0];
    if (pair < 0x8000) return;  // the first one ends in ASCII: the decoder is in step
    int inside = kImpossible;
    if (pairs_.character(pair) != 0) {
      const int unigram = std::min(pairs_.unigram(model::Script::hans, pair),
                                   pairs_.unigram(model::Script::hant, pair));
      inside = std::min(inside, unigram * kBit / model::kUnitsPerBit);
    }
    sum_ = std::max(0, sum_ + cost - inside - kEach);
  }

 private:
  const ReaderTable& table_;
  const WrittenTable& pairs_;
  int sum_ = 0;
};

}  // namespace

OutOfStep find_out_of_step(std::string_view text, const Evidence& evidence) noexcept {
  const FirstSight* const seen = first_sight();
  Sum gbk(Reader::gbk_windows, Written::gbk), big5(Reader::big5_windows, Written::big5);
  char32_t before = 0;
  int cost_before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    const char32_t code = utf8::next(text, at);
    if (code == 0xFFFD || code == U'?') {
      if (gbk.has(evidence.before_mark)) return {here, Written::gbk};
      if (big5.has(evidence.before_mark)) return {here, Written::big5};
      before = 0;
      continue;
    }
    if (code < 0x80) {
      gbk.clear();
      big5.clear();
      before = 0;
      continue;
    }
    if (code < 0x2000) {  // letters: nearly all that such text shows are hanzi
      before = 0;
      continue;
    }
    const int cost = code < 0x10000 ? seen[code].natural : kImpossible;
    const int mean = (cost + cost_before) / 2;
    if (before != 0 && (mean >= kRare || !gbk.is_empty() || !big5.is_empty())) {
      gbk.add(before, code, mean);
      if (gbk.has(evidence.enough)) return {here, Written::gbk};
      big5.add(before, code, mean);
      if (big5.has(evidence.enough)) return {here, Written::big5};
    }
    before = code;
    cost_before = cost;
  }
  return {std::string_view::npos, Written::gbk};
}

}  // namespace hanfix::repair
