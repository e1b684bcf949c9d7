#include "convert/context/context_cascade.hpp"

namespace hanfix::convert::context {

void ContextCascade::push(std::string_view text, bool last, ByteBuffer& out) {
  const bool joined = !waiting_.empty();
  const std::string_view work = joined ? std::string_view(waiting_.append(text)) : text;
  std::size_t done = 0;
  for (std::size_t from = 0;;) {
    const RunSearch run = find_run(work, from, last);
    const std::string_view text_of_run = work.substr(run.begin, run.end - run.begin);
    from = run.end;
    if (run.found() && !converter_.contested(text_of_run)) continue;
    exact_.push(work.substr(done, run.begin - done), run.found() || last, out);
    done = run.end;
    if (!run.found()) break;
    converter_.convert(text_of_run, out, traced_ ? &exact_.trace() : nullptr);
  }
  if (joined) {
    waiting_.erase(0, done);
  } else {
    waiting_.assign(work.substr(done));
  }
}

}  // namespace hanfix::convert::context
