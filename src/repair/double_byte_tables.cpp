#include "repair/double_byte_tables.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>
#include <utility>

extern "C" const unsigned char hanfix_double_byte[];

namespace hanfix::repair {
namespace {

const DoubleByteImage& image() noexcept {
  return *reinterpret_cast<const DoubleByteImage*>(hanfix_double_byte);
}

}  // namespace

ReaderTable::ReaderTable(const ReaderImage& table) noexcept
    : table_(&table),
      several_(reinterpret_cast<const ShownBytes*>(hanfix_double_byte + image().several)),
      beyond_(reinterpret_cast<const BeyondBmp*>(hanfix_double_byte + image().beyond) +
              table.beyond) {}

const ReaderTable& ReaderTable::of(Reader reader) noexcept {
  static const ReaderTable* const tables = [] {
    static ReaderTable all[kReaders];
    for (std::size_t i = 0; i < kReaders; ++i) all[i] = ReaderTable(image().readers[i]);
    return all;
  }();
  return tables[static_cast<std::size_t>(reader)];
}

std::span<const ShownBytes> ReaderTable::bytes(char32_t code) const noexcept {
  if (code < 0x10000) {
    const ShownBytes& only = table_->only[code];
    if (only.size < kSeveral) return {&only, only.size == 0 ? 0u : 1u};
    const std::size_t index = only.data[0] | only.data[1] << 8 | only.data[2] << 16;
    return {several_ + index, static_cast<std::size_t>(only.size - kSeveral)};
  }
  const BeyondBmp* const end = beyond_ + table_->beyond_count;
  const BeyondBmp* const found = std::lower_bound(
      beyond_, end, code, [](const BeyondBmp& row, char32_t wanted) { return row.code < wanted; });
  return {&found->bytes, found != end && found->code == code ? 1u : 0u};
}

const WrittenTable& WrittenTable::of(Written written) noexcept {
  static const WrittenTable gbk(image().written[0]), big5(image().written[1]);
  return written == Written::big5 ? big5 : gbk;
}

const FirstSight* first_sight() noexcept { return image().first_sight; }
const PairingSight* pairing_sight() noexcept { return image().pairing_sight; }
const std::uint64_t* inner_sight() noexcept { return image().inner_sight; }
const std::uint8_t* inner_cost() noexcept { return image().inner_cost; }
const std::uint8_t* inner_need() noexcept { return image().inner_need; }

namespace {

// The pairs of `written` that `fits` takes, the most probable first.
template <class Fits>
std::vector<ListedPair> sorted_pairs(Written written, model::Script script, Fits fits) {
  const WrittenTable& table = WrittenTable::of(written);
  std::vector<ListedPair> pairs;
  for (unsigned pair = 0x8140; pair <= 0xFEFE; ++pair) {
    if (table.character(pair) == 0 || !fits(pair)) continue;
    pairs.push_back({static_cast<std::uint16_t>(pair), table.symbol(pair),
                     static_cast<std::uint16_t>(table.unigram(script, pair))});
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const ListedPair& a, const ListedPair& b) { return a.usual < b.usual; });
  return pairs;
}

}  // namespace

const std::vector<ListedPair>& hidden_pairs(Reader reader, Written written, model::Script script) {
  static std::mutex mutex;
  static std::map<std::tuple<Reader, Written, model::Script>, std::vector<ListedPair>> all;
  const std::lock_guard lock(mutex);
  const auto [at, made] = all.try_emplace({reader, written, script});
  if (made) {
    const ReaderTable& shown = ReaderTable::of(reader);
    at->second = sorted_pairs(written, script, [&](unsigned pair) {
      return !shown.alone(pair >> 8) && !shown.shows(pair >> 8, pair & 0xFF);
    });
  }
  return at->second;
}

const std::vector<ListedPair>& common_pairs(Written written, model::Script script) {
  static std::mutex mutex;
  static std::map<std::pair<Written, model::Script>, std::vector<ListedPair>> all;
  const std::lock_guard lock(mutex);
  const auto [at, made] = all.try_emplace({written, script});
  if (made) {
    at->second = sorted_pairs(written, script, [](unsigned pair) { return (pair & 0xFF) >= 0x80; });
  }
  return at->second;
}

}  // namespace hanfix::repair
