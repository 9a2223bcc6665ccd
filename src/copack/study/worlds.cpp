// SPDX-License-Identifier: Apache-2.0
#include "copack/study/worlds.hpp"

#include <algorithm>
#include <string>

#include "copack/core/random.hpp"

namespace copack::study {
namespace {

int index_of(const system::ParameterSpace& space, const std::string& path) {
  const auto all = space.all();
  const auto at = std::ranges::find(all, path, &system::Parameter::path);
  return at == all.end() ? -1 : static_cast<int>(at - all.begin());
}

int place(std::vector<int>& list, int parameter) {
  const auto at = std::ranges::find(list, parameter);
  if (at != list.end()) return static_cast<int>(at - list.begin());
  list.push_back(parameter);
  return static_cast<int>(list.size()) - 1;
}

}  // namespace

WorldSampler::WorldSampler(const system::ParameterSpace& space, std::span<const CorrelationSection> correlations,
                           std::vector<int> leading, std::uint32_t seed)
    : dimension_(space.all().size(), -1),
      sobol_(std::clamp(static_cast<int>(leading.size()), 1, sobol_dimensions)),
      seed_(seed) {
  for (const auto& parameter : space.all()) laws_.push_back(parameter.spread);
  for (std::size_t i = 0; i < leading.size() && i < sobol_dimensions; ++i) {
    dimension_[static_cast<std::size_t>(leading[i])] = static_cast<int>(i);
  }
  std::vector<std::pair<int, int>> pairs;
  for (const auto& c : correlations)
    pairs.emplace_back(place(correlated_, index_of(space, c.a)), place(correlated_, index_of(space, c.b)));
  if (correlated_.empty()) return;
  numerics::Matrix matrix(correlated_.size(), correlated_.size());
  for (std::size_t i = 0; i < correlated_.size(); ++i) matrix(i, i) = 1.0;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    const auto [a, b] = pairs[k];
    matrix(static_cast<std::size_t>(a), static_cast<std::size_t>(b)) = correlations[k].rho;
    matrix(static_cast<std::size_t>(b), static_cast<std::size_t>(a)) = correlations[k].rho;
  }
  copula_ = numerics::GaussianCopula::with_rank_correlation(matrix);
}

void WorldSampler::sample(std::uint32_t world, std::span<double> values) const {
  for (std::size_t i = 0; i < laws_.size(); ++i) {
    values[i] = dimension_[i] >= 0
                    ? sobol_.point(world, dimension_[i], seed_)
                    : uniform(seed_, Purpose::world, {.sample = world, .entity = static_cast<std::uint32_t>(i)});
  }
  if (copula_) {
    std::vector<double> joined;
    for (const int i : correlated_) joined.push_back(values[static_cast<std::size_t>(i)]);
    copula_->transform(joined);
    for (std::size_t k = 0; k < correlated_.size(); ++k) values[static_cast<std::size_t>(correlated_[k])] = joined[k];
  }
  for (std::size_t i = 0; i < laws_.size(); ++i) values[i] = numerics::quantile(laws_[i], values[i]);
}

std::vector<double> WorldSampler::nominal() const {
  std::vector<double> values;
  for (const auto& law : laws_) values.push_back(law.nominal);
  return values;
}

}  // namespace copack::study
