#include "convert/context/choice.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "model/char_model.hpp"

extern "C" const std::byte hanfix_context_choice[];

namespace hanfix::convert::context {

namespace {

void prefetch([[maybe_unused]] const void* address) noexcept {
#if defined(__GNUC__)
  __builtin_prefetch(address);
#endif
}

// As subject_number() of a text.
std::uint64_t subject_number(std::span<const char32_t> run, std::size_t begin,
                             std::size_t end) noexcept {
  return context::subject_number(std::u32string_view(run.data() + begin, end - begin));
}

// Which value the character has as a surname, if one and no other can be it; past the last: none.
std::size_t surname_value(const image::Question& asked) noexcept {
  const auto is_surname = [](char32_t code) { return Names::builtin().costs(code).surname != 0; };
  const std::size_t learnt = asked.surname >= 0 ? static_cast<std::size_t>(asked.surname) : 0;
  for (std::size_t value = 0; value < asked.count; ++value) {
    if (value != learnt && is_surname(asked.values[value])) return asked.count;
  }
  return asked.surname >= 0 || is_surname(asked.values[0]) ? learnt : asked.count;
}

}  // namespace

bool is_simplified(std::span<const char32_t> run) noexcept {
  const model::ScriptVotes votes = model::script_votes({run.data(), run.size()});
  return votes.simplified >= votes.traditional;
}

Choice::Choice(const std::byte* bytes) noexcept
    : header_(reinterpret_cast<const image::ChoiceHeader*>(bytes)),
      questions_(reinterpret_cast<const image::Question*>(bytes + header_->questions)),
      phrases_(reinterpret_cast<const image::Phrase*>(bytes + header_->phrases)),
      heads_(reinterpret_cast<const std::uint64_t*>(bytes + header_->heads)),
      slots_(reinterpret_cast<const std::uint32_t*>(bytes + header_->slots)),
      groups_(reinterpret_cast<const std::uint16_t*>(bytes + header_->groups)),
      filters_(reinterpret_cast<const std::uint32_t*>(bytes + header_->filters)) {}

const Choice& Choice::builtin() noexcept {
  static const Choice choice(hanfix_context_choice);
  return choice;
}

const image::Question* Choice::question(char32_t code) const noexcept {
  if (code >= 0x10000 || (heads_[code >> 6] >> (code & 63) & 1) == 0) return nullptr;
  const image::Question* end = questions_ + header_->question_count;
  return std::lower_bound(questions_, end, code,
                          [](const image::Question& q, char32_t c) { return q.code < c; });
}

bool Choice::find(std::uint64_t number, int& weight) const noexcept {
  const std::uint32_t wanted = image::slot_of(number, 0) >> 8;
  const std::size_t mask = (std::size_t{1} << header_->slot_bits) - 1;
  for (std::size_t at = image::first_slot(number, header_->slot_bits);; at = (at + 1) & mask) {
    const std::uint32_t slot = slots_[at];
    if (slot == 0) return false;
    if (slot >> 8 != wanted) continue;
    weight = static_cast<std::int8_t>(slot & 0xFF);
    return true;
  }
}

// Weights of features, added up. The table does not fit the inner caches, so what the filter lets
// through is all asked for before the first answer is waited for.
class Choice::Sums {
 public:
  explicit Sums(const Choice& choice) noexcept : choice_(choice) {}
  // Few features come so far.
  [[gnu::noinline]] void add(std::uint64_t subject, const Feature& feature, unsigned value,
                             int& sum) noexcept {
    if (count_ == kMost) finish();
    const std::uint64_t number = feature_number(subject, feature, value);
    prefetch(choice_.slots_ + image::first_slot(number, choice_.header_->slot_bits));
    asked_[count_++] = {number, &sum};
  }
  void finish() noexcept {
    for (std::size_t i = 0; i < count_; ++i) {
      int weight = 0;
      if (choice_.find(asked_[i].number, weight)) *asked_[i].sum += weight;
    }
    count_ = 0;
  }

 private:
  static constexpr std::size_t kMost = 64;
  struct Asked {
    std::uint64_t number;
    int* sum;
  };
  const Choice& choice_;
  std::size_t count_ = 0;
  Asked asked_[kMost];
};

// Features that the filter lets through. Whether it does cannot be foreseen, so nothing branches.
class Choice::Candidates {
 public:
  explicit Candidates(const Features& known) noexcept : known_(known) {}
  void add(const Feature& feature) noexcept {
    features_[count_] = feature;
    count_ += known_.may_have(feature) ? 1u : 0u;
    assert(count_ < features_.size());
  }
  [[nodiscard]] const Feature* begin() const noexcept { return features_.data(); }
  [[nodiscard]] const Feature* end() const noexcept { return features_.data() + count_; }

 private:
  Features known_;
  std::size_t count_ = 0;
  std::array<Feature, 48> features_;  // more than a place has
};

void Choice::expect(std::span<const char32_t> run, std::size_t begin,
                    std::size_t end) const noexcept {
  const auto expect_one = [&](const image::Filter& marks, char kind) {
    if (!may_be_subject(marks, run, begin, end)) return;
    const std::uint64_t subject = subject_number(run, begin, end) + header_->salt;
    const std::uint64_t number = feature_number(subject, Feature{kind, 0, {}}, 0);
    prefetch(slots_ + image::first_slot(number, header_->slot_bits));
  };
  expect_one(header_->phrase_marks, image::kNumber);
  expect_one(header_->word_marks, image::kThreshold);
}

Decision Choice::decide(const image::Question& asked, std::span<const char32_t> run, std::size_t at,
                        NameFinder& names) const {
  const std::uint64_t subject = subject_number({&asked.code, 1}) + header_->salt;
  const Surroundings around = surroundings(run, at, at + 1);
  int sums[image::kMostValues] = {};
  Sums weights(*this);
  Candidates candidates(features(asked.filter));
  const auto add = [&](const Feature& feature) { candidates.add(feature); };
  add(Feature{'0', 0, {}});
  for_each_character_feature(
      around, Known::whole, [this](char32_t code) { return group(code); }, add);
  for (const Feature& feature : candidates) {
    for (unsigned value = 1; value < asked.count; ++value) {
      weights.add(subject, feature, value, sums[value]);
    }
  }
  if (asked.surname >= 0) {
    const std::uint64_t surnames = subject_number(kSurnames) + header_->salt;
    const Features known = features(header_->surnames);
    for_each_surname_feature(around, Known::whole, [&](const Feature& feature) {
      if (!known.may_have(feature)) return;
      weights.add(surnames, feature, 1, sums[asked.surname]);
    });
  }
  weights.finish();
  if (const std::size_t value = surname_value(asked); value < asked.count) {
    sums[value] += names.surname(run, at);
  }
  std::size_t best = 1;
  for (std::size_t value = 2; value < asked.count; ++value) {
    if (sums[value] > sums[best]) best = value;
  }
  // So much on top of the threshold: doubt keeps OpenCC's value.
  constexpr int kDoubt = kChoiceUnits * 3 / 2;
  const int lead = sums[best] - sums[0] - asked.threshold - kDoubt;
  const char32_t usual = asked.values[0], learnt = asked.values[best];
  return lead > 0 ? Decision{learnt, usual, lead} : Decision{usual, learnt, -lead};
}

bool Choice::reads_otherwise(std::span<const char32_t> run, std::size_t begin, std::size_t end,
                             NameFinder& names) const {
  constexpr int kDoubt = kChoiceUnits;
  if (end - begin > image::kPhraseSize || !may_be_subject(header_->phrase_marks, run, begin, end)) {
    return false;
  }
  const std::uint64_t subject = subject_number(run, begin, end) + header_->salt;
  int number = 0;
  if (!find(subject, Feature{image::kNumber, 0, {}}, 0, number)) return false;
  const image::Phrase& phrase = phrases_[number];
  for (std::size_t other = 1; other < image::kPhraseValues; ++other) {
    const char32_t* const value = phrase.values[other];
    if (value[0] == 0) return false;
    bool agrees = true;
    for (std::size_t i = 0; agrees && begin + i < end; ++i) {
      if (value[i] == phrase.values[0][i]) continue;
      const image::Question* const asked = question(run[begin + i]);
      // Alone, a character has its usual value; that is no evidence against a phrase.
      agrees = asked != nullptr && value[i] != asked->values[0];
      if (!agrees) break;
      const Decision decision = decide(*asked, run, begin + i, names);
      agrees = decision.value == value[i] && decision.margin >= kDoubt;
    }
    if (agrees) return true;
  }
  return false;
}

std::optional<int> Choice::general_use(std::span<const char32_t> run, std::size_t begin,
                                       std::size_t end) const noexcept {
  // At least so much has to speak for general use: in doubt OpenCC's word stays.
  constexpr int kDoubt = kChoiceUnits * 3 / 2;
  if (!may_be_subject(header_->word_marks, run, begin, end)) return std::nullopt;
  const std::uint64_t subject = subject_number(run, begin, end) + header_->salt;
  int threshold = 0;
  if (!find(subject, Feature{image::kThreshold, 0, {}}, 0, threshold)) return std::nullopt;
  int sum = -kDoubt - threshold;
  Sums weights(*this);
  const std::uint64_t words = subject_number(kWords) + header_->salt;
  for_each_word_feature(
      surroundings(run, begin, end),
      [&](const Feature& feature) { weights.add(subject, feature, 1, sum); },
      [&, known = features(header_->words)](const Feature& feature) {
        if (known.may_have(feature)) weights.add(words, feature, 1, sum);
      });
  weights.finish();
  return sum;
}

}  // namespace hanfix::convert::context
