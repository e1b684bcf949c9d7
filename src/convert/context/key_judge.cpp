#include "convert/context/key_judge.hpp"

#include "convert/context/key_heads.hpp"
#include "model/char_model.hpp"

namespace hanfix::convert::context {

KeyJudge::KeyJudge(const ConversionChain& chain)
    : choice_(chain.heads().choice()), borders_(WordTable::builtin()) {
  for (const Dictionary& stage : chain.stages().subspan(1)) {
    to_taiwan_words_ = to_taiwan_words_ || stage.longest_prefix("對象").value == "物件";
  }
}

// Whether a key, in spite of what a dictionary has for it, is to be read in shorter pieces: as a
// word in general use, not as Taiwan's technical one, or with another of its values.
bool KeyJudge::reads_otherwise(Use use, std::size_t begin, std::size_t end) {
  const bool general = to_taiwan_words_ && use != Use::first_stage &&
                       choice_->general_use(run_, begin, end).value_or(0) > 0;
  return (general || (use != Use::later_stage && choice_->reads_otherwise(run_, begin, end))) &&
         is_simplified();
}

char32_t KeyJudge::chosen(std::size_t at) {
  const image::Question* const asked = choice_ == nullptr ? nullptr : choice_->question(run_[at]);
  if (asked == nullptr) return 0;
  const char32_t value = choice_->decide(*asked, run_, at).value;
  return value == asked->values[0] || !is_simplified() ? 0 : value;
}

// Text that is Traditional already is no evidence for anything, and right as it is.
bool KeyJudge::is_simplified() noexcept {
  if (script_ == Script::unknown) {
    int balance = 0;
    for (const char32_t code : run_) {
      balance += model::is_simplified_only(code) - model::is_traditional_only(code);
    }
    script_ = balance >= 0 ? Script::simplified : Script::traditional;
  }
  return script_ == Script::simplified;
}

}  // namespace hanfix::convert::context
