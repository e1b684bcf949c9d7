/// \file  Whether a sentence asks or exclaims: which mark may end it.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>

#include "model/char_model.hpp"

namespace hanfix::repair {

/// What the characters of a sentence say about its last mark. The model sees two characters back:
/// it knows that ？ follows 吗, but not that 怎 or 谁 at the sentence's beginning wants one. Where
/// a mark has lost its last byte, ！ and ？ fit equally well.
class SentenceMood {
 public:
  /// Takes the next character; if it is a ？ or ！, what it costs in 1/16 bit beyond the model,
  /// less than 0 where it was to be expected. O(1).
  int take(char32_t code) noexcept {
    if (code == U'？' || code == U'！' || code == U'。') {
      const int cost = code == U'？'   ? kQuestion - asks_
                       : code == U'！' ? kExclamation - exclaims_
                                       : 0;
      asks_ = exclaims_ = 0;
      return cost;
    }
    if (code - kFirst < kLeanings.size()) {
      const Leaning leaning = kLeanings[code - kFirst];
      asks_ = std::clamp(asks_ + leaning.asks, -kMost / 2, kMost);
      exclaims_ = std::clamp(exclaims_ + leaning.exclaims, -kMost / 2, kMost / 2);
    }
    return 0;
  }

 private:
  struct Leaning {
    std::int8_t asks = 0, exclaims = 0;  // 1/16 bit
  };
  struct Row {
    const char32_t* characters;  // both scripts
    Leaning leaning;
  };
  static constexpr int kMost = 5 * model::kUnitsPerBit;
  // Of a sentence without any of the characters below. The corpus has many questions and answers
  // and few exclamations.
  static constexpr int kQuestion = 13, kExclamation = -28;
  static constexpr char32_t kFirst = 0x4E00;

  // By logistic regression on 176,000 places of the training corpus where ，。；：！ or ？ stands,
  // from the characters of the sentence up to the last two before the mark.
  static constexpr std::array<Leaning, 0x5200> leanings() {
    constexpr Row kRows[] = {
        {U"岂豈", {80, 72}}, {U"哪", {75, 14}},   {U"啥", {76, 13}},    {U"什", {72, 21}},
        {U"怎", {69, 29}},   {U"何", {61, 30}},   {U"谁誰", {53, 27}},  {U"否", {50, -5}},
        {U"乜", {43, 8}},    {U"甚", {42, 27}},   {U"你", {35, 24}},    {U"问問", {27, -6}},
        {U"敢", {21, 27}},   {U"咁", {19, 29}},   {U"唔", {18, 13}},    {U"能", {13, -3}},
        {U"多", {10, -3}},   {U"死", {3, 29}},    {U"快", {-10, 27}},   {U"真", {-5, 21}},
        {U"因", {-19, -19}}, {U"但", {-18, -13}}, {U"将將", {-14, -2}}, {U"已", {-13, -5}},
    };
    std::array<Leaning, 0x5200> all{};
    for (const Row& row : kRows) {
      for (const char32_t* c = row.characters; *c != 0; ++c) all[*c - kFirst] = row.leaning;
    }
    return all;
  }
  static const std::array<Leaning, 0x5200> kLeanings;

  int asks_ = 0, exclaims_ = 0;
};

inline constexpr std::array<SentenceMood::Leaning, 0x5200> SentenceMood::kLeanings =
    SentenceMood::leanings();

}  // namespace hanfix::repair
