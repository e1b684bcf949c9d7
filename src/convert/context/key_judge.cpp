#include "convert/context/key_judge.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/utf8.hpp"
#include "convert/context/kept_words.hpp"
#include "convert/context/key_heads.hpp"

namespace hanfix::convert::context {

KeyJudge::KeyJudge(const ConversionChain& chain)
    : choice_(chain.heads().choice()),
      names_(chain.heads().names()),
      borders_(WordTable::builtin()) {
  for (const Dictionary& stage : chain.stages().subspan(1)) {
    to_taiwan_words_ = to_taiwan_words_ || stage.longest_prefix("對象").value == "物件";
  }
}

// Whether a key, in spite of what a dictionary has for it, is to be read in shorter pieces: as a
// word in general use, not as Taiwan's technical one, or with another of its values.
bool KeyJudge::reads_otherwise(Use use, std::size_t begin, std::size_t end) {
  int general = -kClose;
  if (to_taiwan_words_ && use != Use::first_stage) {
    Used& used = used_[begin % used_.size()];
    if (used.begin != begin || used.end != end) {
      used = {begin, end, choice_->general_use(run_, begin, end).value_or(-kClose)};
    }
    general = used.general;
  }
  const bool other = use != Use::later_stage && choice_->reads_otherwise(run_, begin, end, finder_);
  if ((general <= -kClose && !other) || !is_simplified()) return false;
  return other || settle(CloseCall::Kind::general, begin, end, general);
}

bool KeyJudge::may_read_otherwise(Use use, std::span<const char32_t> part, std::size_t begin,
                                  std::size_t end) {
  if (choice_ == nullptr) return false;
  if (to_taiwan_words_ && use != Use::first_stage &&
      choice_->general_use(part, begin, end).value_or(0) > 0) {
    return true;
  }
  return use != Use::later_stage && choice_->reads_otherwise(part, begin, end, finder_);
}

bool KeyJudge::may_choose(std::span<const char32_t> part, std::size_t at) {
  if (names_) {
    const image::KeptForm* const kept = Names::builtin().kept(part[at]);
    return (kept != nullptr && kept_lead(*kept, finder_, part, at) > 0) ||
           word_form(part, at).found();
  }
  const image::Question* const asked = choice_ == nullptr ? nullptr : choice_->question(part[at]);
  return asked != nullptr && choice_->decide(*asked, part, at, finder_).value != asked->values[0];
}

char32_t KeyJudge::chosen(std::size_t at) {
  if (names_) return kept(at);
  const image::Question* const asked = choice_ == nullptr ? nullptr : choice_->question(run_[at]);
  if (asked == nullptr) return 0;
  const auto [value, other, margin] = decide(*asked, at);
  const bool usual = value == asked->values[0];
  if ((usual && margin >= kClose) || !is_simplified()) return 0;
  const int lead = usual ? -margin : margin - (is_barred(at, value) ? kBarred - 1 : 0);
  const bool learnt = settle(CloseCall::Kind::reading, at, at + 1, lead);
  return !learnt ? 0 : usual ? other : value;
}

// What a character keeps in the name of a person.
char32_t KeyJudge::kept(std::size_t at) {
  const image::KeptForm* const kept = Names::builtin().kept(run_[at]);
  if (kept == nullptr) return form_in_word(run_, at, borders_, finder_);
  const int lead = kept_lead(*kept, finder_, run_, at);
  return settle(CloseCall::Kind::reading, at, at + 1, lead) ? kept->form : 0;
}

const Decision& KeyJudge::decide(const image::Question& asked, std::size_t at) {
  Decided& decided = decided_[at % decided_.size()];
  if (decided.behind != at + 1) decided = {at + 1, choice_->decide(asked, run_, at, finder_)};
  return decided.decision;
}

void KeyJudge::bar(std::size_t begin, std::size_t end, std::string_view value) {
  if (utf8::count(value) != end - begin) return;
  barred_.resize(run_.size());
  for (std::size_t byte = 0; begin < end; ++begin) barred_[begin] = utf8::next(value, byte);
}

bool KeyJudge::settle_watched(CloseCall::Kind kind, std::size_t begin, std::size_t end, int lead) {
  const bool yes = lead > 0;
  const auto is_this = [&](const CloseCall& call) {
    return call.kind == kind && call.begin == begin && call.end == end;
  };
  if (calls_ != nullptr && std::abs(lead) < kClose && std::ranges::none_of(*calls_, is_this)) {
    calls_->push_back({kind, begin, end, std::abs(lead)});
  }
  return turned_ != nullptr && is_this(*turned_) ? !yes : yes;
}

// Text that is Traditional already is no evidence for anything, and right as it is.
bool KeyJudge::is_simplified() noexcept {
  if (script_ == Script::unknown) {
    script_ = context::is_simplified(run_) ? Script::simplified : Script::traditional;
  }
  return script_ == Script::simplified;
}

}  // namespace hanfix::convert::context
