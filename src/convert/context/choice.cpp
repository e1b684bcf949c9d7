#include "convert/context/choice.hpp"

#include <algorithm>
#include <bit>

#include "base/avx2.hpp"
#include "base/prefetch.hpp"
#include "convert/context/word_borders.hpp"
#include "model/char_model.hpp"

extern "C" const std::byte hanfix_context_choice[];

namespace hanfix::convert::context {

namespace {

// As subject_number() of a text.
std::uint64_t subject_number(std::span<const char32_t> run, std::size_t begin,
                             std::size_t end) noexcept {
  return context::subject_number(std::u32string_view(run.data() + begin, end - begin));
}

// What a listed word says for the value that it has: more than all but a name would say against it.
constexpr int kListedWord = 12 * kChoiceUnits;

// Whether the characters beside a place make one piece with it where the text is cut into words.
bool is_word(char32_t code, const Surroundings& around, lanes::Beside beside) {
  std::array<char32_t, 2 * kFeatureReach + 1> run;
  std::size_t size = 0;
  for (std::size_t i = around.lefts; i > 0; --i) run[size++] = around.left(i);
  const std::size_t at = size;
  run[size++] = code;
  for (std::size_t i = 1; i <= around.rights; ++i) run[size++] = around.right(i);
  WordBorders borders(WordTable::builtin());
  borders.reset({run.data(), size});
  return borders.excess(at - beside.before, at + 1 + beside.behind) == 0;
}

using NeighbourWeights = image::VectorWeights::value_type;

#if defined(__x86_64__)
HANFIX_AVX2 int product_by_sixteens(const image::Vector& vector,
                                    const NeighbourWeights& weights) noexcept {
  static_assert(image::kDimensions % 16 == 0);
  __m256i sum = _mm256_setzero_si256();
  for (std::size_t d = 0; d < vector.size(); d += 16) {
    const auto* const numbers = reinterpret_cast<const __m128i*>(&vector[d]);
    const auto* const factors = reinterpret_cast<const __m256i*>(&weights[d]);
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_cvtepi8_epi16(_mm_loadu_si128(numbers)),
                                                  _mm256_loadu_si256(factors)));
  }
  __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
  half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
  half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
  return _mm_cvtsi128_si32(half);
}
#endif

int product(const image::Vector& vector, const NeighbourWeights& weights) noexcept {
#if defined(__x86_64__)
  if (has_avx2()) return product_by_sixteens(vector, weights);
#endif
  int sum = 0;
  for (std::size_t d = 0; d < vector.size(); ++d) sum += vector[d] * weights[d];
  return sum;
}

// As Choice::surname_value().
std::size_t find_surname_value(const image::Question& asked) noexcept {
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
      filters_(reinterpret_cast<const std::uint32_t*>(bytes + header_->filters)),
      vector_numbers_(reinterpret_cast<const std::uint16_t*>(bytes + header_->vector_numbers)),
      vectors_(reinterpret_cast<const image::Vector*>(bytes + header_->vectors)),
      vector_weights_(
          reinterpret_cast<const image::VectorWeights*>(bytes + header_->vector_weights)) {
  std::uint16_t count = 0;
  for (std::size_t i = 0; i < questions_before_.size(); ++i) {
    questions_before_[i] = count;
    count = static_cast<std::uint16_t>(count + std::popcount(heads_[i]));
  }
  for (const image::Question& asked : std::span(questions_, header_->question_count)) {
    surname_values_.push_back(static_cast<std::uint8_t>(find_surname_value(asked)));
  }
}

const Choice& Choice::builtin() noexcept {
  static const Choice choice(hanfix_context_choice);
  return choice;
}

const image::Question* Choice::question(char32_t code) const noexcept {
  if (code >= 0x10000 || (heads_[code >> 6] >> (code & 63) & 1) == 0) return nullptr;
  const std::uint64_t before = heads_[code >> 6] & ((std::uint64_t{1} << (code & 63)) - 1);
  return questions_ + questions_before_[code >> 6] + std::popcount(before);
}

bool Choice::find(std::uint64_t number, int& weight) const noexcept {
  const std::uint32_t wanted = image::slot_of(number, 0) >> 8;
  for (std::size_t at = image::first_slot(number, header_->slot_count);; ++at) {
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
  void add(std::uint64_t subject, const Feature& feature, unsigned value, int& sum) noexcept {
    add(feature_number(subject, feature, value), sum);
  }
  void add(std::uint64_t number, int& sum) noexcept {
    if (count_ == kMost) finish();
    prefetch(choice_.slots_ + image::first_slot(number, choice_.header_->slot_count));
    asked_[count_++] = {number, &sum};
  }
  void finish() noexcept {
#if defined(__x86_64__)
    if (has_avx2()) return finish_by_eights();
#endif
    for (std::size_t i = 0; i < count_; ++i) add_one(asked_[i]);
    count_ = 0;
  }

 private:
  static constexpr std::size_t kMost = 64;
  struct Asked {
    std::uint64_t number;
    int* sum;
  };
  void add_one(const Asked& asked) const noexcept {
    int weight = 0;
    if (choice_.find(asked.number, weight)) *asked.sum += weight;
  }
  void finish_by_eights() noexcept;

  const Choice& choice_;
  std::size_t count_ = 0;
  Asked asked_[kMost];
};

#if defined(__x86_64__)
// Where a slot is cannot be foreseen: eight are looked at, and nothing branches.
HANFIX_AVX2 void Choice::Sums::finish_by_eights() noexcept {
  const std::uint32_t slot_count = choice_.header_->slot_count;
  for (std::size_t i = 0; i < count_; ++i) {
    const std::uint64_t number = asked_[i].number;
    const auto* const slots = choice_.slots_ + image::first_slot(number, slot_count);
    const __m256i here = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(slots));
    const auto bits = [](__m256i lanes) HANFIX_AVX2 -> unsigned {
      return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(lanes)));
    };
    const unsigned same = bits(
        _mm256_cmpeq_epi32(_mm256_srli_epi32(here, 8),
                           _mm256_set1_epi32(static_cast<int>(image::slot_of(number, 0) >> 8))));
    const unsigned free = bits(_mm256_cmpeq_epi32(here, _mm256_setzero_si256()));
    const unsigned ended = same | free;
    if (ended == 0) [[unlikely]] {
      add_one(asked_[i]);
      continue;
    }
    const auto first = static_cast<unsigned>(std::countr_zero(ended));
    const int found = -static_cast<int>(same >> first & 1);
    *asked_[i].sum += static_cast<std::int8_t>(slots[first] & 0xFF) & found;
  }
  count_ = 0;
}
#endif

std::uint32_t Choice::Features::may_have(const FeatureLanes& lanes) const noexcept {
#if defined(__x86_64__)
  if (has_avx2()) return may_have_by_eights(lanes);
#endif
  std::uint32_t found = 0;
  for (std::size_t lane = 0; lane < FeatureLanes::kCount; ++lane) {
    found |= (may_have(lanes.feature(lane)) ? 1u : 0u) << lane;
  }
  return found & lanes.valid;
}

#if defined(__x86_64__)
HANFIX_AVX2 std::uint32_t Choice::Features::may_have_by_eights(
    const FeatureLanes& lanes) const noexcept {
  static constexpr auto kKinds = [] {
    std::array<std::uint32_t, FeatureLanes::kCount> products{};
    for (std::size_t lane = 0; lane < products.size(); ++lane) {
      const auto kind = static_cast<unsigned char>(FeatureLanes::kKinds.at(lane));
      products.at(lane) = kind * kFilterFactors[0];
    }
    return products;
  }();
  const __m128i shift = _mm_cvtsi32_si128(static_cast<int>(shift_));
  std::uint32_t found = 0;
  for (std::size_t lane = 0; lane < FeatureLanes::kCount; lane += 8) {
    __m256i h = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&kKinds[lane]));
    const auto add = [&](const std::uint32_t& codes, std::uint32_t factor) HANFIX_AVX2 {
      h = _mm256_add_epi32(
          h, _mm256_mullo_epi32(_mm256_load_si256(reinterpret_cast<const __m256i*>(&codes)),
                                _mm256_set1_epi32(static_cast<int>(factor))));
    };
    add(lanes.first[lane], kFilterFactors[1]);
    if (lane < FeatureLanes::kLong) {
      add(lanes.second[lane], kFilterFactors[2]);
      add(lanes.third[lane], kFilterFactors[3]);
    }
    h = _mm256_xor_si256(h, _mm256_srli_epi32(h, kFilterFold));
    h = _mm256_mullo_epi32(h, _mm256_set1_epi32(static_cast<int>(kFilterFactors[4])));
    const __m256i bit = _mm256_srl_epi32(h, shift);
    const __m256i words =
        _mm256_i32gather_epi32(reinterpret_cast<const int*>(bits_), _mm256_srli_epi32(bit, 5), 4);
    // The bit asked for becomes the highest one: a shift by 31 - bit % 32.
    const __m256i asked = _mm256_sllv_epi32(words, _mm256_andnot_si256(bit, _mm256_set1_epi32(31)));
    found |= static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(asked))) << lane;
  }
  return found & lanes.valid;
}
#endif

void Choice::add_vectors(const image::Question& asked, const Surroundings& around,
                         Evidence& sums) const noexcept {
  const auto neighbours = around.neighbours();
  const image::VectorWeights* weights = vector_weights_ + asked.vector_weights;
  for (unsigned value = 1; value < asked.count; ++value, ++weights) {
    int sum = 0;
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
      const image::Vector* const known = vector(neighbours[i]);
      if (known != nullptr) sum += product(*known, (*weights)[i]);
    }
    sums[value] += sum >> std::countr_zero(unsigned{image::kVectorScale});
  }
}

Choice::Evidence Choice::weigh(const image::Question& asked, const Surroundings& around) const {
  const std::uint64_t subject = subject_number({&asked.code, 1}) + header_->salt;
  Evidence sums{};
  Sums weights(*this);
  FeatureLanes lanes;
  fill_lanes(
      around, [this](char32_t code) { return group(code); }, lanes);
  // Most features have no weight.
  std::uint32_t left = features(asked.filter).may_have(lanes);
  if ((left & lanes::kCantoneseLane) != 0 && !is_cantonese(around)) left &= ~lanes::kCantoneseLane;
  const Features in_lists = features(asked.listed);
  std::array<int, lanes::kBeside.size()> listed{};
  for (; left != 0; left &= left - 1) {
    const auto lane = static_cast<std::size_t>(std::countr_zero(left));
    const Feature feature = lanes.feature(lane);
    const std::uint64_t part = feature_part(subject, feature);
    if (lane < listed.size() && in_lists.may_have(feature)) {
      weights.add(feature_number(part, feature.kind, image::kListed), listed[lane]);
    }
    for (unsigned value = 1; value < asked.count; ++value) {
      weights.add(feature_number(part, feature.kind, value), sums[value]);
    }
  }
  if (asked.surname >= 0) {
    const std::uint64_t surnames = subject_number(kSurnames) + header_->salt;
    const Features known = features(header_->surnames);
    for_each_surname_feature(around, Known::whole, [&](const Feature& feature) {
      if (!known.may_have(feature)) return;
      weights.add(surnames, feature, 1, sums[static_cast<std::size_t>(asked.surname)]);
    });
  }
  add_vectors(asked, around, sums);
  weights.finish();
  // What is usual needs no word to speak for it where nothing, and no name, speaks against it.
  const bool usual = std::ranges::all_of(
      listed, [](int value) { return value == 0 || value == int{image::kMostValues}; });
  if (usual && surname_value(asked) >= asked.count &&
      decide(asked, sums).value == asked.values[0]) {
    return sums;
  }
  // The longer of the words first.
  for (std::size_t lane = listed.size(); --lane > 0;) {
    if (listed[lane] == 0 || !is_word(asked.code, around, lanes::kBeside[lane])) continue;
    sums[static_cast<std::size_t>(listed[lane]) % image::kMostValues] += kListedWord;
    break;
  }
  return sums;
}

Decision Choice::decide(const image::Question& asked, std::span<const char32_t> run, std::size_t at,
                        NameFinder& names) const {
  Evidence sums = weigh(asked, surroundings(run, at, at + 1));
  if (const std::size_t value = surname_value(asked); value < asked.count) {
    sums[value] += names.surname(run, at);
  }
  return decide(asked, sums);
}

std::optional<bool> Choice::decides_otherwise(const image::Question& asked,
                                              const Surroundings& around) const {
  const auto otherwise = [&](const Evidence& sums) {
    return decide(asked, sums).value != asked.values[0];
  };
  Evidence sums = weigh(asked, around);
  const bool yes = otherwise(sums);
  const std::size_t value = surname_value(asked);
  if (value >= asked.count) return yes;
  // Names are only looked for where they could make a difference.
  sums[value] += NameFinder::kMostForSurname;
  if (otherwise(sums) != yes) return std::nullopt;
  return yes;
}

Decision Choice::decide(const image::Question& asked, const Evidence& sums) {
  std::size_t best = 1;
  for (std::size_t value = 2; value < asked.count; ++value) {
    if (sums[value] > sums[best]) best = value;
  }
  // So much on top of the threshold: doubt keeps OpenCC's value.
  constexpr int kDoubt = kChoiceUnits;
  const int lead = sums[best] - sums[0] - asked.threshold - kDoubt;
  const char32_t usual = asked.values[0], learnt = asked.values[best];
  return lead > 0 ? Decision{learnt, usual, lead} : Decision{usual, learnt, -lead};
}

bool Choice::reads_otherwise(std::span<const char32_t> run, std::size_t begin, std::size_t end,
                             NameFinder& names) const {
  constexpr int kDoubt = kChoiceUnits / 4;
  if (end - begin < 2 || !may_be_phrase({run.data() + begin, 2}, end - begin)) return false;
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
  constexpr int kDoubt = kChoiceUnits;
  if (end - begin < 2 || !may_be_word({run.data() + begin, 2}, end - begin)) return std::nullopt;
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
