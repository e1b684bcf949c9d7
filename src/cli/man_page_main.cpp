// Prints docs/hanfix.1; the target `man` writes it, a test compares it.
#include <cstdio>

#include "cli/help.hpp"

int main() { return std::fputs(hanfix::cli::man_page().c_str(), stdout) < 0 ? 1 : 0; }
