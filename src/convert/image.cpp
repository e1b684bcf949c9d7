#include "convert/image.hpp"

#include <algorithm>
#include <cstring>
#include <string>

namespace hanfix::convert {
namespace {

constexpr const char* kRebuild = "; rebuild it with this version's compiler";

Error bad(std::string fact) { return {ErrorCode::bad_data, "dictionary image: " + fact}; }

// True if `section` holds records of T inside `size` bytes, aligned.
template <class T>
bool inside(const image::Section& section, std::size_t size) {
  return section.offset >= sizeof(image::Header) && section.offset <= size &&
         section.offset % alignof(T) == 0 && section.count <= (size - section.offset) / sizeof(T);
}

}  // namespace

const image::Config* Image::config(std::string_view name) const noexcept {
  for (const image::Config& config : configs()) {
    if (name == std::string_view(config.name.data())) return &config;
  }
  return nullptr;
}

Result<Image> Image::open(std::span<const std::byte> bytes) {
  if (bytes.size() < sizeof(image::Header)) {
    return bad("only " + std::to_string(bytes.size()) + " bytes, its header has " +
               std::to_string(sizeof(image::Header)));
  }
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) return bad("not aligned to 8 bytes");
  const Image image(bytes);
  if (std::optional<Error> error = image.check()) return *std::move(error);
  return image;
}

std::optional<Error> Image::check() const {
  const image::Header& head = header();
  const std::size_t size = bytes_.size();
  if (head.magic != image::kMagic)
    return bad("this file is none: it does not start with 'hanfixcv'");
  if (head.version != image::kVersion) {
    return bad("version " + std::to_string(head.version) + ", expected " +
               std::to_string(image::kVersion) + kRebuild);
  }
  if (head.size != size) {
    return bad(std::to_string(size) + " bytes, its header says " + std::to_string(head.size));
  }
  const char* body = reinterpret_cast<const char*>(bytes_.data()) + sizeof(image::Header);
  if (head.checksum != image::checksum(body, size - sizeof(image::Header))) {
    return bad("its checksum does not fit its bytes");
  }
  // The checksum finds accidents. What follows keeps every look-up inside, whoever wrote the bytes.
  const Error inconsistent = bad("its parts contradict one another");
  if (!inside<image::Dictionary>(head.dictionaries, size) ||
      !inside<image::Chain>(head.chains, size) ||
      !inside<std::uint32_t>(head.chain_dictionaries, size) ||
      !inside<image::Config>(head.configs, size) || !inside<image::Fused>(head.fused, size) ||
      !inside<char>(head.values, size) || !inside<std::uint8_t>(head.traits, size) ||
      head.evidence >= head.dictionaries.count ||
      !check_pages(head.trait_pages, head.traits.count)) {
    return inconsistent;
  }
  for (const image::Dictionary& record : list<image::Dictionary>(head.dictionaries)) {
    if (!check_dictionary(record)) return inconsistent;
  }
  for (const std::uint32_t number : list<std::uint32_t>(head.chain_dictionaries)) {
    if (number >= head.dictionaries.count) return inconsistent;
  }
  for (const image::Chain& chain : list<image::Chain>(head.chains)) {
    const std::uint64_t end = std::uint64_t{chain.first} + chain.normalizations + chain.stages;
    if (end > head.chain_dictionaries.count || chain.segmentation > head.dictionaries.count ||
        chain.fused > head.fused.count) {
      return inconsistent;
    }
  }
  for (const image::Fused& record : list<image::Fused>(head.fused)) {
    if (!check_fused(record)) return inconsistent;
  }
  for (const image::Config& config : configs()) {
    if (config.name.back() != '\0' || config.chain >= head.chains.count ||
        config.chain_tofu >= head.chains.count) {
      return inconsistent;
    }
  }
  return std::nullopt;
}

// Pages of 256 records, all of them among `records`.
bool Image::check_pages(const image::Section& pages, std::uint64_t records) const {
  if (!inside<std::uint16_t>(pages, bytes_.size()) || pages.count != image::kPages) return false;
  const auto numbers = list<std::uint16_t>(pages);
  return std::all_of(numbers.begin(), numbers.end(), [&](std::uint16_t page) {
    return (std::uint64_t{page} + 1) * 256 <= records;
  });
}

bool Image::check_dictionary(const image::Dictionary& record) const {
  const std::size_t size = bytes_.size();
  if (!inside<image::Code>(record.codes, size) || !check_pages(record.pages, record.codes.count) ||
      !inside<image::Root>(record.roots, size) || !inside<image::Unit>(record.units, size) ||
      !inside<image::Value>(record.values, size) ||
      !inside<std::uint64_t>(record.head_pairs, size) ||
      record.head_pairs.count != image::kHeadPairs ||
      !inside<std::uint64_t>(record.key_pairs, size) || record.key_pair_shift > 26 ||
      record.key_pairs.count != std::uint64_t{1} << (26 - record.key_pair_shift) ||
      record.shrink == 0) {
    return false;
  }
  const auto codes = list<image::Code>(record.codes);
  const auto roots = list<image::Root>(record.roots);
  const auto units = list<image::Unit>(record.units);
  const auto values = list<image::Value>(record.values);
  const auto sound = [&](std::uint32_t base, std::uint32_t value) {
    return (base == 0 || std::uint64_t{base} + record.class_count <= units.size()) &&
           value <= values.size();
  };
  return std::all_of(codes.begin(), codes.end(),
                     [&](const image::Code& code) {
                       return code.root <= roots.size() &&
                              (code.cls == 0 || code.cls < record.class_count);
                     }) &&
         std::all_of(roots.begin(), roots.end(),
                     [&](const image::Root& root) {
                       return sound(root.base, root.value) &&
                              (root.value == 0 || root.size <= root.text.size() ||
                               values[root.value - 1].size == root.size);
                     }) &&
         std::all_of(units.begin(), units.end(),
                     [&](const image::Unit& unit) { return sound(unit.base, unit.value); }) &&
         std::all_of(values.begin(), values.end(), [&](const image::Value& value) {
           return std::uint64_t{value.offset} + value.size + image::kValuePadding <=
                  header().values.count;
         });
}

bool Image::check_fused(const image::Fused& record) const {
  const std::size_t size = bytes_.size();
  if (!inside<std::uint16_t>(record.pages, size) || record.pages.count != image::kCellPages ||
      !inside<image::Cell>(record.cells, size) || record.cells.count < 64 ||
      !inside<image::Head>(record.heads, size) || record.heads.count < 2 ||
      !inside<image::Node>(record.nodes, size) || !inside<image::Value>(record.values, size) ||
      !inside<image::Link>(record.links, size) || !inside<image::Unit>(record.first_units, size) ||
      !inside<image::Value>(record.words, size) ||
      !inside<std::uint16_t>(record.symbol_lists, size) ||
      !inside<image::Symbol>(record.symbols, size) ||
      !inside<image::Unit>(record.second_units, size) ||
      !inside<image::Value>(record.second_values, size) || record.two_levels > 1 ||
      !inside<std::uint8_t>(record.flags, size) || !inside<std::uint64_t>(record.anchors, size) ||
      !inside<std::uint8_t>(record.sides, size) || !inside<image::Sieve>(record.sieve, size) ||
      record.anchor_shift < 8 || record.anchor_shift > 31 ||
      (record.flags.count != 0 &&
       record.anchors.count < (std::uint64_t{1} << (32 - record.anchor_shift))) ||
      !inside<std::uint64_t>(record.filter, size) || record.filter_shift < 8 ||
      record.filter_shift > 31 ||
      record.filter.count < (std::uint64_t{1} << (32 - record.filter_shift))) {
    return false;
  }
  const auto cells = list<image::Cell>(record.cells);
  const auto all = [](const auto& records, const auto& sound) {
    return std::all_of(records.begin(), records.end(), sound);
  };
  const auto text = [&](const image::Value& value) {
    return std::uint64_t{value.offset} + value.size + image::kValuePadding <= header().values.count;
  };
  std::uint64_t classes = 1;  // beyond the greatest
  for (const image::Cell& cell : cells) classes = std::max<std::uint64_t>(classes, cell.cls + 1u);
  if (record.flags.count != 0 &&
      (record.flags.count < classes || record.sides.count < classes || record.sieve.count > 1)) {
    return false;
  }
  const auto node = [](std::uint64_t children, std::uint64_t values, std::uint64_t units) {
    return [=](std::uint32_t base, std::uint32_t value) {
      return (base == 0 || base + children <= units) && value <= values;
    };
  };
  const auto key = node(classes, record.values.count, record.nodes.count);
  if (!all(list<std::uint16_t>(record.pages),
           [&](std::uint16_t page) { return (std::uint64_t{page} + 1) * 64 <= cells.size(); }) ||
      !all(cells,
           [&](const image::Cell& cell) {
             // One character, and told unless its head says that it is not.
             return cell.head < record.heads.count;
           }) ||
      !all(list<image::Head>(record.heads),
           [&](const image::Head& head) { return key(head.base, head.value); }) ||
      !all(list<image::Node>(record.nodes),
           [&](const image::Node& place) {
             if (place.size() < image::kNoKey) {
               return key(place.base(), 0) && place.size() <= place.text.size();
             }
             if (place.size() == image::kNoKey) return key(place.base(), 0);
             std::uint32_t value;
             std::memcpy(&value, place.text.data(), sizeof value);
             return key(place.base(), 0) && value < record.values.count;
           }) ||
      !all(list<image::Value>(record.values), text)) {
    return false;
  }
  if (record.two_levels == 0) return true;
  const std::uint64_t symbols = record.symbols.count;
  const auto first = node(classes, record.words.count, record.first_units.count);
  const auto second = node(symbols, record.second_values.count, record.second_units.count);
  return symbols > 0 && record.links.count >= classes &&
         all(list<image::Link>(record.links),
             [&](const image::Link& link) {
               return first(link.base, link.word) && link.symbol < symbols;
             }) &&
         all(list<image::Unit>(record.first_units),
             [&](const image::Unit& unit) { return first(unit.base, unit.value); }) &&
         all(list<image::Value>(record.words),
             [&](const image::Value& word) {
               return std::uint64_t{word.offset} + word.size <= record.symbol_lists.count;
             }) &&
         all(list<std::uint16_t>(record.symbol_lists),
             [&](std::uint16_t symbol) { return symbol < symbols; }) &&
         all(list<image::Symbol>(record.symbols),
             [&](const image::Symbol& symbol) {
               return second(symbol.base, 0) && text(symbol.value);
             }) &&
         all(list<image::Unit>(record.second_units),
             [&](const image::Unit& unit) { return second(unit.base, unit.value); }) &&
         all(list<image::Value>(record.second_values), text);
}

}  // namespace hanfix::convert
