#include "repair/utf8_sites.hpp"

#include <algorithm>
#include <utility>

#include "model/symbols.hpp"
#include "repair/mojibake_costs.hpp"

namespace hanfix::repair {
namespace {

constexpr int kBit = MojibakeCosts::kBit;
// A pair of characters that is a little unusual is no evidence: „Ä“, NATO» (in capitals, 1251).
constexpr int kUnusual = 6 * kBit;
// A lead byte whose sequence breaks off.
constexpr int kBroken = 6 * kBit;

bool is_continuation(std::uint8_t byte) { return byte >= 0x80 && byte < 0xC0; }

// Bytes of a sequence by its lead byte; 0 for bytes that start none.
std::size_t length(std::uint8_t lead) {
  return lead < 0xC2 ? 0u : lead < 0xE0 ? 2u : lead < 0xF0 ? 3u : lead < 0xF5 ? 4u : 0u;
}

bool is_lost(char32_t code) { return code == U'?' || code == 0xFFFD; }

// Quotation marks, dashes and blanks stand beside anything.
bool is_quote(char32_t code) { return (code >= 0x2010 && code <= 0x201F) || code == 0xA0; }

// A row of bytes, one for each character of a line: 0 where the page lacks it, and behind the line.
using Bytes = std::vector<std::uint8_t>;
constexpr std::size_t kBehind = 6;

Bytes bytes_in(std::span<const CodePages::Bytes* const> line, CodePage page) {
  Bytes bytes(line.size() + kBehind);
  const auto index = static_cast<std::size_t>(page);
  for (std::size_t i = 0; i < line.size(); ++i) bytes[i] = (*line[i])[index];
  return bytes;
}

class Reader {
 public:
  Reader(std::span<const LineCharacter> line, CodePage page, const Bytes& bytes)
      : line_(line), page_(page), bytes_(bytes.data()) {}

  // All but the evidence.
  Utf8Reading read() {
    Utf8Reading out{page_, {}, false, 0};
    for (std::uint32_t at = 0; at < line_.size();) {
      if (byte(at) == 0) {
        ++at;
        continue;
      }
      Utf8Site site{};
      if (match(at, site) && (site.kind != Utf8Site::Kind::cut || continues(out.sites, at))) {
        out.sites.push_back(site);
        at = site.last;
      } else {
        neighbours_ += byte(at) != 0 && (byte(at + 1) != 0 || (at > 0 && byte(at - 1) != 0));
        broken_ +=
            length(byte(at)) != 0 && is_continuation(byte(at + 1)) && !is_quote(code(at + 1));
        ++at;
      }
    }
    drop_chance_hits(out.sites);
    std::uint32_t at = 0;
    const auto sound_until = [&](std::uint32_t end) {
      for (; at < end && !out.mixed; ++at) out.mixed = byte(at) != 0 && !is_quote(code(at));
    };
    for (const Utf8Site& site : out.sites) {
      sound_until(site.first);
      at = site.last;
    }
    sound_until(static_cast<std::uint32_t>(line_.size()));
    return out;
  }
  // Whether the evidence is 0 at most, whatever the sites weigh.
  [[nodiscard]] bool is_hopeless(const Utf8Reading& reading) const {
    const std::vector<Utf8Site>& sites = reading.sites;
    std::size_t explained = 0;
    for (const Utf8Site& site : sites) explained += site.last - site.first;
    // Garbled beyond this: what looks whole in it is not what it was.
    return neighbours_ > explained || (broken_ >= 3 && broken_ >= sites.size());
  }
  void weigh(Utf8Reading& reading) const {
    weigh_sites(reading);
    reading.total -= static_cast<int>(broken_) * kBroken;
    if (is_hopeless(reading)) reading.total = std::min(reading.total, 0);
  }

 private:
  [[nodiscard]] char32_t code(std::size_t at) const {
    return at < line_.size() ? line_[at].code : U'\0';
  }
  [[nodiscard]] std::uint8_t byte(std::size_t at) const { return bytes_[at]; }

  static bool continues(const std::vector<Utf8Site>& sites, std::uint32_t at) {
    return !sites.empty() && sites.back().last == at &&
           (model::is_han(sites.back().code) || model::in(sites.back().code, 0x3000, 0x303F) ||
            model::in(sites.back().code, 0xFF00, 0xFF65));
  }

  bool match(std::uint32_t at, Utf8Site& site) const {
    const std::uint8_t lead = byte(at);
    const std::size_t size = length(lead);
    if (size == 0) return false;
    char32_t value = size == 2 ? lead & 0x1Fu : size == 3 ? lead & 0x0Fu : lead & 0x07u;
    std::size_t blanks = 0, lost = 0;
    for (std::size_t i = 1; i < size; ++i) {
      std::uint8_t next = byte(at + i);
      if (!is_continuation(next)) {
        const char32_t shown = code(at + i);
        if (shown == U' ' && lost == 0) {
          next = 0xA0;
          ++blanks;
        } else if (is_lost(shown)) {
          next = 0xBF;
          ++lost;
        } else if (size == 3 && i == 2 && blanks + lost == 0 && (shown == 0 || shown == U'\r') &&
                   value >= 0x20) {
          site = {at, at + 2, value << 6, Utf8Site::Kind::cut};
          return true;
        } else {
          return false;
        }
      }
      value = value << 6 | (next & 0x3Fu);
    }
    site = {at, static_cast<std::uint32_t>(at + size), value, Utf8Site::Kind::exact};
    if (lost > 0) {
      if (lost + 1 == size && size > 2) return false;
      site.kind = Utf8Site::Kind::lossy;
      site.code = 0xFFFD;
      return blanks == 0;
    }
    if (size == 3 && value < 0x800) return false;
    if (size == 4 && (value < 0x10000 || value > 0x10FFFF)) return false;
    if (value >= 0xD800 && value < 0xE000 && !pair(at, site)) return false;
    if (blanks > 0) {
      site.kind = Utf8Site::Kind::blank;
      return blanks == 1 && plausible_blank(lead, site);
    }
    return true;
  }

  // Surrogates in three bytes each, as CESU-8 writes them.
  bool pair(std::uint32_t at, Utf8Site& site) const {
    if (site.code >= 0xDC00 || byte(at + 3) != 0xED) return false;
    const std::uint8_t second = byte(at + 4), third = byte(at + 5);
    if (second < 0xB0 || second >= 0xC0 || !is_continuation(third)) return false;
    const char32_t low = 0xD000u | (second & 0x3Fu) << 6 | (third & 0x3Fu);
    site.code = 0x10000 + ((site.code - 0xD800) << 10) + (low - 0xDC00);
    site.last = at + 6;
    return true;
  }

  // A space in place of A0 is likely only where A0 is: à, Š, Р, NBSP, and in longer sequences.
  bool plausible_blank(std::uint8_t lead, Utf8Site& site) const {
    if (site.last - site.first > 2) return true;
    if (lead != 0xC2 && lead != 0xC3 && lead != 0xC5 && lead != 0xCE && lead != 0xD0 &&
        lead != 0xD9) {
      return false;
    }
    if (lead != 0xC3) return true;
    // French "à" takes the space behind it along; Portuguese "às" and "àquele" go on.
    const auto follows = [&](std::u32string_view word) {
      for (std::size_t i = 0; i < word.size(); ++i) {
        if (code(site.last + i) != word[i]) return false;
      }
      return true;
    };
    const bool goes_on =
        follows(U"s ") || follows(U"quele") || follows(U"quela") || follows(U"quilo");
    site.keeps_blank = !goes_on && code(site.last) != U' ';
    return true;
  }

  // A run that is mostly something else holds its sequences by chance.
  void drop_chance_hits(std::vector<Utf8Site>& sites) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < sites.size();) {
      std::uint32_t start = sites[i].first, end = sites[i].last;
      while (start > 0 && byte(start - 1) != 0) --start;
      std::uint32_t explained = 0;
      std::size_t next = i;
      for (; next < sites.size() && sites[next].first <= end; ++next) {
        explained += sites[next].last - sites[next].first;
        end = std::max(end, sites[next].last);
        while (end < line_.size() && byte(end) != 0) ++end;
      }
      std::uint32_t rest = 0, at = start;
      const auto count_until = [&](std::uint32_t until) {
        for (; at < until; ++at) rest += !is_quote(line_[at].code);
      };
      for (std::size_t site = i; site < next; ++site) {
        count_until(sites[site].first);
        at = sites[site].last;
      }
      count_until(end);
      for (; i < next; ++i) {
        if (rest * 2 < explained) sites[kept++] = sites[i];
      }
    }
    sites.resize(kept);
  }

  // “Ã©” 「â€™」: one character between quotation marks that are in order is what the text is
  // about.
  bool is_quoted(const Utf8Site& site) const {
    const auto mark = [](char32_t c) {
      return (c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB || (c >= 0x300A && c <= 0x300F);
    };
    const char32_t left = site.first > 0 ? code(site.first - 1) : U'\0', right = code(site.last);
    return (mark(left) && (mark(right) || right == U' ')) ||
           (mark(right) && (left == 0 || left == U' '));
  }

  // „Ä“: the second character has its pair before the first.
  bool closes_quotation(const Utf8Site& site) const {
    const char32_t before = site.first > 0 ? code(site.first - 1) : U'\0';
    const char32_t last = code(site.last - 1);
    const bool open = before == 0x201E || before == 0x201A || before == 0x201C ||
                      before == 0x2018 || before == 0xAB;
    return open && site.last - site.first == 2 &&
           (last == 0x201C || last == 0x201D || last == 0x2018 || last == 0x2019 || last == 0xBB);
  }

  void weigh_sites(Utf8Reading& reading) const {
    const MojibakeCosts& costs = MojibakeCosts::instance();
    char32_t before = 0;
    std::uint32_t at = 0;
    std::vector<Utf8Site>& sites = reading.sites;
    for (std::size_t i = 0; i < sites.size(); ++i) {
      Utf8Site& site = sites[i];
      if (site.first > at) before = code(site.first - 1);
      char32_t after = code(site.last);
      if (i + 1 < sites.size() && sites[i + 1].first == site.last) after = sites[i + 1].code;
      const bool alone = (i == 0 || sites[i - 1].last != site.first) &&
                         (i + 1 == sites.size() || sites[i + 1].first != site.last);
      site.quoted = alone && is_quoted(site);
      int shown = 0;
      for (std::uint32_t j = site.first; j < site.last; ++j) {
        if (code(j) == U' ') continue;
        shown += costs.seen(j > 0 ? code(j - 1) : U'\0', code(j), code(j + 1));
      }
      site.gain = site.kind == Utf8Site::Kind::lossy || site.kind == Utf8Site::Kind::cut
                      ? 0
                      : shown - costs.meant(before, site.code, after);
      if (closes_quotation(site)) site.gain = std::min(site.gain, 0);
      // Three characters are less often a well-formed sequence by chance than two.
      const int chance = site.last - site.first > 2 ? kUnusual / 2 : kUnusual;
      reading.total += site.gain > 0 ? std::max(0, site.gain - chance) : site.gain;
      before = site.code;
      at = site.last;
    }
  }

  std::span<const LineCharacter> line_;
  CodePage page_;
  const std::uint8_t* bytes_;     // kBehind more than there are characters
  std::uint32_t neighbours_ = 0;  // characters of the page side by side, in no site
  std::uint32_t broken_ = 0;      // lead bytes without what must follow them
};

// The pages through which `line` may have come, as bits.
std::uint32_t possible_pages(std::span<const LineCharacter> line) {
  const CodePages& pages = CodePages::instance();
  std::uint32_t out = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (line[i].code < 0x80) continue;
    const CodePages::Roles& lead = pages.roles(line[i].code);
    const std::uint32_t leads = std::uint32_t{lead.two} | lead.three | lead.four;
    out |= leads & pages.roles(line[i + 1].code).continuation;
    if (line[i + 1].code != U' ' || lead.two == 0) continue;
    const CodePages::Bytes& bytes = pages.bytes(line[i].code);
    for (std::size_t page = 0; page < kCodePages; ++page) {
      if (bytes[page] == 0xC3) out |= 1u << page;
    }
  }
  return out;
}

}  // namespace

std::vector<Utf8Reading> read_sites(std::span<const LineCharacter> line) {
  struct Row {
    Bytes bytes;
    CodePage page;
  };
  std::vector<const CodePages::Bytes*> of_all(line.size());
  std::transform(line.begin(), line.end(), of_all.begin(),
                 [&all = CodePages::instance()](const LineCharacter& character) {
                   return &all.bytes(character.code);
                 });
  std::vector<Row> rows;
  for (std::uint32_t pages = possible_pages(line), page = 0; pages >> page != 0; ++page) {
    if ((pages >> page & 1) == 0) continue;
    Row row{bytes_in(of_all, CodePage(page)), CodePage(page)};
    const auto same =
        std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.bytes == row.bytes; });
    if (same == rows.end()) {
      rows.push_back(std::move(row));
    } else if (info(row.page).rarity < info(same->page).rarity) {
      same->page = row.page;
    }
  }
  std::vector<Utf8Reading> readings, hopeless;
  std::vector<Reader> readers;  // of the hopeless ones
  bool any = false;
  const auto weigh = [&](const Reader& reader, Utf8Reading& reading) {
    reader.weigh(reading);
    reading.total -= info(reading.page).rarity * kBit;
    any |= reading.total > 0;
    readings.push_back(std::move(reading));
  };
  for (const Row& row : rows) {
    Reader reader(line, row.page, row.bytes);
    Utf8Reading reading = reader.read();
    if (reading.sites.empty()) continue;
    if (reader.is_hopeless(reading)) {
      readers.push_back(reader);
      hopeless.push_back(std::move(reading));
    } else {
      weigh(reader, reading);
    }
  }
  for (std::size_t i = 0; i < hopeless.size() && !any; ++i) weigh(readers[i], hopeless[i]);
  std::stable_sort(readings.begin(), readings.end(), [](const auto& a, const auto& b) {
    return a.total != b.total ? a.total > b.total : a.page < b.page;
  });
  return readings;
}

}  // namespace hanfix::repair
