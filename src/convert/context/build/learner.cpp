#include "convert/context/build/learner.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <string_view>

namespace hanfix::convert::context::build {
namespace {

constexpr double kStep = 0.3;
// With Draw::little: the step, the draw at each example, and a gradient that changes nothing.
constexpr double kLittleStep = 0.15, kSmall = 1e-3;
constexpr float kLittleDraw = 1e-4F;
// How strongly a weight is drawn to 0, whatever the number of examples: what is seen next to a
// place says more than what is further off.
float draw_of(const Feature& feature, bool shared) {
  if (shared) return 0.5F;
  switch (feature.kind) {
    case '0':
    case '1':
    case '2':
    case 'k':
      return 0.01F;
    case 'l':
    case 'r':
    case 'p':
    case 'q':
      return 0.5F;
    case 'b':
    case 'c':
    case 'd':
    case 'u':
    case 'v':
      return 3;
    default:
      return 0.3F;
  }
}
// The same of what vectors are multiplied with.
constexpr float kVectorDraw = 3, kVectorStep = 0.2F;
constexpr float kFirstSquare = 1e-2f;
constexpr unsigned kSeed = 1;
// The weights are the mean of so many runs, each in an order of its own: one alone is right now
// about these of the places that are hard, now about those.
constexpr unsigned kRuns = 4;
// In seven of ten steps, by chance, the characters next to a place are left out, so that groups,
// vectors and what is further off learn to do without them.
constexpr std::uint32_t kLeftOut = 0xB3333333;
bool is_near(const Feature& feature) {
  return std::string_view("lrLRxMNyz").find(feature.kind) != std::string_view::npos;
}

}  // namespace

std::uint32_t Learner::number(std::uint32_t subject, const Feature& feature) {
  const std::uint64_t key = feature_number(mixed(std::uint64_t{subject} + 1), feature, 0);
  const auto [found, added] = numbers_.emplace(key, static_cast<std::uint32_t>(names_.size()));
  if (added) names_.push_back({subject, feature});
  return found->second;
}

Example Learner::end(std::uint32_t subject, std::size_t value, double weight) {
  const auto size = static_cast<std::uint32_t>(pool_.size());
  const Example example{
      subject, static_cast<std::uint8_t>(value), static_cast<float>(weight), open_, size - open_,
      1};
  open_ = size;
  return example;
}

bool Learner::left_out(std::uint32_t feature) const {
  return seen_[feature] < least_ || (dropping_ && is_near(names_[feature].feature));
}

Scores Learner::scores(const Example& example) const {
  Scores sum{};
  const Subject& subject = subjects[example.subject];
  for (std::size_t v = 0; !vector_weights_.empty() && v < subject.values; ++v) {
    const float* weights = &vector_weights_[vector_at(example.subject, v)];
    for (const std::uint16_t neighbour : example.neighbours) {
      float product = 0;
      for (const float number : vectors[neighbour]) product += number * *weights++;
      sum[v] += double{product};
    }
  }
  for (std::uint32_t i = example.first; i < example.first + example.count; ++i) {
    const std::uint32_t feature = pool_[i];
    if (left_out(feature)) continue;
    const float* weights = &weights_[feature * kValues];
    if (names_[feature].subject == kShared) {
      sum[static_cast<std::size_t>(subject.shared_value)] += weights[0];
      continue;
    }
    for (std::size_t v = 0; v < subject.values; ++v) sum[v] += weights[v];
  }
  return sum;
}

void Learner::learn(std::vector<Example>& examples, unsigned rounds, unsigned least, Draw draw) {
  least_ = least;
  seen_.assign(names_.size(), 0);
  vector_draws_.assign(subjects.size(), 0);
  for (const Example& example : examples) {
    for (std::uint32_t i = 0; i < example.count; ++i)
      seen_[pool_[example.first + i]] += example.times;
    vector_draws_[example.subject] += 1;
  }
  for (float& of_one : vector_draws_) of_one = kVectorDraw / std::max(of_one, 1.0F);
  draws_.resize(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i) {
    draws_[i] = draw == Draw::little ? kLittleDraw
                                     : draw_of(names_[i].feature, names_[i].subject == kShared) /
                                           static_cast<float>(std::max(seen_[i], 1U));
  }
  std::mt19937 random(kSeed);
  std::vector<float> mean(names_.size() * kValues);
  std::vector<float> vector_mean(vectors.empty() ? 0 : subjects.size() * kValues * kVectorSize);
  for (unsigned run = 0; run < kRuns; ++run) {
    weights_.assign(mean.size(), 0);
    vector_weights_.assign(vector_mean.size(), 0);
    descend(examples, rounds, draw, random);
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += weights_[i] / kRuns;
    for (std::size_t i = 0; i < vector_mean.size(); ++i)
      vector_mean[i] += vector_weights_[i] / kRuns;
  }
  weights_ = std::move(mean);
  vector_weights_ = std::move(vector_mean);
}

void Learner::descend(std::vector<Example>& examples, unsigned rounds, Draw draw,
                      std::mt19937& random) {
  const bool little = draw == Draw::little;
  const double size = little ? kLittleStep : kStep;
  squares_.assign(weights_.size(), kFirstSquare);
  vector_squares_.assign(vector_weights_.size(), kFirstSquare);
  for (unsigned round = 0; round < rounds; ++round) {
    for (std::size_t i = examples.size(); i > 1; --i)
      std::swap(examples[i - 1], examples[random() % i]);
    for (const Example& example : examples) {
      const Subject& subject = subjects[example.subject];
      if (!subject.used) continue;
      dropping_ = !little && random() < kLeftOut;
      Scores p = scores(example);
      const double highest =
          *std::max_element(p.begin(), p.begin() + std::ptrdiff_t(subject.values));
      double total = 0;
      for (std::size_t v = 0; v < subject.values; ++v) total += p[v] = std::exp(p[v] - highest);
      for (std::size_t v = 0; v < subject.values; ++v) {
        const double slope = (p[v] / total - (v == example.value ? 1 : 0)) * example.weight;
        if (little && std::fabs(slope) < kSmall) continue;
        if (!vector_weights_.empty()) learn_vectors(example, v, slope);
        for (std::uint32_t i = 0; i < example.count; ++i) {
          const std::uint32_t feature = pool_[example.first + i];
          if (left_out(feature)) continue;
          const bool shared = names_[feature].subject == kShared;
          if (shared && static_cast<int>(v) != subject.shared_value) continue;
          const std::size_t at = feature * kValues + (shared ? 0 : v);
          const double step = slope + double{draws_[feature]} * weights_[at];
          squares_[at] += static_cast<float>(step * step);
          weights_[at] -= static_cast<float>(size * step / std::sqrt(squares_[at]));
        }
      }
    }
  }
  dropping_ = false;
}

void Learner::learn_vectors(const Example& example, std::size_t value, double slope) {
  const float draw = vector_draws_[example.subject];
  for (std::size_t i = 0; i < example.neighbours.size(); ++i) {
    if (example.neighbours[i] == 0) continue;
    const auto& vector = vectors[example.neighbours[i]];
    const std::size_t at = vector_at(example.subject, value) + i * vector.size();
    for (std::size_t d = 0; d < vector.size(); ++d) {
      float& weight = vector_weights_[at + d];
      const float step = static_cast<float>(slope) * vector[d] + draw * weight;
      float& squares = vector_squares_[at + d];
      squares += step * step;
      weight -= kVectorStep * step / std::sqrt(squares);
    }
  }
}

std::vector<Learner::Weight> Learner::weights() const {
  std::vector<Weight> all;
  for (std::size_t feature = 0; feature < names_.size(); ++feature) {
    if (seen_[feature] < least_) continue;
    const Named& name = names_[feature];
    const float* weights = &weights_[feature * kValues];
    if (name.subject == kShared) {
      all.push_back({kShared, name.feature, 1, weights[0]});
      continue;
    }
    if (!subjects[name.subject].used) continue;
    for (unsigned v = 1; v < subjects[name.subject].values; ++v) {
      all.push_back({name.subject, name.feature, v, double{weights[v]} - weights[0]});
    }
  }
  return all;
}

}  // namespace hanfix::convert::context::build
