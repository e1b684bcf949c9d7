#include "convert/compiler/script_evidence.hpp"

#include <algorithm>
#include <set>

#include "base/utf8.hpp"
#include "convert/image_format.hpp"

namespace hanfix::convert::compiler {
namespace {

using Characters = std::set<char32_t>;

// Simplified text that has a character whose Simplified form few fonts show (貙, 䝙) keeps it.
bool has_everyday_form(const TextDictionary& dictionary, char32_t code) {
  const auto found = dictionary.find(utf8::encode(std::u32string_view(&code, 1)));
  if (found == dictionary.end()) return false;
  for (const std::string& value : found->second) {
    for (const char32_t form : utf8::decode(value)) {
      if (form >= 0x4E00 && form <= 0x9FFF) return true;
    }
  }
  return false;
}

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::size_t code_points(std::string_view text) { return utf8::decode(text).size(); }

// Keys of one character that are not among their own values. 后 (後, but 后 too) is none.
Characters changed_characters(const TextDictionary& dictionary) {
  Characters found;
  for (const auto& [key, values] : dictionary) {
    const std::u32string codes = utf8::decode(key);
    if (codes.size() == 1 && !contains(values, key)) found.insert(codes[0]);
  }
  return found;
}

// Every character of the keys and values.
void collect(const TextDictionary& dictionary, Characters& characters) {
  for (const auto& [key, values] : dictionary) {
    for (const char32_t code : utf8::decode(key)) characters.insert(code);
    for (const std::string& value : values) {
      for (const char32_t code : utf8::decode(value)) characters.insert(code);
    }
  }
}

class Derivation {
 public:
  Derivation(DictionaryFiles& dictionaries, const std::filesystem::path& regional_words)
      : dictionaries_(dictionaries), regional_words_(regional_words) {}

  Result<ScriptEvidence> run() {
    characters();
    // First come, first kept: the reviewed table knows better than the rules.
    reviewed_words();
    region_words();
    one_sided_words();
    if (error_) return *std::move(error_);
    return std::move(evidence_);
  }

 private:
  const TextDictionary& get(const char* name) {
    static const TextDictionary kNone;
    const auto read = dictionaries_.get(std::string(name) + ".txt");
    if (read) return *read.value().words;
    if (!error_) error_ = read.error();
    return kNone;
  }

  // A character is Simplified-only if conversion to Traditional always replaces it, and neither
  // Traditional nor a regional standard writes it: 群 and 峰 are replaced (羣, 峯), but Taiwan's
  // own.
  void characters() {
    Characters simplified = changed_characters(get("STCharacters"));
    Characters traditional = changed_characters(get("TSCharacters"));
    Characters regional;
    collect(get("TWVariants"), regional);
    collect(get("HKVariants"), regional);
    for (const char32_t code : simplified) {
      if (traditional.contains(code) || regional.contains(code)) continue;
      evidence_.characters[code] |= image::kSimplifiedOnly;
    }
    for (const char32_t code : traditional) {
      if (simplified.contains(code)) continue;
      if (!has_everyday_form(get("TSCharacters"), code)) continue;
      evidence_.characters[code] |= image::kTraditionalOnly;
    }
    Characters chinese = std::move(regional);
    collect(get("STCharacters"), chinese);
    collect(get("TSCharacters"), chinese);
    // Forms that OpenCC takes for Japanese, but that are everyday Chinese (概 for 槪, 研 for 硏) or
    // not rare in it.
    for (const char32_t code : std::u32string_view(U"概研予翻郎瓶慎欠晃萌褒弁缶糸浄隠頼")) {
      chinese.insert(code);
    }
    for (const char32_t code : changed_characters(get("JPShinjitaiCharacters"))) {
      if (!chinese.contains(code)) evidence_.characters[code] |= image::kJapaneseOnly;
    }
    not_japanese(simplified, traditional);
  }

  // Characters that modern Japanese does not write, but for a quotation: Simplified forms that are
  // not Japanese new forms as well, old forms that Japanese has replaced, and everyday words of
  // Chinese (你, 這). One of them tells a Chinese text that quotes kana from a Japanese one.
  void not_japanese(const Characters& simplified, const Characters& traditional) {
    const TextDictionary& new_forms = get("JPShinjitaiCharacters");
    Characters japanese;
    Characters old_forms;
    for (const auto& [key, values] : new_forms) {
      for (const char32_t code : utf8::decode(key)) japanese.insert(code);
      for (const std::string& value : values) {
        for (const char32_t code : utf8::decode(value)) old_forms.insert(code);
      }
    }
    // Everyday Japanese that OpenCC knows as Simplified, and old forms that live on in names.
    for (const char32_t code :
         std::u32string_view(U"机栖厨剥碍洒晒屡痒躯凛瑶惧携凄侭梼蛎迩俣椢椁陦龍澤廣濱邊萬佛曾")) {
      japanese.insert(code);
    }
    Characters found = std::move(old_forms);
    for (const char32_t code : simplified) {
      if (!traditional.contains(code)) found.insert(code);
    }
    constexpr std::u32string_view kEveryday =
        U"你您她妳它這們嗎呢吧啊哪怎很啦喔喲咱啥爸找拿做拉站掉另夠份跑拖拼偷躺搞垃圾咖啡瞧"
        U"逛媳懂擎帕俱跟麼詢說沒給讓吃是已此其或也而但的佢哋嘅唔喺咗冇啲嚟睇嗰咁乜嘢";
    // Not in JIS X 0208, or there without being used.
    constexpr std::u32string_view kNotInJapan =
        U"辦种么户卡确眾幫檔适啟繳极沉仿划碰佔桌僱胜倘丰伙矽丟趕腊奶朵歧涂閩躲唉挖拋佈綁碟"
        U"閒吵砍匀扭挪踩嚷厲滇擋哼龐碘柜盯壩卧闆趟傻粵佣盼塌蜡糙兑撐棵侄攏墊踢喂垮憨嘻皂烤"
        U"摔陡脖嗯扔瞪耍妮攔估聘扣靠窗匯鈕賺怕嘛颱聊炸";
    for (const std::u32string_view list : {kEveryday, kNotInJapan})
      found.insert(list.begin(), list.end());
    for (const char32_t code : found) {
      if (!japanese.contains(code)) evidence_.characters[code] |= image::kNotJapanese;
    }
  }

  void reviewed_words() {
    const Result<std::string> text = read_file(regional_words_);
    if (!text) {
      error_ = text.error();
      return;
    }
    const auto table = parse_text_dictionary(text.value(), regional_words_.string());
    if (!table) {
      error_ = table.error();
      return;
    }
    const std::map<std::string, image::Evidence> kinds = {
        {"taiwan", image::Evidence::taiwan},         {"hong-kong", image::Evidence::hong_kong},
        {"not-taiwan", image::Evidence::not_taiwan}, {"neither", image::Evidence::neither},
        {"simplified", image::Evidence::simplified}, {"traditional", image::Evidence::traditional}};
    for (const auto& [word, values] : table.value()) {
      const auto kind = kinds.find(values.front());
      if (kind == kinds.end()) {
        error_ = Error{ErrorCode::bad_data, "unknown kind " + values.front() + " of " + word,
                       regional_words_.string()};
        return;
      }
      add(word, kind->second);
    }
  }

  // What a regional phrase dictionary writes, if no other region does; of three characters or more,
  // for shorter ones are found inside ordinary words everywhere (通道, 文件).
  void region_words() {
    const std::pair<const char*, image::Evidence> regions[] = {
        {"TWPhrases", image::Evidence::taiwan}, {"HKPhrases", image::Evidence::hong_kong}};
    for (const auto& [name, kind] : regions) {
      const char* other = kind == image::Evidence::taiwan ? "HKPhrases" : "TWPhrases";
      std::set<std::string> elsewhere;
      for (const auto& [key, values] : get(other)) elsewhere.insert(values.begin(), values.end());
      for (const auto& [key, values] : get(name)) elsewhere.insert(key);
      for (const auto& [key, values] : get(name)) {
        if (code_points(values.front()) >= 3 && !elsewhere.contains(values.front())) {
          add(values.front(), kind);
        }
      }
    }
  }

  // Phrases that conversion changes although no character of theirs is one-sided: 后面, 干杯.
  void one_sided_words() {
    const std::tuple<const char*, const char*, image::Evidence> scripts[] = {
        {"STPhrases", "TSPhrases", image::Evidence::simplified},
        {"TSPhrases", "STPhrases", image::Evidence::traditional}};
    for (const auto& [name, opposite, kind] : scripts) {
      std::set<std::string> written;  // by the other script's readers
      for (const auto& [key, values] : get(name)) written.insert(values.begin(), values.end());
      for (const auto& [key, values] : get(opposite)) written.insert(key);
      for (const auto& [key, values] : get(name)) {
        if (!contains(values, key) && !written.contains(key) && !has_one_sided(key)) add(key, kind);
      }
    }
  }

  bool has_one_sided(const std::string& word) const {
    for (const char32_t code : utf8::decode(word)) {
      const auto found = evidence_.characters.find(code);
      if (found != evidence_.characters.end() && (found->second & ~image::kNotJapanese) != 0) {
        return true;
      }
    }
    return false;
  }

  void add(const std::string& word, image::Evidence kind) {
    evidence_.words.emplace(word, std::string(1, static_cast<char>(kind)));
  }

  DictionaryFiles& dictionaries_;
  const std::filesystem::path& regional_words_;
  ScriptEvidence evidence_;
  std::optional<Error> error_;
};

}  // namespace

Result<ScriptEvidence> derive_script_evidence(DictionaryFiles& dictionaries,
                                              const std::filesystem::path& regional_words) {
  return Derivation(dictionaries, regional_words).run();
}

}  // namespace hanfix::convert::compiler
