// Reads the command line by the options table. Written out instead of taken from CLI11 2.1.2: that
// one opens the file "1" when asked for a file named "[1]", and cannot express -i[=SUFFIX].
#include <algorithm>
#include <thread>
#include <utility>

#include "cli/options.hpp"

namespace hanfix::cli {
namespace {

Error usage(std::string message) { return {ErrorCode::unknown_name, std::move(message)}; }

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row.back();
}

std::string alternatives(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + ("'" + names[i] + "'");
  return text;
}

std::vector<std::string> split_choices(std::string_view choices) {
  std::vector<std::string> names;
  while (!choices.empty()) {
    const std::size_t bar = std::min(choices.find('|'), choices.size());
    names.emplace_back(choices.substr(0, bar));
    choices.remove_prefix(std::min(bar + 1, choices.size()));
  }
  return names;
}

class Parser {
 public:
  explicit Parser(std::span<const std::string> words) : words_(words) {
    command_.options.threads = std::max(1u, std::thread::hardware_concurrency());
  }

  Result<Command> parse() {
    if (std::string wrong = verb(); !wrong.empty()) return usage(std::move(wrong));
    bool only_files = false;
    while (next_ < words_.size()) {
      const std::string_view word = words_[next_++];
      std::string wrong;
      if (only_files || word.size() < 2 || word[0] != '-') {
        command_.files.emplace_back(word);
      } else if (word == "--") {
        only_files = true;
      } else {
        wrong = word[1] == '-' ? long_option(word.substr(2)) : short_options(word);
      }
      if (!wrong.empty()) return usage(std::move(wrong));
    }
    if (command_.action == Action::run) {
      if (std::string wrong = contradiction(); !wrong.empty()) return usage(std::move(wrong));
    }
    if (command_.files.empty()) command_.files.emplace_back("-");
    for (auto* files : {&command_.options.dictionaries, &command_.options.protect})
      std::replace(files->begin(), files->end(), std::string("-"), std::string("/dev/stdin"));
    return std::move(command_);
  }

 private:
  // Only the very first word can be a command: `hanfix ./detect` and `hanfix -- detect` are files.
  std::string verb() {
    if (words_.empty()) return "";
    if (words_[0] == to_string(Verb::detect)) {
      command_.verb = Verb::detect;
      next_ = 1;
    } else if (words_[0] == to_string(Verb::dict)) {
      command_.verb = Verb::dict;
      next_ = 1;
      if (words_.size() == 1) return "dict needs a command: build, check or explain " + help();
      if (words_[1].starts_with('-')) return "";
      std::vector<std::string> names;
      for (const Verb candidate : {Verb::dict_build, Verb::dict_check, Verb::dict_explain}) {
        names.emplace_back(to_string(candidate).substr(to_string(Verb::dict).size() + 1));
        if (words_[1] != names.back()) continue;
        command_.verb = candidate;
        next_ = 2;
        return "";
      }
      return "unknown command 'dict " + words_[1] + "'; expected " + alternatives(names) + " " +
             help() + "; hanfix ./dict names a file";
    }
    return "";
  }

  std::string long_option(std::string_view text) {
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    std::vector<std::string> names;
    Verbs elsewhere = 0;
    for (const OptionRow& row : option_rows()) {
      if (!has(row.verbs, command_.verb)) {
        if (name == row.long_name) elsewhere |= row.verbs;
        continue;
      }
      names.emplace_back(row.long_name);
      if (name != row.long_name) continue;
      if (equals == std::string_view::npos) return value_follows(row);
      return with_value(row, text.substr(equals + 1));
    }
    if (elsewhere != 0) return misplaced("--" + std::string(name), elsewhere);
    names = near_names(name, names);
    for (std::string& near : names) near.insert(0, "--");
    return "unknown option '--" + std::string(name) + "'" +
           (names.empty() ? "" : "; did you mean " + alternatives(names) + "?") + " " + help();
  }

  // -qi=.bak: flags stand together, the last one may have its value with or without '='.
  std::string short_options(std::string_view word) {
    const OptionRow* before = nullptr;
    for (std::size_t i = 1; i < word.size(); ++i) {
      const OptionRow* found = nullptr;
      Verbs elsewhere = 0;
      for (const OptionRow& row : option_rows()) {
        if (row.short_name != word[i]) continue;
        if (has(row.verbs, command_.verb)) found = &row;
        elsewhere |= row.verbs;
      }
      if (found == nullptr && elsewhere != 0)
        return misplaced(std::string("-") + word[i], elsewhere);
      if (found == nullptr) {
        const std::string rest(word.substr(i));
        if (before != nullptr && before->argument == Argument::optional)
          return "unknown option '-" + rest + "'; did you mean '-" + before->short_name + "=" +
                 rest + "'? " + help();
        return "unknown option '-" + rest + "' " + help();
      }
      const std::string_view rest = word.substr(i + 1);
      if (!rest.empty() && (rest[0] == '=' || found->argument == Argument::required))
        return with_value(*found, rest.substr(rest[0] == '=' ? 1 : 0));
      if (std::string wrong = value_follows(*found); !wrong.empty()) return wrong;
      before = found;
    }
    return "";
  }

  // Where to read more, in the brackets that end a message.
  [[nodiscard]] std::string help() const {
    return command_.verb == Verb::pipeline
               ? "(--help)"
               : "(hanfix " + std::string(to_string(command_.verb)) + " --help)";
  }
  // `where`: the commands that have the option.
  [[nodiscard]] std::string misplaced(const std::string& option, Verbs where) const {
    const std::string own = "hanfix " + std::string(to_string(command_.verb));
    if (command_.verb == Verb::detect)
      return "option '" + option + "' does not belong to '" + own + "', which changes nothing " +
             help();
    if (command_.verb != Verb::pipeline)
      return "option '" + option + "' does not belong to '" + own + "' " + help();
    for (const Verb verb : {Verb::detect, Verb::dict_build, Verb::dict_check, Verb::dict_explain}) {
      if (!has(where, verb)) continue;
      const std::string other = "hanfix " + std::string(to_string(verb));
      return "option '" + option + "' belongs to '" + other + "' (" + other + " --help)";
    }
    return "unknown option '" + option + "' " + help();
  }

  std::string value_follows(const OptionRow& row) {
    if (row.argument != Argument::required) return row.apply(command_, "");
    if (next_ == words_.size())
      return "option '--" + std::string(row.long_name) + "' needs " + row.argument_name + " " +
             help();
    return with_value(row, words_[next_++]);
  }

  std::string with_value(const OptionRow& row, std::string_view value) {
    const std::string name = "'--" + std::string(row.long_name) + "'";
    if (row.argument == Argument::none)
      return "option " + name + " takes no value, but got '" + std::string(value) + "' " + help();
    if (row.argument == Argument::optional && value.empty())
      return "option " + name + " got an empty " + row.argument_name + "; leave out the '='";
    const std::vector<std::string> choices = split_choices(row.choices);
    if (!choices.empty() && std::find(choices.begin(), choices.end(), value) == choices.end())
      return "unknown " + std::string(row.argument_name) + " '" + std::string(value) + "' for " +
             name + "; expected " + alternatives(choices);
    return row.apply(command_, value);
  }

  // Words from standard input, where something else comes from there too.
  [[nodiscard]] std::string standard_input_twice(bool has_stdin) const {
    const Options& options = command_.options;
    const auto words = std::count(options.dictionaries.begin(), options.dictionaries.end(), "-");
    const auto kept = std::count(options.protect.begin(), options.protect.end(), "-");
    if (words + kept == 0) return "";
    if (words + kept > 1)
      return "standard input can be read only once, but --dict and --protect name it several times";
    const std::string option = words > 0 ? "--dict" : "--protect";
    if (!has_stdin) return "";
    return option + " - reads standard input, and so does the text; name a file for one of them";
  }

  // Combinations without meaning are refused rather than resolved in silence.
  [[nodiscard]] std::string contradiction() const {
    const bool has_stdin =
        command_.files.empty() ||
        std::find(command_.files.begin(), command_.files.end(), "-") != command_.files.end();
    if (!command_.options.config.empty() && command_.options.to != "none")
      return "--to works out the configuration that --config names; give one of them";
    const Options& options = command_.options;
    if (command_.verb == Verb::dict)
      return "dict needs a command: build, check or explain " + help();
    if (command_.verb == Verb::dict_build && command_.files.empty())
      return "dict build needs files of words; with - it reads standard input";
    if (command_.verb == Verb::dict_build && command_.output.empty())
      return "dict build needs --output IMAGE, the file to write";
    if (command_.verb == Verb::dict_check && command_.files.empty())
      return "dict check needs files of words; with - it reads standard input";
    const bool converts = !options.config.empty() || options.to != "none";
    if (!converts &&
        !(options.dictionaries.empty() && options.words.empty() && options.protect.empty()))
      return "--dict, --add and --protect belong to a conversion; give --to or --config too";
    if (const std::string fault = standard_input_twice(has_stdin); !fault.empty()) return fault;
    if (!converts && (options.tofu || options.context.value_or(false)))
      return "--context and --tofu belong to a conversion; give --to or --config too";
    if (command_.verb == Verb::dict_explain && !converts)
      return "dict explain needs --to or --config: which conversion?";
    if (command_.in_place && !command_.output.empty())
      return "--in-place and --output exclude each other";
    if (command_.in_place && has_stdin)
      return "--in-place needs files; standard input cannot be replaced";
    if (command_.verb != Verb::pipeline &&
        std::count(command_.files.begin(), command_.files.end(), "-") > 1)
      return "standard input can be read only once, but '-' is there several times";
    if (command_.json && command_.progress == When::always)
      return "--json makes all of standard error JSON lines; leave out --progress";
    return "";
  }

  std::span<const std::string> words_;
  std::size_t next_ = 0;
  Command command_;
};

}  // namespace

std::vector<std::string> near_names(std::string_view name,
                                    const std::vector<std::string>& candidates) {
  std::size_t best = name.size() < 3 ? 1 : 2;
  std::vector<std::string> near;
  for (const std::string& candidate : candidates) {
    // A name cut short is as near as one typing error.
    const bool cut_short = name.size() >= 2 && std::string_view(candidate).starts_with(name);
    const std::size_t distance = cut_short ? 1 : edit_distance(name, candidate);
    if (distance > best || distance >= std::max(name.size(), candidate.size())) continue;
    if (distance < best) near.clear();
    best = distance;
    if (near.size() < 3) near.push_back(candidate);
  }
  return near;
}

Result<Command> parse(std::span<const std::string> words) { return Parser(words).parse(); }

}  // namespace hanfix::cli
