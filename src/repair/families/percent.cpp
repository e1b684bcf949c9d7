// Percent-encoding left in text: %E4%B8%AD (UTF-8), %D6%D0 (GBK), Big5, and JavaScript's %u4E2D.
#include <memory>

#include "repair/escape_family.hpp"

namespace hanfix::repair {
namespace {

// Size of the sequence that `text`, which begins with %, begins with; 0 if none.
std::size_t sequence_size(std::string_view text) {
  if (text.size() >= 6 && (text[1] == 'u' || text[1] == 'U') &&
      hex_digits(text.substr(2), 4) == 4) {
    return 6;
  }
  return hex_digits(text.substr(1), 2) == 2 ? 3 : 0;
}

class Percent : public EscapeFamily {
 public:
  Percent() : EscapeFamily("percent") {}

  // A byte beyond ASCII, or a code.
  [[nodiscard]] bool suspicious(std::string_view text, RepairMode) const override {
    for (std::size_t at = text.find('%'); at != text.npos; at = text.find('%', at + 1)) {
      const std::size_t size = sequence_size(text.substr(at, 6));
      if (size == 6 || (size == 3 && (text[at + 1] & 0xF8) != 0x30)) return true;
    }
    return false;
  }

 protected:
  [[nodiscard]] EscapeReading read(std::string_view line, RepairMode) const override {
    std::vector<EscapeToken> tokens;
    bool blank = false;
    for (std::size_t at = line.find('%'); at != line.npos;) {
      const std::size_t size = sequence_size(line.substr(at, 6));
      if (size == 0) {
        at = line.find('%', at + 1);
        continue;
      }
      const std::string_view digits = line.substr(at + size / 3, size - size / 3);
      const char32_t value = hex_value(digits);
      blank |= value == U' ';
      tokens.push_back({size == 6 ? EscapeToken::Kind::code : EscapeToken::Kind::byte,
                        static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + size),
                        value});
      at = line.find('%', at + size);
    }
    EscapeReading reading = resolve(line, tokens);
    if (!blank) add_plus(line, reading);
    reading.quoted = is_quoted(line);
    return reading;
  }

 private:
  // All that is literal is what RFC 3986, section 2.3, reserves for nothing.
  static bool is_quoted(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return line.find_first_not_of(
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
               "0123456789-._~%") == line.npos;
  }
  // Forms write a blank as +, and a plus as %2B; where there is %20, a + is one.
  static void add_plus(std::string_view line, EscapeReading& reading) {
    std::vector<EscapeUnit> units;
    for (EscapeUnit& unit : reading.units) {
      const bool joined =
          !units.empty() && unit.start == units.back().end + 1 && line[units.back().end] == '+';
      if (joined) {
        units.push_back({EscapeUnit::Kind::blank, unit.start - 1, unit.start});
      }
      units.push_back(std::move(unit));
    }
    reading.units = std::move(units);
  }
};

}  // namespace

std::unique_ptr<RepairFamily> make_percent() { return std::make_unique<Percent>(); }

}  // namespace hanfix::repair
