#include "hanfix/pipeline.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/near_names.hpp"
#include "base/stream_comparison.hpp"
#include "base/utf8.hpp"
#include "convert/config_file.hpp"
#include "convert/convert_stage.hpp"
#include "convert/quotes.hpp"
#include "convert/variant.hpp"
#include "encoding/declared.hpp"
#include "encoding/decode_stage.hpp"
#include "encoding/encode_stage.hpp"
#include "encoding/encoder.hpp"
#include "encoding/encoding.hpp"
#include "pipeline/chain.hpp"
#include "pipeline/conversion.hpp"
#include "pipeline/script_stage.hpp"
#include "pipeline/text_pieces.hpp"
#include "repair/repair_stage.hpp"

namespace hanfix {
namespace {

// The options, looked up.
struct Plan {
  DecodeOptions decode;
  EncodeOptions encode;
  RepairMode repair = RepairMode::safe;
  std::optional<OnDoubt> on_doubt;
  std::vector<std::string> families;
  std::shared_ptr<const PreparedConversion> conversion;
  std::optional<convert::QuoteStyle> quotes;
  unsigned threads = 1;
};

bool encodes_replacement(const EncodeOptions& options) {
  std::string bytes;
  return info(options.to).coding == Coding::utf8 ||
         make_encoder(options.to, options.subset)->put(utf8::kReplacement, bytes) ==
             utf8::kReplacement.size();
}

// Then the encoder reports nothing, and it does not matter when text reaches it.
bool holds_every_character(const EncodeOptions& options) {
  if (options.subset != Subset::whole) return false;
  switch (info(options.to).coding) {
    case Coding::utf8:
    case Coding::utf16:
    case Coding::utf32:
    case Coding::cesu8:
      return true;
    default:
      return options.to == Encoding::gb18030;
  }
}

class Document : public Pipeline, private DiagnosticSink, private Origin {
 public:
  Document(Plan plan, DiagnosticSink& reports)
      : plan_(std::move(plan)),
        reports_(reports),
        has_replacement_(encodes_replacement(plan_.encode)),
        chain_(static_cast<DiagnosticSink&>(*this)),
        decode_link_(chain_.append()),
        encode_link_(add_stages()) {}

  void push(std::string_view chunk, Sink& out) override {
    if (chunk.empty()) return;
    comparison_.begin_input(chunk);
    if (!head_known_) {
      // A piece ends where the head does: reports come in the same order however the input is cut.
      const std::string_view part = chunk.substr(0, kDeclaredWindow - head_.size());
      head_ += part;
      pass(part, out);
      if (head_.size() == kDeclaredWindow) look_for_declared();
      chunk.remove_prefix(part.size());
    }
    if (!chunk.empty()) pass(chunk, out);
    comparison_.end_input();
  }
  void flush(Sink& out) override {
    Counted counted(*this, out);
    chain_.flush(counted);
  }
  void idle(Sink& out) override {
    Counted counted(*this, out);
    chain_.idle(counted);
  }
  void finish(Sink& out) override {
    if (!head_known_) look_for_declared();
    Counted counted(*this, out);
    chain_.finish(counted);
    note_detection();
    summary_.changed = !comparison_.same();
    if (summary_.encoding.empty()) note(Detection{});
    if (script_ != nullptr) {
      summary_.variant = convert::to_string(script_->variant());
      summary_.config = script_->configs();
    }
  }
  [[nodiscard]] std::size_t retention() const noexcept override {
    return chain_.retention() + kDeclaredWindow;
  }
  [[nodiscard]] const Summary& summary() const noexcept override { return summary_; }

 private:
  // The user's sink; what goes into it is compared with what came.
  class Counted : public Sink {
   public:
    Counted(Document& document, Sink& out) : document_(document), out_(out) {}
    void write(std::string_view chunk) override {
      document_.comparison_.output(chunk);
      out_.write(chunk);
    }

   private:
    Document& document_;
    Sink& out_;
  };

  // Between decoding and repair: learns what was detected before anything that depends on it
  // passes.
  class Watch : public MappedStage {
   public:
    explicit Watch(Document& document) : document_(document) {}
    void push(std::string_view chunk, Sink& out) override {
      document_.note_detection();
      positions_.copied(chunk.size());
      out.write(chunk);
    }
    void idle(Sink&) override {}
    void finish(Sink&) override {}
    [[nodiscard]] std::size_t retention() const noexcept override { return 0; }
    [[nodiscard]] std::uint64_t settled() const noexcept override {
      return positions_.input_size();
    }

   private:
    Document& document_;
  };

  Chain::Link& add_stages() {
    auto decode = std::make_unique<DecodeStage>(plan_.decode, decode_link_);
    decode_ = decode.get();
    decode_link_.set(std::move(decode));
    chain_.append().set(std::make_unique<Watch>(*this));

    Chain::Link& repair_link = chain_.append();
    auto repair = std::make_unique<repair::RepairStage>(plan_.repair, plan_.families, repair_link,
                                                        plan_.on_doubt);
    repair->set_has_bytes([this](std::uint64_t offset) {
      return !decode_->positions().raw_at(offset).empty();  // no stage between moves anything
    });
    if (reports_.wants_text()) {
      pieces_.emplace(repair_link, reports_);
      repair->set_kept(
          [this](std::string_view text, std::uint64_t at) { pieces_->kept(text, at); });
    }
    repair_link.set(std::move(repair));
    text_links_.push_back(&repair_link);

    const PreparedConversion& conversion = *plan_.conversion;
    if (conversion.chain != nullptr) {
      Chain::Link& convert_link = chain_.append();
      convert_link.set(
          convert::make_convert_stage(conversion.chain, plan_.threads, conversion.user_words,
                                      reports_.wants_doubts() ? &convert_link : nullptr));
      text_links_.push_back(&convert_link);
      summary_.config = conversion.config;
    } else if (!conversion.target.empty()) {
      Chain::Link& script_link = chain_.append();
      auto script = std::make_unique<ScriptStage>(conversion.target, conversion.tofu, plan_.threads,
                                                  conversion.user_words, conversion.context,
                                                  reports_.wants_doubts() ? &script_link : nullptr);
      script_ = script.get();
      script_link.set(std::move(script));
      text_links_.push_back(&script_link);
    }

    if (plan_.quotes) {
      Chain::Link& quotes_link = chain_.append();
      quotes_link.set(std::make_unique<convert::QuoteStage>(*plan_.quotes));
      text_links_.push_back(&quotes_link);
    }

    Chain::Link& encode_link = chain_.append();
    auto encode =
        std::make_unique<EncodeStage>(plan_.encode, static_cast<const Origin&>(*this), encode_link);
    encode_ = encode.get();
    encode_link.set_last(std::move(encode));
    return encode_link;
  }

  void pass(std::string_view chunk, Sink& out) {
    Counted counted(*this, out);
    chain_.push(chunk, counted);
    chain_.settle(encode_->settled());
  }

  void look_for_declared() {
    const std::string_view name = find_declared(head_);
    summary_.declared = name;
    if (!name.empty()) declared_at_ = static_cast<std::uint64_t>(name.data() - head_.data());
    head_known_ = true;
    head_ = {};
    compare_declared();
  }
  // Once it is known both what the text says and what it is.
  void compare_declared() {
    const Detection* detection = decode_->detection();
    if (plan_.decode.from || !head_known_ || !noted_ || summary_.declared.empty()) return;
    if (detection == nullptr || detection->confidence <= 0) return;
    std::string message = contradiction(summary_.declared, detection->encoding);
    if (message.empty()) return;
    const ByteRange place{declared_at_, declared_at_ + summary_.declared.size()};
    if (pieces_) pieces_->note(place);
    reports_.diagnostic({DiagnosticCode::declared_encoding, place, std::move(message)});
  }

  void note_detection() {
    if (noted_ || decode_->detection() == nullptr) return;
    note(*decode_->detection());
  }
  void note(const Detection& detection) {
    noted_ = true;
    summary_.encoding = name(detection.encoding);
    summary_.confidence = detection.confidence;
    const bool utf8 = detection.encoding == Encoding::utf_8;
    if (detection.encoding == Encoding::binary) {
      for (Chain::Link* link : text_links_) chain_.bypass(*link);
      summary_.config.clear();
      reports_.diagnostic(
          {DiagnosticCode::binary_input, {}, "does not look like text; passed on as it is"});
    } else if (!plan_.decode.from && !utf8 && detection.encoding != Encoding::us_ascii) {
      reports_.diagnostic({DiagnosticCode::encoding_detected,
                           {},
                           "read as " + summary_.encoding + "; --from NAME says otherwise"});
    }
    compare_declared();
  }

  // DiagnosticSink: what the stages report, already in the user's bytes.
  void edit(const Edit& edit) override {
    ++summary_.edits;
    reports_.edit(edit);
  }
  void diagnostic(const Diagnostic& diagnostic) override {
    if (diagnostic.code == DiagnosticCode::malformed_bytes) {
      note_detection();  // what was detected is said before what follows from it
      ++summary_.malformed;
      const bool kept = decode_->current() == Encoding::utf_8 && plan_.encode.to == Encoding::utf_8;
      if (!kept && has_replacement_) ++summary_.lost;  // else the encoder reports it as well
    }
    if (diagnostic.code == DiagnosticCode::encoding_changed) {
      note_detection();
      ++summary_.encoding_changes;
    }
    if (diagnostic.code == DiagnosticCode::unmappable_character) {
      ++summary_.lost;
      if (summary_.unmappable++ == 0) summary_.first_unmappable = diagnostic.range.start;
    }
    if (pieces_) pieces_->note(diagnostic.range);
    reports_.diagnostic(diagnostic);
  }

  // Origin: what the encoder asks about the input.
  [[nodiscard]] bool has_raw() const override { return decode_->positions().has_raw(); }
  [[nodiscard]] std::string_view raw_at(std::uint64_t offset) const override {
    if (!Chain::trace_back(encode_link_, decode_link_, offset)) return {};
    return decode_->positions().text_at(offset);
  }
  [[nodiscard]] std::optional<Encoding> byte_order_mark_of() const override {
    return decode_->byte_order_mark_of();
  }

  Plan plan_;
  DiagnosticSink& reports_;
  Summary summary_;
  StreamComparison comparison_;
  std::string head_;  // the input's first bytes, until they are searched for a declaration
  bool head_known_ = false;
  std::uint64_t declared_at_ = 0;
  bool noted_ = false;
  bool has_replacement_;  // the output encoding can write U+FFFD
  Chain chain_;
  std::optional<TextPieces> pieces_;  // if somebody wants the text
  DecodeStage* decode_ = nullptr;
  std::vector<Chain::Link*> text_links_;  // of the stages that are for text only
  ScriptStage* script_ = nullptr;         // with a target
  EncodeStage* encode_ = nullptr;
  Chain::Link& decode_link_;
  Chain::Link& encode_link_;
};

// An Error for a name that is in none of `choices`.
Error unknown(std::string_view what, std::string_view name, const std::vector<Choice>& choices,
              std::string_view list) {
  std::vector<std::string_view> names;
  for (const Choice& choice : choices) names.push_back(choice.name);
  return {ErrorCode::unknown_name, "unknown " + std::string(what) + " '" + std::string(name) + "'" +
                                       did_you_mean(name, names) + " (--list " + std::string(list) +
                                       ")"};
}

bool contains(const std::vector<Choice>& choices, std::string_view name) {
  for (const Choice& choice : choices) {
    if (choice.name == name) return true;
  }
  return false;
}

// The style that is asked for; none: keep the marks.
Result<std::optional<convert::QuoteStyle>> quote_style(Quotes quotes,
                                                       const PreparedConversion& conversion) {
  using convert::QuoteStyle;
  using Style = std::optional<QuoteStyle>;
  if (quotes == Quotes::keep) return Style();
  if (quotes == Quotes::curly) return Style(QuoteStyle::curly);
  if (quotes == Quotes::corner) return Style(QuoteStyle::corner);
  const std::string_view name = conversion.target.empty() ? conversion.config : conversion.target;
  if (name.empty() || convert::is_config_path(name)) {
    return Error{ErrorCode::unknown_name,
                 "which quotation marks are meant follows from a target, or from a configuration "
                 "by name; there is none, so say curly or corner"};
  }
  const std::string_view to = name.substr(name.find('2') + 1);  // s2tw: tw; a target: all of it
  return Style(to == "s" || to == "sp" ? QuoteStyle::curly : QuoteStyle::corner);
}

template <class Infos>
std::vector<Choice> to_choices(const Infos& infos) {
  std::vector<Choice> out;
  for (const auto& info : infos) {
    out.push_back({std::string(info.name), std::string(info.description)});
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<Pipeline>> Pipeline::create(const Options& options,
                                                   DiagnosticSink& reports) {
  Plan plan;
  plan.repair = options.repair;
  plan.on_doubt = options.on_doubt;
  plan.families = options.families;
  if (options.from != "auto") {
    const Result<Encoding> from = find_encoding(options.from);
    if (!from) return from.error();
    plan.decode.from = from.value();
  }
  for (const std::string& candidate : options.candidates) {
    const Result<Encoding> found = find_encoding(candidate);
    if (!found) return found.error();
    plan.decode.candidates.push_back(found.value());
  }
  plan.decode.on_mixed = options.on_mixed;
  const Result<OutputEncoding> to = find_output_encoding(options.to_code);
  if (!to) return to.error();
  const auto& [encoding, subset, encoding_name] = to.value();
  plan.encode = {encoding, options.bom, options.unmappable, subset, encoding_name};
  // What stages report comes in one order, whatever threads do: an encoder that reports waits for
  // none.
  plan.threads = holds_every_character(plan.encode) ? std::max(options.threads, 1u) : 1;
  if (options.bom.value_or(false) &&
      (subset != Subset::whole || byte_order_mark(encoding).empty())) {
    return Error{ErrorCode::unknown_name,
                 std::string(encoding_name) + " has no byte order mark; leave out --bom"};
  }
  for (const std::string& family : options.families) {
    if (!contains(families(), family)) return unknown("family", family, families(), "families");
  }
  auto conversion = prepare(options);
  if (!conversion) return conversion.error();
  plan.conversion = std::move(conversion).value();
  auto quotes = quote_style(options.quotes, *plan.conversion);
  if (!quotes) return quotes.error();
  plan.quotes = quotes.value();
  return std::unique_ptr<Pipeline>(std::make_unique<Document>(std::move(plan), reports));
}

std::vector<Choice> encodings() { return encoding_list(); }
std::vector<Choice> targets() { return to_choices(convert::target_list()); }
std::vector<Choice> configs() { return to_choices(convert::config_list()); }
std::vector<Choice> families() { return to_choices(repair::families()); }

}  // namespace hanfix
