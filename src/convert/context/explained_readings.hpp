/// \file  The choice between readings in a text that is explained: the same decisions as a
/// RunConverter's, kept for who asks.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "convert/context/choice.hpp"
#include "convert/context/kept_words.hpp"
#include "convert/context/run_converter.hpp"
#include "convert/context/word_cuts.hpp"
#include "hanfix/dictionaries.hpp"

namespace hanfix::convert::context {

class ExplainedReadings {
 public:
  using Values = std::vector<std::string>;

  /// What a configuration is for: characters are chosen towards Traditional, words towards
  /// Taiwan's; towards Simplified, names of people keep characters.
  void reset(bool characters, bool words, bool names) {
    characters_ = characters;
    words_ = words;
    names_ = names;
  }

  /// As NameFinder::know(), if what is asked about is at its place in the document.
  void know(const KnownNames* names, bool here) {
    known_ = names;
    here_ = here;
  }

  /// Whether a key of several characters is read in shorter pieces. `first_stage`: it is a key of
  /// the first stage; `later`: of one behind it; neither: of the segmentation.
  bool refuses(const WordCuts& cuts, ByteRange input, const std::string& key, const Values& values,
               bool first_stage, bool later) {
    const auto place = find(cuts, input);
    if (!place) return false;
    move_to(*place, input);
    const Choice& choice = Choice::builtin();
    if (words_ && !first_stage && key != values.front()) {
      if (const auto units = choice.general_use(place->run, place->begin, place->end)) {
        const bool general = *units > 0;
        note({input, key, {values.front(), key}, general ? 1U : 0U, bits(*units)});
        if (general) return true;
      }
    }
    return !later && choice.reads_otherwise(place->run, place->begin, place->end, finder_);
  }

  /// The values of a character, the one first that its surroundings ask for. `barred`: the one that
  /// a refused key had for it, or empty.
  const Values* chosen(const WordCuts& cuts, ByteRange input, const std::string& text,
                       const Values& values, std::string_view barred) {
    const auto place = find(cuts, input);
    const auto* const asked =
        place ? Choice::builtin().question(place->run[place->begin]) : nullptr;
    if (asked == nullptr) return &values;
    move_to(*place, input);
    const Decision decision = Choice::builtin().decide(*asked, place->run, place->begin, finder_);
    finder_.know(nullptr, false);
    const auto without = Choice::builtin().decide(*asked, place->run, place->begin, finder_);
    std::string value;
    utf8::append(value, decision.value);
    if (value == barred && decision.margin < kBarred) value = values.front();
    Values sorted = values;
    const auto found = std::find(sorted.begin(), sorted.end(), value);
    if (found == sorted.end()) return &values;
    note({input, text, values, static_cast<std::size_t>(found - sorted.begin()),
          bits(decision.margin), without.value != decision.value});
    std::rotate(sorted.begin(), found, found + 1);
    return &sorted_.emplace_back(std::move(sorted));
  }

  /// The values of a character of the last stage, with what it keeps first if it is in a name.
  const Values* kept(const WordCuts& cuts, ByteRange input, const std::string& text,
                     const Values& values) {
    const auto place = names_ ? cuts.find(input.start, input.end) : std::nullopt;
    if (!place) return &values;
    const std::u32string_view own = place->run.substr(place->begin, place->end - place->begin);
    if (own.size() == 1 && has_word_form(own[0])) return in_word(*place, input, text, values);
    if (utf8::encode(own) != text) return &values;
    const auto* const kept = Names::builtin().kept(place->run[place->begin]);
    if (kept == nullptr) return &values;
    move_to(*place, input);
    const int lead = kept_lead(*kept, finder_, place->run, place->begin);
    finder_.know(nullptr, false);
    const bool remembered = kept_lead(*kept, finder_, place->run, place->begin) <= 0;
    if (lead <= 0) return &values;
    Values sorted = values;
    const std::string form = utf8::encode(std::u32string(1, kept->form));
    if (std::ranges::find(sorted, form) == sorted.end()) sorted.push_back(form);
    const auto found = std::ranges::find(sorted, form);
    note({input, text, sorted, static_cast<std::size_t>(found - sorted.begin()), bits(lead),
          remembered});
    std::rotate(sorted.begin(), found, found + 1);
    return &sorted_.emplace_back(std::move(sorted));
  }

  /// Likewise, with what it becomes in a word. Only 著 is something else in the last stage.
  const Values* in_word(const WordCuts::Stretch& place, ByteRange input, const std::string& text,
                        const Values& values) {
    const char32_t own = place.run[place.begin];
    if (text != utf8::encode(std::u32string(1, own)) && !(own == U'著' && text == "着")) {
      return &values;
    }
    move_to(place, input);
    WordBorders borders(WordTable::builtin());
    borders.reset(place.run);
    const char32_t form = form_in_word(place.run, place.begin, borders, finder_);
    if (form == 0) return &values;
    Values sorted = {utf8::encode(std::u32string(1, form))};
    for (const std::string& value : values) {
      if (value != sorted.front()) sorted.push_back(value);
    }
    return &sorted_.emplace_back(std::move(sorted));
  }

  /// In the order in which they were asked about.
  [[nodiscard]] std::vector<ChosenValue> take() { return std::move(noted_); }

 private:
  static double bits(int units) { return std::abs(units) / double{kChoiceUnits}; }

  [[nodiscard]] std::optional<WordCuts::Stretch> find(const WordCuts& cuts, ByteRange input) const {
    const auto place = characters_ ? cuts.find(input.start, input.end) : std::nullopt;
    return place && is_simplified(place->run) ? place : std::nullopt;
  }
  void move_to(const WordCuts::Stretch& place, ByteRange input) {
    std::uint64_t begin = input.start;
    for (std::size_t i = 0; i < place.begin; ++i) begin -= utf8::size_of(place.run[i]);
    finder_.know(known_, here_);
    finder_.move_to(begin);
  }
  void note(ChosenValue value) {
    const auto same = [&](const ChosenValue& other) {
      return other.input.start == value.input.start && other.input.end == value.input.end;
    };
    if (std::ranges::none_of(noted_, same)) noted_.push_back(std::move(value));
  }

  bool characters_ = false, words_ = false, names_ = false;
  NameFinder finder_;
  const KnownNames* known_ = nullptr;
  bool here_ = false;
  std::vector<ChosenValue> noted_;
  std::deque<Values> sorted_;  // what chosen() gives stays where it is
};

}  // namespace hanfix::convert::context
