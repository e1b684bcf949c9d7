#include "reference/reference_context.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <sstream>
#include <vector>

#include "base/utf8.hpp"
#include "convert/context/choice.hpp"
#include "convert/context/kept_words.hpp"
#include "convert/context/run_converter.hpp"
#include "model/char_model.hpp"

namespace hanfix::reference {
namespace {

constexpr int kNever = std::numeric_limits<int>::max() / 2;

bool all_plain(const std::u32string& word) {
  return std::all_of(word.begin(), word.end(),
                     [](char32_t code) { return code >= 0x3400 && code < 0xA000; });
}

// Lines of KEY<TAB>VALUE[ VALUE…].
void read_lines(const std::string& path,
                const std::function<void(const std::string&, const std::string&)>& use) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (line.empty() || line[0] == '#' || tab == line.npos) continue;
    std::istringstream values(line.substr(tab + 1));
    std::string first;
    values >> first;
    use(line.substr(0, tab), first);
  }
}

// A character on its way: the text, and the character of the run that it began as, or -1.
struct Item {
  char32_t code;
  int origin;
};

}  // namespace

Words::Words(const std::string& jieba, const std::string& opencc) {
  read_lines(opencc + "/TSCharacters.txt", [&](const std::string& key, const std::string& value) {
    simplified_[utf8::decode(key)[0]] = utf8::decode(value)[0];
  });
  std::map<std::u32string, double> counts;
  double total = 0;
  std::ifstream in(jieba);
  for (std::string line; std::getline(in, line);) {
    const std::size_t space = line.find(' ');
    const std::u32string word = folded(utf8::decode(line.substr(0, space)));
    if (!all_plain(word)) continue;
    const double count = std::stod(line.substr(space + 1));
    counts[word] += count;
    total += count;
  }
  for (const auto& file : std::filesystem::directory_iterator(opencc)) {
    const std::string name = file.path().filename().string();
    if (name.find("Phrases") == name.npos || name.starts_with("JP")) continue;
    read_lines(file.path().string(), [&](const std::string& key, const std::string&) {
      const std::u32string word = folded(utf8::decode(key));
      if (word.size() > 1 && all_plain(word)) counts.try_emplace(word, 3);
    });
  }
  for (const auto& [word, count] : counts) {
    costs_[word] = static_cast<int>(std::lround(8 * std::log2(total / std::max(count, 1.0))));
  }
  unknown_ = static_cast<int>(std::lround(8 * (std::log2(total) + 4)));
}

std::u32string Words::folded(std::u32string_view text) const {
  std::u32string out(text);
  for (char32_t& code : out) {
    const auto found = simplified_.find(code);
    if (found != simplified_.end()) code = found->second;
  }
  return out;
}

int Words::cost(std::u32string_view run, std::size_t begin, std::size_t end) const {
  const std::u32string text = folded(run);
  std::vector<int> best(text.size() + 1, kNever);
  best[0] = 0;
  for (std::size_t from = 0; from < text.size(); ++from) {
    if (best[from] == kNever) continue;
    for (std::size_t to = from + 1; to <= text.size() && to - from <= 24; ++to) {
      const bool before = to <= begin, behind = from >= end;
      const bool within = from >= begin && to <= end, around = from <= begin && to >= end;
      if (!before && !behind && !within && !around) continue;
      const auto found = costs_.find(text.substr(from, to - from));
      if (found == costs_.end() && to > from + 1) continue;
      const int step = found == costs_.end() ? unknown_ : found->second;
      best[to] = std::min(best[to], best[from] + step);
    }
  }
  return best.back();
}

std::string convert_run(const convert::ConversionChain& chain, const Words& words,
                        std::u32string_view run, int tolerance) {
  const int free = words.cost(run, 0, run.size());
  // The choice is the library's own; what it applies to is spelled out here.
  enum Use { segmentation, first_stage, later_stage };
  const auto& stages = chain.stages();
  const bool chooses = !stages.empty() && stages[0].longest_prefix("发").value == "發";
  bool taiwan = false;
  for (std::size_t i = 1; i < stages.size(); ++i) {
    taiwan = taiwan || stages[i].longest_prefix("對象").value == "物件";
  }
  int balance = 0;
  for (const char32_t code : run) {
    balance += model::is_simplified_only(code) ? 1 : model::is_traditional_only(code) ? -1 : 0;
  }
  const bool keeps = !stages.empty() && stages.back().longest_prefix("發").value == "发";
  const auto& choice = convert::context::Choice::builtin();
  convert::context::NameFinder names;
  const auto read_otherwise = [&](Use use, int from, int to) {
    if (!chooses || balance < 0) return false;
    const auto begin = static_cast<std::size_t>(from), end = static_cast<std::size_t>(to);
    if (taiwan && use != first_stage && choice.general_use(run, begin, end).value_or(0) > 0) {
      return true;
    }
    return use != later_stage && choice.reads_otherwise(run, begin, end, names);
  };
  // What refused keys of the first stage had for the characters.
  std::u32string barred(run.size(), U'\0');
  const auto bar = [&](int from, int to, std::string_view value) {
    const std::u32string codes = utf8::decode(value);
    if (codes.size() != static_cast<std::size_t>(to - from)) return;
    for (std::size_t i = 0; i < codes.size(); ++i) {
      barred[static_cast<std::size_t>(from) + i] = codes[i];
    }
  };
  const auto chosen = [&](int at) -> char32_t {
    const auto place = static_cast<std::size_t>(at);
    const auto* question = chooses && balance >= 0 ? choice.question(run[place]) : nullptr;
    if (question == nullptr) return 0;
    const auto [value, other, margin] = choice.decide(*question, run, place, names);
    if (value == barred[place] && margin < convert::context::kBarred) return 0;
    return value == question->values[0] ? 0 : value;
  };
  // What the last stage leaves of a character in the name of a person.
  const auto kept = [&](const Item& item) -> char32_t {
    if (!keeps || item.origin < 0) return 0;
    const auto place = static_cast<std::size_t>(item.origin);
    if (convert::context::has_word_form(run[place])) {
      const std::string_view first = stages.front().alone(run[place]).value;
      const auto word = convert::context::word_form(run, place);
      const bool changed = utf8::encode({&item.code, 1}) == first;
      if ((item.code != run[place] && !changed) || !word.found()) return 0;
      if (words.cost(run, word.begin, word.end) > free) return 0;
      return run[place] == U'沈' && names.surname(run, place) > 0 ? char32_t{0} : word.form;
    }
    const auto* form = convert::context::Names::builtin().kept(run[place]);
    if (form == nullptr || item.code != run[place]) return 0;
    return convert::context::kept_lead(*form, names, run, place) > 0 ? form->form : 0;
  };
  // The longest key at `at` of a text that is not torn out of words; its characters, or 0.
  const auto match = [&](const convert::Dictionary& dictionary, Use use,
                         const std::vector<Item>& text, std::size_t at,
                         std::string& value) -> std::size_t {
    for (std::size_t length = text.size() - 1 - at; length > 0; --length) {
      std::u32string key;
      for (std::size_t i = at; i < at + length; ++i) key += text[i].code;
      const std::string bytes = utf8::encode(key);
      const convert::Match found = dictionary.longest_prefix(bytes);
      if (found.key_size != bytes.size()) continue;
      const int from = text[at].origin, to = text[at + length].origin;
      if (length > 1 && (from < 0 || to < 0)) continue;
      if (length > 1 && words.cost(run, static_cast<std::size_t>(from),
                                   static_cast<std::size_t>(to)) > free + tolerance) {
        if (use == first_stage) bar(from, to, found.value);
        continue;
      }
      if (length > 1 && read_otherwise(use, from, to)) {
        if (use == first_stage) bar(from, to, found.value);
        continue;
      }
      value = found.value;
      return length;
    }
    return 0;
  };
  const auto add = [](std::vector<Item>& to, std::string_view value, int origin) {
    for (const char32_t code : utf8::decode(value)) {
      to.push_back({code, origin});
      origin = -1;
    }
  };
  const auto through_stages = [&](std::vector<Item> text) {
    for (const convert::Dictionary& stage : chain.stages()) {
      std::vector<Item> next;
      std::string value;
      for (std::size_t at = 0; at + 1 < text.size();) {
        const Use use = &stage == &stages[0] ? first_stage : later_stage;
        const std::size_t length = match(stage, use, text, at, value);
        char32_t other = 0;
        if (length <= 1 && use == first_stage) other = chosen(text[at].origin);
        if (length <= 1 && &stage == &stages.back() && other == 0) other = kept(text[at]);
        if (other != 0) {
          add(next, utf8::encode({&other, 1}), text[at].origin);
          ++at;
          continue;
        }
        add(next, length > 0 ? value : utf8::encode({&text[at].code, 1}), text[at].origin);
        at += std::max<std::size_t>(length, 1);
      }
      next.push_back(text.back());  // the end
      text = next;
    }
    std::u32string out;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) out += text[i].code;
    return utf8::encode(out);
  };

  std::vector<Item> source;
  for (std::size_t i = 0; i < run.size(); ++i) source.push_back({run[i], static_cast<int>(i)});
  source.push_back({0, static_cast<int>(run.size())});
  std::string out, value;
  std::vector<Item> gap;
  const auto end_gap = [&](std::size_t at) {
    gap.push_back({0, static_cast<int>(at)});
    out += through_stages(gap);
    gap.clear();
  };
  for (std::size_t at = 0; at < run.size();) {
    const std::size_t length =
        chain.segmentation() ? match(*chain.segmentation(), segmentation, source, at, value) : 0;
    if (length == 0) {
      gap.push_back(source[at++]);
      continue;
    }
    end_gap(at);
    out += value;
    at += length;
  }
  end_gap(run.size());
  return out;
}

}  // namespace hanfix::reference
