#include "cli/explain_lines.hpp"

#include <vector>

#include "cli/text.hpp"

namespace hanfix::cli {
namespace {

std::string arrow(std::string_view from, std::string_view to) {
  if (from == to) return one_line(from);
  return one_line(from) + " → " + (to.empty() ? "(deleted)" : one_line(to));
}

std::string listed(const std::vector<std::string>& items, const char* between) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : between) + one_line(item);
  return text;
}

// "发 → 發, or 髮": where the entry has several values.
std::string choice(const ExplainedPiece& piece) {
  std::string text = arrow(piece.text, piece.rule.value);
  if (!piece.others.empty()) text += ", or " + listed(piece.others, ", ");
  return text;
}

std::string piece_line(const ExplainedPiece& piece) {
  std::string text = choice(piece) + "  (" + one_line(piece.rule.dictionary) + ")";
  for (std::size_t i = 0; i < piece.candidates.size(); ++i) {
    const Rule& rule = piece.candidates[i];
    text += (i == 0 ? "; not " : ", ") + arrow(rule.key, rule.value) + " (" +
            one_line(rule.dictionary) + ")";
  }
  return text;
}

std::string rule_json(const Rule& rule) {
  return "{\"key\":" + json_string(rule.key) + ",\"value\":" + json_string(rule.value) +
         ",\"dictionary\":" + json_string(rule.dictionary) + "}";
}

// With one decimal.
std::string decimals(double number) {
  const auto tenths = static_cast<long>(number * 10 + 0.5);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

template <class Items, class Write>
std::string array(const Items& items, Write write) {
  std::string text = "[";
  for (const auto& item : items) text.append(text.size() > 1 ? "," : "").append(write(item));
  return text + "]";
}

std::string piece_json(const ExplainedPiece& piece) {
  return "{\"start\":" + std::to_string(piece.input.start) +
         ",\"end\":" + std::to_string(piece.input.end) + ",\"text\":" + json_string(piece.text) +
         ",\"value\":" + json_string(piece.rule.value) +
         ",\"dictionary\":" + json_string(piece.rule.dictionary) +
         ",\"others\":" + array(piece.others, json_string) +
         ",\"candidates\":" + array(piece.candidates, rule_json) + "}";
}

std::string refused_json(const RefusedKey& key) {
  return "{\"start\":" + std::to_string(key.input.start) +
         ",\"end\":" + std::to_string(key.input.end) + ",\"rule\":" + rule_json(key.rule) +
         ",\"bits\":" + decimals(key.bits) + "}";
}

std::string chosen_json(const ChosenValue& place) {
  return "{\"start\":" + std::to_string(place.input.start) +
         ",\"end\":" + std::to_string(place.input.end) + ",\"text\":" + json_string(place.text) +
         ",\"values\":" + array(place.values, json_string) +
         ",\"chosen\":" + std::to_string(place.chosen) + ",\"bits\":" + decimals(place.bits) +
         (place.remembered ? ",\"remembered\":true}" : "}");
}

std::string chosen_line(const ChosenValue& place) {
  std::string line =
      place.remembered ? "    by a name that the text says: " : "    by what stands around: ";
  line.append(arrow(place.text, place.values[place.chosen])).append(", ");
  line.append(decimals(place.bits)).append(" bits more than needed, before");
  for (std::size_t i = 0; i < place.values.size(); ++i) {
    if (i != place.chosen) line.append(" ").append(one_line(place.values[i]));
  }
  return line.append("\n");
}

}  // namespace

std::string explanation_lines(const Explanation& explanation, bool color) {
  const char* const bold = color ? "\033[1m" : "";
  const char* const plain = color ? "\033[0m" : "";
  std::string out = bold + arrow(explanation.text, explanation.result) + plain;
  if (explanation.config.empty()) {
    out += "  (" + explanation.variant + ": no conversion, it stays as it is)\n";
    return out;
  }
  out += "  (" + (explanation.variant.empty() ? "" : explanation.variant + ", ") + "by " +
         one_line(explanation.config) + ")\n";
  if (!explanation.cut.empty()) out += "  cut into words: " + one_line(explanation.cut) + "\n";
  for (const RefusedKey& key : explanation.refused) {
    out += "    refused: " + arrow(key.rule.key, key.rule.value) + "  (" +
           one_line(key.rule.dictionary) + "), " + decimals(key.bits) + " bits against it\n";
  }
  for (const ChosenValue& place : explanation.chosen) out += chosen_line(place);
  const bool several = explanation.config.find('+') != std::string::npos;
  for (const ExplainedStep& step : explanation.steps) {
    const bool cuts = step.name == "segmentation";
    std::string lines;
    for (const ExplainedPiece& piece : step.pieces) {
      const bool told = piece.text != piece.rule.value || !piece.others.empty();
      const bool shields = !piece.candidates.empty();
      if (!cuts && (told || shields)) lines += "    " + piece_line(piece) + "\n";
    }
    if (lines.empty() && !cuts) continue;
    out += "  " + (several && !step.config.empty() ? one_line(step.config) + ", " : std::string()) +
           step.name + ": " + one_line(step.result) + "\n" + lines;
  }
  if (!explanation.doubtful.empty()) out += "  to look at:\n";
  for (const ExplainedPiece& piece : explanation.doubtful) {
    out += "    bytes " + std::to_string(piece.input.start) + "-" +
           std::to_string(piece.input.end) + ": " + choice(piece) + "\n";
  }
  return out;
}

std::string explanation_json(const Explanation& explanation) {
  const auto step_json = [](const ExplainedStep& step) {
    return "{\"name\":" + json_string(step.name) + ",\"config\":" + json_string(step.config) +
           ",\"result\":" + json_string(step.result) +
           ",\"pieces\":" + array(step.pieces, piece_json) + "}";
  };
  return "{\"start\":" + std::to_string(explanation.input.start) +
         ",\"end\":" + std::to_string(explanation.input.end) +
         ",\"text\":" + json_string(explanation.text) +
         ",\"variant\":" + json_string(explanation.variant) +
         ",\"config\":" + json_string(explanation.config) +
         ",\"result\":" + json_string(explanation.result) +
         ",\"steps\":" + array(explanation.steps, step_json) +
         ",\"cut\":" + json_string(explanation.cut) +
         ",\"refused\":" + array(explanation.refused, refused_json) +
         ",\"chosen\":" + array(explanation.chosen, chosen_json) +
         ",\"doubtful\":" + array(explanation.doubtful, piece_json) + "}\n";
}

}  // namespace hanfix::cli
