// Compiles the weights of the choice between readings into a table.
// usage: compile_choice CHOICE.tsv.zst VECTORS.tsv OUT
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "convert/compiler/image_file.hpp"
#include "convert/context/build/character_vectors.hpp"
#include "convert/context/choice_image.hpp"
#include "convert/context/features.hpp"
#include "model/build/counts.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::convert::context;
using convert::compiler::append;

struct Weight {
  std::u32string subject;
  Feature feature;
  unsigned value;
  int weight;
};

struct Table {
  std::vector<image::Question> questions;
  std::vector<image::Phrase> phrases;
  std::vector<Weight> weights;
  std::map<std::u32string, std::vector<image::VectorWeights>> vector_weights;  // values in order
  std::vector<std::uint16_t> groups =
      std::vector<std::uint16_t>(image::kGroupsEnd - image::kGroupsBegin);
};

int number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw std::runtime_error("'" + std::string(text) + "' is not a number");
  }
  return value;
}

image::VectorWeights vector_weights(std::string_view numbers) {
  image::VectorWeights weights{};
  std::istringstream in{std::string(numbers)};
  for (auto& of_neighbour : weights) {
    for (std::int16_t& weight : of_neighbour) in >> weight;
  }
  if (!in) throw std::runtime_error("too few weights of vectors, or too great ones");
  return weights;
}

// Rows: see dictionaries/choice.txt.
Table read_table(const std::string& text) {
  Table table;
  for (std::size_t at = 0; at < text.size();) {
    std::vector<std::string_view> fields;
    const std::size_t end = text.find('\n', at);
    for (std::size_t from = at; from <= end;) {
      const std::size_t to = std::min(text.find('\t', from), end);
      fields.push_back(std::string_view(text).substr(from, to - from));
      from = to + 1;
    }
    at = end + 1;
    if (fields.size() == 3 && fields[1] == "~") {
      table.groups.at(utf8::decode(fields[0]).at(0) - image::kGroupsBegin) =
          static_cast<std::uint16_t>(utf8::decode(fields[2]).at(0));
      continue;
    }
    if (fields.size() < 4 || fields[1].empty()) throw std::runtime_error("a row is too short");
    const std::u32string subject = utf8::decode(fields[0]);
    if (fields[1] == "@") {
      table.vector_weights[subject].push_back(vector_weights(fields[3]));
    } else if (fields[1] != "=") {
      Weight row{subject,
                 {fields[1][0], 0, {}},
                 static_cast<unsigned>(number(fields[2])),
                 std::clamp(number(fields[3]), -127, 127)};
      for (const char32_t code : utf8::decode(fields[1].substr(1))) {
        if (row.feature.size == 3) throw std::runtime_error("a feature is too long");
        row.feature.text[row.feature.size++] = code;
      }
      table.weights.push_back(std::move(row));
    } else if (fields.size() == 5 && subject.size() > 1 && !fields[4].empty()) {
      image::Phrase phrase{};
      std::size_t value = 0, i = 0;
      for (const char32_t code : utf8::decode(fields[4])) {
        if (code == U' ') {
          ++value, i = 0;
          continue;
        }
        if (value == image::kPhraseValues || i == image::kPhraseSize) {
          throw std::runtime_error("a phrase is too long");
        }
        phrase.values[value][i++] = code;
      }
      if (table.phrases.size() == image::kMostPhrases) throw std::runtime_error("many phrases");
      table.weights.push_back(
          {subject, {image::kNumber, 0, {}}, 0, static_cast<int>(table.phrases.size())});
      table.phrases.push_back(phrase);
    } else if (fields.size() == 5 && !fields[4].empty()) {
      image::Question question{};
      question.code = subject.at(0);
      question.threshold = static_cast<std::int16_t>(number(fields[2]));
      question.surname = static_cast<std::int8_t>(number(fields[3]));
      for (const char32_t code : utf8::decode(fields[4])) {
        if (question.count == image::kMostValues) throw std::runtime_error("too many values");
        question.values[question.count++] = code;
      }
      table.questions.push_back(question);
    } else {
      table.weights.push_back({subject, {image::kThreshold, 0, {}}, 0, number(fields[2])});
    }
  }
  std::sort(table.questions.begin(), table.questions.end(),
            [](const auto& a, const auto& b) { return a.code < b.code; });
  return table;
}

std::uint64_t number_of(const Weight& row, std::uint32_t salt) {
  return feature_number(subject_number(row.subject) + salt, row.feature, row.value);
}

// Empty if two features cannot be told apart with this salt, or if there is no room for one.
std::vector<std::uint32_t> slots_of(const Table& table, std::uint32_t count, std::uint32_t salt) {
  std::vector<std::uint32_t> slots(count + image::kSlotsBehind);
  for (const Weight& row : table.weights) {
    const std::uint64_t key = number_of(row, salt);
    const std::uint32_t slot = image::slot_of(key, row.weight);
    std::size_t at = image::first_slot(key, count);
    for (; slots[at] != 0; ++at) {
      if (slots[at] >> 8 == slot >> 8) return {};
    }
    if (at + 1 == slots.size()) return {};
    slots[at] = slot;
  }
  // A later entry may stand before the one that is meant.
  for (const Weight& row : table.weights) {
    const std::uint64_t key = number_of(row, salt);
    const std::uint32_t slot = image::slot_of(key, row.weight);
    std::size_t at = image::first_slot(key, count);
    while (slots[at] >> 8 != slot >> 8) ++at;
    if (slots[at] != slot) return {};
  }
  return slots;
}

// The bits of features, appended to `filters`.
image::Filter filter_of(const std::vector<Feature>& features, std::vector<std::uint32_t>& filters) {
  constexpr std::size_t kBitsOfOne = 6;  // at least, of a feature
  unsigned bits = 6;
  while ((std::size_t{1} << bits) < kBitsOfOne * features.size()) ++bits;
  const image::Filter filter{static_cast<std::uint32_t>(filters.size()), 32 - bits};
  filters.resize(filters.size() + (std::size_t{1} << bits) / 32);
  for (const Feature& feature : features) {
    const std::uint32_t bit = filter_hash(feature) >> filter.shift;
    filters[filter.first + bit / 32] |= std::uint32_t{1} << bit % 32;
  }
  return filter;
}

// `listed`: only those of listed words.
std::vector<Feature> features_of(const Table& table, const std::u32string& subject,
                                 bool listed = false) {
  std::vector<Feature> features;
  for (const Weight& row : table.weights) {
    if (row.subject == subject && (!listed || row.value == image::kListed)) {
      features.push_back(row.feature);
    }
  }
  return features;
}

// Marks of the subjects that have a feature of this kind.
std::vector<Feature> marks_of(const Table& table, char kind) {
  std::vector<Feature> marks;
  for (const Weight& row : table.weights) {
    if (row.feature.kind == kind) marks.push_back(subject_mark(row.subject, row.subject.size()));
  }
  return marks;
}

std::string image_of(Table table, const build::CharacterVectors& vectors) {
  image::ChoiceHeader header{};
  header.magic = image::kChoiceMagic;
  constexpr std::size_t kFull = 70;  // in a hundred: more makes for longer ways to a free slot
  header.slot_count = static_cast<std::uint32_t>(table.weights.size() * 100 / kFull + 1);
  std::vector<std::uint32_t> slots;
  while ((slots = slots_of(table, header.slot_count, header.salt)).empty()) ++header.salt;
  std::vector<std::uint64_t> heads(1024);
  for (const image::Question& question : table.questions) {
    heads.at(question.code >> 6) |= std::uint64_t{1} << (question.code & 63);
  }
  std::vector<std::uint32_t> filters;
  std::vector<image::VectorWeights> vector_weights;
  for (image::Question& question : table.questions) {
    const std::u32string subject(1, question.code);
    question.filter = filter_of(features_of(table, subject), filters);
    question.listed = filter_of(features_of(table, subject, true), filters);
    question.vector_weights = static_cast<std::uint32_t>(vector_weights.size());
    const auto& weights = table.vector_weights[subject];
    if (weights.size() + 1 != question.count) {
      throw std::runtime_error("not as many weights of vectors as values");
    }
    vector_weights.insert(vector_weights.end(), weights.begin(), weights.end());
  }
  header.surnames = filter_of(features_of(table, std::u32string(kSurnames)), filters);
  header.words = filter_of(features_of(table, std::u32string(kWords)), filters);
  header.word_marks = filter_of(marks_of(table, image::kThreshold), filters);
  header.phrase_marks = filter_of(marks_of(table, image::kNumber), filters);
  std::string out(sizeof header, '\0');
  header.question_count = static_cast<std::uint32_t>(table.questions.size());
  header.questions = append(out, table.questions);
  header.phrases = append(out, table.phrases);
  header.heads = append(out, heads);
  header.groups = append(out, table.groups);
  header.slots = append(out, slots);
  header.filters = append(out, filters);
  header.vector_numbers = append(out, vectors.numbers);
  header.vectors = append(out, vectors.vectors);
  header.vector_weights = append(out, vector_weights);
  header.size = static_cast<std::uint32_t>(out.size());
  std::memcpy(out.data(), &header, sizeof header);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  return convert::compiler::compile_files(
      "compile_choice", {"CHOICE.tsv.zst", "VECTORS.tsv"}, argc, argv, [](char** paths) {
        return image_of(read_table(model::build::read_zstd(paths[0])),
                        build::read_character_vectors(model::build::read_file(paths[1])));
      });
}
