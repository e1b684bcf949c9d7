#include "repair/readings_evidence.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "model/char_model.hpp"
#include "repair/gbk_pairs.hpp"
#include "repair/reading_table.hpp"

namespace hanfix::repair {
namespace {

// Characters that pages in the wild show annotated, by how many of two dozen sites do so. A
// sentence in which only 報 has its reading, and 學 has none, is nobody's but a teacher's.
struct SiteShare {
  std::u32string_view characters;
  int bits_if_bare;  // what it says that a site left them alone
};
constexpr SiteShare kSites[] = {
    {U"學關發進", 3},
    {U"現產導", 2},
    {U"經應對時術內國創質數動場業統當機實", 1},
    {U"規設聯護結領務會標權構準網強戰計點濟優復紀責個無爭請過驗達認礎絡來問測環醫頁預嚴費"
     U"調訓農報簡細習萬識負運長執續貿轉風勢團愛擔沒競臺補見評語說隊驅側價冊勵區協堅寫樹潤災監節線"
     U"藍衛詢謹購踐車遠鎮陽項養",
     0}};
constexpr int kKnown = 3;    // bits: a character of that table is annotated
constexpr int kUnknown = 3;  // bits against: another one is

const SiteShare* share_of(char32_t character) {
  using Row = std::pair<char32_t, const SiteShare*>;
  static const std::vector<Row> rows = [] {
    std::vector<Row> all;
    for (const SiteShare& share : kSites) {
      for (const char32_t one : share.characters) all.emplace_back(one, &share);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Row& a, const Row& b) { return a.first < b.first; });
    return all;
  }();
  const auto at = std::lower_bound(rows.begin(), rows.end(), character,
                                   [](const Row& row, char32_t code) { return row.first < code; });
  return at != rows.end() && at->first == character ? at->second : nullptr;
}

bool may_be_tools(char32_t character, std::string_view reading) {
  return model::is_traditional_only(character) && reading_table::has(character, reading);
}

// Whether a trail byte and a hidden one make a character that the tool reads so: 政府?dāng).
bool may_cross(char32_t before, std::string_view reading) {
  const GbkPairs& pairs = GbkPairs::instance();
  const GbkPair shown = before < 0x80 ? GbkPair{0} : pairs.pair(before);
  if (shown == 0) return false;
  for (unsigned hidden = 0x81; hidden <= 0xFE; ++hidden) {
    if (may_be_tools(pairs.character(make_pair(trail_of(shown), hidden)), reading)) return true;
  }
  return false;
}

// Whether the sentence goes on at items[i]: a hanzi or a stray byte there, or behind a mark that
// ends none.
bool goes_on(const std::vector<Item>& items, std::size_t i) {
  for (std::size_t at = i; at < std::min(i + 2, items.size()); ++at) {
    const char32_t code = items[at].code;
    if (items[at].kind == Item::Kind::annotation) return false;
    if (model::is_han(code) ||
        (code == U'?' && at + 1 < items.size() && items[at + 1].code != U'\n'))
      return true;
    if (code < 0x80 && code != U',' && code != U';') return false;
    if (std::u32string_view(U"。！？」』\n").find(code) != std::u32string_view::npos) return false;
  }
  return false;
}

// One or two characters prove little by themselves: they must be such as sites annotate, read as
// usual, and others that sites annotate must not be there without a reading.
bool proves_lone(const ReadingsEvidence& evidence) {
  int bits = -evidence.left_alone;
  for (const auto& [character, count] : evidence.characters) {
    bits += share_of(character) != nullptr ? kKnown : -kUnknown;
  }
  return bits > 0;
}

}  // namespace

ReadingsEvidence gather_readings(const std::vector<Item>& items, std::uint64_t offset) {
  ReadingsEvidence evidence;
  const auto character = [&](std::size_t i) {
    return i < items.size() && items[i].kind == Item::Kind::character ? items[i].code : U'\0';
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    const char32_t before = i > 0 ? character(i - 1) : U'\0';
    if (item.kind == Item::Kind::stray_annotation) {
      evidence.at.push_back(offset + item.start);
      if (may_cross(before, item.reading)) {
        ++evidence.strays;
        evidence.crossed.emplace(item.reading);
      }
    } else if (item.kind == Item::Kind::annotation) {
      if (may_be_tools(before, item.reading)) {
        ++evidence.sites;
        Annotated& count = evidence.characters[before];
        ++count.with;
        if (count.reading.empty()) count.reading = item.reading;
        // The tool knows one reading each, the usual one: 調(tiáo)查 is for a lesson.
        if (count.reading != item.reading || !reading_table::is_first(before, item.reading)) {
          ++evidence.foreign;
        }
        evidence.at.push_back(offset + item.start);
        if (model::is_han(character(i + 1))) ++evidence.in_text;
        if (goes_on(items, i + 1)) ++evidence.in_sentence;
      } else if (model::is_han(before) || before == U' ' || before == U'　') {
        ++evidence.foreign;
      }
    } else if (model::is_han(item.code)) {
      if (i + 1 == items.size() || items[i + 1].kind != Item::Kind::annotation)
        ++evidence.plain_hanzi;
    } else if (item.code == U'?' && character(i + 1) > 0x20 && character(i + 1) < 0x7F) {
      if (character(i + 2) >= 0x80) {
        ++evidence.hidden;
        evidence.unusual += before >= 0x80 && !is_halfwidth_mark(character(i + 1));
      }
    } else if (item.code == U'。') {
      if (model::is_han(character(i + 1))) ++evidence.stops_inside;
    } else if (is_fullwidth_mark(item.code)) {
      ++evidence.wide_marks;
    } else if (is_halfwidth_mark(item.code) &&
               (model::is_han(before) || model::is_han(character(i + 1)))) {
      ++evidence.narrow_marks;
      evidence.questions += item.code == U'?';
    }
  }
  if (evidence.sites == 0) return evidence;
  std::set<char32_t> left_alone;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind != Item::Kind::character) continue;
    if (i + 1 < items.size() && items[i + 1].kind != Item::Kind::character) continue;
    const auto known = evidence.characters.find(items[i].code);
    if (known != evidence.characters.end()) {
      ++known->second.bare;
    } else if (!model::is_han(items[i].code)) {
      continue;
    } else if (const SiteShare* share = share_of(items[i].code);
               share != nullptr && left_alone.insert(items[i].code).second) {
      evidence.left_alone += share->bits_if_bare;
    }
  }
  return evidence;
}

bool proves_readings(const ReadingsEvidence& evidence, LeastReadings least) {
  std::uint32_t bare = 0;
  for (const auto& [character, count] : evidence.characters) bare += count.bare;
  const std::size_t different = evidence.characters.size() + evidence.crossed.size();
  const std::uint32_t sites = evidence.sites + evidence.strays;
  const bool likely = evidence.foreign * 10 <= sites &&   // hardly any other annotation
                      bare * 2 <= sites * 3 &&            // most occurrences annotated
                      evidence.plain_hanzi * 4 >= sites;  // running text, not a list of words
  if (!likely) return false;
  const bool in_text = (evidence.in_text + evidence.strays) * 2 >= sites;
  if (least == LeastReadings::none) return in_text;
  if (different >= 3 && in_text) return true;
  if (least == LeastReadings::three || different == 0) return false;
  // Nobody but the tool swallows a bracket.
  if (evidence.strays == 0 && different < 3 && !proves_lone(evidence)) return false;
  return (evidence.in_sentence + evidence.strays) * 2 >= sites ||
         (sites == 1 && evidence.plain_hanzi >= 8);
}

}  // namespace hanfix::repair
