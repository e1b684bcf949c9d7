/// \file  Learns how much each feature speaks for which value: multinomial logistic regression.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "convert/context/choice_image.hpp"
#include "convert/context/features.hpp"

namespace hanfix::convert::context::build {

/// Values of a subject that are told apart.
inline constexpr std::size_t kValues = 4;
using Scores = std::array<double, kValues>;  // in nats

/// A place whose value is known.
struct Example {
  std::uint32_t subject = 0;
  std::uint8_t value = 0;
  float weight = 1;
  std::uint32_t first = 0, count = 0;  // its features in Learner's pool
  std::uint8_t times = 1;              // how many places it stands for when features are counted
  std::array<std::uint16_t, image::kNeighbours> neighbours{};  // numbers of their vectors
};

/// Stochastic gradient descent with a step of its own for every weight (AdaGrad, Duchi 2011). The
/// same examples in the same order give the same weights. Shared features have one weight, which
/// counts for value `shared_value` of the subject.
class Learner {
 public:
  struct Subject {
    std::u32string text;
    std::size_t values = 2;
    int shared_value = -1;
    bool used = true;
  };
  struct Weight {
    std::uint32_t subject;  // kShared: of all subjects
    Feature feature;
    unsigned value;
    double weight;  // nats, against value 0
  };
  static constexpr std::uint32_t kShared = 0xFFFFFFFF;

  std::uint32_t add_subject(Subject subject) {
    subjects.push_back(std::move(subject));
    return static_cast<std::uint32_t>(subjects.size() - 1);
  }
  /// The features of the example that is being made.
  void add(std::uint32_t subject, const Feature& feature) {
    pool_.push_back(number(subject, feature));
  }
  /// Ends the example; its features are what was added since the last one.
  [[nodiscard]] Example end(std::uint32_t subject, std::size_t value, double weight);

  /// How weights are kept small.
  enum class Draw : std::uint8_t {
    by_kind,  ///< to 0, by what kind of feature it is, however often it is seen
    little,   ///< hardly, and in small steps
  };
  /// Features that fewer than `least` of the examples have are not used.
  void learn(std::vector<Example>& examples, unsigned rounds, unsigned least, Draw draw);
  [[nodiscard]] Scores scores(const Example& example) const;
  /// All weights that are not 0, in the order of the features' first appearance.
  [[nodiscard]] std::vector<Weight> weights() const;

  /// What the vector of a neighbour is multiplied with, against value 0; nats.
  [[nodiscard]] double vector_weight(std::uint32_t subject, std::size_t value,
                                     std::size_t neighbour, std::size_t dimension) const {
    const std::size_t at = neighbour * image::kDimensions + dimension;
    return double{vector_weights_[vector_at(subject, value) + at]} -
           double{vector_weights_[vector_at(subject, 0) + at]};
  }

  std::vector<Subject> subjects;
  /// What Example::neighbours number; of length 1, the first 0. Without any, none are learnt from.
  std::vector<std::array<float, image::kDimensions>> vectors;

 private:
  static constexpr std::size_t kVectorSize = image::kNeighbours * image::kDimensions;
  [[nodiscard]] static std::size_t vector_at(std::size_t subject, std::size_t value) {
    return (subject * kValues + value) * kVectorSize;
  }
  // Learns from 0, in the order that `random` says.
  void descend(std::vector<Example>& examples, unsigned rounds, Draw draw, std::mt19937& random);
  void learn_vectors(const Example& example, std::size_t value, double slope);
  [[nodiscard]] bool left_out(std::uint32_t feature) const;
  // The number of a feature.
  std::uint32_t number(std::uint32_t subject, const Feature& feature);
  struct Named {
    std::uint32_t subject;
    Feature feature;
  };
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
  std::vector<Named> names_;
  std::vector<std::uint32_t> pool_, seen_;
  std::vector<float> weights_, squares_, draws_;
  std::vector<float> vector_weights_, vector_squares_, vector_draws_;
  std::uint32_t open_ = 0;
  unsigned least_ = 1;
  bool dropping_ = false;  // what is next to a place
};

}  // namespace hanfix::convert::context::build
