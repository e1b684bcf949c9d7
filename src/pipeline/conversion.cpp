#include "pipeline/conversion.hpp"

#include <utility>

#include "base/near_names.hpp"
#include "convert/compiler/compile_chain.hpp"
#include "convert/compiler/word_list.hpp"
#include "convert/config_file.hpp"
#include "convert/variant.hpp"

namespace hanfix {
namespace {

using convert::compiler::Entries;

class Preparation {
 public:
  explicit Preparation(const Options& options) : options_(options) {}

  Result<std::shared_ptr<const PreparedConversion>> run() {
    const bool done = conversion() && protected_words() && added_words() && dictionaries();
    if (!done) return *std::move(error_);
    PreparedConversion& out = *out_;
    if (!out.words.empty()) {
      std::vector<std::shared_ptr<const convert::WordSet>> sets;
      for (const convert::NamedWords& named : out.words) sets.push_back(named.set);
      out.user_words = std::make_shared<const convert::UserWords>(std::move(sets));
    }
    return std::shared_ptr<const PreparedConversion>(std::move(out_));
  }

 private:
  bool fail(Error error) {
    error_ = std::move(error);
    return false;
  }

  bool conversion() {
    out_->tofu = options_.tofu;
    out_->context = options_.context.value_or(options_.config.empty());
    if (!options_.config.empty()) {
      out_->config = options_.config;
      auto chain = convert::is_config_path(options_.config)
                       ? convert::open_config_file(options_.config, options_.tofu, out_->context)
                       : convert::open_config(options_.config, options_.tofu, out_->context);
      if (!chain) return fail(chain.error());
      out_->chain = std::move(chain).value();
      return true;
    }
    std::vector<std::string_view> names;
    for (const convert::TargetInfo& target : convert::target_list()) names.push_back(target.name);
    for (const std::string_view name : names) {
      if (name != options_.to) continue;
      if (name != "none") out_->target = options_.to;
      return true;
    }
    return fail({ErrorCode::unknown_name, "unknown target '" + options_.to + "'" +
                                              did_you_mean(options_.to, names) +
                                              " (--list targets)"});
  }

  bool add(const Entries& words, const std::string& origin) {
    if (words.empty()) return true;
    const Result<std::string> image = convert::compiler::compile_words(words);
    if (!image) {
      Error error = image.error();
      error.path = origin;
      return fail(std::move(error));
    }
    return add_image(image.value(), origin);
  }
  bool add_image(std::string_view bytes, const std::string& origin) {
    auto set = convert::compiler::open_words(bytes, origin);
    if (!set) return fail(set.error());
    out_->words.push_back({std::move(set).value(), origin});
    return true;
  }
  bool add(const convert::compiler::WordList& list, const std::string& path) {
    if (auto error = first_error(list, path)) return fail(*std::move(error));
    return add(list.words, path);
  }

  bool protected_words() {
    for (const std::string& path : options_.protect) {
      const Result<std::string> text = convert::compiler::read_file(path);
      if (!text) return fail(text.error());
      if (!add(convert::compiler::read_protected_words(text.value()), path)) return false;
    }
    return true;
  }

  bool added_words() {
    Entries words;
    for (const UserWord& word : options_.words) {
      const auto wrong = [&](const std::string& reason) {
        return fail({ErrorCode::bad_data,
                     "the word '" + word.key + "=" + word.value + "' cannot be used: " + reason});
      };
      const char* code = "";
      if (convert::compiler::malformed_at(word.key) || convert::compiler::malformed_at(word.value))
        return wrong("it is not UTF-8");
      if (const auto reason = convert::compiler::fault_of_word(word.key, code))
        return wrong(*reason);
      const auto [known, fresh] = words.emplace(word.key, word.value);
      if (!fresh && known->second != word.value)
        return wrong("its key has the value '" + known->second + "' already");
    }
    return add(words, "--add");
  }

  bool dictionaries() {
    for (const std::string& path : options_.dictionaries) {
      const Result<std::string> bytes = convert::compiler::read_file(path);
      if (!bytes) return fail(bytes.error());
      const bool added = convert::compiler::is_image(bytes.value())
                             ? add_image(bytes.value(), path)
                             : add(convert::compiler::read_word_list(bytes.value()), path);
      if (!added) return false;
    }
    return true;
  }

  const Options& options_;
  std::shared_ptr<PreparedConversion> out_ = std::make_shared<PreparedConversion>();
  std::optional<Error> error_;
};

}  // namespace

Result<std::shared_ptr<const PreparedConversion>> prepare(const Options& options) {
  if (options.conversion != nullptr) {
    // Conversion::create() makes no other kind.
    return std::static_pointer_cast<const PreparedConversion>(options.conversion);
  }
  return Preparation(options).run();
}

Result<std::shared_ptr<const Conversion>> Conversion::create(const Options& options) {
  auto prepared = prepare(options);
  if (!prepared) return prepared.error();
  return std::shared_ptr<const Conversion>(std::move(prepared).value());
}

}  // namespace hanfix
