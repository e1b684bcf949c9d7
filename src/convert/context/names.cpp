#include "convert/context/names.hpp"

#include <algorithm>
#include <string_view>

#include "base/utf8.hpp"
#include "convert/context/runs.hpp"

extern "C" const std::byte hanfix_context_names[];

namespace hanfix::convert::context {
namespace {

// Costs in 1/8 bit. One word in 2^7 is a name that no list has; of these one in 2^2.5 has two
// characters. What no known name has is in none.
constexpr int kName = 56, kShortName = 20, kUnseen = 10000;

// What people are called behind their surname, and before it, in Simplified text.
constexpr std::u32string_view kTitles[] = {U"先生", U"女士", U"小姐", U"太太", U"夫人", U"老师",
                                           U"教授", U"博士", U"同学", U"同志", U"师傅", U"医生",
                                           U"医师", U"律师", U"老板", U"经理", U"主任", U"大人",
                                           U"某",   U"总",   U"氏"};
constexpr std::u32string_view kCalls = U"姓小老阿";
// What these say for a surname; what a name says beyond its lead, and at most.
constexpr int kTitled = 80, kCalled = 56, kNameBonus = -16, kMostForName = 80;
static_assert(std::max(2 * kTitled, kMostForName) <= NameFinder::kMostForSurname);
// What a name costs that the document has said, and its given name alone; what it says at most.
constexpr int kKnown = 80, kKnownGiven = 96, kMostForKnown = 120;
static_assert(kMostForKnown <= NameFinder::kMostForSurname);
// Characters of given names, on the average, that are worth a closer look.
constexpr int kFitting = 92;

int or_unseen(std::uint8_t cost) noexcept { return cost == 0 ? kUnseen : cost; }

}  // namespace

Names::Names(const std::byte* image) noexcept
    : header_(reinterpret_cast<const image::NameHeader*>(image)),
      costs_(reinterpret_cast<const image::NameCosts*>(image + header_->costs)),
      kept_(reinterpret_cast<const image::KeptForm*>(image + header_->kept)),
      names_(reinterpret_cast<const char32_t*>(image + header_->names)) {}

const Names& Names::builtin() noexcept {
  static const Names names(hanfix_context_names);
  return names;
}

bool Names::fits_given(std::span<const char32_t> name) const noexcept {
  const int last = or_unseen(costs(name.back()).third);
  return name.size() == 1 ? last <= kFitting
                          : or_unseen(costs(name[0]).second) + last <= 2 * kFitting;
}

const image::KeptForm* Names::kept(char32_t code) const noexcept {
  const image::KeptForm* const end = kept_ + header_->kept_count;
  const auto* const found = std::lower_bound(
      kept_, end, code, [](const image::KeptForm& k, char32_t c) { return k.code < c; });
  return found != end && found->code == code ? found : nullptr;
}

std::size_t size_of_one(std::span<const std::u32string_view> words,
                        std::span<const char32_t> text) noexcept {
  for (const std::u32string_view word : words) {
    if (text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin())) {
      return word.size();
    }
  }
  return 0;
}

bool Names::is_listed(const CharacterClass* name) const noexcept {
  const WordTable& words = WordTable::builtin();
  for (std::size_t i = 0; i < header_->name_count; ++i) {
    const char32_t* const listed = names_ + i * image::kNameSize;
    if (std::equal(listed, listed + image::kNameSize, name, [&](char32_t code, CharacterClass cls) {
          return words.class_of(code) == cls;
        })) {
      return true;
    }
  }
  return false;
}

void NameFinder::build(std::span<const char32_t> run, std::size_t at) {
  first_ = at - std::min(at, kAround);
  const std::size_t last = std::min(run.size(), at + kAround + 1);
  classes_.clear();
  for (std::size_t i = first_; i < last; ++i) {
    classes_.push_back(WordTable::builtin().class_of(run[i]));
  }
  lattice_.build(WordTable::builtin(), classes_);
}

// Of a name of two or three characters.
int NameFinder::lead_of(std::span<const char32_t> run, std::size_t begin, std::size_t end) const {
  const auto costs = [&](std::size_t i) { return Names::builtin().costs(run[i]); };
  const int surname = kName + costs(begin).surname;
  const int name = end - begin == 2
                       ? kShortName + or_unseen(costs(begin + 1).third)
                       : or_unseen(costs(begin + 1).second) + or_unseen(costs(begin + 2).third);
  return lead_at(begin, end, surname + name);
}

// Of one that costs so much.
int NameFinder::lead_at(std::size_t begin, std::size_t end, int cost) const {
  return lattice_.cost() - lattice_.cost_before(begin - first_) - cost -
         lattice_.cost_after(end - first_);
}

bool NameFinder::stands_alone(std::span<const char32_t> text, std::size_t begin, std::size_t end,
                              std::size_t title) {
  build(text, begin);
  const auto is_border = [&](std::size_t i) { return lattice_.border(i - first_); };
  if (!is_border(begin) || !is_border(end) || !is_border(end + title)) return false;
  // Some names are words.
  return is_border(begin + 1) || (end - begin == image::kNameSize && !is_border(begin + 2));
}

std::uint64_t NameFinder::place_of(std::span<const char32_t> run, std::size_t at) const {
  if (!starts_.empty()) return place_ + starts_[at];
  std::uint64_t place = place_;
  for (std::size_t i = 0; i < at; ++i) place += utf8::size_of(run[i]);
  return place;
}

// Where the document has said what stands in [begin, end), if that is known here.
KnownNames::Where NameFinder::known(std::span<const char32_t> run, std::size_t begin,
                                    std::size_t end) const {
  using Where = KnownNames::Where;
  if (end > run.size()) return Where::nowhere;
  const Where where = known_->find(run.subspan(begin, end - begin), place_of(run, begin));
  if (where != Where::here) return where;
  // What makes it a name must not be behind a run that is cut because it is long.
  const bool whole = run.size() < kLongestRun || end + kAround < run.size();
  return here_ && whole ? Where::here : Where::nowhere;
}

// What a name that begins at run[at] says for its surname, if the document has said it.
int NameFinder::surname_of_known(std::span<const char32_t> run, std::size_t at) {
  for (std::size_t size = KnownNames::kLongest; size > 1; --size) {
    const KnownNames::Where where = known(run, at, at + size);
    if (where == KnownNames::Where::nowhere) continue;
    if (where == KnownNames::Where::here) return kMostForKnown;
    build(run, at);
    return std::clamp(lead_at(at, at + size, kKnown), 0, kMostForKnown);
  }
  return 0;
}

// As lead(), of names that the document has said.
int NameFinder::lead_of_known(std::span<const char32_t> run, std::size_t at) {
  int best = kNoName;
  bool built = false;
  const auto take = [&](std::size_t begin, std::size_t end, int cost) {
    if (!built) build(run, at);
    built = true;
    best = std::max(best, lead_at(begin, end, cost));
  };
  for (std::size_t begin = at - std::min<std::size_t>(at, 2); begin <= at; ++begin) {
    for (std::size_t end = std::max(at + 1, begin + 2); end <= begin + KnownNames::kLongest;
         ++end) {
      const KnownNames::Where where =
          begin < at ? known(run, begin, end) : KnownNames::Where::nowhere;
      if (where == KnownNames::Where::here) return kListed;
      if (where == KnownNames::Where::before) take(begin, end, kKnown);
    }
    const bool given = begin + 1 >= at && begin + 2 <= run.size() &&
                       known_->knows_given(run.subspan(begin, 2), place_of(run, begin));
    if (given) take(begin, begin + 2, kKnownGiven);
  }
  return best;
}

int NameFinder::lead(std::span<const char32_t> run, std::size_t at) {
  const Names& names = Names::builtin();
  const auto is_surname = [&](std::size_t i) { return names.costs(run[i]).surname != 0; };
  int best = knows_any() ? lead_of_known(run, at) : kNoName;
  if (best == kListed) return best;
  if (!(at >= 1 && is_surname(at - 1)) && !(at >= 2 && is_surname(at - 2))) return best;
  build(run, at);
  for (std::size_t begin = at - std::min<std::size_t>(at, 2); begin < at; ++begin) {
    if (!is_surname(begin)) continue;
    const std::size_t last = std::min(begin + image::kNameSize, run.size());
    if (last == begin + image::kNameSize && names.is_listed(&classes_[begin - first_])) {
      return kListed;
    }
    for (std::size_t end = std::max(at + 1, begin + 2); end <= last; ++end) {
      best = std::max(best, lead_of(run, begin, end));
    }
  }
  return best;
}

int NameFinder::surname(std::span<const char32_t> run, std::size_t at) {
  const Names& names = Names::builtin();
  const auto behind = run.subspan(at + 1);
  const std::size_t title = size_of_one(kTitles, behind);
  const bool called = at > 0 && kCalls.find(run[at - 1]) != kCalls.npos;
  const auto fits = [&] {
    return (!behind.empty() && names.fits_given(behind.first(1))) ||
           (behind.size() >= 2 && names.fits_given(behind.first(2)));
  };
  const int known = knows_any() ? surname_of_known(run, at) : 0;
  if (title == 0 && !called && !fits()) return known;
  build(run, at);
  const auto is_border = [&](std::size_t i) { return lattice_.border(i - first_); };
  // A word that the character belongs to speaks against all this.
  const bool alone = is_border(at) && is_border(at + 1);
  int most = known;
  if (title > 0 && alone && is_border(at + 1 + title)) most = kTitled;
  if (called && is_border(at - 1) && is_border(at + 1) && (alone || run[at - 1] == U'老')) {
    most += run[at - 1] == U'姓' ? kTitled : kCalled;
  }
  for (std::size_t end = at + 2; end <= std::min(at + image::kNameSize, run.size()); ++end) {
    most = std::max(most, std::min(lead_of(run, at, end) + kNameBonus, kMostForName));
  }
  return most;
}

}  // namespace hanfix::convert::context
