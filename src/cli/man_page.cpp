// docs/hanfix.1 as roff: options and exit status from the tables, the rest from here.
#include "cli/exit_codes.hpp"
#include "cli/help.hpp"
#include "cli/options.hpp"

namespace hanfix::cli {
namespace {

// Plain text for roff: a minus sign that can be copied, no accidental request at a line's start.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out += "\\&";
      out += c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string bold(std::string_view text) {
  return std::string("\\fB").append(escaped(text)).append("\\fR");
}
std::string italic(std::string_view text) {
  return std::string("\\fI").append(escaped(text)).append("\\fR");
}

std::string option_tag(const OptionRow& row) {
  std::string tag;
  if (row.short_name != 0) tag = bold(std::string("-") + row.short_name) + ", ";
  tag += bold(std::string("--") + row.long_name);
  if (row.argument == Argument::required) tag.append(" ").append(italic(row.argument_name));
  if (row.argument == Argument::optional)
    tag.append("[=").append(italic(row.argument_name)).append("]");
  return tag;
}

// "s, t  [none]" is laid out for --help; a man page needs no double spaces.
std::string sentence(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' || out.empty() || out.back() != ' ') out += c;
  return escaped(out);
}

constexpr const char* kFiles =
    "Several FILEs without \\fB\\-o\\fR or \\fB\\-i\\fR go to standard output one after another, "
    "each its own document.\n"
    "A file that cannot be read is reported; the others are done all the same.\n"
    ".PP\n"
    "A file is replaced as a whole: the new text is written to a temporary file in the same "
    "folder, flushed to the disk and renamed.\n"
    "If anything fails, or a signal ends the program, the old file is as it was.\n"
    "Like any editor that works this way, hanfix gives a file with several hard links a new one "
    "of its own.\n"
    "Devices and pipes given to \\fB\\-o\\fR are written to, not replaced.\n"
    ".PP\n"
    "A pipe or a terminal that says nothing for 200 ms is paused: hanfix then decides with what it "
    "has seen so far, and writes it.\n"
    "So it does for one that never pauses but says less than 64 KiB in the time in which it is "
    "waited for: 500 ms at the end of a line, else 2 s.\n"
    "How much of a live text a decision rests on depends on this; files, and pipes that are fed "
    "faster, always give the same.\n"
    "A closed pipe ends the program quietly by SIGPIPE, as it does for\n"
    ".BR cat (1).\n";

constexpr const char* kReports =
    "Without \\fB\\-\\-explain\\fR or \\fB\\-\\-json\\fR, standard error gets one line for each "
    "kind of loss in a file: the first place, and how many there are.\n"
    ".PP\n"
    "With \\fB\\-\\-json\\fR each line of standard error is one object. A repair:\n"
    ".PP\n"
    ".nf\n"
    "{\"file\",\"start\",\"end\",\"family\",\"before\",\"after\",\"confidence\"}\n"
    ".fi\n"
    ".PP\n"
    "Anything else, errors too:\n"
    ".PP\n"
    ".nf\n"
    "{\"file\",\"start\",\"end\",\"code\",\"message\"}\n"
    ".fi\n"
    ".PP\n"
    "\\fIstart\\fR and \\fIend\\fR count bytes of the input; \\fIend\\fR is the first byte after "
    "the place.\n"
    "\\fIfile\\fR is \\- for standard input, and empty where the message is about no input.\n"
    "\\fIconfidence\\fR is between 0 and 1.\n"
    "Repairs are listed, conversion is not.\n";

constexpr const char* kDetectText =
    "\\fBhanfix detect\\fR [\\fIOPTIONS\\fR] [\\fIPATH\\fR...] says what texts are, and changes "
    "nothing: for each file a line on standard output with its encoding, how sure that is (0 to "
    "1), "
    "its script (hans, hant, hant\\-tw, hant\\-hk, mixed, ja, unknown), and the damage in it, by "
    "the "
    "names of \\fB\\-\\-list families\\fR.\n"
    "Behind \\fIperhaps\\fR stand the families that are not certain, or act only with "
    "\\fB\\-\\-repair max\\fR or where \\fB\\-\\-families\\fR names them: what they see may be "
    "meant.\n"
    ".PP\n"
    "Of a PATH that is a folder, all files are read, in the order of their names, and then its "
    "folders.\n"
    "Hidden files, folders of version control, links, pipes and devices in it are passed over; "
    "named themselves, they are read.\n"
    "\\fBdetect\\fR is a command only as the very first word: \\fBhanfix ./detect\\fR and "
    "\\fBhanfix \\-\\- detect\\fR read a file of that name.\n"
    ".PP\n"
    "The encoding is decided on the first 64 KiB that are not plain ASCII; script and damage on "
    "all "
    "of the text.\n"
    "Only of a file that is no text the rest is not read.\n";

constexpr const char* kDetectJson =
    "With \\fB\\-\\-json\\fR each line of standard output is one object:\n"
    ".PP\n"
    ".nf\n"
    "{\"file\",\"encoding\",\"bom\",\"confidence\",\"variant\",\"damage\":[...],\n"
    " \"candidates\":[{\"encoding\",\"score\"}],\n"
    " \"margin\",\"explanation\",\"declared\",\"perhaps\":[...],\"malformed\",\n"
    " \"switches\":[{\"offset\",\"encoding\"}],\n"
    " \"counts\":{\"han\",\"simplified\",\"traditional\",\"japanese\",\"kana\",\"hangul\","
    "\"taiwan\",\n"
    "  \"hong_kong\"},\n"
    " \"minority\":{\"script\",\"count\",\"positions\":[...]},\n"
    " \"paragraphs\":[{\"start\",\"end\",\"variant\"}]}\n"
    ".fi\n"
    ".PP\n"
    "\\fIdeclared\\fR is the encoding that the text names itself, \\fIminority\\fR the characters "
    "that "
    "only the other script uses, \\fIparagraphs\\fR the neighbouring paragraphs of one script "
    "where "
    "there is more than one.\n"
    "Offsets count bytes of the input.\n"
    "Lists end after 1000 items, counts go on.\n"
    "What is wrong with a file is said on standard error, as in REPORTS.\n";

constexpr const char* kDictText =
    "Words of your own are lines \\fIKEY\\fR, a tab, \\fIVALUE\\fR; \\fB#\\fR in the first column "
    "starts a comment.\n"
    "The key is written as it stands in the text before the conversion, and the value is what is "
    "written in its place, whatever the conversion: no dictionary sees it.\n"
    "A word counts where a word of the conversion's first dictionary could begin too, and there it "
    "wins, however long that one is; of the user's words the longest wins.\n"
    "By context a word of that dictionary that is torn out of other words, the user's being one of "
    "them, does not count.\n"
    "Text between two such words is converted by itself.\n"
    "With \\fB\\-t\\fR they count only in text that is converted.\n"
    "A key has at most 1024 bytes, and no line break, NUL or U+FFFD.\n"
    ".PP\n"
    "A configuration by path is JSON, comments and trailing commas allowed, as OpenCC 1.4 reads "
    "it: "
    "dictionaries of type \\fBtext\\fR, \\fBocd2\\fR, \\fBocd\\fR, \\fBinline\\fR and "
    "\\fBgroup\\fR with either match_policy, \\fBnormalization\\fR, and segmentation by "
    "\\fBmmseg\\fR.\n"
    "Dictionary files are looked for in its folder, in the working directory, among the built\\-in "
    "ones (STPhrases.txt, also by the name STPhrases.ocd2), in $OPENCC_DATA_DIR, "
    "/usr/local/share/opencc and /usr/share/opencc.\n"
    ".TP\n"
    "\\fBhanfix dict check\\fR [\\fIOPTIONS\\fR] \\fIFILE\\fR...\n"
    "A line on standard output for each error (the file cannot be used), warning and note.\n"
    "Exit status 1 if there is an error or a warning.\n"
    "With \\fB\\-\\-json\\fR objects {\"file\",\"line\",\"kind\",\"code\",\"message\"}; codes: "
    "no\\-tab, tab, empty\\-key, bad\\-key, long\\-key, line\\-break, not\\-utf\\-8, duplicate, "
    "unsorted, identical, empty\\-value, space.\n"
    ".TP\n"
    "\\fBhanfix dict build\\fR \\fIFILE\\fR... \\fB\\-o\\fR \\fIIMAGE\\fR\n"
    "Compiles the files; \\fB\\-\\-dict\\fR takes the image like them.\n"
    "It belongs to the version of hanfix that made it.\n"
    ".TP\n"
    "\\fBhanfix dict explain\\fR [\\fIOPTIONS\\fR] [\\fITEXT\\fR...]\n"
    "Converts each TEXT, or standard input, and shows step by step which word of which dictionary "
    "made each change, what else began there, and the other values of the entry, if it has any: "
    "those places a person should look at.\n"
    "Options: \\fB\\-t\\fR or \\fB\\-c\\fR, \\fB\\-\\-dict\\fR, \\fB\\-\\-add\\fR, "
    "\\fB\\-\\-protect\\fR, \\fB\\-\\-context\\fR, \\fB\\-\\-tofu\\fR.\n"
    "With \\fB\\-t\\fR a TEXT in several scripts is several stretches, as in a conversion.\n"
    "With \\fB\\-\\-json\\fR an object for each stretch:\n"
    ".PP\n"
    ".nf\n"
    "{\"start\",\"end\",\"text\",\"variant\",\"config\",\"result\",\n"
    " \"steps\":[{\"name\",\"config\",\"result\",\"pieces\":[PIECE]}],\n"
    " \"cut\",\"refused\":[{\"start\",\"end\",\"rule\",\"bits\"}],"
    "\n "
    "\"chosen\":[{\"start\",\"end\",\"text\",\"values\",\"chosen\",\"bits\",\"remembered\"}],"
    "\n "
    "\"doubtful\":[PIECE]}"
    "\n"
    "PIECE: {\"start\",\"end\",\"text\",\"value\",\"dictionary\",\"others\":[...],\n"
    "        \"candidates\":[{\"key\",\"value\",\"dictionary\"}]}\n"
    ".fi\n"
    ".PP\n"
    "\\fIstart\\fR and \\fIend\\fR count bytes of the TEXT, as they came: one that is no UTF\\-8 "
    "is one.\n";

// Rows that only `detect` has, or that mean something else to it.
bool differs(const OptionRow& row) {
  return has(row.verbs, Verb::detect) && !has(row.verbs, Verb::pipeline);
}

// -f NAME, -q, …: the options that mean the same for all commands.
std::string shared_options() {
  std::string text;
  for (const OptionRow& row : option_rows()) {
    if (!has(row.verbs, Verb::detect) || !has(row.verbs, Verb::pipeline)) continue;
    text += (text.empty() ? "" : ", ") + bold("--" + std::string(row.long_name));
  }
  return text;
}

void append_option(std::string& text, const OptionRow& row) {
  text += ".TP\n" + option_tag(row) + "\n" + sentence(row.help) + "\n";
  if (*row.details != '\0') text += ".br\n" + sentence(row.details) + "\n";
}

}  // namespace

std::string man_page() {
  std::string text =
      ".\\\" Printed from the options table by the target hanfix_man_page; do not edit.\n"
      ".TH HANFIX 1\n"
      ".SH NAME\n"
      "hanfix \\- repair Chinese text and convert between Simplified and Traditional\n"
      ".SH SYNOPSIS\n"
      ".B hanfix\n"
      "[\\fIOPTIONS\\fR] [\\fIFILE\\fR...]\n"
      ".br\n"
      ".B hanfix detect\n"
      "[\\fIOPTIONS\\fR] [\\fIPATH\\fR...]\n"
      ".br\n"
      ".B hanfix dict\n"
      "check|build|explain ...\n"
      ".SH DESCRIPTION\n"
      "Detects the encoding of each FILE, or of standard input\n"
      "(\\fB\\-\\fR), repairs what was damaged on the way, converts the script if asked to, and "
      "writes UTF\\-8 to standard output.\n"
      "Good text is never changed.\n"
      ".SH OPTIONS\n";
  std::string_view group;
  for (const OptionRow& row : option_rows()) {
    if (!has(row.verbs, Verb::pipeline)) continue;
    if (group != row.group) {
      group = row.group;
      text += ".SS " + std::string(group) + "\n";
    }
    append_option(text, row);
  }
  text += ".SH DETECT\n" + std::string(kDetectText);
  for (const OptionRow& row : option_rows()) {
    if (differs(row)) append_option(text, row);
  }
  text += ".PP\nAs above: " + shared_options() + ".\n.PP\n" + kDetectJson;
  text += ".SH DICT\n" + std::string(kDictText);
  text += ".SH FILES\n" + std::string(kFiles) + ".SH REPORTS\n" + kReports + ".SH EXIT STATUS\n";
  for (const ExitMeaning& row : kExitMeanings)
    text += ".TP\n.B " + std::to_string(static_cast<int>(row.code)) + "\n" + sentence(row.meaning) +
            "\n";
  text +=
      ".SH ENVIRONMENT\n"
      ".TP\n.B NO_COLOR\n"
      "If set and not empty, \\fB\\-\\-color auto\\fR means never.\n"
      ".TP\n.B OPENCC_DATA_DIR\n"
      "A folder with OpenCC's configurations and dictionaries.\n"
      ".SH EXAMPLES\n"
      ".nf\n"
      "hanfix \\-t tw book.txt > book.tw.txt\n"
      "hanfix \\-o out/ books/*.txt\n"
      "hanfix \\-i=.bak \\-\\-explain news.txt\n"
      "hanfix detect books/\n"
      "hanfix \\-c s2twp \\-\\-dict names.tsv \\-\\-add 内存=記憶體 book.txt\n"
      "hanfix dict explain \\-c s2twp 头发里的鼠标\n"
      "curl \\-s https://example.org/list.txt | hanfix \\-f gb18030\n"
      ".fi\n";
  return text;
}

}  // namespace hanfix::cli
