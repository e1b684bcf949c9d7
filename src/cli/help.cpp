#include "cli/help.hpp"

#include <algorithm>
#include <vector>

#include "cli/exit_codes.hpp"
#include "cli/options.hpp"
#include "hanfix/version.hpp"

namespace hanfix::cli {
namespace {

constexpr std::size_t kGroupWidth = 10;
constexpr std::size_t kOptionWidth = 26;
constexpr std::size_t kLineWidth = 100;

void pad(std::string& text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
}

// "-t, --to NAME", "    --check", "-i, --in-place[=SUFFIX]"
std::string option_column(const OptionRow& row) {
  std::string text = "    ";
  if (row.short_name != 0) text = {'-', row.short_name, ',', ' '};
  text.append("--").append(row.long_name);
  if (row.argument == Argument::required) text.append(" ").append(row.argument_name);
  if (row.argument == Argument::optional) text.append("[=").append(row.argument_name).append("]");
  return text;
}

std::string exit_status_paragraph(Verb verb) {
  std::string text = "Exit status:";
  std::size_t line = text.size();
  for (const ExitMeaning& row : kExitMeanings) {
    const bool difference = verb == Verb::pipeline || verb == Verb::dict_check;
    if (!difference && row.code == ExitCode::difference) continue;
    const bool last = &row == std::end(kExitMeanings) - 1;
    std::string part = " ";
    part.append(std::to_string(static_cast<int>(row.code))).append(" ").append(row.meaning);
    part += last ? '.' : ';';
    if (line + part.size() > kLineWidth) {
      text += '\n';
      part.erase(0, 1);
      line = 0;
    }
    text += part;
    line += part.size();
  }
  return text + "\n";
}

constexpr const char* kPipelineHelp =
    "Usage: hanfix [OPTIONS] [FILE...]\n"
    "       command | hanfix -t tw > out.txt\n"
    "       hanfix detect [OPTIONS] [PATH...]    what a text is (hanfix detect --help)\n"
    "       hanfix dict COMMAND ...              words of your own (hanfix dict --help)\n"
    "\n"
    "Repairs damaged Chinese text and converts between Simplified and Traditional.\n"
    "Reads FILEs, or standard input (-); writes UTF-8 to standard output.\n"
    "Good text is never changed.\n";

constexpr const char* kDetectHelp =
    "Usage: hanfix detect [OPTIONS] [PATH...]\n"
    "       hanfix detect --json books/ | jq -r 'select(.damage != []) | .file'\n"
    "\n"
    "Says what texts are and changes nothing: a line for each file with its encoding, how sure\n"
    "that is (0 to 1), its script, and the damage in it. Reads files, folders with all that is in\n"
    "them, or standard input (-).\n"
    "\n"
    "Scripts: hans, hant, hant-tw, hant-hk, mixed, ja, unknown. Damage: --list families.\n";

constexpr const char* kDictHelp =
    "Usage: hanfix dict check FILE...             what is wrong with files of words\n"
    "       hanfix dict build FILE... -o IMAGE    compile them\n"
    "       hanfix dict explain -c NAME TEXT...   which word converts what, and what else could\n"
    "\n"
    "Words of your own come before a conversion's dictionaries: hanfix -t tw --dict FILE. A file "
    "has\n"
    "a line for each, KEY<TAB>VALUE. Each command has its --help.\n";

constexpr const char* kDictBuildHelp =
    "Usage: hanfix dict build [OPTIONS] FILE... -o IMAGE\n"
    "\n"
    "Compiles files of words (KEY<TAB>VALUE a line) into an image that --dict takes like them: a\n"
    "large file is then ready at once. Of a key that is in several files the first counts. An "
    "image\n"
    "belongs to the version of hanfix that made it.\n";

constexpr const char* kDictCheckHelp =
    "Usage: hanfix dict check [OPTIONS] FILE...\n"
    "\n"
    "Looks at files of words (KEY<TAB>VALUE a line): a line for each thing that is wrong or worth\n"
    "knowing, on standard output. Notes are no faults.\n";

constexpr const char* kDictExplainHelp =
    "Usage: hanfix dict explain [OPTIONS] (-c NAME | -t NAME) [TEXT...]\n"
    "       hanfix dict explain -c s2twp 头发里的鼠标\n"
    "\n"
    "Converts each TEXT, or standard input (-), step by step and shows which word of which "
    "dictionary\n"
    "made each change, what else began there, and where an entry has several values.\n";

const char* introduction(Verb verb) {
  switch (verb) {
    case Verb::pipeline:
      break;
    case Verb::detect:
      return kDetectHelp;
    case Verb::dict:
      return kDictHelp;
    case Verb::dict_build:
      return kDictBuildHelp;
    case Verb::dict_check:
      return kDictCheckHelp;
    case Verb::dict_explain:
      return kDictExplainHelp;
  }
  return kPipelineHelp;
}

}  // namespace

std::string help_text(Verb verb) {
  std::string text = introduction(verb);
  std::string_view group;
  for (const OptionRow& row : option_rows()) {
    if (!has(row.verbs, verb)) continue;
    std::string line;
    if (group != row.group) {
      group = row.group;
      line = group;
      text += '\n';
    }
    pad(line, kGroupWidth);
    line += option_column(row);
    pad(line, kGroupWidth + kOptionWidth);
    if (line.size() > kGroupWidth + kOptionWidth) line += ' ';
    text += line + row.help + "\n";
  }
  return text.append("\n").append(exit_status_paragraph(verb));
}

std::string version_text() {
  return std::string("hanfix ") + kVersion + "\nOpenCC data " + kOpenccDataVersion + "\n";
}

std::string list_text(std::string_view what) {
  const std::vector<Choice> rows = what == "configs"     ? configs()
                                   : what == "encodings" ? encodings()
                                   : what == "families"  ? families()
                                                         : targets();
  std::size_t width = 0;
  for (const Choice& row : rows) width = std::max(width, row.name.size() + 2);
  std::string text;
  for (const Choice& row : rows) {
    std::string line = row.name;
    pad(line, width);
    text += line + row.description + "\n";
  }
  return text;
}

}  // namespace hanfix::cli
