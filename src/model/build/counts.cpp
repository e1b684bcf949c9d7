#include "model/build/counts.hpp"

#include <zstd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/utf8.hpp"
#include "model/symbols.hpp"

namespace hanfix::model::build {
namespace {

Table run_lengths(std::vector<Key>& keys) {
  std::sort(keys.begin(), keys.end());
  Table table;
  for (std::size_t at = 0; at < keys.size();) {
    std::size_t end = at;
    while (end < keys.size() && keys[end] == keys[at]) ++end;
    table.push_back({keys[at], std::uint32_t(end - at)});
    at = end;
  }
  keys = {};
  return table;
}

Table weighted_sum(const Table& a, unsigned weight_a, const Table& b, unsigned weight_b) {
  Table rows;
  rows.reserve(a.size() + b.size());
  for (const Count& row : a) rows.push_back({row.key, row.count * weight_a});
  for (const Count& row : b) rows.push_back({row.key, row.count * weight_b});
  return sorted_sum(std::move(rows));
}

}  // namespace

std::uint32_t count_in(const Table& table, Key key) {
  const auto found = std::lower_bound(table.begin(), table.end(), key,
                                      [](const Count& row, Key k) { return row.key < k; });
  return found != table.end() && found->key == key ? found->count : 0;
}

void Counter::add(std::string_view line, unsigned weight) {
  std::vector<char32_t> symbols{symbol_class::kLineBreak};
  for (std::size_t at = 0; at < line.size();) {
    symbols.push_back(representative(utf8::next(line, at)));
  }
  symbols.push_back(symbol_class::kLineBreak);
  for (std::size_t i = 1; i < symbols.size(); ++i) {
    unigrams_.insert(unigrams_.end(), weight, symbols[i]);
    bigrams_.insert(bigrams_.end(), weight, key_of(symbols[i - 1], symbols[i]));
    if (i >= 2) {
      trigrams_.insert(trigrams_.end(), weight, key_of(symbols[i - 2], symbols[i - 1], symbols[i]));
    }
  }
}

Counts Counter::finish() {
  return {run_lengths(unigrams_), run_lengths(bigrams_), run_lengths(trigrams_)};
}

Table sorted_sum(Table rows) {
  std::sort(rows.begin(), rows.end(), [](const Count& a, const Count& b) { return a.key < b.key; });
  Table sum;
  sum.reserve(rows.size());
  for (const Count& row : rows) {
    if (!sum.empty() && sum.back().key == row.key) {
      sum.back().count += row.count;
    } else {
      sum.push_back(row);
    }
  }
  return sum;
}

Counts pooled(const Counts& a, unsigned weight_a, const Counts& b, unsigned weight_b) {
  return {weighted_sum(a.unigrams, weight_a, b.unigrams, weight_b),
          weighted_sum(a.bigrams, weight_a, b.bigrams, weight_b),
          weighted_sum(a.trigrams, weight_a, b.trigrams, weight_b)};
}

Counts mapped(const Counts& counts, const CharacterMap& map) {
  const auto one = [&](char32_t symbol) {
    const auto found = map.find(symbol);
    return found == map.end() ? symbol : found->second;
  };
  Counts out = counts;
  for (Count& row : out.unigrams) row.key = one(last_of(row.key));
  for (Count& row : out.bigrams) {
    row.key = key_of(one(last_of(context_of(row.key))), one(last_of(row.key)));
  }
  for (Count& row : out.trigrams) {
    const Key context = context_of(row.key);
    row.key =
        key_of(one(last_of(context_of(context))), one(last_of(context)), one(last_of(row.key)));
  }
  out.unigrams = sorted_sum(std::move(out.unigrams));
  out.bigrams = sorted_sum(std::move(out.bigrams));
  out.trigrams = sorted_sum(std::move(out.trigrams));
  return out;
}

std::string to_tsv(const Counts& counts) {
  std::vector<std::string> lines;
  lines.reserve(counts.unigrams.size() + counts.bigrams.size() + counts.trigrams.size());
  const auto add = [&](const Table& table, unsigned order) {
    for (const Count& row : table) {
      std::string line;
      for (unsigned i = order; i-- > 0;) {
        utf8::append(line, last_of(row.key >> i * kSymbolBits));
      }
      line += '\t';
      line += std::to_string(row.count);
      line += '\n';
      lines.push_back(std::move(line));
    }
  };
  add(counts.unigrams, 1);
  add(counts.bigrams, 2);
  add(counts.trigrams, 3);
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

Counts from_tsv(std::string_view text) {
  Counts counts;
  std::string_view previous;
  for (std::size_t at = 0, number = 1; at < text.size(); ++number) {
    const auto fail = [&](const char* what) {
      throw std::runtime_error("counts, line " + std::to_string(number) + ": " + what);
    };
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) fail("no line break at the end");
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) fail("no tab");
    const std::string_view gram = line.substr(0, tab);
    if (!previous.empty() && !(previous < gram)) fail("not sorted");
    previous = gram;
    const std::u32string symbols = utf8::decode(gram);
    std::uint32_t count = 0;
    const auto parsed = std::from_chars(line.data() + tab + 1, line.data() + line.size(), count);
    if (parsed.ptr != line.data() + line.size() || count == 0) fail("not a count");
    for (const char32_t symbol : symbols) {
      if (representative(symbol) != symbol && !is_class(symbol)) fail("not a symbol");
    }
    if (symbols.size() == 1) {
      counts.unigrams.push_back({symbols[0], count});
    } else if (symbols.size() == 2) {
      counts.bigrams.push_back({key_of(symbols[0], symbols[1]), count});
    } else if (symbols.size() == 3) {
      counts.trigrams.push_back({key_of(symbols[0], symbols[1], symbols[2]), count});
    } else {
      fail("not one to three symbols");
    }
  }
  return counts;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string read_zstd(const std::string& path) {
  const std::string packed = read_file(path);
  std::string text;
  ZSTD_DStream* stream = ZSTD_createDStream();
  ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 27);
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  std::vector<char> buffer(ZSTD_DStreamOutSize());
  std::size_t state = 1;
  while (in.pos < in.size || state != 0) {
    ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
    const std::size_t before = in.pos;
    state = ZSTD_decompressStream(stream, &out, &in);
    text.append(buffer.data(), out.pos);
    if (ZSTD_isError(state) || (out.pos == 0 && in.pos == before)) {
      ZSTD_freeDStream(stream);
      throw std::runtime_error(path + ": not a whole zstd file");
    }
  }
  ZSTD_freeDStream(stream);
  return text;
}

void write_file(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), std::streamsize(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error(path + ": cannot be written");
}

}  // namespace hanfix::model::build
