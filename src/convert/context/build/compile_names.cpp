// Compiles what is known about names of people into a table.
// usage: compile_names NAMES.tsv OUT
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "convert/compiler/image_file.hpp"
#include "convert/context/name_image.hpp"

namespace {

using namespace hanfix;
namespace image = convert::context::image;
using convert::compiler::append;

struct Table {
  std::vector<image::NameCosts> costs =
      std::vector<image::NameCosts>(image::kNamesEnd - image::kNamesBegin);
  std::vector<image::KeptForm> kept;
  std::vector<char32_t> names;
};

// Of so many bytes, in 1/8 bit.
template <class Number>
Number number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw std::runtime_error("'" + std::string(text) + "' is not a number of units");
  }
  return value;
}
std::uint8_t cost(std::string_view text) {
  return text == "-" ? std::uint8_t{0} : number<std::uint8_t>(text);
}

void read_row(const std::string& line, Table& table) {
  const std::size_t tab = line.find('\t');
  if (tab == line.npos) throw std::runtime_error("a row without a tab");
  const std::u32string key = utf8::decode(line.substr(0, tab));
  std::vector<std::string_view> fields;
  for (std::size_t at = tab + 1; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    fields.push_back(std::string_view(line).substr(at, end - at));
    at = end + 1;
  }
  if (fields.size() == 1 && fields[0] == "name" && key.size() == image::kNameSize) {
    table.names.insert(table.names.end(), key.begin(), key.end());
    return;
  }
  if ((fields.size() != 3 && fields.size() != 5) || key.size() != 1) {
    throw std::runtime_error("'" + line + "' is not a row of names");
  }
  table.costs.at(key[0] - image::kNamesBegin) = {cost(fields[0]), cost(fields[1]), cost(fields[2])};
  if (fields.size() == 5) {
    table.kept.push_back({key[0], utf8::decode(fields[3]).at(0), number<std::int32_t>(fields[4])});
  }
}

Table read(const char* path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(std::string(path) + ": cannot be read");
  Table table;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') read_row(line, table);
  }
  return table;
}

std::string image_of(const Table& table) {
  image::NameHeader header{};
  header.magic = image::kNameMagic;
  std::string out(sizeof header, '\0');
  header.costs = append(out, table.costs);
  header.kept = append(out, table.kept);
  header.kept_count = static_cast<std::uint32_t>(table.kept.size());
  header.names = append(out, table.names);
  header.name_count = static_cast<std::uint32_t>(table.names.size() / image::kNameSize);
  header.size = static_cast<std::uint32_t>(out.size());
  std::memcpy(out.data(), &header, sizeof header);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  return convert::compiler::compile_files("compile_names", {"NAMES.tsv"}, argc, argv,
                                          [](char** paths) { return image_of(read(paths[0])); });
}
