// The program. For now: bytes in, bytes out.
#include <cstdio>

int main() {
  char buffer[1 << 16];
  for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, stdin)) > 0;) {
    if (std::fwrite(buffer, 1, n, stdout) != n) return 4;
  }
  return std::ferror(stdin) != 0 ? 4 : 0;
}
