/// \file  How the programs that bench/convert_peers measures take their orders.
#pragma once
#include <time.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

/// Answers lines `NAME TAB FILE TAB CALLS` on standard input by the least seconds of processor time
/// that one of the calls took, a space, and the bytes of the result. `open(name)` gives what
/// converts.
inline int serve(
    const std::function<std::function<std::size_t(const std::string&)>(const std::string&)>& open) {
  std::map<std::string, std::string> texts;
  std::map<std::string, std::function<std::size_t(const std::string&)>> opened;
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream fields(line);
    std::string name, path, calls;
    std::getline(fields, name, '\t');
    std::getline(fields, path, '\t');
    std::getline(fields, calls, '\t');
    std::string& text = texts[path];
    if (text.empty()) {
      std::ifstream in(path, std::ios::binary);
      text.assign(std::istreambuf_iterator<char>(in), {});
    }
    if (opened.count(name) == 0) opened[name] = open(name);
    double best = 1e9;
    std::size_t size = 0;
    for (int i = std::stoi(calls); i > 0; --i) {
      const double start = now();
      size = opened[name](text);
      best = std::min(best, now() - start);
    }
    std::cout << best << ' ' << size << std::endl;
  }
  return 0;
}
