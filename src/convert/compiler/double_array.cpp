#include "convert/compiler/double_array.hpp"

#include <algorithm>
#include <memory>

#include "base/utf8.hpp"

namespace hanfix::convert::compiler {
namespace {

// A plain trie, before packing.
struct Node {
  std::map<std::uint16_t, std::unique_ptr<Node>> children;
  std::uint32_t value = 0;
};

// Packs nodes by first fit. Nodes with many children go first, while there is room; the many with
// one child then fill the holes.
class Packer {
 public:
  explicit Packer(std::size_t classes) : classes_(classes) { grow(classes + 1); }

  // A base for a node with these child classes, whose units are then taken. Nodes come in the order
  // of their numbers of children, the largest first.
  std::uint32_t place(const std::map<std::uint16_t, std::unique_ptr<Node>>& children) {
    classes_here_.clear();
    for (const auto& child : children) classes_here_.push_back(child.first);
    const std::uint16_t lowest = classes_here_.front();
    // Where nodes of this size have found no place, the next ones do not look: smaller ones will.
    if (children.size() != size_) full_ = 0;
    size_ = children.size();
    std::size_t tries = 0;
    for (std::size_t slot = next_free(std::max<std::size_t>(lowest + 1u, full_));;
         slot = next_free(slot + 1)) {
      // Most nodes have one child: at the end they take one slot.
      if (++tries == kMostTries && size_ == 1 && slot < end_) slot = end_;
      const std::size_t base = slot - lowest;
      grow(base + classes_);
      if (base_used_[base]) continue;
      const bool fits = std::all_of(classes_here_.begin(), classes_here_.end(),
                                    [&](auto cls) { return units_[base + cls].check == 0; });
      if (!fits) continue;
      if (tries >= kMostTries && size_ > 1) full_ = slot;
      base_used_[base] = true;
      for (const auto& child : children) {
        const std::size_t taken = base + child.first;
        units_[taken] = {static_cast<std::uint32_t>(base), 0, child.second->value};
        free_[taken] = taken + 1;
        end_ = std::max(end_, taken + 1);
      }
      return static_cast<std::uint32_t>(base);
    }
  }

  std::vector<image::Unit>& units() { return units_; }

 private:
  void grow(std::size_t size) {
    if (units_.size() >= size && free_.size() > size) return;
    while (free_.size() <= size) free_.push_back(free_.size());
    if (units_.size() < size) units_.resize(size);
    if (base_used_.size() < size) base_used_.resize(size);
  }
  // The first free slot from `slot` on; chains of taken slots are shortened on the way.
  std::size_t next_free(std::size_t slot) {
    grow(slot + 1);
    while (free_[slot] != slot) {
      grow(free_[slot]);
      free_[slot] = free_[free_[slot]];
      slot = free_[slot];
    }
    return slot;
  }

  // Holes that fit are looked for this often: more would cost time, fewer space.
  static constexpr std::size_t kMostTries = 256;

  std::size_t classes_;
  std::size_t size_ = 0;  // children of the node placed last
  std::size_t full_ = 0;  // before this there was no place for nodes of that size
  std::size_t end_ = 0;   // behind the last slot that is taken
  std::vector<std::uint16_t> classes_here_;
  std::vector<std::size_t> free_;  // the slot itself if free, else one nearer to the next free one
  std::vector<image::Unit> units_;
  std::vector<bool> base_used_;
};

}  // namespace

CharacterClasses::CharacterClasses(const Entries& entries) {
  std::map<char32_t, std::uint32_t> counts;
  for (const auto& entry : entries) {
    for (const char32_t code : utf8::decode(entry.first)) ++counts[code];
  }
  for (const auto& entry : counts) codes_.push_back(entry.first);
  std::stable_sort(codes_.begin(), codes_.end(),
                   [&](char32_t a, char32_t b) { return counts[a] > counts[b]; });
  for (std::size_t i = 0; i < codes_.size(); ++i) {
    numbers_[codes_[i]] = static_cast<std::uint16_t>(i + 1);
  }
}

std::uint16_t CharacterClasses::of(char32_t code) const {
  const auto found = numbers_.find(code);
  return found == numbers_.end() ? std::uint16_t{0} : found->second;
}

DoubleArray build_double_array(const Entries& entries, const CharacterClasses& classes) {
  Node top;
  std::uint32_t number = 0;
  for (const auto& entry : entries) {
    Node* node = &top;
    for (const char32_t code : utf8::decode(entry.first)) {
      auto& child = node->children[classes.of(code)];
      if (!child) child = std::make_unique<Node>();
      node = child.get();
    }
    node->value = ++number;
  }

  DoubleArray array;
  array.pages.resize(image::kPages);
  array.codes.resize(256);
  std::vector<std::uint16_t> root_of_class(classes.size(), 0);
  std::vector<const Node*> inner;
  for (const auto& [first, root] : top.children) {
    image::Root record{};
    record.value = root->value;
    for (const auto& child : root->children) {
      record.second |= std::uint64_t{1} << (child.first & 63);
    }
    array.roots.push_back(record);
    root_of_class[first] = static_cast<std::uint16_t>(array.roots.size());
    inner.push_back(root.get());
  }
  for (std::size_t i = 0; i < inner.size(); ++i) {  // breadth first
    for (const auto& child : inner[i]->children) inner.push_back(child.second.get());
  }
  std::erase_if(inner, [](const Node* node) { return node->children.empty(); });
  std::stable_sort(inner.begin(), inner.end(), [](const Node* a, const Node* b) {
    return a->children.size() > b->children.size();
  });

  Packer packer(classes.size());
  std::map<const Node*, std::uint32_t> bases;
  for (const Node* node : inner) bases[node] = packer.place(node->children);
  const auto base_of = [&](const Node* node) {
    const auto found = bases.find(node);
    return found == bases.end() ? 0 : found->second;
  };
  for (const Node* node : inner) {
    for (const auto& child : node->children) {
      packer.units()[bases[node] + child.first].base = base_of(child.second.get());
    }
  }
  for (const auto& [first, root] : top.children) {
    array.roots[root_of_class[first] - 1u].base = base_of(root.get());
  }
  for (const char32_t code : classes.codes()) {
    const std::uint16_t cls = classes.of(code);
    paged(array.pages, array.codes, code) = {root_of_class[cls], cls};
  }
  array.units = std::move(packer.units());
  return array;
}

}  // namespace hanfix::convert::compiler
