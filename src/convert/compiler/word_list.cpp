#include "convert/compiler/word_list.hpp"

#include <algorithm>
#include <map>

#include "convert/user_words.hpp"

namespace hanfix::convert::compiler {
namespace {

using Kind = WordFinding::Kind;

class Lint {
 public:
  explicit Lint(bool only_keys) : only_keys_(only_keys) {}

  WordList run(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
      ++line_;
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (!line.empty() && line.front() != '#') entry(line);
    }
    return std::move(list_);
  }

 private:
  void find(Kind kind, const char* code, std::string message) {
    list_.findings.push_back({kind, line_, code, std::move(message)});
  }

  void entry(std::string_view line) {
    if (malformed_at(line))
      return find(Kind::error, "not-utf-8", "not UTF-8; save the file as UTF-8");
    if (line.find('\r') != std::string_view::npos) {
      return find(Kind::error, "line-break",
                  "a carriage return inside the line; a key or value cannot hold a line break");
    }
    const std::size_t tab = line.find('\t');
    if (only_keys_) {
      if (tab != std::string_view::npos) {
        return find(Kind::error, "tab",
                    "a tab in a list of protected words; --dict takes KEY<TAB>VALUE");
      }
      return word(line, line);
    }
    if (tab == std::string_view::npos) {
      return find(Kind::error, "no-tab", "no tab between key and value; write KEY<TAB>VALUE");
    }
    const std::string_view value = line.substr(tab + 1);
    if (value.find('\t') != std::string_view::npos) {
      return find(Kind::error, "tab", "a second tab; a value cannot hold one");
    }
    word(line.substr(0, tab), value);
  }

  void word(std::string_view key, std::string_view value) {
    const char* code = "";
    if (const auto reason = fault_of_word(key, code)) return find(Kind::error, code, *reason);
    const auto [known, fresh] = lines_.emplace(key, line_);
    const std::string name = std::string("'").append(key).append("'");
    if (!fresh) {
      const bool same = list_.words.find(key)->second == value;
      return find(same ? Kind::warning : Kind::error, "duplicate",
                  name + " is in line " + std::to_string(known->second) + " already" +
                      (same ? "" : ", with another value; keep one of them"));
    }
    if (sorted_ && !before_.empty() && key < before_) {
      sorted_ = false;  // said once: in most files one line in the wrong place makes many
      find(Kind::warning, "unsorted",
           name + " stands behind '" + before_ + "'; LC_ALL=C sort orders a file");
    }
    before_ = key;
    if (!only_keys_) {
      if (key == value) find(Kind::note, "identical", name + " stays as it is: it is protected");
      if (value.empty()) find(Kind::note, "empty-value", name + " is deleted: it has no value");
      if (value.find(' ') != std::string_view::npos) {
        find(Kind::note, "space",
             "the value of " + name +
                 " holds a space and is written as a whole; OpenCC would take it for several");
      }
    }
    list_.words.emplace(key, value);
  }

  bool only_keys_;
  bool sorted_ = true;
  std::size_t line_ = 0;
  std::string before_;
  std::map<std::string, std::size_t, std::less<>> lines_;
  WordList list_;
};

}  // namespace

std::optional<std::string> fault_of_word(std::string_view key, const char*& code) {
  if (auto reason = fault_of_key(key)) {
    code = key.empty() ? "empty-key" : key.find('\n') != key.npos ? "line-break" : "bad-key";
    return reason;
  }
  if (key.size() <= kLongestWord) return std::nullopt;
  code = "long-key";
  return "the key has " + std::to_string(key.size()) + " bytes, and " +
         std::to_string(kLongestWord) + " are possible";
}

WordList read_word_list(std::string_view text) { return Lint(false).run(text); }

WordList read_protected_words(std::string_view text) { return Lint(true).run(text); }

std::vector<Error> errors_of(const WordList& list, const std::string& path) {
  std::vector<Error> errors;
  for (const WordFinding& finding : list.findings) {
    if (finding.kind != Kind::error) continue;
    errors.push_back({ErrorCode::bad_data,
                      "line " + std::to_string(finding.line) + ": " + finding.message, path});
  }
  return errors;
}

std::optional<Error> first_error(const WordList& list, const std::string& path) {
  std::vector<Error> errors = errors_of(list, path);
  if (errors.empty()) return std::nullopt;
  if (const std::size_t more = errors.size() - 1; more > 0) {
    errors.front().message +=
        " (and " + std::to_string(more) + (more == 1 ? " more error)" : " more errors)");
  }
  return std::move(errors.front());
}

}  // namespace hanfix::convert::compiler
