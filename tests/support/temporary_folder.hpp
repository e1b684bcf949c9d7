/// \file  A folder of its own for a test, gone afterwards.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace hanfix::test {

/// A fixture with a folder.
class InFolder : public testing::Test {
 protected:
  InFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "hanfix-test-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~InFolder() override { std::filesystem::remove_all(folder_); }

  /// The path of a new file.
  std::string write(const std::string& name, std::string_view text) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::string folder_;
};

}  // namespace hanfix::test
