#include "convert/context/kept_words.hpp"

#include <algorithm>
#include <string_view>

#include "words/word_table.hpp"

namespace hanfix::convert::context {
namespace {

struct Character {
  char32_t code, form;
  std::span<const std::u32string_view> words;
};

// Our own selection: what OpenCC's phrases towards Simplified do not have.
constexpr std::u32string_view kWriting[] = {
    U"土著",     U"論著",     U"譯著",     U"遺著",     U"原著",     U"專著",
    U"編著",     U"撰著",     U"拙著",     U"舊著",     U"卓著",     U"所著",
    U"見微知著", U"睹微知著", U"視微知著", U"彰明較著", U"恩威並著", U"四大名著"};
// What is longer, and no such word: nothing sticks to it.
constexpr std::u32string_view kSticking[] = {U"無所著", U"心所著", U"何所著"};
constexpr std::u32string_view kWhat[] = {U"甚麼", U"甚麽"};
constexpr std::u32string_view kSinking[] = {
    U"下沈", U"西沈", U"低沈",     U"消沈",     U"銷沈",     U"升沈", U"沈入",
    U"沈進", U"沈到", U"沈底",     U"沈穩",     U"沈著",     U"沈潛", U"沈疴",
    U"沈緩", U"沈沈", U"石沈大海", U"暮氣沈沈", U"昏昏沈沈", U"沈重"};
constexpr Character kCharacters[] = {
    {U'著', U'著', kWriting}, {U'甚', U'什', kWhat}, {U'沈', U'沉', kSinking}};

static_assert(std::ranges::all_of(kCharacters, has_word_form, &Character::code));

// Whether 着 begins a word with what follows: 著火, 著手.
bool begins_word(std::span<const char32_t> behind) noexcept {
  const words::WordTable& table = words::WordTable::builtin();
  return !behind.empty() &&
         table.word_cost(table.class_of(U'着'), table.class_of(behind[0])) != words::image::kNoWord;
}

}  // namespace

WordForm word_form(std::span<const char32_t> run, std::size_t at) noexcept {
  WordForm best{at, at, 0};
  const auto* const about = std::ranges::find(kCharacters, run[at], &Character::code);
  if (about == std::end(kCharacters)) return best;
  for (const std::u32string_view word : about->words) {
    if (word.size() <= best.end - best.begin) continue;
    for (std::size_t i = 0; i < word.size() && i <= at; ++i) {
      const std::size_t begin = at - i, end = begin + word.size();
      if (word[i] != run[at] || end > run.size()) continue;
      if (std::equal(word.begin(), word.end(), run.begin() + static_cast<std::ptrdiff_t>(begin))) {
        best = {begin, end, about->form};
      }
    }
  }
  if (best.found() && run[at] == U'著') {
    const auto ends_here = [&](std::u32string_view word) {
      return word.size() <= best.end &&
             std::equal(word.rbegin(), word.rend(),
                        run.rend() - static_cast<std::ptrdiff_t>(best.end));
    };
    if (std::ranges::any_of(kSticking, ends_here) || begins_word(run.subspan(best.end))) {
      return {at, at, 0};
    }
  }
  return best;
}

char32_t form_in_word(std::span<const char32_t> run, std::size_t at, WordBorders& borders,
                      NameFinder& finder) {
  const WordForm word = word_form(run, at);
  if (!word.found() || borders.excess(word.begin, word.end) > 0) return 0;
  return run[at] == U'沈' && finder.surname(run, at) > 0 ? char32_t{0} : word.form;
}

}  // namespace hanfix::convert::context
