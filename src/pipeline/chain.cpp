#include "pipeline/chain.hpp"

#include <algorithm>

namespace hanfix {

Chain::Link& Chain::append() {
  links_.push_back(std::make_unique<Link>(*this));
  Link& link = *links_.back();
  if (links_.size() > 1) {
    link.previous_ = std::prev(links_.end(), 2)->get();
    link.previous_->next_ = &link;
  }
  return link;
}

void Chain::write_to(Sink& out) {
  for (const auto& link : links_) link->out_ = &out;
}

void Chain::push(std::string_view chunk, Sink& out) {
  write_to(out);
  links_.front()->take(chunk);
}

void Chain::flush(Sink& out) {
  write_to(out);
  for (const auto& link : links_) {
    if (!link->bypassed_) link->stage_->flush(*link);
  }
}

void Chain::idle(Sink& out) {
  write_to(out);
  for (const auto& link : links_) {
    if (!link->bypassed_) link->stage_->idle(*link);
  }
}

void Chain::finish(Sink& out) {
  write_to(out);
  for (const auto& link : links_) {
    if (!link->bypassed_) link->stage_->finish(*link);
  }
}

std::size_t Chain::retention() const noexcept {
  std::size_t sum = 0;
  for (const auto& link : links_) sum += link->stage_->retention();
  return sum;
}

bool Chain::trace_back(const Link& link, const Link& first, std::uint64_t& offset) {
  for (const Link* at = &link; at != &first;) {
    at = at->previous_;
    if (at == &first) break;
    bool exact = false;
    offset = at->mapped_->positions().input_offset(offset, exact);
    if (!exact) return false;
  }
  return true;
}

void Chain::settle(std::uint64_t needed) {
  for (auto at = links_.rbegin(); at != links_.rend(); ++at) {
    MappedStage* stage = (*at)->mapped_;
    if (stage == nullptr) continue;
    stage->trim(needed);
    const std::uint64_t mapped = stage->positions().to_input({needed, needed}).start;
    needed = (*at)->bypassed_ ? mapped : std::min(stage->settled(), mapped);
  }
}

ByteRange Chain::Link::locate(ByteRange range) const {
  for (const Link* at = previous_; at != nullptr; at = at->previous_) {
    range = at->mapped_->positions().to_input(range);
  }
  return range;
}

void Chain::Link::edit(const Edit& edit) {
  Edit moved = edit;
  moved.range = locate(edit.range);
  chain_.reports_.edit(moved);
}

void Chain::Link::diagnostic(const Diagnostic& diagnostic) {
  Diagnostic moved = diagnostic;
  moved.range = locate(diagnostic.range);
  chain_.reports_.diagnostic(moved);
}

void Chain::Link::write(std::string_view chunk) {
  if (chunk.empty()) return;
  if (next_ == nullptr) {
    out_->write(chunk);
  } else {
    next_->take(chunk);
  }
}

void Chain::Link::take(std::string_view chunk) {
  if (bypassed_) {
    mapped_->let_through(chunk, *this);
  } else {
    stage_->push(chunk, *this);
  }
}

void Chain::bypass(Link& link) {
  if (link.bypassed_) return;
  link.stage_->finish(link);
  link.bypassed_ = true;
}

}  // namespace hanfix
