#include "convert/compiler/fuse.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <unordered_map>

#include "base/utf8.hpp"
#include "convert/compiler/anchors.hpp"
#include "convert/compiler/common_characters.hpp"
#include "convert/compiler/final_keys.hpp"
#include "convert/compiler/sieve.hpp"
#include "convert/compiler/trie.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert::compiler {
namespace {

constexpr std::size_t kMostCharacters = 30'000;
constexpr std::size_t kMostText = 16 << 20;  // bytes
constexpr std::size_t kMostUnits = 1 << 24;  // a Node's base has 24 bits
constexpr std::uint64_t kMostWays = 4 << 20;
constexpr double kMostAnchors = 0.12;  // of the characters of a text
constexpr std::uint64_t kAll = ~std::uint64_t{0};

// Characters → numbers from 1. None is a multiple of 64, so the bit of "no number" is nobody's.
class Numbers {
 public:
  std::uint16_t add(char32_t code) {
    const auto [place, fresh] = numbers_.emplace(code, std::uint16_t{0});
    if (fresh) {
      ++last_;
      if (last_ % 64 == 0) ++last_;
      place->second = last_;
      codes_.push_back(code);
    }
    return place->second;
  }
  [[nodiscard]] std::uint16_t of(char32_t code) const {
    const auto found = numbers_.find(code);
    return found == numbers_.end() ? std::uint16_t{0} : found->second;
  }
  [[nodiscard]] std::u16string of(std::u32string_view text) const {
    std::u16string path;
    for (const char32_t code : text) path.push_back(of(code));
    return path;
  }
  [[nodiscard]] std::size_t limit() const { return std::size_t{last_} + 1; }
  [[nodiscard]] const std::vector<char32_t>& codes() const { return codes_; }

 private:
  std::map<char32_t, std::uint16_t> numbers_;
  std::vector<char32_t> codes_;
  std::uint16_t last_ = 0;
};

std::string one(char32_t code) { return utf8::encode(std::u32string(1, code)); }

std::uint32_t packed(const std::string& character) {
  std::uint32_t text = 0;
  for (std::size_t i = character.size(); i > 0; --i) {
    text = text << 8 | static_cast<unsigned char>(character[i - 1]);
  }
  return text;
}

std::string value_or_itself(const Entries& entries, const std::string& text) {
  const auto found = entries.find(text);
  return found == entries.end() ? text : found->second;
}

std::size_t ascii_prefix(std::string_view key) {
  return static_cast<std::size_t>(
      std::find_if(key.begin(), key.end(),
                   [](char c) { return static_cast<unsigned char>(c) >= 0x80; }) -
      key.begin());
}

bool has_ascii(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// What the normalisations make of each character that they change; nothing if one of them does
// more than change characters.
std::optional<std::map<char32_t, char32_t>> normal_forms(const std::vector<Entries>& passes) {
  std::map<char32_t, char32_t> forms;
  for (const Entries& pass : passes) {
    for (const auto& [key, value] : pass) {
      if (!single(key) || !single(value) || forms.size() > kMostCharacters) return std::nullopt;
      if (description_arity(utf8::decode(value)[0]) > 0) return std::nullopt;
      forms[utf8::decode(key)[0]];
    }
  }
  for (auto& [code, form] : forms) {
    std::string text = one(code);
    for (const Entries& pass : passes) text = value_or_itself(pass, text);
    form = utf8::decode(text)[0];
  }
  return forms;
}

class Fuser {
 public:
  Fuser(const ChainSource& source, const Entries& keys) : source_(source), source_keys_(keys) {}

  std::optional<FusedChain> run() {
    if (operator_keys() || grows_too_much()) return std::nullopt;
    auto forms = normal_forms(source_.normalizations);
    if (!forms || source_.stages.size() > 2) return std::nullopt;
    forms_ = *std::move(forms);
    sort_entries();
    number_characters();
    if (classes_.codes().size() > kMostCharacters) return std::nullopt;
    keys();
    if (key_trie_.units.size() > kMostUnits) return std::nullopt;
    if (out_.two_levels) {
      number_symbols();
      if (symbols_.codes().size() > kMostCharacters) return std::nullopt;
      levels();
      find_starters();
      if (meets_too_often()) return std::nullopt;
    }
    heads();
    cells();
    anchors();
    return std::move(out_);
  }

 private:
  // Whether a key holds a description operator: the automaton looks for sequences first.
  [[nodiscard]] bool operator_keys() const {
    const auto in = [](const Entries& entries) {
      return std::any_of(entries.begin(), entries.end(),
                         [](const auto& entry) { return holds_operator(entry.first); });
    };
    return std::any_of(source_.normalizations.begin(), source_.normalizations.end(), in) ||
           (source_.segmentation && in(*source_.segmentation)) ||
           std::any_of(source_.stages.begin(), source_.stages.end(), in);
  }

  // Whether what the second stage makes of the values of the first could be too much to keep.
  [[nodiscard]] bool grows_too_much() const {
    if (source_.stages.size() < 2) return false;
    std::size_t first = 0, growth = 1;
    for (const auto& entry : source_.stages[0]) first += entry.second.size();
    for (const auto& [key, value] : source_.stages[1]) {
      growth = std::max(growth, value.size() / key.size() + 1);
    }
    return growth > kMostText || first > kMostText / growth;
  }

  // Keys, and what the stages' entries are outside of them.
  void sort_entries() {
    if (source_.segmentation) {
      keys_ = source_keys_;
    } else if (source_.stages.size() == 1) {
      keys_ = source_.stages[0];
      return;
    }
    bool longer = false, wider = false;
    for (std::size_t i = 0; i < source_.stages.size(); ++i) {
      for (const auto& [key, value] : source_.stages[i]) {
        // Where a key of the segmentation begins, no stage ever looks.
        if (i == 0 && begins_with_key(keys_, key)) continue;
        (i == 0 ? first_ : second_).emplace(key, value);
        longer |= !single(key);
        wider |= !plain(value);
      }
    }
    if (longer || wider) keys_.merge(final_keys(keys_, first_, second_));
    out_.two_levels = longer || wider;
  }

  // What comes often has small numbers, and its own bit in the masks.
  void number_characters() {
    std::map<char32_t, std::size_t> counts;
    for (const Entries* entries : {&keys_, &first_, &second_}) {
      for (const auto& entry : *entries) {
        for (const char32_t code : utf8::decode(entry.first)) ++counts[code];
      }
    }
    std::vector<char32_t> codes;
    for (const auto& entry : counts) codes.push_back(entry.first);
    std::stable_sort(codes.begin(), codes.end(),
                     [&](char32_t a, char32_t b) { return counts[a] > counts[b]; });
    codes.resize(std::min(codes.size(), kMostCharacters + 1));
    for (const char32_t code : codes) classes_.add(code);
  }

  void keys() {
    std::vector<TrieKey> paths;
    std::vector<const std::string*> values;
    for (const auto& [key, value] : keys_) {
      values.push_back(&value);
      paths.push_back({classes_.of(utf8::decode(key)), static_cast<std::uint32_t>(values.size())});
      if (const std::size_t ascii = ascii_prefix(key); ascii > 0) note_ascii(key, ascii);
    }
    if (!forms_.empty() && forms_.begin()->first < 0x80) out_.ascii_reach = image::kAnyAscii;
    key_trie_ = build_trie(std::move(paths), classes_.limit());
    std::vector<std::uint16_t> third(key_trie_.units.size());  // by base
    for (std::size_t i = 0; i < key_trie_.units.size(); ++i) {
      const image::Unit& unit = key_trie_.units[i];
      image::Node node{unit.base << 8 | image::kNoKey, 0xFFFF, 0, {}};
      if (unit.check != 0) {
        node.cls = static_cast<std::uint16_t>(i - unit.check);
        third[unit.check] |= static_cast<std::uint16_t>(1 << (node.cls & 15));
      }
      if (unit.value != 0) {
        const std::string& value = *values[unit.value - 1];
        if (value.size() <= node.text.size()) {
          node.base_and_size = unit.base << 8 | static_cast<std::uint32_t>(value.size());
          value.copy(node.text.data(), value.size());
        } else {
          node.base_and_size = unit.base << 8 | image::kLongValue;
          const auto number = static_cast<std::uint32_t>(out_.values.size());
          std::memcpy(node.text.data(), &number, sizeof number);
          out_.values.push_back(value);
        }
      }
      out_.nodes.push_back(node);
    }
    for (image::Node& node : out_.nodes) {
      if (node.base() != 0) node.third = third[node.base()];
    }
    for (const auto& entry : first_) {
      if (const std::size_t ascii = ascii_prefix(entry.first); ascii > 0) {
        note_ascii(entry.first, ascii);
      }
    }
    // The second stage sees what the first one wrote: the same ASCII only if that one leaves it
    // alone.
    const bool same = std::none_of(first_.begin(), first_.end(), [](const auto& entry) {
      return has_ascii(entry.first) || has_ascii(entry.second);
    });
    for (const auto& entry : second_) {
      const std::size_t ascii = ascii_prefix(entry.first);
      if (ascii > 0 && same) note_ascii(entry.first, ascii);
      if (ascii > 0 && !same) out_.ascii_reach = image::kAnyAscii;
    }
  }

  void note_ascii(const std::string& key, std::size_t ascii) {
    if (ascii == key.size() || ascii > 16) {
      out_.ascii_reach = image::kAnyAscii;
      return;
    }
    if (out_.ascii_reach == image::kAnyAscii) return;
    out_.ascii_reach = std::max(out_.ascii_reach, static_cast<std::uint32_t>(ascii));
    const auto last = static_cast<unsigned char>(key[ascii - 1]);
    out_.ascii_last[last >> 6] |= std::uint64_t{1} << (last & 63);
  }

  std::string image_of(char32_t code) const { return value_or_itself(first_, one(code)); }

  // True if the first stage makes one ordinary character of this one.
  static bool plain(const std::string& image) {
    return single(image) && description_arity(utf8::decode(image)[0]) == 0;
  }

  void number_symbols() {
    for (const auto& entry : second_) {
      for (const char32_t code : utf8::decode(entry.first)) symbols_.add(code);
    }
    for (const auto& entry : first_) {
      for (const char32_t code : utf8::decode(entry.second)) symbols_.add(code);
    }
    for (const char32_t code : classes_.codes()) {
      for (const char32_t image : utf8::decode(image_of(code))) symbols_.add(image);
    }
  }

  void levels() {
    std::vector<TrieKey> first, second;
    for (const auto& [key, value] : first_) {
      if (single(key)) continue;
      out_.words.push_back(symbols_.of(utf8::decode(value)));
      first.push_back(
          {classes_.of(utf8::decode(key)), static_cast<std::uint32_t>(out_.words.size())});
    }
    for (const auto& [key, value] : second_) {
      if (single(key)) continue;
      out_.second_values.push_back(value);
      second.push_back(
          {symbols_.of(utf8::decode(key)), static_cast<std::uint32_t>(out_.second_values.size())});
    }
    first_trie_ = build_trie(std::move(first), classes_.limit());
    second_trie_ = build_trie(std::move(second), symbols_.limit());
    out_.first_units = first_trie_.units;
    out_.second_units = second_trie_.units;
    out_.symbols.resize(symbols_.limit());
    out_.symbol_values.resize(symbols_.limit());
    for (const char32_t code : symbols_.codes()) {
      const std::uint16_t symbol = symbols_.of(code);
      out_.symbols[symbol] = {packed(one(code)), second_trie_.base[symbol], {}};
      out_.symbol_values[symbol] = value_or_itself(second_, one(code));
    }
    out_.links.resize(classes_.limit());
    for (const char32_t code : classes_.codes()) {
      const std::string image = image_of(code);
      image::Link& link = out_.links[classes_.of(code)];
      link.base = first_trie_.base[classes_.of(code)];
      if (plain(image)) {
        link.symbol = symbols_.of(utf8::decode(image)[0]);
      } else {
        out_.words.push_back(symbols_.of(utf8::decode(image)));
        link.word = static_cast<std::uint32_t>(out_.words.size());
      }
    }
  }

  struct Closer {
    std::uint16_t a, b, c;  // classes; c may be 0: whatever follows
  };
  void closer(std::uint16_t a, std::uint16_t b, std::uint16_t c = 0) {
    closer_.push_back({a, b, c});
  }

  // What may begin with each symbol as the first stage leaves it: characters that become it, and
  // longer keys or words that begin with it.
  struct Starters {
    std::vector<std::uint16_t> characters, words;
  };
  void find_starters() {
    for (const char32_t code : classes_.codes()) {
      const std::uint16_t cls = classes_.of(code);
      if (out_.links[cls].word == 0) {
        starters_[static_cast<std::uint16_t>(out_.links[cls].symbol)].characters.push_back(cls);
      }
    }
    for (const auto& [key, value] : first_) {
      if (single(key) && plain(value)) continue;
      vanishing_ |= value.empty();
      if (value.empty()) continue;
      std::vector<std::uint16_t>& words = starters_[symbols_.of(utf8::decode(value)[0])].words;
      const std::uint16_t cls = classes_.of(utf8::decode(key)[0]);
      if (std::find(words.begin(), words.end(), cls) == words.end()) words.push_back(cls);
    }
  }

  // Whether text can become the keys of the second stage in more ways than can be kept: hundreds
  // of characters that become the same one, three of which are a key, do so in millions.
  bool meets_too_often() {
    std::uint64_t ways = 0;
    for (const auto& entry : second_) {
      std::uint64_t one = 0, two = 0;  // ways to become the last character, the last two
      for (const std::uint16_t symbol : symbols_.of(utf8::decode(entry.first))) {
        const Starters& starters = starters_[symbol];
        const std::uint64_t here = starters.characters.size() + starters.words.size();
        ways += here + one * here + two * here;
        if (ways > kMostWays) return true;
        two = one * here;
        one = here;
      }
    }
    return false;
  }

  // Where the stages' keys meet: the keys of the second one, as the text looks before the first.
  void meetings() {
    for (const auto& entry : second_) {
      const std::u16string path = symbols_.of(utf8::decode(entry.first));
      if (path.size() < 2) continue;
      for (const std::uint16_t a : starters_[path[0]].characters) {
        for (const std::uint16_t b : starters_[path[1]].words) closer(a, b);
        for (const std::uint16_t b : starters_[path[1]].characters) {
          if (path.size() == 2) {
            closer(a, b);
            continue;
          }
          for (const std::uint16_t c : starters_[path[2]].characters) closer(a, b, c);
          for (const std::uint16_t c : starters_[path[2]].words) closer(a, b, c);
        }
      }
    }
  }

  // About one bit in sixteen is set.
  void make_filter() {
    std::uint32_t log = 1;
    while (log < 14 && (std::size_t{1} << log) < closer_.size() / 4) ++log;
    out_.filter_shift = 32 - log;
    out_.filter.resize(std::size_t{1} << log);
    for (const Closer& place : closer_) {
      const std::uint32_t pair = image::pair_hash(place.a, place.b);
      const std::uint32_t bit =
          place.c == 0 ? image::pair_bit(pair) : image::triple_bit(pair, place.c);
      out_.filter[pair >> out_.filter_shift] |= std::uint64_t{1} << bit;
    }
  }

  void heads() {
    for (const Entries* entries : {&keys_, &first_}) {
      for (const auto& entry : *entries) {
        const std::u16string path = classes_.of(utf8::decode(entry.first));
        if (path.size() == 2) closer(path[0], path[1]);
        if (path.size() > 2) closer(path[0], path[1], path[2]);
      }
    }
    if (out_.two_levels) meetings();
    make_filter();
    std::vector<std::uint64_t> second(classes_.limit());
    for (const Closer& place : closer_) second[place.a] |= std::uint64_t{1} << (place.b & 63);
    if (vanishing_) std::fill(second.begin(), second.end(), kAll);
    out_.heads.resize(2);
    out_.heads[image::kUntoldHead].second = kAll;
    head_of_.resize(classes_.limit());
    for (const char32_t code : classes_.codes()) {
      const std::uint16_t cls = classes_.of(code);
      image::Head head{second[cls], key_trie_.base[cls], 0};
      const std::string text = alone(code);
      const bool key = key_trie_.value[cls] != 0;
      const bool word = out_.two_levels && out_.links[cls].word != 0;
      // A key of one character is told by its cell where nothing else depends on its being a key.
      if (key && (out_.two_levels || !single(text))) {
        out_.values.push_back(text);
        head.value = static_cast<std::uint32_t>(out_.values.size());
      }
      if (head.value != 0 || word || !single(text)) head.second = kAll;
      if (head.second == 0) continue;
      head_of_[cls] = static_cast<std::uint16_t>(out_.heads.size());
      out_.heads.push_back(head);
    }
  }

  // What the whole chain makes of a character that stands between two others that do not matter.
  const std::string& alone(char32_t code) const {
    const auto [known, fresh] = alone_.try_emplace(code);
    if (fresh) known->second = make_alone(code);
    return known->second;
  }
  std::string make_alone(char32_t code) const {
    const std::string text = one(code);
    const auto key = keys_.find(text);
    if (key != keys_.end()) return key->second;
    return replace_longest(second_, value_or_itself(first_, text));
  }

  void cells() {
    out_.pages.resize(image::kCellPages);
    out_.cells.resize(64, {0, 0, image::kUntoldHead});
    // Characters of running text that keep what they are are told too: that is faster.
    static constexpr std::pair<char32_t, char32_t> kCommon[] = {
        {0x0000, 0x0600}, {0x2000, 0x2700}, {0x3000, 0x3400}, {0x4E00, 0xA000}, {0xFE00, 0x10000}};
    for (const auto& [begin, end] : kCommon) {
      for (char32_t code = begin; code < end; code += 64) page(code);
    }
    for (const auto& entry : forms_) page(entry.first);
    for (const char32_t code : classes_.codes()) page(code);
    for (std::size_t number = 0; number < out_.pages.size(); ++number) {
      if (out_.pages[number] == 0) continue;
      const std::size_t block = number < image::kLowPages ? number : number - image::kLowPages;
      for (std::size_t i = 0; i < 64; ++i) {
        const auto code = static_cast<char32_t>(block * 64 + i);
        out_.cells[std::size_t{out_.pages[number]} * 64 + i] = cell(code);
      }
    }
  }

  void page(char32_t code) {
    std::uint16_t& page = out_.pages[(code < 0x800 ? image::kLowPages : 0) + (code >> 6)];
    if (page != 0) return;
    page = static_cast<std::uint16_t>(out_.cells.size() / 64);
    out_.cells.resize(out_.cells.size() + 64);
  }

  image::Cell cell(char32_t code) {
    const image::Cell untold{0, 0, image::kUntoldHead};
    if (code >= 0xD800 && code < 0xE000) return untold;
    if (description_arity(code) > 0 || code == 0xFFFD) return untold;
    const auto form = forms_.find(code);
    const char32_t normal = form == forms_.end() ? code : form->second;
    const std::uint16_t cls = classes_.of(normal);
    const std::string text = cls == 0 ? one(normal) : alone(normal);
    image::Cell cell{single(text) ? packed(text) : 0, cls,
                     cls == 0 ? image::kNoHead : head_of_[cls]};
    // Text is written three bytes for three. What is not like that gets a closer look.
    if (one(code).size() == 3 && single(text) && text.size() != 3) {
      image::Head head = out_.heads[cell.head];
      if (head.second != kAll) {
        head.second = kAll;
        cell.head = static_cast<std::uint16_t>(out_.heads.size());
        out_.heads.push_back(head);
      }
    }
    return cell;
  }

  // What text may be passed over by, if that is most of it: see image::Fused.
  void anchors() {
    if (vanishing_ || (!forms_.empty() && forms_.begin()->first < 0x80)) return;
    static const CommonCharacters common;
    std::vector<Anchors::Character> characters(classes_.limit());
    std::vector<std::uint8_t> flags(classes_.limit());
    for (const char32_t code : classes_.codes()) {
      const std::uint16_t cls = classes_.of(code);
      const bool word = out_.two_levels && out_.links[cls].word != 0;
      if (code < 0x80) {
        if (word || alone(code) != one(code)) return;
        characters[cls] = {Anchors::Kind::never, 0, false};
      } else if (one(code).size() != 3) {
        characters[cls] = {Anchors::Kind::stops, 0, false};
        flags[cls] = image::kAlways;  // for what becomes it by normalisation
      } else {
        const std::string text = alone(code);
        characters[cls] = {Anchors::Kind::usable, common.share(code), text != one(code)};
        if (word || text.size() != 3 || !single(text)) flags[cls] = image::kAlways;
      }
    }
    note_inside(flags);
    if (Anchors few(Anchors::Aim::few_characters, characters, flags);
        add_changes(few) && few.share() <= kMostAnchors) {
      out_.sieve = make_sieve(marked(few.flags()), common);
      if (!out_.sieve.empty()) return take(few);
    }
    if (Anchors pairs(Anchors::Aim::rare_pairs, std::move(characters), std::move(flags));
        add_changes(pairs) && pairs.share() <= kMostAnchors) {
      take(pairs);
    }
  }

  void take(const Anchors& chosen) {
    out_.flags = chosen.flags();
    out_.sides = chosen.sides();
    out_.anchors = chosen.filter();
    out_.anchor_shift = chosen.filter_shift();
  }

  // Sequences of three that change, are anchors, or always need a closer look.
  std::vector<char32_t> marked(const std::vector<std::uint8_t>& flags) const {
    std::vector<char32_t> codes;
    for (char32_t code = 0x800; code < 0x10000; ++code) {
      const image::Cell& cell = out_.cells[std::size_t{out_.pages[code >> 6]} * 64 + code % 64];
      const bool untold = cell.head == image::kUntoldHead;
      if (untold ? description_arity(code) > 0
                 : cell.text != packed(one(code)) ||
                       (flags[cell.cls] & (image::kAnchor | image::kAlways)) != 0) {
        codes.push_back(code);
      }
    }
    return codes;
  }

  // Between which characters no key goes on.
  void note_inside(std::vector<std::uint8_t>& flags) const {
    for (const Entries* entries : {&keys_, &first_}) {
      for (const auto& entry : *entries) {
        const std::u16string path = classes_.of(utf8::decode(entry.first));
        for (std::size_t i = 1; i < path.size(); ++i) {
          flags[path[i - 1]] |= image::kGoesOn;
          flags[path[i]] |= image::kGoneOn;
        }
      }
    }
    if (!out_.two_levels) return;
    std::vector<std::uint8_t> of_symbol(symbols_.limit());
    for (const auto& entry : second_) {
      const std::u16string path = symbols_.of(utf8::decode(entry.first));
      for (std::size_t i = 1; i < path.size(); ++i) {
        of_symbol[path[i - 1]] |= image::kGoesOn;
        of_symbol[path[i]] |= image::kGoneOn;
      }
    }
    const auto add = [&](std::u32string_view from, std::u32string_view to) {
      if (from.empty() || to.empty()) return;
      if ((of_symbol[symbols_.of(to.back())] & image::kGoesOn) != 0) {
        flags[classes_.of(from.back())] |= image::kGoesOn;
      }
      if ((of_symbol[symbols_.of(to.front())] & image::kGoneOn) != 0) {
        flags[classes_.of(from.front())] |= image::kGoneOn;
      }
    };
    for (const char32_t code : classes_.codes()) {
      add(std::u32string(1, code), utf8::decode(image_of(code)));
    }
    for (const auto& [key, value] : first_) add(utf8::decode(key), utf8::decode(value));
  }

  // Keys that give something else than their characters would; false if one has no anchor.
  bool add_changes(Anchors& chosen) const {
    if (!add_keys(chosen)) return false;
    chosen.make_filter();
    return true;
  }

  bool add_keys(Anchors& chosen) const {
    const auto change = [&](const Entries& entries, const auto& of_character) {
      for (const auto& [key, value] : entries) {
        if (single(key)) continue;
        std::string apart;
        for (const char32_t code : utf8::decode(key)) apart += of_character(code);
        if (apart == value) continue;
        std::vector<std::vector<std::uint16_t>> places;
        for (const std::uint16_t cls : classes_.of(utf8::decode(key))) places.push_back({cls});
        if (!chosen.add(places)) return false;
      }
      return true;
    };
    if (!change(keys_, [&](char32_t code) { return alone(code); })) return false;
    if (!out_.two_levels) return true;
    if (!change(first_, [&](char32_t code) { return image_of(code); })) return false;
    // Keys of the second stage, as the text looks before the first.
    std::map<std::uint16_t, std::vector<std::uint16_t>> before;
    for (const char32_t code : classes_.codes()) {
      const image::Link& link = out_.links[classes_.of(code)];
      if (link.word == 0) {
        before[static_cast<std::uint16_t>(link.symbol)].push_back(classes_.of(code));
      }
    }
    for (const auto& [key, value] : second_) {
      if (single(key)) continue;
      std::string apart;
      for (const char32_t code : utf8::decode(key)) apart += value_or_itself(second_, one(code));
      if (apart == value) continue;
      std::vector<std::vector<std::uint16_t>> places;
      for (const std::uint16_t symbol : symbols_.of(utf8::decode(key))) {
        places.push_back(before[symbol]);
      }
      // Where a place can only be filled by what has an anchor itself, nothing is left to do.
      if (std::none_of(places.begin(), places.end(), [](const auto& p) { return p.empty(); }) &&
          !chosen.add(places)) {
        return false;
      }
    }
    return true;
  }

  const ChainSource& source_;
  const Entries& source_keys_;
  FusedChain out_;
  std::map<char32_t, char32_t> forms_;
  Entries keys_, first_, second_;
  Numbers classes_, symbols_;
  Trie key_trie_, first_trie_, second_trie_;
  std::vector<std::uint16_t> head_of_;
  mutable std::unordered_map<char32_t, std::string> alone_;
  std::map<std::uint16_t, Starters> starters_;  // by symbol
  std::vector<Closer> closer_;
  bool vanishing_ = false;  // the first stage may delete something: anything can meet anything
};

}  // namespace

std::optional<FusedChain> fuse(const ChainSource& source, const Entries& keys) {
  return Fuser(source, keys).run();
}

}  // namespace hanfix::convert::compiler
