#include "model/build/prepare.hpp"

#include "model/build/words.hpp"
#include "model/symbols.hpp"

namespace hanfix::model::build {
namespace {

// Rows of the tables: together about 12 MB. Chosen by tools/measure_model: bigrams first.
constexpr std::size_t kHansBigrams = 645'000, kHansTrigrams = 735'000;
constexpr std::size_t kHantBigrams = 555'000, kHantTrigrams = 765'000;
// How often a word counts (see read_words): the training text has little news, few reviews and few
// names. Chosen by tools/measure_model on text of these kinds.
constexpr double kHansWords = 1.0, kHantWords = 0.5, kTemper = 0.8;
// How often Simplified text counts against Traditional text read as Simplified.
constexpr unsigned kOwnScript = 2, kOtherScript = 1;
// What was seen once is no better known for being counted twice, or six times (train_model's
// weights): much more is taken off than of plain counts. Saves 0.05 to 0.08 bits a character.
constexpr Discounts kPooledDiscounts{{0.9, 1.7, 4.2}, {0.95, 1.9, 4.6}, 0.75};

}  // namespace

Prepared prepare(const std::string& hans_path, const std::string& hant_path,
                 const std::string& words_path, const Conversion& conversion) {
  Counts hans = from_tsv(read_zstd(hans_path));
  Counts hant = from_tsv(read_zstd(hant_path));
  const Table hant_unigrams = hant.unigrams;  // before words of one script are written in the other
  const std::string dictionary = read_file(words_path);
  add_words(read_words(dictionary, kHansWords, kTemper), hans);
  add_words(traditional(read_words(dictionary, kHantWords, kTemper), conversion), hant);
  Inventory inventory(hans, hant, conversion);
  std::vector<char32_t> characters;
  for (const char32_t code : inventory.codes) {
    if (is_han(code)) characters.push_back(code);
  }
  auto shares = image_shares(conversion, characters, hant_unigrams);
  // Traditional text says much about Simplified text too: its counts, character by character.
  Counts pool = pooled(hans, kOwnScript, mapped(hant, conversion.to_hans), kOtherScript);
  prune(pool, kHansBigrams, kHansTrigrams, kPooledDiscounts);
  prune(hant, kHantBigrams, kHantTrigrams);
  return {std::move(inventory), std::move(shares), std::move(pool),
          std::move(hant),      kPooledDiscounts,  {}};
}

}  // namespace hanfix::model::build
