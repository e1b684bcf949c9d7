#include "model/build/prepare.hpp"

#include "model/symbols.hpp"

namespace hanfix::model::build {
namespace {

// Rows of the tables: together just below 8 MB. Chosen by tools/measure_model: bigrams first.
constexpr std::size_t kHansBigrams = 430'000, kHansTrigrams = 490'000;
constexpr std::size_t kHantBigrams = 370'000, kHantTrigrams = 510'000;
// How often Simplified text counts against Traditional text read as Simplified.
constexpr unsigned kOwnScript = 2, kOtherScript = 1;
// What was seen once is no better known for being counted twice, or six times (train_model's
// weights): much more is taken off than of plain counts. Saves 0.05 to 0.08 bits a character.
constexpr Discounts kPooledDiscounts{{0.9, 1.7, 4.2}, {0.95, 1.9, 4.6}, 0.75};

}  // namespace

Prepared prepare(const std::string& hans_path, const std::string& hant_path,
                 const Conversion& conversion) {
  const Counts hans = from_tsv(read_zstd(hans_path));
  Counts hant = from_tsv(read_zstd(hant_path));
  Inventory inventory(hans, hant, conversion);
  std::vector<char32_t> characters;
  for (const char32_t code : inventory.codes) {
    if (is_han(code)) characters.push_back(code);
  }
  auto shares = image_shares(conversion, characters, hant.unigrams);
  // Traditional text says much about Simplified text too: its counts, character by character.
  Counts pool = pooled(hans, kOwnScript, mapped(hant, conversion.to_hans), kOtherScript);
  prune(pool, kHansBigrams, kHansTrigrams, kPooledDiscounts);
  prune(hant, kHantBigrams, kHantTrigrams);
  return {std::move(inventory), std::move(shares), std::move(pool),
          std::move(hant),      kPooledDiscounts,  {}};
}

}  // namespace hanfix::model::build
