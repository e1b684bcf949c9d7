#include "cli/options.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace hanfix::cli {
namespace {

When when(std::string_view value) {
  return value == "always" ? When::always : value == "never" ? When::never : When::automatic;
}

// The names of a list that commas separate.
std::vector<std::string> names(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (comma > 0) out.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return out;
}

std::string set_families(Command& command, std::string_view list) {
  command.options.families = names(list);
  return command.options.families.empty() ? "--families needs at least one name (--list families)"
                                          : "";
}

std::string set_candidates(Command& command, std::string_view list) {
  command.options.candidates = names(list);
  return command.options.candidates.empty()
             ? "--candidates needs at least one name (--list encodings)"
             : "";
}

std::string add_word(Command& command, std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0)
    return "--add needs KEY=VALUE, but got '" + std::string(word) + "'";
  command.options.words.push_back(
      {std::string(word.substr(0, equals)), std::string(word.substr(equals + 1))});
  return "";
}

std::string set_in_place(Command& command, std::string_view suffix) {
  if (suffix.find('/') != std::string_view::npos)
    return "the suffix of --in-place cannot hold '/'; the backup stays in the file's folder";
  command.in_place = true;
  command.backup_suffix = suffix;
  return "";
}

std::string set_jobs(Command& command, std::string_view value) {
  constexpr unsigned kMost = 1024;
  unsigned jobs = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), jobs);
  if (error != std::errc() || end != value.data() + value.size() || jobs < 1 || jobs > kMost)
    return "--jobs needs a number from 1 to " + std::to_string(kMost) + ", but got '" +
           std::string(value) + "'";
  command.options.threads = jobs;
  return "";
}

// One row an option. A new one needs nothing else: --help and docs/hanfix.1 are printed from here.
constexpr OptionRow kRows[] = {
    {"Convert", 't', "to", Argument::required, "NAME", "",
     "s, sp, t, tw, twp, hk, hkp, jp, none  [none: repair only]",
     "The source script is worked out for each document, and the conversion follows from both. "
     "Names that end in p also change regional words. --list targets explains each name.",
     [](Command& c, std::string_view value) {
       c.options.to = value;
       return std::string();
     },
     kConversion},
    {"Convert", 'c', "config", Argument::required, "NAME", "",
     "an OpenCC config, exactly as OpenCC: a name or a path",
     "For example s2t, s2twp, tw2sp, t2jp; --list configs names them all. With a slash in it, or "
     ".json "
     "at its end, it is a file in OpenCC's format; see DICT. Excludes --to.",
     [](Command& c, std::string_view value) {
       c.options.config = value;
       return value.empty() ? std::string("--config needs a name (--list configs)") : std::string();
     },
     kConversion},
    {"Convert", 0, "dict", Argument::required, "FILE", "",
     "own words, KEY<TAB>VALUE a line; may be repeated",
     "They come before the dictionaries of the conversion and are written exactly as they stand; "
     "see DICT. With - they come from standard input, if the text does not.",
     [](Command& c, std::string_view value) {
       c.options.dictionaries.emplace_back(value);
       return value.empty() ? std::string("--dict needs a file") : std::string();
     },
     kConversion},
    {"Convert", 0, "add", Argument::required, "KEY=VALUE", "", "one own word; may be repeated",
     "The first '=' ends the key. It prevails over --dict.", add_word, kConversion},
    {"Convert", 0, "protect", Argument::required, "FILE", "",
     "words that stay as they are, one a line; may be repeated",
     "They prevail over --add and --dict.",
     [](Command& c, std::string_view value) {
       c.options.protect.emplace_back(value);
       return value.empty() ? std::string("--protect needs a file") : std::string();
     },
     kConversion},
    {"Convert", 0, "context", Argument::none, "", "",
     "look at the borders of words  [with -t; -c: plain longest match]",
     "A key of OpenCC's dictionaries that would tear a word apart is not used. No effect on "
     "Japanese.",
     [](Command& c, std::string_view) {
       c.options.context = true;
       return std::string();
     },
     kConversion},
    {"Convert", 0, "no-context", Argument::none, "", "",
     "plain longest match, as OpenCC  [with -c]", "",
     [](Command& c, std::string_view) {
       c.options.context = false;
       return std::string();
     },
     kConversion},
    {"Convert", 0, "tofu", Argument::none, "", "",
     "also use the dictionary of rare results few fonts show", "",
     [](Command& c, std::string_view) {
       c.options.tofu = true;
       return std::string();
     },
     kConversion},
    {"Convert", 0, "quotes", Argument::required, "STYLE", "keep|auto|curly|corner",
     "quotation marks: keep, auto, curly, corner  [keep]",
     "curly is “ ‘ ’ ”, corner is 「 『 』 」, each by how deep it stands; auto is curly in "
     "Simplified "
     "text and corner else. Straight marks, apostrophes, code between backticks and quotations "
     "without Chinese stay.",
     [](Command& c, std::string_view value) {
       c.options.quotes = value == "auto"     ? Quotes::automatic
                          : value == "curly"  ? Quotes::curly
                          : value == "corner" ? Quotes::corner
                                              : Quotes::keep;
       return std::string();
     }},
    {"Repair", 0, "repair", Argument::required, "MODE", "off|safe|max",
     "off, safe, max  [safe: what is certain; max: also guesses]",
     "A guess carries its confidence in the report (--explain).",
     [](Command& c, std::string_view value) {
       c.options.repair = value == "off"   ? RepairMode::off
                          : value == "max" ? RepairMode::max
                                           : RepairMode::safe;
       return std::string();
     }},
    {"Repair", 0, "on-doubt", Argument::required, "MODE", "keep|mark|best",
     "where bytes are gone: keep, mark, best  [mark; with max: best]",
     "keep leaves the damaged place as it is, and with it what cannot be undone without it. mark "
     "writes U+FFFD for each character that is not certain. best writes what fits best. Each such "
     "place is reported, with what would fit or with the confidence.",
     [](Command& c, std::string_view value) {
       c.options.on_doubt = value == "keep"   ? OnDoubt::keep
                            : value == "best" ? OnDoubt::best
                                              : OnDoubt::mark;
       return std::string();
     }},
    {"Repair", 0, "families", Argument::required, "LIST", "",
     "only these, separated by commas  (--list families)", "", set_families},
    {"Encoding", 'f', "from", Argument::required, "NAME", "",
     "input encoding  [auto]  (--list encodings)",
     "With --from utf-8 --repair off nothing is held back: a line leaves as it comes.",
     [](Command& c, std::string_view value) {
       c.options.from = value;
       return std::string();
     },
     kTexts},
    {"Encoding", 0, "candidates", Argument::required, "LIST", "",
     "detect only these, separated by commas  (--list encodings)",
     "For files that are known to be in one of a few encodings: even a short name is told then.",
     set_candidates, kTexts},
    {"Encoding", 0, "on-mixed", Argument::required, "MODE", "segment|line|strict|replace",
     "when the encoding changes: segment, line, strict, replace  [segment]",
     "segment follows the change, line by line, and keeps an encoding while it explains the text. "
     "line judges each line by itself: UTF-8, or else what all such lines are in. strict reports "
     "it "
     "and fails. replace does not look: what the first encoding does not allow is damage. No "
     "effect "
     "with --from.",
     [](Command& c, std::string_view value) {
       c.options.on_mixed = value == "line"      ? OnMixed::line
                            : value == "strict"  ? OnMixed::strict
                            : value == "replace" ? OnMixed::replace
                                                 : OnMixed::segment;
       return std::string();
     }},
    {"Encoding", 'T', "to-code", Argument::required, "NAME", "", "output encoding  [utf-8]",
     "Names of older standards mean these: gb2312, gbk and big5 hold less than gb18030 and "
     "big5-hkscs.",
     [](Command& c, std::string_view value) {
       c.options.to_code = value;
       return std::string();
     }},
    {"Encoding", 0, "unmappable", Argument::required, "MODE", "reference|substitute|error",
     "reference, substitute, error  [reference]",
     "What becomes of a character that the output encoding lacks: a numeric character reference; "
     "the nearest that it holds, such as another form of the character, else '?'; or exit status "
     "1, "
     "and -o and -i replace no such file. Each one is reported.",
     [](Command& c, std::string_view value) {
       c.options.unmappable = value == "substitute" ? Unmappable::substitute
                              : value == "error"    ? Unmappable::error
                                                    : Unmappable::reference;
       return std::string();
     }},
    {"Encoding", 0, "bom", Argument::none, "", "", "write a byte order mark  [as the input had it]",
     "",
     [](Command& c, std::string_view) {
       c.options.bom = true;
       return std::string();
     }},
    {"Encoding", 0, "no-bom", Argument::none, "", "", "write none", "",
     [](Command& c, std::string_view) {
       c.options.bom = false;
       return std::string();
     }},
    {"Files", 'o', "output", Argument::required, "PATH", "",
     "a file; or a folder that exists, or NAME/, for many inputs",
     "The folder is made if need be. Inputs that would get the same name in it are refused before "
     "anything is written. A new file gets the input's permissions and times.",
     [](Command& c, std::string_view value) {
       c.output = value;
       return value.empty() ? std::string("--output needs a file or a folder") : std::string();
     }},
    {"Files", 'o', "output", Argument::required, "IMAGE", "", "the file to write", "",
     [](Command& c, std::string_view value) {
       c.output = value;
       return value.empty() ? std::string("--output needs a file") : std::string();
     },
     only(Verb::dict_build)},
    {"Files", 'i', "in-place", Argument::optional, "SUFFIX", "",
     "replace the files; keep the old ones as FILE + SUFFIX",
     "A file that would not change is not touched. Permissions, owner and times are kept, symbolic "
     "links are followed. An existing backup is never overwritten: that file fails.",
     set_in_place},
    {"Files", 'j', "jobs", Argument::required, "N", "", "threads  [as many as there are cores]",
     "The output is the same for any N. Files that get an output of their own (--output FOLDER, "
     "--in-place, --check) are done several at a time; else threads share the conversion of each.",
     set_jobs, kTexts},
    {"Files", 0, "hidden", Argument::none, "", "",
     "look at hidden files and folders of version control too", "",
     [](Command& c, std::string_view) {
       c.hidden = true;
       return std::string();
     },
     kDetect},
    {"Report", 0, "check", Argument::none, "", "", "write nothing; exit 1 if anything would change",
     "",
     [](Command& c, std::string_view) {
       c.check = true;
       return std::string();
     }},
    {"Report", 0, "explain", Argument::none, "", "",
     "a line on standard error for each edit and each doubtful place",
     "Positions are bytes of the input: the first, and the one after the last.",
     [](Command& c, std::string_view) {
       c.explain = true;
       return std::string();
     }},
    {"Report", 0, "json", Argument::none, "", "",
     "the same as JSON lines; all of standard error is JSON then", "See REPORTS.",
     [](Command& c, std::string_view) {
       c.json = true;
       return std::string();
     }},
    {"Report", 0, "json", Argument::none, "", "",
     "one JSON object a line for each file, on standard output", "",
     [](Command& c, std::string_view) {
       c.json = true;
       return std::string();
     },
     kDetect},
    {"Report", 0, "json", Argument::none, "", "", "one JSON object a line, on standard output", "",
     [](Command& c, std::string_view) {
       c.json = true;
       return std::string();
     },
     kExplain | only(Verb::dict_check)},
    {"Report", 0, "report", Argument::required, "FILE", "",
     "a page that shows the edits in the text, as HTML",
     "One page for all inputs that needs no other file: doubtful places first, each with a link to "
     "its place in the text, then counts, then the text around each edit with what stood there. "
     "Goes together with --check and --in-place. Of very many edits the first are shown, and the "
     "page says so; counts are complete.",
     [](Command& c, std::string_view value) {
       c.report = value;
       return value.empty() || value == "-"
                  ? std::string("--report needs a file; standard output is for the text")
                  : std::string();
     }},
    {"Report", 0, "strict", Argument::none, "", "",
     "exit 1 where text would be lost; -o and -i replace no such file", "",
     [](Command& c, std::string_view) {
       c.strict = true;
       return std::string();
     }},
    {"Report", 'q', "quiet", Argument::none, "", "", "only errors", "",
     [](Command& c, std::string_view) {
       c.verbosity = Verbosity::quiet;
       return std::string();
     },
     kEverywhere},
    {"Report", 'v', "verbose", Argument::none, "", "",
     "what was found and done, a line for each file", "",
     [](Command& c, std::string_view) {
       c.verbosity = Verbosity::verbose;
       return std::string();
     }},
    {"Report", 'v', "verbose", Argument::none, "", "",
     "also what it rests on: margin, runners-up, counts, places", "",
     [](Command& c, std::string_view) {
       c.verbosity = Verbosity::verbose;
       return std::string();
     },
     kDetect},
    {"Report", 0, "color", Argument::required, "WHEN", "auto|always|never",
     "auto, always, never  [auto: on a terminal without NO_COLOR]", "",
     [](Command& c, std::string_view value) {
       c.color = when(value);
       return std::string();
     },
     kEverywhere},
    {"Report", 0, "progress", Argument::required, "WHEN", "auto|always|never",
     "auto, always, never  [auto: on a terminal, after one second]", "",
     [](Command& c, std::string_view value) {
       c.progress = when(value);
       return std::string();
     },
     kTexts},
    {"Help", 0, "list", Argument::required, "WHAT", "configs|encodings|families|targets",
     "the names there are: configs, encodings, families, targets", "",
     [](Command& c, std::string_view value) {
       c.action = Action::list;
       c.list = value;
       return std::string();
     },
     kEverywhere},
    {"Help", 'h', "help", Argument::none, "", "", "this text", "",
     [](Command& c, std::string_view) {
       c.action = Action::help;
       return std::string();
     },
     kEverywhere},
    {"Help", 0, "version", Argument::none, "", "", "the version, and that of OpenCC's data", "",
     [](Command& c, std::string_view) {
       c.action = Action::version;
       return std::string();
     },
     kEverywhere},
};

}  // namespace

std::span<const OptionRow> option_rows() { return kRows; }

std::string_view to_string(Verb verb) noexcept {
  switch (verb) {
    case Verb::pipeline:
      break;
    case Verb::detect:
      return "detect";
    case Verb::dict:
      return "dict";
    case Verb::dict_build:
      return "dict build";
    case Verb::dict_check:
      return "dict check";
    case Verb::dict_explain:
      return "dict explain";
  }
  return "";
}

}  // namespace hanfix::cli
