#include "convert/explain.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

#include "base/utf8.hpp"
#include "convert/context/document_names.hpp"
#include "convert/context/explained_readings.hpp"
#include "convert/context/run_converter.hpp"
#include "convert/context/word_cuts.hpp"
#include "convert/ideographic_description.hpp"

namespace hanfix::convert {
namespace {

using compiler::ConfigSource;
using compiler::DictionarySource;
using compiler::MatchPolicy;
using compiler::TextDictionary;

// Text under way, and the input bytes that each of its bytes comes from.
struct Traced {
  std::string text;
  std::vector<ByteRange> origins;
  bool key = false;  // a key of the segmentation: converted as it is, whatever stands around it

  void append(const Traced& other, std::size_t start, std::size_t size) {
    text.append(other.text, start, size);
    origins.insert(origins.end(), other.origins.begin() + static_cast<std::ptrdiff_t>(start),
                   other.origins.begin() + static_cast<std::ptrdiff_t>(start + size));
  }
  void append(std::string_view value, ByteRange origin) {
    text += value;
    origins.resize(text.size(), origin);
  }
  [[nodiscard]] ByteRange origin(std::size_t start, std::size_t size) const {
    return {origins[start].start, origins[start + size - 1].end};
  }
};

// A stretch of the text: one of the user's words, or what lies between two.
struct Part {
  bool word;
  std::vector<Traced> segments;
};

// What a dictionary is used for.
enum class Use : std::uint8_t { normalization, segmentation, first_stage, later_stage };

struct Hit {
  std::size_t size;  // bytes of the key
  const std::vector<std::string>* values;
  const std::string* origin;
};

// Bytes of a text without its last character.
std::size_t without_last(std::string_view text) { return utf8::begin_before(text, text.size()); }

// Dictionaries asked literally, as their configuration has them.
class Finder {
 public:
  // What the group finds.
  std::optional<Hit> best(const DictionarySource& source, std::string_view text) {
    if (source.words) {
      std::vector<Hit> hits;
      collect(source, text, hits);
      if (hits.empty()) return std::nullopt;
      return hits.back();
    }
    std::optional<Hit> best_hit;
    for (const DictionarySource& child : source.children) {
      const std::optional<Hit> hit = best(child, text);
      if (hit && (!best_hit || hit->size > best_hit->size)) best_hit = hit;
      if (best_hit && source.policy == MatchPolicy::short_circuit) break;
    }
    return best_hit;
  }
  // Every key of every dictionary that begins here; of one dictionary the shorter first.
  void collect(const DictionarySource& source, std::string_view text, std::vector<Hit>& hits) {
    for (const DictionarySource& child : source.children) collect(child, text, hits);
    if (!source.words) return;
    const std::size_t longest = std::min(longest_key(*source.words), text.size());
    for (std::size_t size = 0; size < longest;) {
      size += utf8::sequence_length(static_cast<unsigned char>(text[size]));
      const auto found = source.words->find(text.substr(0, size));
      if (found != source.words->end()) hits.push_back({size, &found->second, &source.origin});
    }
  }

 private:
  std::size_t longest_key(const TextDictionary& words) {
    const auto [known, fresh] = longest_.emplace(&words, 0);
    if (fresh) {
      for (const auto& entry : words) known->second = std::max(known->second, entry.first.size());
    }
    return known->second;
  }
  std::map<const TextDictionary*, std::size_t> longest_;
};

class Account {
 public:
  Account(std::string_view text, const std::vector<NamedWords>& words, const Dictionary* guard,
          bool context) {
    Traced whole;
    text_ = whole.text = text;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = utf8::sequence_length(static_cast<unsigned char>(text[at]));
      const std::size_t end = std::min(at + size, text.size());
      for (; at < end; ++at) whole.origins.push_back({end - size, end});
    }
    if (words.empty()) {
      parts_.push_back({false, {std::move(whole)}});
    } else {
      find_words(whole, words, guard, context);
    }
  }

  void config(const ExplainedConfig& config) {
    int number = 0;
    for (const DictionarySource& source : config.source.normalizations) {
      step("normalization " + std::to_string(++number), config.name,
           [&](Part& part, ExplainedStep& step) {
             rewrite(source, Use::normalization, part, step);
           });
    }
    words_.reset();
    if (config.context) look_for_words(config.source);
    if (config.context) learn_names(config.name);
    if (config.source.segmentation) {
      const DictionarySource& source = *config.source.segmentation;
      step("segmentation", config.name,
           [&](Part& part, ExplainedStep& step) { cut(source, part, step); });
      explanation_.steps.back().result = joined("|");
    }
    number = 0;
    for (const DictionarySource& source : config.source.stages) {
      const Use use = number == 0 ? Use::first_stage : Use::later_stage;
      last_stage_ = &source == &config.source.stages.back();
      step("stage " + std::to_string(++number), config.name,
           [&](Part& part, ExplainedStep& step) { rewrite(source, use, part, step); });
    }
    for (Part& part : parts_) {
      Traced whole;
      for (const Traced& segment : part.segments) whole.append(segment, 0, segment.text.size());
      part.segments = {std::move(whole)};
    }
  }

  Explanation finish() {
    explanation_.result = joined("");
    explanation_.chosen = readings_.take();
    for (const ExplainedStep& step : explanation_.steps) {
      for (const ExplainedPiece& piece : step.pieces) {
        if (!piece.others.empty()) explanation_.doubtful.push_back(piece);
      }
    }
    std::stable_sort(explanation_.doubtful.begin(), explanation_.doubtful.end(),
                     [](const auto& a, const auto& b) { return a.input.start < b.input.start; });
    return std::move(explanation_);
  }

 private:
  void find_words(const Traced& whole, const std::vector<NamedWords>& words,
                  const Dictionary* guard, bool context) {
    ExplainedStep step{"words"};
    std::vector<std::shared_ptr<const WordSet>> sets;
    for (const NamedWords& named : words) sets.push_back(named.set);
    const UserWords all(std::move(sets));
    const std::string_view text = whole.text;
    const auto offset = [&](std::string_view piece) {
      return static_cast<std::size_t>(piece.data() - text.data());
    };
    WordFinder(all, guard, context)
        .run(
            text, true,
            [&](std::string_view plain) {
              Traced piece;
              piece.append(whole, offset(plain), plain.size());
              parts_.push_back({false, {std::move(piece)}});
            },
            [&](std::string_view key, std::string_view value) {
              const ByteRange range{offset(key), offset(key) + key.size()};
              step.pieces.push_back(word_piece(text.substr(range.start), key, value, range, words));
              Traced piece;
              piece.append(value, range);
              parts_.push_back({true, {std::move(piece)}});
            });
    step.result = joined("");
    explanation_.steps.push_back(std::move(step));
  }

  static ExplainedPiece word_piece(std::string_view text, std::string_view key,
                                   std::string_view value, ByteRange range,
                                   const std::vector<NamedWords>& words) {
    ExplainedPiece piece{range, std::string(key)};
    for (const NamedWords& named : words) {
      std::string_view left = text.substr(0, key.size());
      for (Match match; (match = named.set->words().longest_prefix(left)).key_size > 0;) {
        left = left.substr(0, match.key_size);
        const Rule rule{std::string(left), std::string(match.value), named.origin};
        if (left.size() == key.size() && match.value == value && piece.rule.key.empty()) {
          piece.rule = rule;
        } else {
          piece.candidates.push_back(rule);
        }
        left = left.substr(0, without_last(left));
      }
    }
    sort(piece.candidates);
    return piece;
  }

  static void sort(std::vector<Rule>& rules) {
    std::stable_sort(rules.begin(), rules.end(),
                     [](const Rule& a, const Rule& b) { return a.key.size() > b.key.size(); });
  }

  [[nodiscard]] std::string joined(const char* border) const {
    std::string text;
    bool first = true;
    for (const Part& part : parts_) {
      for (const Traced& segment : part.segments) {
        if (!first) text += border;
        first = false;
        text += segment.text;
      }
    }
    return text;
  }

  template <class Work>
  void step(std::string name, const std::string& config, Work work) {
    ExplainedStep step{std::move(name), config};
    for (Part& part : parts_) {
      if (!part.word) work(part, step);
    }
    step.result = joined("");
    explanation_.steps.push_back(std::move(step));
  }

  // By context: runs and their words, each part by itself.
  void look_for_words(const ConfigSource& config) {
    words_.emplace();
    // What a configuration is for shows in what it does.
    const auto does = [&](const DictionarySource& stage, std::string_view key,
                          std::string_view value) {
      const std::optional<Hit> hit = finder_.best(stage, key);
      return hit && hit->size == key.size() && hit->values->front() == value;
    };
    bool taiwan_words = false;
    for (std::size_t i = 1; i < config.stages.size(); ++i) {
      taiwan_words = taiwan_words || does(config.stages[i], "對象", "物件");
    }
    readings_.reset(!config.stages.empty() && does(config.stages.front(), "发", "發"), taiwan_words,
                    !config.stages.empty() && does(config.stages.back(), "發", "发"));
    barred_.clear();
    explanation_.cut.clear();
    for (const Part& part : parts_) {
      const Traced& whole = part.segments.front();
      words_->add(part.word ? std::string_view() : whole.text,
                  [&](std::size_t at) { return whole.origins[at]; });
      if (!explanation_.cut.empty()) explanation_.cut += '|';
      explanation_.cut += part.word ? whole.text : words_->cut();
    }
  }

  // Names that the text says count for the first configuration, as in a conversion.
  void learn_names(std::string_view config) {
    readings_.know(nullptr, false);
    names_.reset();
    if (!explanation_.steps.empty() && explanation_.steps.back().config != config) return;
    const auto opened = open_config(config, false, true);
    if (!opened || !context::DocumentNames::matter(*opened.value())) return;
    chain_ = opened.value();
    names_.emplace(*chain_).learn(text_);
    names_->end_stretch();
    readings_.know(&names_->known(), std::ranges::none_of(parts_, &Part::word));
  }

  // Whether a key is refused for the sake of words, or read in another way; noted once.
  bool refused(Use use, const Traced& from, std::size_t at, const Hit& hit) {
    const auto inside = [&](std::size_t i) {
      return i > 0 && i < from.text.size() && from.origins[i].start == from.origins[i - 1].start;
    };
    const std::size_t first = utf8::sequence_length(static_cast<unsigned char>(from.text[at]));
    if (!words_ || from.key || hit.size <= first) return false;
    if (inside(at) || inside(at + hit.size)) return true;
    const ByteRange input = from.origin(at, hit.size);
    const int excess = words_->excess(input.start, input.end);
    if (excess <= context::kTolerance) return reads_otherwise(use, from, at, hit);
    const auto same = [&](const RefusedKey& key) {
      return key.input.start == input.start && key.input.end == input.end;
    };
    if (excess < context::WordCuts::kOutside && std::ranges::none_of(explanation_.refused, same)) {
      const double bits = excess / double{words::image::kCostSteps};
      explanation_.refused.push_back(
          {input, {from.text.substr(at, hit.size), hit.values->front(), *hit.origin}, bits});
    }
    return true;
  }

  bool reads_otherwise(Use use, const Traced& from, std::size_t at, const Hit& hit) {
    return readings_.refuses(*words_, from.origin(at, hit.size), from.text.substr(at, hit.size),
                             *hit.values, use == Use::first_stage, use == Use::later_stage);
  }

  // The values of a character in the order that its surroundings ask for.
  const std::vector<std::string>* chosen(const Traced& from, std::size_t at, const Hit& hit) {
    if (!words_ || from.key) return hit.values;
    const ByteRange input = from.origin(at, hit.size);
    std::string barred;
    for (const auto& [begin, value] : barred_) {
      if (begin == input.start) barred = value;
    }
    return readings_.chosen(*words_, input, from.text.substr(at, hit.size), *hit.values, barred);
  }

  // Likewise, with what it keeps in a name of a person first.
  const std::vector<std::string>* kept(const Traced& from, std::size_t at, const Hit& hit) {
    if (!words_ || from.key) return hit.values;
    return readings_.kept(*words_, from.origin(at, hit.size), from.text.substr(at, hit.size),
                          *hit.values);
  }

  // What a refused key had for its characters.
  void bar(const Traced& from, std::size_t at, const Hit& hit) {
    const std::u32string key = utf8::decode(std::string_view(from.text).substr(at, hit.size));
    const std::u32string value = utf8::decode(hit.values->front());
    if (key.size() != value.size()) return;
    for (std::size_t i = 0; i < key.size(); ++i) {
      barred_.emplace_back(from.origins[at].start, utf8::encode(value.substr(i, 1)));
      at += utf8::sequence_length(static_cast<unsigned char>(from.text[at]));
    }
  }

  // The unit at `at`: bytes, and the rule if it is a key.
  std::pair<std::size_t, std::optional<Hit>> unit(const DictionarySource& source, Use use,
                                                  const Traced& from, std::size_t at) {
    const std::string_view rest = std::string_view(from.text).substr(at);
    std::optional<Hit> hit = finder_.best(source, rest);
    while (hit && refused(use, from, at, *hit)) {
      if (use == Use::first_stage) bar(from, at, *hit);
      hit = finder_.best(source, rest.substr(0, without_last(rest.substr(0, hit->size))));
    }
    if (hit) {
      const bool alone = hit->size == utf8::sequence_length(static_cast<unsigned char>(rest[0]));
      if (use == Use::first_stage && alone) hit->values = chosen(from, at, *hit);
      if (use >= Use::first_stage && last_stage_ && alone) hit->values = kept(from, at, *hit);
      return {hit->size, hit};
    }
    const std::size_t first =
        std::min(utf8::sequence_length(static_cast<unsigned char>(rest[0])), rest.size());
    if (use >= Use::first_stage && last_stage_) {
      // In a word it may become something else than in any dictionary.
      static const std::string kByWords = "words";
      own_ = {std::string(rest.substr(0, first))};
      const auto* const values = kept(from, at, {first, &own_, &kByWords});
      if (values != &own_) return {first, Hit{first, values, &kByWords}};
    }
    std::size_t end = 0;
    if (description_arity(utf8::next(rest, end)) == 0) return {first, std::nullopt};
    return {std::max(first, read_description(rest).size), std::nullopt};
  }

  ExplainedPiece explain(const DictionarySource& source, const Traced& from, std::size_t at,
                         const Hit& hit) {
    const std::string_view rest = std::string_view(from.text).substr(at);
    ExplainedPiece piece{from.origin(at, hit.size), std::string(rest.substr(0, hit.size))};
    piece.rule = {piece.text, hit.values->front(), *hit.origin};
    piece.others.assign(hit.values->begin() + 1, hit.values->end());
    std::vector<Hit> hits;
    finder_.collect(source, rest, hits);
    for (const Hit& other : hits) {
      if (other.size == hit.size && other.origin == hit.origin) continue;
      piece.candidates.push_back(
          {std::string(rest.substr(0, other.size)), other.values->front(), *other.origin});
    }
    sort(piece.candidates);
    return piece;
  }

  void rewrite(const DictionarySource& source, Use use, Part& part, ExplainedStep& step) {
    for (Traced& segment : part.segments) {
      Traced out;
      out.key = segment.key;
      for (std::size_t at = 0; at < segment.text.size();) {
        const auto [size, hit] = unit(source, use, segment, at);
        if (hit) {
          step.pieces.push_back(explain(source, segment, at, *hit));
          out.append(hit->values->front(), segment.origin(at, size));
        } else {
          out.append(segment, at, size);
        }
        at += size;
      }
      segment = std::move(out);
    }
  }

  void cut(const DictionarySource& source, Part& part, ExplainedStep& step) {
    const Traced whole = std::move(part.segments.front());
    part.segments.clear();
    bool open = false;  // the last segment holds no key
    for (std::size_t at = 0; at < whole.text.size();) {
      const auto [size, hit] = unit(source, Use::segmentation, whole, at);
      if (hit || !open) part.segments.emplace_back();
      part.segments.back().append(whole, at, size);
      part.segments.back().key = hit.has_value();
      open = !hit;
      if (hit) {
        ExplainedPiece piece = explain(source, whole, at, *hit);
        piece.rule.value = piece.rule.key;  // a segment stays as it is
        piece.others.clear();
        step.pieces.push_back(std::move(piece));
      }
      at += size;
    }
  }

  Finder finder_;
  std::vector<std::string> own_;  // a character that is in no dictionary
  std::vector<Part> parts_;
  std::optional<context::WordCuts> words_;  // by context
  context::ExplainedReadings readings_;
  std::string text_;
  std::shared_ptr<const ConversionChain> chain_;
  std::optional<context::DocumentNames> names_;  // of chain_
  bool last_stage_ = false;
  std::vector<std::pair<std::uint64_t, std::string>> barred_;  // by where characters begin
  Explanation explanation_;
};

}  // namespace

Explanation explain_conversion(std::string_view text, const std::vector<NamedWords>& words,
                               const Dictionary* guard,
                               const std::vector<ExplainedConfig>& configs) {
  Account account(text, words, guard, !configs.empty() && configs.front().context);
  for (const ExplainedConfig& config : configs) account.config(config);
  return account.finish();
}

}  // namespace hanfix::convert
