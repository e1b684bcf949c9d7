/// \file  Learns the choice between readings from text: CORPUS and a word list → choice.tsv.
///
/// CORPUS is the model's (src/model/build/corpus.hpp), and the same lines are set aside. Native
/// Traditional text, taken to Simplified by OpenCC's tables, says what its writers had for an
/// ambiguous character and in which surroundings; so do the words of OpenCC's dictionary and of the
/// word lists. A word that Taiwan says in another way in technical text only (程序 → 程式, but
/// 法律程序) is learnt from Simplified text by its genre and from native text that has it
/// unchanged.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/utf8.hpp"
#include "convert/context/build/character_vectors.hpp"
#include "convert/context/build/learner.hpp"
#include "convert/context/build/listed_words.hpp"
#include "convert/context/choice_image.hpp"
#include "convert/context/word_borders.hpp"
#include "convert/conversion_chain.hpp"
#include "model/build/corpus.hpp"
#include "model/build/counts.hpp"

namespace hanfix::convert::context::build {
namespace {

using Word = std::u32string;
using Words = std::unordered_map<Word, std::vector<Word>>;

// What writers of native text call by these characters when they are names of people.
constexpr std::u32string_view kSurnameCharacters = U"范余涂朴郁于岳丰游种卞";
constexpr unsigned kRounds = 3, kLeast = 3;
constexpr double kUnits = 8 / 0.6931471805599453;             // 1/8 bit in a nat
constexpr int kSmallest = 4;                                  // units; lesser weights are left out
constexpr int kHighestThreshold = 64, kLowestThreshold = -8;  // units
constexpr int kDoubt = 4;                                     // units; Choice asks twice that
// At least so many changes have to agree with a writer for each that does not.
constexpr double kAgreement = 6;
// What an old text counts, against one of today.
constexpr double kClassical = 0.3;
// Characters of which writers use now one value, now another for the same.
constexpr std::u32string_view kLoose = U"了周占杯注布托游杆于志念叹炼烟赞回弦仑昆划御修系复制余";
// Behind one character 里 is a village or an inside, and only the rest of the text tells which.
constexpr char32_t kVillage = U'里';
// Thresholds are not below these, whatever the text set aside says: it is not of all genres.
constexpr struct {
  std::u32string_view characters;
  int threshold;
} kLeastThresholds[] = {
    {kLoose, 20},
    {std::u32string_view(&kVillage, 1), 24},  // novels: 廚房裡, 園子裡
    {U"云", 48},  // old text has 子云; novels have people called 湘雲
};
// Not values, but what is left where someone took Simplified text to Traditional by hand.
constexpr std::u32string_view kLeftovers = U"极";
// Further ones that names have in both ways: what a list says of them is not asked.
constexpr std::u32string_view kForms = U"杰岩巨径捆准雇并周勋鉴证板";
// A listed word speaks for the usual value if that lacks so many units, or leads by less.
constexpr int kUsualLead = 8;
// What OpenCC's phrases count by themselves, and where they stand in text; what words of lists do.
constexpr double kPhrase = 1.5, kPhraseInText = 1.5, kListed = 2;
// What a place in Cantonese text counts that does not look like it.
constexpr double kUnmarked = 0.05;
constexpr double kMostListed = 3;  // weight of a word that lists have

void read_words(const std::string& path, Words& words) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t tab = line.find('\t');
    std::istringstream values(line.substr(tab + 1));
    std::vector<Word> list;
    for (std::string value; values >> value;) list.push_back(utf8::decode(value));
    words.emplace(utf8::decode(line.substr(0, tab)), std::move(list));
  }
}

template <class Each>
void for_each_run(std::u32string_view text, Each&& each) {
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_han(text[end])) ++end;
    if (end > begin) each(begin, text.substr(begin, end - begin));
    begin = std::max(end, begin + 1);
  }
}

class Trainer {
 public:
  Trainer(std::string corpus, const std::string& opencc, const std::string& groups,
          const std::string& vectors, bool tofu)
      : corpus_(std::move(corpus)),
        vectors_(read_character_vectors(model::build::read_file(vectors))),
        to_simplified_(open_config("tw2s", tofu).value()),
        from_hong_kong_(open_config("hk2s", tofu).value()) {
    read_words(opencc + "/STPhrases.txt", phrases_);
    read_words(opencc + "/STPhrases_GeneratedFromRegionalPhrases.txt", phrases_);
    read_words(opencc + "/STCharacters.txt", characters_);
    read_words(opencc + "/TSCharacters.txt", simplified_);
    read_words(opencc + "/TWVariants.txt", variants_);
    read_words(opencc + "/TWPhrases.txt", regional_);
    Words heads;
    read_words(groups, heads);
    for (const auto& [code, head] : heads) group_[code.at(0)] = head.at(0).at(0);
    for (const image::Vector& vector : vectors_.vectors) {
      auto& numbers = learner_.vectors.emplace_back();
      for (std::size_t i = 0; i < vector.size(); ++i) {
        numbers[i] = static_cast<float>(vector[i]) / image::kVectorLength;
      }
    }
    for (const auto& [word, values] : phrases_) {
      if (word.size() < 2) continue;
      std::size_t& longest = longest_phrase_[std::uint64_t{word[0]} << 32 | word[1]];
      longest = std::max(longest, word.size());
    }
  }

  void learn_characters(const std::vector<std::string>& word_lists);
  void learn_words();
  void write(const std::string& path);

 private:
  [[nodiscard]] Word simplified(std::string_view text, bool hong_kong = false) const {
    return utf8::decode(convert(hong_kong ? *from_hong_kong_ : *to_simplified_, text));
  }
  [[nodiscard]] char32_t variant(char32_t code) const { return mapped(variants_, code); }
  static char32_t mapped(const Words& map, char32_t code) {
    const auto found = map.find(Word(1, code));
    return found == map.end() ? code : found->second[0][0];
  }
  [[nodiscard]] char32_t group(char32_t code) const {
    const auto found = group_.find(code);
    return found == group_.end() ? code : found->second;
  }
  [[nodiscard]] std::size_t phrase_at(std::u32string_view run, std::size_t at) const;
  [[nodiscard]] const std::vector<Word>* values_of(char32_t code) const {
    const auto found = characters_.find(Word(1, code));
    return found == characters_.end() || found->second.size() < 2 ? nullptr : &found->second;
  }
  std::uint32_t character(char32_t code, const std::vector<Word>& values);
  int value_of(char32_t code, const std::vector<Word>& values, char32_t written) const;
  void take(std::u32string_view run, std::size_t at, char32_t written, char found, Known known,
            double weight, std::vector<Example>& examples, unsigned times = 1);
  void native_text();
  void dictionary_words();
  void read_lists(const std::vector<std::string>& word_lists);
  template <class Each>
  void for_each_listed(Each&& each) const;
  void listed_words();
  void phrases_of_simplified_text();
  void set_thresholds();
  void tell_listed_words();
  [[nodiscard]] std::string vector_row(char32_t code, std::uint32_t subject,
                                       std::size_t value) const;
  [[nodiscard]] int least_threshold(std::uint32_t subject) const {
    for (const auto& [characters, threshold] : kLeastThresholds) {
      if (characters.find(learner_.subjects[subject].text) != characters.npos) return threshold;
    }
    return kLowestThreshold;
  }

  std::set<Word> words_with_two_uses(std::map<Word, double>& caution) const;
  void word_examples(std::u32string_view text, std::size_t line, int value, bool shared);

  std::string corpus_;
  CharacterVectors vectors_;
  std::shared_ptr<const ConversionChain> to_simplified_, from_hong_kong_;
  Words phrases_, characters_, simplified_, variants_, regional_;
  std::unordered_map<std::uint64_t, std::size_t> longest_phrase_;  // by the first two characters

  Learner learner_;
  std::unordered_map<char32_t, char32_t> group_;  // the character that stands for its group
  std::unordered_map<char32_t, std::uint32_t> character_;
  std::unordered_map<Word, std::uint32_t> word_;  // all keys of regional_; 0: no two uses
  std::size_t longest_word_ = 1;
  struct Listed {
    Word word;  // in Simplified characters
    double weight = 0, count = 0;
  };
  std::map<Word, Listed> lists_;  // by how it is written
  ListedWords listed_;
  std::vector<Example> train_, calibrate_, measure_;
  std::map<std::uint32_t, int> threshold_;
  std::vector<std::string> rows_;
};

// Characters of the phrase that OpenCC finds there; 0 if none.
std::size_t Trainer::phrase_at(std::u32string_view run, std::size_t at) const {
  if (at + 2 > run.size()) return 0;
  const auto longest = longest_phrase_.find(std::uint64_t{run[at]} << 32 | run[at + 1]);
  if (longest == longest_phrase_.end()) return 0;
  for (std::size_t size = std::min(longest->second, run.size() - at); size > 1; --size) {
    if (phrases_.contains(Word(run.substr(at, size)))) return size;
  }
  return 0;
}

std::uint32_t Trainer::character(char32_t code, const std::vector<Word>& values) {
  const auto found = character_.find(code);
  if (found != character_.end()) return found->second;
  Learner::Subject subject;
  subject.text = Word(1, code);
  subject.values = std::min(values.size(), kValues);
  if (kSurnameCharacters.find(code) != kSurnameCharacters.npos) {
    for (std::size_t v = 0; v < subject.values; ++v) {
      if (values[v] == subject.text) subject.shared_value = static_cast<int>(v);
    }
  }
  return character_[code] = learner_.add_subject(std::move(subject));
}

// Which of the values was written; -1 if none. Forms that regions write for the same are the same.
int Trainer::value_of(char32_t code, const std::vector<Word>& values, char32_t written) const {
  if (code == U'台' && written == U'台') written = U'臺';
  for (std::size_t v = 0; v < std::min(values.size(), kValues); ++v) {
    if (values[v].size() == 1 && variant(values[v][0]) == variant(written)) {
      return static_cast<int>(v);
    }
  }
  return -1;
}

// `found`: how the character stands there: '0' alone, '1' in a phrase of native text, '2' in one of
// Simplified text, ' ' in a list of words.
void Trainer::take(std::u32string_view run, std::size_t at, char32_t written, char found,
                   Known known, double weight, std::vector<Example>& examples, unsigned times) {
  const std::vector<Word>* values = values_of(run[at]);
  if (values == nullptr) return;
  const int value = value_of(run[at], *values, written);
  if (value < 0) return;
  const std::uint32_t subject = character(run[at], *values);
  if (found != ' ') learner_.add(subject, Feature{found, 0, {}});
  const Surroundings around = surroundings(run, at, at + 1);
  for_each_character_feature(
      around, known, [this](char32_t code) { return group(code); },
      [&](const Feature& f) { learner_.add(subject, f); });
  if (learner_.subjects[subject].shared_value >= 0) {
    for_each_surname_feature(around, known,
                             [&](const Feature& f) { learner_.add(Learner::kShared, f); });
  }
  examples.push_back(learner_.end(subject, static_cast<std::size_t>(value), weight));
  examples.back().times = static_cast<std::uint8_t>(times);
  const auto neighbours = around.neighbours();
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    examples.back().neighbours[i] = vectors_.number(neighbours[i]);
  }
}

void Trainer::native_text() {
  for (const model::build::Source& source : model::build::sources(corpus_)) {
    if (!source.ship || source.script() != "hant") continue;
    const bool hong_kong = source.path.substr(0, 7) == "hant-hk";
    const bool classical = source.genre.find("classical") != std::string::npos;
    const double weight = classical ? kClassical : 1;
    std::size_t number = 0;
    model::build::for_each_line(corpus_, source, [&](std::string_view line, bool measure) {
      const bool calibrate = number++ / 20 % 10 == 5;
      if (classical && calibrate) return;
      const Word native = utf8::decode(line), text = simplified(line, hong_kong);
      if (native.size() != text.size()) return;
      for_each_run(text, [&](std::size_t begin, std::u32string_view run) {
        if (!classical && !measure) {
          listed_.read(run, [&](std::size_t at) {
            const std::vector<Word>* values = values_of(run[at]);
            return values == nullptr ? -1 : value_of(run[at], *values, native[begin + at]);
          });
        }
        for (std::size_t at = 0; at < run.size();) {
          const std::size_t phrase = phrase_at(run, at);
          for (const std::size_t end = at + std::max<std::size_t>(phrase, 1); at < end; ++at) {
            const bool alone = phrase == 0;
            if (!alone && (measure || calibrate)) continue;
            const bool cantonese = is_cantonese(surroundings(run, at, at + 1));
            take(run, at, native[begin + at], alone ? '0' : '1', Known::whole,
                 (hong_kong && !cantonese ? kUnmarked : weight) * (alone ? 1 : 0.5),
                 measure     ? measure_
                 : calibrate ? calibrate_
                             : train_);
          }
        }
      });
    });
  }
}

void Trainer::dictionary_words() {
  std::map<Word, Word> sorted;
  for (const auto& [word, values] : phrases_) {
    if (values.size() == 1 && values[0].size() == word.size()) sorted[word] = values[0];
  }
  for (const auto& [word, value] : sorted) {
    for (std::size_t at = 0; at < word.size(); ++at) {
      take(word, at, value[at], ' ', Known::inside, kPhrase, train_);
    }
  }
}

// A word that several lists have counts more than one that only one has.
void Trainer::read_lists(const std::vector<std::string>& word_lists) {
  for (const std::string& path : word_lists) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path + ": cannot be read");
    for (std::string line; std::getline(file, line);) {
      std::istringstream fields(line);
      std::string native;
      double count = 0;
      if (!(fields >> native)) continue;
      fields >> count;
      Listed& listed = lists_[utf8::decode(native)];
      listed.weight =
          std::min(kMostListed, listed.weight + 0.5 + std::min(2.0, std::log10(1 + count) / 3));
      listed.count += 1 + count;
    }
  }
  for (auto& [written, listed] : lists_) listed.word = simplified(utf8::encode(written));
  for_each_listed([&](const Word& written, const Listed& listed, std::size_t at, bool alone) {
    const Word& word = listed.word;
    const std::vector<Word>* values = values_of(word[at]);
    if (!alone || values == nullptr || word.size() > ListedWords::kLongest) return;
    const int value = value_of(word[at], *values, written[at]);
    if (value >= 0) listed_.add(word, at, static_cast<std::size_t>(value), listed.count);
  });
}

// Each character of the listed words, and whether it is alone: in no phrase of OpenCC's.
template <class Each>
void Trainer::for_each_listed(Each&& each) const {
  for (const auto& [written, listed] : lists_) {
    const Word& word = listed.word;
    if (written.size() < 2 || written.size() != word.size() ||
        !std::all_of(word.begin(), word.end(), is_han)) {
      continue;
    }
    for (std::size_t at = 0; at < word.size();) {
      const std::size_t phrase = phrase_at(word, at);
      for (const std::size_t end = at + std::max<std::size_t>(phrase, 1); at < end; ++at) {
        each(written, listed, at, phrase == 0);
      }
    }
  }
}

void Trainer::listed_words() {
  for_each_listed([&](const Word& written, const Listed& listed, std::size_t at, bool alone) {
    // Alone it has to be told from the usual value.
    take(listed.word, at, written[at], alone ? '0' : ' ', Known::inside, kListed * listed.weight,
         train_, 2);
  });
}

// What OpenCC's phrases say about a character tells what it goes with elsewhere in the sentence.
void Trainer::phrases_of_simplified_text() {
  for (const model::build::Source& source : model::build::sources(corpus_)) {
    if (!source.ship || source.script() != "hans" ||
        source.genre.find("technical") != std::string::npos || source.path == "hans/poetry-ci") {
      continue;
    }
    model::build::for_each_line(corpus_, source, [&](std::string_view line, bool) {
      for_each_run(utf8::decode(line), [&](std::size_t, std::u32string_view run) {
        WordBorders borders(WordTable::builtin());
        borders.reset({run.data(), run.size()});
        for (std::size_t at = 0; at < run.size();) {
          const std::size_t size = phrase_at(run, at);
          if (size == 0 || borders.excess(at, at + size) > 0) {
            ++at;
            continue;
          }
          const std::vector<Word>& values = phrases_.at(Word(run.substr(at, size)));
          if (values.size() == 1 && values[0].size() == size) {
            for (std::size_t i = 0; i < size; ++i) {
              take(run, at + i, values[0][i], '2', Known::whole, kPhraseInText, train_);
            }
          }
          at += size;
        }
      });
    });
  }
}

void Trainer::learn_characters(const std::vector<std::string>& word_lists) {
  read_lists(word_lists);
  native_text();
  // What native text writes in one way only is no question.
  std::map<std::uint32_t, std::array<std::size_t, kValues>> seen;
  for (const Example& example : train_) ++seen[example.subject][example.value];
  for (auto& [subject, counts] : seen) {
    std::size_t all = 0, most = 0;
    for (const std::size_t count : counts) all += count, most = std::max(most, count);
    Learner::Subject& asked = learner_.subjects[subject];
    asked.used = all - most >= 3 && (all - most) * 500 >= all &&
                 kLeftovers.find(asked.text) == kLeftovers.npos;
  }
  dictionary_words();
  listed_words();
  phrases_of_simplified_text();
  std::fprintf(stderr, "characters: %zu examples\n", train_.size());
  learner_.learn(train_, kRounds, kLeast, Learner::Draw::by_kind);
  set_thresholds();
  tell_listed_words();
  for (const Learner::Weight& weight : learner_.weights()) {
    const long units = std::lround(weight.weight * kUnits);
    if (std::labs(units) < kSmallest && weight.feature.kind != '0') continue;
    if (weight.feature.kind == '1' || weight.feature.kind == '2') continue;
    const bool shared = weight.subject == Learner::kShared;
    const Word subject = shared ? Word(kSurnames) : learner_.subjects[weight.subject].text;
    rows_.push_back(utf8::encode(subject) + '\t' + weight.feature.kind +
                    utf8::encode({weight.feature.text, weight.feature.size}) + '\t' +
                    std::to_string(weight.value) + '\t' + std::to_string(units) + '\n');
  }
  for (const auto& [code, subject] : character_) {
    if (!learner_.subjects[subject].used) continue;
    for (std::size_t v = 1; v < learner_.subjects[subject].values; ++v) {
      rows_.push_back(vector_row(code, subject, v));
    }
    std::string row = utf8::encode(Word(1, code)) + "\t=\t" + std::to_string(threshold_[subject]);
    const std::vector<Word>& values = *values_of(code);
    row.append("\t").append(std::to_string(learner_.subjects[subject].shared_value)).append("\t");
    for (std::size_t v = 0; v < learner_.subjects[subject].values; ++v) {
      row += utf8::encode(values[v]);
    }
    rows_.push_back(row + '\n');
  }
  for (const auto& [phrase, values] : phrases_) {
    if (values.size() < 2 || values.size() > image::kPhraseValues ||
        phrase.size() > image::kPhraseSize) {
      continue;
    }
    std::string row = utf8::encode(phrase) + "\t=\t0\t-1\t";
    bool same_size = true;
    for (const Word& value : values) {
      same_size = same_size && value.size() == phrase.size();
      if (&value != &values[0]) row += ' ';
      row += utf8::encode(value);
    }
    if (same_size) rows_.push_back(row + '\n');
  }
}

std::string Trainer::vector_row(char32_t code, std::uint32_t subject, std::size_t value) const {
  std::string row = utf8::encode(Word(1, code)) + "\t@\t" + std::to_string(value) + '\t';
  for (std::size_t n = 0; n < image::kNeighbours; ++n) {
    for (std::size_t d = 0; d < image::kDimensions; ++d) {
      const double units = learner_.vector_weight(subject, value, n, d) * kUnits;
      row += std::to_string(std::lround(units * image::kVectorScale / image::kVectorLength)) + ' ';
    }
  }
  row.back() = '\n';
  return row;
}

// Where a listed word is cut out of the text as one, it knows better than the weights.
void Trainer::tell_listed_words() {
  std::size_t told = 0;
  for (const auto& [word, at, value] : listed_.agreed()) {
    const auto found = character_.find(word[at]);
    if (found == character_.end()) continue;
    const std::uint32_t subject = found->second;
    if (!learner_.subjects[subject].used) continue;
    if (value != 0 &&
        (kLoose.find(word[at]) != kLoose.npos || kForms.find(word[at]) != kForms.npos ||
         (word[at] == kVillage && word.size() == 2))) {
      continue;
    }
    if (value == 0) {
      std::vector<Example> one;
      take(word, at, word[at], '0', Known::inside, 1, one);
      if (!one.empty()) {
        const Scores scores = learner_.scores(one[0]);
        const double best = *std::max_element(
            scores.begin() + 1, scores.begin() + std::ptrdiff_t(learner_.subjects[subject].values));
        if ((best - scores[0]) * kUnits < threshold_[subject] - kUsualLead) continue;
      }
    }
    const Feature rest = rest_of(word, at);
    rows_.push_back(utf8::encode(Word(1, word[at])) + '\t' + rest.kind +
                    utf8::encode({rest.text, rest.size}) + '\t' + std::to_string(image::kListed) +
                    '\t' + std::to_string(value == 0 ? image::kMostValues : value) + '\n');
    ++told;
  }
  std::fprintf(stderr, "words of lists: %zu, told %zu\n", lists_.size(), told);
}

// For each character the least lead another value must have, so that in the lines set aside enough
// of the changes agree with the writer.
void Trainer::set_thresholds() {
  struct Change {
    double lead;
    bool agrees, breaks;
  };
  const auto changes_of = [&](const std::vector<Example>& examples) {
    std::map<std::uint32_t, std::vector<Change>> changes;
    for (const Example& example : examples) {
      const Learner::Subject& subject = learner_.subjects[example.subject];
      if (!subject.used) continue;
      const Scores scores = learner_.scores(example);
      std::size_t best = 1;
      for (std::size_t v = 2; v < subject.values; ++v) best = scores[v] > scores[best] ? v : best;
      changes[example.subject].push_back(
          {(scores[best] - scores[0]) * kUnits, example.value == best, example.value == 0});
    }
    return changes;
  };
  for (const auto& [subject, changes] : changes_of(calibrate_)) {
    int& threshold = threshold_[subject];
    const int least = least_threshold(subject);
    const auto enough = [&](int at) {
      double agree = 0, bad = 0;
      for (const Change& change : changes) {
        if (change.lead <= at + kDoubt) continue;
        agree += change.agrees;
        bad += change.breaks;
      }
      return agree >= kAgreement * bad;
    };
    const int start = std::max(0, least);
    for (threshold = start; !enough(threshold) && threshold < kHighestThreshold;) threshold += 4;
    // Where little is in doubt, less is needed.
    if (threshold == 0) {
      while (threshold > least && enough(threshold - 4)) threshold -= 4;
    }
  }
  for (std::uint32_t subject = 0; subject < learner_.subjects.size(); ++subject) {
    threshold_.try_emplace(subject, std::max(0, least_threshold(subject)));
  }
  std::size_t all = 0, usual = 0, agree = 0, bad = 0;
  for (const auto& [subject, changes] : changes_of(measure_)) {
    for (const Change& change : changes) {
      ++all;
      usual += change.breaks;
      if (change.lead <= threshold_[subject]) continue;
      agree += change.agrees;
      bad += change.breaks;
    }
  }
  std::fprintf(
      stderr,
      "characters left alone, in lines set aside: %zu, as OpenCC has them %zu; changes that "
      "agree %zu, that do not %zu\n",
      all, usual, agree, bad);
}

// Words of which native text has both the general form and Taiwan's own. `caution`: in units, more
// where the general form is rare.
std::set<Word> Trainer::words_with_two_uses(std::map<Word, double>& caution) const {
  struct Counts {
    double native = 0, simplified = 0;
  };
  std::unordered_map<Word, Counts> counts;
  std::size_t longest = 1;
  Counts size_of;  // characters of all text
  // Whatever the variants: the key is 發佈, and most writers have 發布.
  const auto form = [&](const Word& word) { return simplified(utf8::encode(word)); };
  for (const auto& [word, values] : regional_) {
    counts[form(word)] = {};
    longest = std::max(longest, word.size());
    for (const Word& value : values) {
      counts[form(value)] = {};
      longest = std::max(longest, value.size());
    }
  }
  for (const model::build::Source& source : model::build::sources(corpus_)) {
    const bool modern = source.genre.find("classical") == std::string::npos &&
                        source.genre.find("technical") == std::string::npos;
    const bool native = source.path.substr(0, 7) == "hant-tw";
    if (!source.ship || !modern || (!native && source.script() != "hans")) continue;
    model::build::for_each_line(corpus_, source, [&](std::string_view line, bool) {
      const Word text = native ? simplified(line) : utf8::decode(line);
      (native ? size_of.native : size_of.simplified) += static_cast<double>(text.size());
      for (std::size_t at = 0; at < text.size();) {
        std::size_t size = std::min(longest, text.size() - at);
        for (; size > 0; --size) {
          const auto found = counts.find(text.substr(at, size));
          if (found == counts.end()) continue;
          (native ? found->second.native : found->second.simplified) += 1;
          break;
        }
        at += std::max<std::size_t>(size, 1);
      }
    });
  }
  std::set<Word> two;
  for (const auto& [word, values] : regional_) {
    const Word general_form = form(word);
    double general = counts[general_form].native, own = 0;
    bool is_variant = values[0] != word;  // 臺積電 → 台積電
    for (const Word& value : values) {
      const Word own_form = form(value);
      if (own_form == general_form) continue;
      is_variant = false;
      // Mainland writers say 执行, too, for what is not 运行.
      const Counts& count = counts[own_form];
      own += std::max(0.0, count.native - count.simplified * size_of.native / size_of.simplified);
    }
    if (is_variant || general < 10) continue;
    const double share = general / (general + own);
    if (share < 0.03 || (share < 0.25 && general < 50)) continue;
    two.insert(word);
    caution[word] = 4 * std::max(0.0, std::log2((1 - share + 1e-9) / share) - 1);
  }
  return two;
}

void Trainer::word_examples(std::u32string_view text, std::size_t line, int value, bool shared) {
  const std::uint32_t any = word_.at(Word());
  for_each_run(text, [&](std::size_t, std::u32string_view run) {
    for (std::size_t at = 0; at < run.size();) {
      std::size_t size = std::min(longest_word_, run.size() - at);
      auto found = word_.end();
      for (; size > 1; --size) {
        found = word_.find(Word(run.substr(at, size)));
        if (found != word_.end()) break;
      }
      const bool is_word = found != word_.end();
      // Text around nothing in particular says what the genre's words are.
      const bool sample = shared && !is_word && (at * 7 + line) % 12 == 0 && at + 2 <= run.size();
      const bool two_uses = is_word && found->second != any;
      if (two_uses || (is_word && shared) || sample) {
        const std::uint32_t subject = two_uses ? found->second : any;
        for_each_word_feature(
            surroundings(run, at, at + (is_word ? size : 2)),
            [&](const Feature& f) {
              if (two_uses) learner_.add(subject, f);
            },
            [&](const Feature& f) {
              if (shared) learner_.add(Learner::kShared, f);
            });
        train_.push_back(learner_.end(subject, static_cast<std::size_t>(value), 1));
      }
      at += is_word ? size : 1;
    }
  });
}

void Trainer::learn_words() {
  std::map<Word, double> caution;
  const std::set<Word> two = words_with_two_uses(caution);
  learner_ = Learner();
  train_.clear();
  Learner::Subject any;
  any.shared_value = 1;
  word_[Word()] = learner_.add_subject(any);
  std::map<Word, Word> keys;
  for (const auto& [word, values] : regional_) {
    Word key = word;
    for (char32_t& code : key) code = mapped(simplified_, code);
    keys[key] = word;
  }
  for (const auto& [key, word] : keys) {
    longest_word_ = std::max(longest_word_, key.size());
    word_[key] = word_[Word()];
    if (!two.contains(word)) continue;
    Learner::Subject subject = any;
    subject.text = key;
    word_[key] = learner_.add_subject(subject);
    rows_.push_back(utf8::encode(key) + "\t=\t" + std::to_string(std::lround(caution[word])) +
                    "\t1\t\n");
  }
  for (const model::build::Source& source : model::build::sources(corpus_)) {
    const bool technical = source.genre.find("technical") != std::string::npos;
    const bool classical = source.genre.find("classical") != std::string::npos;
    if (!source.ship || classical) continue;
    const bool native = source.path.substr(0, 7) == "hant-tw";
    if (source.path.substr(0, 7) == "hant-hk" || (native && technical)) continue;
    std::size_t number = 0;
    model::build::for_each_line(corpus_, source, [&](std::string_view line, bool measure) {
      ++number;
      if (measure) return;
      word_examples(native ? simplified(line) : utf8::decode(line), number, technical ? 0 : 1,
                    !native);
    });
  }
  std::map<std::pair<std::uint32_t, int>, double> seen;
  for (const Example& example : train_) ++seen[{example.subject, example.value}];
  for (Example& example : train_) {
    const double same = seen[{example.subject, example.value}],
                 other = seen[{example.subject, 1 - example.value}];
    example.weight = static_cast<float>(std::min(1.0, (other + 20) / (same + 20)));
  }
  std::fprintf(stderr, "words: %zu with two uses, %zu examples\n", two.size(), train_.size());
  learner_.learn(train_, kRounds, kLeast, Learner::Draw::little);
  for (const Learner::Weight& weight : learner_.weights()) {
    const long units = std::lround(weight.weight * kUnits);
    if (std::labs(units) < kSmallest) continue;
    const bool shared = weight.subject == Learner::kShared;
    const Word subject = shared ? Word(kWords) : learner_.subjects[weight.subject].text;
    rows_.push_back(utf8::encode(subject) + '\t' + weight.feature.kind +
                    utf8::encode({weight.feature.text, weight.feature.size}) + "\t1\t" +
                    std::to_string(units) + '\n');
  }
}

void Trainer::write(const std::string& path) {
  for (const auto& [code, head] : group_) {
    if (code == head) continue;
    rows_.push_back(utf8::encode(Word(1, code)) + "\t~\t" + utf8::encode(Word(1, head)) + '\n');
  }
  std::sort(rows_.begin(), rows_.end());
  std::ofstream out(path, std::ios::binary);
  for (const std::string& row : rows_) out << row;
  out.close();
  if (!out) throw std::runtime_error(path + ": cannot be written");
  std::fprintf(stderr, "%zu rows\n", rows_.size());
}

}  // namespace
}  // namespace hanfix::convert::context::build

int main(int argc, char** argv) {
  if (argc < 7) {
    std::fprintf(stderr,
                 "usage: train_choice CORPUS OPENCC_DATA GROUPS VECTORS OUT.tsv WORD_LIST...\n");
    return 2;
  }
  try {
    hanfix::convert::context::build::Trainer trainer(argv[1], argv[2], argv[3], argv[4], false);
    trainer.learn_characters({argv + 6, argv + argc});
    trainer.learn_words();
    trainer.write(argv[5]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "train_choice: %s\n", error.what());
    return 1;
  }
  return 0;
}
