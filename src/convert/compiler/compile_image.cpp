// Compiles text dictionaries and configurations into the image that the program embeds, and packs
// their sources, which configurations of the user's own refer to.
// usage: compile_image OPENCC_DATA_FOLDER OWN_FOLDER IMAGE SOURCES
//   OPENCC_DATA_FOLDER  OpenCC's *.txt and config/*.json
//   OWN_FOLDER          our config/*.json, on the same dictionaries, and regional-words.tsv
//   SOURCES             as src/convert/stock_files.cpp reads them
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "convert/compiler/config_reader.hpp"
#include "convert/compiler/image_file.hpp"
#include "convert/compiler/image_writer.hpp"
#include "convert/compiler/script_evidence.hpp"

namespace {

using namespace hanfix;
using namespace hanfix::convert::compiler;

int fail(const Error& error) {
  std::cerr << "compile_image: " << (error.path.empty() ? "" : error.path + ": ") << error.message;
  if (error.offset > 0) std::cerr << " (byte " << error.offset << ")";
  std::cerr << '\n';
  return 1;
}

// Names and texts, each behind its size, in decimal, and a space.
class Sources {
 public:
  void add(const std::string& name, const std::string& text) {
    for (const std::string* part : {&name, &text}) {
      out_ += std::to_string(part->size()) + ' ' + *part;
    }
  }
  // The size of it all first.
  [[nodiscard]] std::string packed() const { return std::to_string(out_.size()) + ' ' + out_; }

 private:
  std::string out_;
};

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                            const char* extension) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::optional<Error> add_configs(const std::filesystem::path& folder, DictionaryFiles& dictionaries,
                                 ImageWriter& writer, Sources& sources) {
  for (const auto& path : files_in(folder, ".json")) {
    const Result<std::string> text = read_file(path);
    if (!text) return text.error();
    const auto plain = read_config(text.value(), path.string(), dictionaries, false);
    if (!plain) return plain.error();
    const auto tofu = read_config(text.value(), path.string(), dictionaries, true);
    if (!tofu) return tofu.error();
    writer.add_config(path.stem().string(), flatten(plain.value()), flatten(tofu.value()));
    sources.add("config/" + path.filename().string(), text.value());
  }
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: compile_image OPENCC_DATA_FOLDER OWN_FOLDER IMAGE SOURCES\n";
    return 2;
  }
  const std::filesystem::path stock = argv[1];
  const std::filesystem::path own = argv[2];
  DictionaryFiles dictionaries({stock.string()});
  ImageWriter writer;
  Sources sources;
  for (const std::filesystem::path& folder : {stock, own}) {
    if (const auto error = add_configs(folder / "config", dictionaries, writer, sources)) {
      return fail(*error);
    }
  }
  for (const auto& path : files_in(stock, ".txt")) {
    const Result<std::string> text = read_file(path);
    if (!text) return fail(text.error());
    sources.add(path.filename().string(), text.value());
  }
  const auto evidence = derive_script_evidence(dictionaries, own / "regional-words.tsv");
  if (!evidence) return fail(evidence.error());
  writer.set_evidence(evidence.value().words);
  writer.add_traits(evidence.value().characters);

  for (const auto& [path, bytes] :
       {std::pair(argv[3], writer.write()), std::pair(argv[4], sources.packed())}) {
    if (!write_file(path, bytes)) {
      return fail({ErrorCode::unwritable_output, "cannot write it", path});
    }
  }
  return 0;
}
