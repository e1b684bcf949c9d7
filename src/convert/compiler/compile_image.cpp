// Compiles text dictionaries and configurations into the image that the program embeds.
// usage: compile_image OPENCC_DATA_FOLDER OWN_FOLDER IMAGE
//   OPENCC_DATA_FOLDER  OpenCC's *.txt and config/*.json
//   OWN_FOLDER          our config/*.json, on the same dictionaries, and regional-words.tsv
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

#include "convert/compiler/config_reader.hpp"
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

std::optional<Error> add_configs(const std::filesystem::path& folder,
                                 DictionaryFolder& dictionaries, ImageWriter& writer) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    const auto plain = read_config(path, dictionaries, false);
    if (!plain) return plain.error();
    const auto tofu = read_config(path, dictionaries, true);
    if (!tofu) return tofu.error();
    writer.add_config(path.stem().string(), plain.value(), tofu.value());
  }
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: compile_image OPENCC_DATA_FOLDER OWN_FOLDER IMAGE\n";
    return 2;
  }
  const std::filesystem::path stock = argv[1];
  const std::filesystem::path own = argv[2];
  DictionaryFolder dictionaries(stock);
  ImageWriter writer;
  for (const std::filesystem::path& folder : {stock, own}) {
    if (const auto error = add_configs(folder / "config", dictionaries, writer)) {
      return fail(*error);
    }
  }
  const auto evidence = derive_script_evidence(dictionaries, own / "regional-words.tsv");
  if (!evidence) return fail(evidence.error());
  writer.set_evidence(evidence.value().words);
  writer.add_traits(evidence.value().characters);

  std::ofstream out(argv[3], std::ios::binary);
  const std::string image = writer.write();
  out.write(image.data(), static_cast<std::streamsize>(image.size()));
  out.close();
  if (!out) return fail({ErrorCode::unwritable_output, "cannot write the image", argv[3]});
  return 0;
}
