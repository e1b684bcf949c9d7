/// \file  Files of records that are used in place, for the compilers of the build.
#pragma once
#include <cstddef>
#include <cstdint>
#include <exception>
#include <fstream>
#include <initializer_list>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace hanfix::convert::compiler {

/// Appends records where a cache line begins; the offset, in bytes.
template <class Record>
std::uint32_t append(std::string& out, const std::vector<Record>& records) {
  out.resize((out.size() + 63) / 64 * 64);
  const auto offset = static_cast<std::uint32_t>(out.size());
  out.append(reinterpret_cast<const char*>(records.data()), records.size() * sizeof(Record));
  return offset;
}

/// Whether the file has been written whole.
[[nodiscard]] inline bool write_file(const char* path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  return static_cast<bool>(out);
}

/// The main program of a compiler called `name`, which makes OUT of some files, `sources` in its
/// usage. `compile`: from their paths, as many `char*`, to the bytes; it may throw.
template <class Compile>
int compile_files(const char* name, std::initializer_list<const char*> sources, int argc,
                  char** argv, Compile compile) {
  const std::size_t count = sources.size();
  if (static_cast<std::size_t>(argc) != count + 2) {
    std::cerr << "usage: " << name << ' ';
    for (const char* source : sources) std::cerr << source << ' ';
    std::cerr << "OUT\n";
    return 2;
  }
  const char* const out = argv[count + 1];
  try {
    if (!write_file(out, compile(argv + 1))) {
      throw std::runtime_error(std::string(out) + ": cannot be written");
    }
  } catch (const std::exception& error) {
    std::cerr << name << ": " << error.what() << '\n';
    return 1;
  }
  return 0;
}

}  // namespace hanfix::convert::compiler
