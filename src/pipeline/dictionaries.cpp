#include "hanfix/dictionaries.hpp"

#include <utility>

#include "convert/compiler/compile_chain.hpp"
#include "convert/compiler/word_list.hpp"

namespace hanfix {
namespace {

namespace compiler = convert::compiler;

// The text of a file of words.
Result<std::string> read_words(const std::string& path) {
  Result<std::string> text = compiler::read_file(path);
  if (text && compiler::is_image(text.value())) {
    return Error{ErrorCode::bad_data, "is a compiled image; take the files it was made from", path};
  }
  return text;
}

}  // namespace

Result<std::vector<DictionaryFinding>> check_dictionary(const std::string& path) {
  const Result<std::string> text = read_words(path);
  if (!text) return text.error();
  using Kind = compiler::WordFinding::Kind;
  std::vector<DictionaryFinding> findings;
  for (auto& finding : compiler::read_word_list(text.value()).findings) {
    const auto kind = finding.kind == Kind::error     ? DictionaryFinding::Kind::error
                      : finding.kind == Kind::warning ? DictionaryFinding::Kind::warning
                                                      : DictionaryFinding::Kind::note;
    findings.push_back({kind, finding.line, finding.code, std::move(finding.message)});
  }
  return findings;
}

Result<std::string> build_dictionary(const std::vector<std::string>& paths,
                                     std::vector<Error>* faults) {
  compiler::Entries words;
  std::vector<Error> found;
  for (const std::string& path : paths) {
    const Result<std::string> text = read_words(path);
    if (!text) {
      found.push_back(text.error());
      continue;
    }
    compiler::WordList list = compiler::read_word_list(text.value());
    for (Error& error : errors_of(list, path)) found.push_back(std::move(error));
    words.merge(list.words);
  }
  if (!found.empty()) {
    Error first = found.front();
    if (faults != nullptr) *faults = std::move(found);
    return first;
  }
  if (words.empty()) return Error{ErrorCode::bad_data, "there is no word in these files"};
  return compiler::compile_words(words);
}

}  // namespace hanfix
