/// \file  Learns the choice between readings from text: CORPUS and a word list → choice.tsv.
///
/// CORPUS is the model's (src/model/build/corpus.hpp), and the same lines are set aside. Native
/// Traditional text, taken to Simplified by OpenCC's tables, says what its writers had for an
/// ambiguous character and in which surroundings; so do the words of OpenCC's dictionary and of the
/// word list. A word that Taiwan says in another way in technical text only (程序 → 程式, but
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
#include "convert/context/build/learner.hpp"
#include "convert/context/choice_image.hpp"
#include "convert/conversion_chain.hpp"
#include "model/build/corpus.hpp"

namespace hanfix::convert::context::build {
namespace {

using Word = std::u32string;
using Words = std::unordered_map<Word, std::vector<Word>>;

// What writers of native text call by these characters when they are names of people.
constexpr std::u32string_view kSurnameCharacters = U"范余涂朴郁于岳丰游种云卞";
constexpr unsigned kRounds = 2, kLeast = 3;
constexpr double kUnits = 8 / 0.6931471805599453;  // 1/8 bit in a nat
constexpr int kSmallest = 4;                       // units; lesser weights are left out
constexpr int kHighestThreshold = 64;              // units
// At least so many changes have to agree with a writer for each that does not.
constexpr double kAgreement = 6;

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
  Trainer(std::string corpus, const std::string& opencc, bool tofu)
      : corpus_(std::move(corpus)), to_simplified_(open_config("tw2s", tofu).value()) {
    read_words(opencc + "/STPhrases.txt", phrases_);
    read_words(opencc + "/STPhrases_GeneratedFromRegionalPhrases.txt", phrases_);
    read_words(opencc + "/STCharacters.txt", characters_);
    read_words(opencc + "/TSCharacters.txt", simplified_);
    read_words(opencc + "/TWVariants.txt", variants_);
    read_words(opencc + "/TWPhrases.txt", regional_);
    for (const auto& [word, values] : phrases_) {
      if (word.size() < 2) continue;
      std::size_t& longest = longest_phrase_[std::uint64_t{word[0]} << 32 | word[1]];
      longest = std::max(longest, word.size());
    }
  }

  void learn_characters(const std::string& word_list);
  void learn_words();
  void write(const std::string& path);

 private:
  [[nodiscard]] Word simplified(std::string_view text) const {
    return utf8::decode(convert(*to_simplified_, text));
  }
  [[nodiscard]] char32_t variant(char32_t code) const { return mapped(variants_, code); }
  static char32_t mapped(const Words& map, char32_t code) {
    const auto found = map.find(Word(1, code));
    return found == map.end() ? code : found->second[0][0];
  }
  [[nodiscard]] std::size_t phrase_at(std::u32string_view run, std::size_t at) const;
  [[nodiscard]] const std::vector<Word>* values_of(char32_t code) const {
    const auto found = characters_.find(Word(1, code));
    return found == characters_.end() || found->second.size() < 2 ? nullptr : &found->second;
  }
  std::uint32_t character(char32_t code, const std::vector<Word>& values);
  int value_of(char32_t code, const std::vector<Word>& values, char32_t written) const;
  void take(std::u32string_view run, std::size_t at, char32_t written, char found, Known known,
            double weight, std::vector<Example>& examples);
  void native_text();
  void dictionary_words(const std::string& word_list);
  void phrases_of_simplified_text();
  void set_thresholds();

  std::set<Word> words_with_two_uses(std::map<Word, double>& caution) const;
  void word_examples(std::u32string_view text, std::size_t line, int value, bool shared);

  std::string corpus_;
  std::shared_ptr<const ConversionChain> to_simplified_;
  Words phrases_, characters_, simplified_, variants_, regional_;
  std::unordered_map<std::uint64_t, std::size_t> longest_phrase_;  // by the first two characters

  Learner learner_;
  std::unordered_map<char32_t, std::uint32_t> character_;
  std::unordered_map<Word, std::uint32_t> word_;  // all keys of regional_; 0: no two uses
  std::size_t longest_word_ = 1;
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
                   Known known, double weight, std::vector<Example>& examples) {
  const std::vector<Word>* values = values_of(run[at]);
  if (values == nullptr) return;
  const int value = value_of(run[at], *values, written);
  if (value < 0) return;
  const std::uint32_t subject = character(run[at], *values);
  if (found != ' ') learner_.add(subject, Feature{found, 0, {}});
  const Surroundings around = surroundings(run, at, at + 1);
  for_each_character_feature(around, known, [&](const Feature& f) { learner_.add(subject, f); });
  if (learner_.subjects[subject].shared_value >= 0) {
    for_each_surname_feature(around, known,
                             [&](const Feature& f) { learner_.add(Learner::kShared, f); });
  }
  examples.push_back(learner_.end(subject, static_cast<std::size_t>(value), weight));
}

void Trainer::native_text() {
  for (const model::build::Source& source : model::build::sources(corpus_)) {
    if (!source.ship || source.path.substr(0, 7) != "hant-tw") continue;
    std::size_t number = 0;
    model::build::for_each_line(corpus_, source, [&](std::string_view line, bool measure) {
      const bool calibrate = number++ / 20 % 10 == 5;
      const Word native = utf8::decode(line), text = simplified(line);
      if (native.size() != text.size()) return;
      for_each_run(text, [&](std::size_t begin, std::u32string_view run) {
        for (std::size_t at = 0; at < run.size();) {
          const std::size_t phrase = phrase_at(run, at);
          for (const std::size_t end = at + std::max<std::size_t>(phrase, 1); at < end; ++at) {
            const bool alone = phrase == 0;
            if (!alone && (measure || calibrate)) continue;
            take(run, at, native[begin + at], alone ? '0' : '1', Known::whole, alone ? 1 : 0.5,
                 measure     ? measure_
                 : calibrate ? calibrate_
                             : train_);
          }
        }
      });
    });
  }
}

void Trainer::dictionary_words(const std::string& word_list) {
  std::map<Word, Word> sorted;
  for (const auto& [word, values] : phrases_) {
    if (values.size() == 1 && values[0].size() == word.size()) sorted[word] = values[0];
  }
  for (const auto& [word, value] : sorted) {
    for (std::size_t at = 0; at < word.size(); ++at) {
      take(word, at, value[at], ' ', Known::inside, 0.5, train_);
    }
  }
  std::ifstream file(word_list);
  if (!file) throw std::runtime_error(word_list + ": cannot be read");
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string native;
    double count = 0;
    if (!(fields >> native >> count)) continue;
    const Word written = utf8::decode(native), word = simplified(native);
    if (written.size() < 2 || written.size() != word.size()) continue;
    if (!std::all_of(word.begin(), word.end(), is_han)) continue;
    const double weight = std::min(3.0, 0.5 + std::floor(std::log2(1 + count) / 2));
    for (std::size_t at = 0; at < word.size(); ++at) {
      take(word, at, written[at], ' ', Known::inside, weight, train_);
    }
  }
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
        for (std::size_t at = 0; at < run.size();) {
          const std::size_t size = phrase_at(run, at);
          if (size == 0) {
            ++at;
            continue;
          }
          const std::vector<Word>& values = phrases_.at(Word(run.substr(at, size)));
          if (values.size() == 1 && values[0].size() == size) {
            for (std::size_t i = 0; i < size; ++i) {
              take(run, at + i, values[0][i], '2', Known::whole, 0.5, train_);
            }
          }
          at += size;
        }
      });
    });
  }
}

void Trainer::learn_characters(const std::string& word_list) {
  native_text();
  // What native text writes in one way only is no question.
  std::map<std::uint32_t, std::array<std::size_t, kValues>> seen;
  for (const Example& example : train_) ++seen[example.subject][example.value];
  for (auto& [subject, counts] : seen) {
    std::size_t all = 0, most = 0;
    for (const std::size_t count : counts) all += count, most = std::max(most, count);
    learner_.subjects[subject].used = all - most >= 3 && (all - most) * 500 >= all;
  }
  dictionary_words(word_list);
  phrases_of_simplified_text();
  std::fprintf(stderr, "characters: %zu examples\n", train_.size());
  learner_.learn(train_, kRounds, kLeast);
  set_thresholds();
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
    for (;; threshold += 4) {
      double agree = 0, bad = 0;
      for (const Change& change : changes) {
        if (change.lead <= threshold) continue;
        agree += change.agrees;
        bad += change.breaks;
      }
      if (agree >= kAgreement * bad || threshold >= kHighestThreshold) break;
    }
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
  std::unordered_map<Word, std::size_t> counts;
  std::size_t longest = 1;
  const auto form = [&](Word word) {
    for (char32_t& code : word) code = variant(code);
    return word;
  };
  for (const auto& [word, values] : regional_) {
    counts[form(word)] = 0;
    longest = std::max(longest, word.size());
    for (const Word& value : values) {
      counts[form(value)] = 0;
      longest = std::max(longest, value.size());
    }
  }
  for (const model::build::Source& source : model::build::sources(corpus_)) {
    const bool modern = source.genre.find("classical") == std::string::npos &&
                        source.genre.find("technical") == std::string::npos;
    if (!source.ship || source.path.substr(0, 7) != "hant-tw" || !modern) continue;
    model::build::for_each_line(corpus_, source, [&](std::string_view line, bool) {
      const Word text = form(utf8::decode(line));
      for (std::size_t at = 0; at < text.size();) {
        std::size_t size = std::min(longest, text.size() - at);
        for (; size > 0; --size) {
          const auto found = counts.find(text.substr(at, size));
          if (found == counts.end()) continue;
          ++found->second;
          break;
        }
        at += std::max<std::size_t>(size, 1);
      }
    });
  }
  std::set<Word> two;
  for (const auto& [word, values] : regional_) {
    double general = static_cast<double>(counts[form(word)]), own = 0;
    for (const Word& value : values) {
      if (form(value) != form(word)) own += static_cast<double>(counts[form(value)]);
    }
    if (general < 10) continue;
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
  learner_.learn(train_, kRounds + 1, kLeast);
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
  if (argc != 5) {
    std::fprintf(stderr, "usage: train_choice CORPUS OPENCC_DATA WORD_LIST OUT.tsv\n");
    return 2;
  }
  try {
    hanfix::convert::context::build::Trainer trainer(argv[1], argv[2], false);
    trainer.learn_characters(argv[3]);
    trainer.learn_words();
    trainer.write(argv[4]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "train_choice: %s\n", error.what());
    return 1;
  }
  return 0;
}
