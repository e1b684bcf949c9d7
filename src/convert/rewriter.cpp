#include "convert/rewriter.hpp"

namespace hanfix::convert {

std::size_t rewrite(const Dictionary& dictionary, std::string_view text, bool last, ByteBuffer& out,
                    Trace* trace) {
  std::size_t at = 0;
  std::size_t copied = 0;  // text before this is in `out`
  std::size_t traced = 0;  // text before this is in `trace`
  while (at < text.size()) {
    const Unit unit = next_unit(dictionary, text.substr(at), last);
    at += unit.before;
    if (unit.kind == Unit::Kind::open) break;
    if (unit.kind == Unit::Kind::key) {
      out.append(text.substr(copied, at - copied));
      out.append_padded(unit.value);
      copied = at + unit.size;
      if (trace != nullptr && unit.value.size() != unit.size) {
        trace->add(at - traced, at - traced);
        trace->add(unit.size, unit.value.size());
        traced = copied;
      }
    }
    at += unit.size;
  }
  out.append(text.substr(copied, at - copied));
  if (trace != nullptr) trace->add(at - traced, at - traced);
  return at;
}

}  // namespace hanfix::convert
