#include "convert/compiler/trie.hpp"

#include <algorithm>
#include <utility>

namespace hanfix::convert::compiler {
namespace {

struct Child {
  std::uint16_t number;
  std::uint32_t begin, end;  // keys that go on so
};

struct Node {
  std::uint32_t first_child, children;
  std::uint32_t base;
};

// Places for nodes; free slots are found through chains of taken ones, which get shorter by use.
class Slots {
 public:
  explicit Slots(std::size_t limit) : limit_(limit) { grow(limit + 1); }

  // A base for a node with these children, whose units are then taken. Nodes come in the order of
  // their numbers of children, the largest first.
  std::uint32_t place(const Child* children, std::size_t count) {
    // Where nodes of this size have found no place, the next ones do not look: smaller ones will.
    if (count != std::exchange(size_, count)) full_ = 0;
    std::size_t tries = 0;
    for (std::size_t slot = next_free(std::max<std::size_t>(children[0].number + 1u, full_));;
         slot = next_free(slot + 1)) {
      // Most nodes have one child: at the end they take one slot.
      if (++tries == kMostTries && count == 1 && slot < end_) slot = next_free(end_);
      const std::size_t base = slot - children[0].number;
      grow(base + limit_);
      if (base_used_[base]) continue;
      const bool fits = std::all_of(children, children + count, [&](const Child& child) {
        return units_[base + child.number].check == 0;
      });
      if (!fits) continue;
      if (tries >= kMostTries && count > 1) full_ = slot;
      base_used_[base] = true;
      for (const Child* child = children; child != children + count; ++child) {
        const std::size_t taken = base + child->number;
        units_[taken].check = static_cast<std::uint32_t>(base);
        free_[taken] = static_cast<std::uint32_t>(taken + 1);
        end_ = std::max(end_, taken + 1);
      }
      return static_cast<std::uint32_t>(base);
    }
  }
  std::vector<image::Unit> take() {
    // Behind the last taken unit only what a look-up may touch.
    std::size_t used = 0;
    for (std::size_t i = 0; i < base_used_.size(); ++i) {
      if (base_used_[i]) used = i;
    }
    units_.resize(used + limit_);
    return std::move(units_);
  }
  image::Unit& operator[](std::size_t i) { return units_[i]; }

 private:
  // Asked for at each slot that is looked at, and nearly always for nothing.
  void grow(std::size_t size) {
    if (free_.size() <= size || units_.size() < size) add(size);
  }
  void add(std::size_t size) {
    units_.resize(std::max(size + 1, units_.size() + units_.size() / 2));
    base_used_.resize(units_.size());
    while (free_.size() < units_.size()) {
      free_.push_back(static_cast<std::uint32_t>(free_.size()));
    }
  }
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

  std::size_t limit_;
  std::size_t size_ = 0;  // children of the node placed last
  std::size_t full_ = 0;  // before this there was no place for nodes of that size
  std::size_t end_ = 0;   // behind the last slot that is taken
  std::vector<std::uint32_t> free_;
  std::vector<image::Unit> units_;
  std::vector<char> base_used_;
};

}  // namespace

Trie build_trie(std::vector<TrieKey> keys, std::size_t limit) {
  Trie trie;
  trie.base.resize(limit);
  trie.value.resize(limit);
  std::sort(keys.begin(), keys.end(),
            [](const TrieKey& a, const TrieKey& b) { return a.path < b.path; });

  // Nodes in breadth-first order; the keys below one are a stretch of the sorted list.
  std::vector<Node> nodes;
  std::vector<Child> children;
  std::vector<std::uint32_t> depth;
  const auto open = [&](std::uint32_t begin, std::uint32_t end, std::uint32_t at) {
    Node node{static_cast<std::uint32_t>(children.size()), 0, 0};
    while (begin < end && keys[begin].path.size() == at) ++begin;
    while (begin < end) {
      const char16_t number = keys[begin].path[at];
      std::uint32_t next = begin + 1;
      while (next < end && keys[next].path[at] == number) ++next;
      children.push_back({static_cast<std::uint16_t>(number), begin, next});
      ++node.children;
      begin = next;
    }
    nodes.push_back(node);
    depth.push_back(at);
  };
  open(0, static_cast<std::uint32_t>(keys.size()), 0);
  std::vector<std::uint32_t> node_of_child;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (std::uint32_t c = 0; c < nodes[i].children; ++c) {
      const Child child = children[nodes[i].first_child + c];
      node_of_child.push_back(static_cast<std::uint32_t>(nodes.size()));
      open(child.begin, child.end, depth[i] + 1);
    }
  }
  const auto value_of = [&](std::uint32_t child) {
    const TrieKey& key = keys[children[child].begin];
    return key.path.size() == depth[node_of_child[child]] ? key.value : 0;
  };

  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 1; i < nodes.size(); ++i) {
    if (nodes[i].children > 0) order.push_back(i);
  }
  if (!order.empty()) {
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return nodes[a].children > nodes[b].children;
    });
    Slots slots(limit);
    for (const std::uint32_t i : order) {
      nodes[i].base = slots.place(&children[nodes[i].first_child], nodes[i].children);
    }
    for (const std::uint32_t i : order) {
      for (std::uint32_t c = nodes[i].first_child; c < nodes[i].first_child + nodes[i].children;
           ++c) {
        image::Unit& unit = slots[nodes[i].base + children[c].number];
        unit.base = nodes[node_of_child[c]].base;
        unit.value = value_of(c);
      }
    }
    trie.units = slots.take();
  }
  for (std::uint32_t c = 0; c < nodes[0].children; ++c) {
    trie.base[children[c].number] = nodes[node_of_child[c]].base;
    trie.value[children[c].number] = value_of(c);
  }
  return trie;
}

}  // namespace hanfix::convert::compiler
