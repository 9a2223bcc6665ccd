// SPDX-License-Identifier: Apache-2.0
#include "copack/study/worlds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "copack/core/hash.hpp"
#include "copack/core/random.hpp"

namespace copack::study {
namespace {

int index_of(const system::ParameterSpace& space, const std::string& path) {
  const auto all = space.all();
  const auto at = std::ranges::find(all, path, &system::Parameter::path);
  return at == all.end() ? -1 : static_cast<int>(at - all.begin());
}

double draw(std::uint32_t seed, std::uint64_t stream, std::uint32_t world) {
  return uniform(seed, Purpose::world,
                 {.sample = world,
                  .entity = static_cast<std::uint32_t>(stream >> 32U),
                  .draw = static_cast<std::uint32_t>(stream)});
}

/// Place of an item in a list to which it is added when it is new.
template <class T>
std::size_t place(std::vector<T>& list, const T& item) {
  const auto at = std::ranges::find(list, item);
  if (at != list.end()) return static_cast<std::size_t>(at - list.begin());
  list.push_back(item);
  return list.size() - 1;
}

/// The correlation matrix of the numbers in `paths`, which are listed as they come up.
numerics::Matrix matrix_of(std::span<const CorrelationSection> correlations, std::vector<std::string>& paths) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const auto& c : correlations) {
    const auto a = place(paths, c.a);
    pairs.emplace_back(a, place(paths, c.b));
  }
  numerics::Matrix matrix(paths.size(), paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i) matrix(i, i) = 1.0;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    matrix(pairs[k].first, pairs[k].second) = correlations[k].rho;
    matrix(pairs[k].second, pairs[k].first) = correlations[k].rho;
  }
  return matrix;
}

}  // namespace

std::vector<Problem> validate_correlations(std::span<const CorrelationSection> correlations) {
  std::vector<Problem> problems;
  std::set<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 0; i < correlations.size(); ++i) {
    const auto& c = correlations[i];
    const auto path = fmt::format("uncertainty.correlations[{}]", i);
    if (c.a == c.b) problems.push_back({path, fmt::format("\"{}\" cannot be correlated with itself", c.a)});
    if (!pairs.insert(std::minmax(c.a, c.b)).second) problems.push_back({path, "this pair is given twice"});
  }
  if (!problems.empty() || correlations.empty()) return problems;
  std::vector<std::string> paths;
  if (!numerics::validate_rank_correlation(matrix_of(correlations, paths)).empty()) {
    problems.push_back(
        {"uncertainty.correlations", "no joint distribution has these correlations together; bring them closer to 0"});
  }
  return problems;
}

WorldSampler::WorldSampler(const system::ParameterSpace& space, std::span<const CorrelationSection> correlations,
                           std::vector<int> leading, std::uint32_t seed)
    : dimension_(space.all().size(), -1),
      sobol_(std::clamp(static_cast<int>(leading.size()), 1, sobol_dimensions)),
      seed_(seed) {
  for (const auto& parameter : space.all()) {
    laws_.push_back(parameter.spread);
    streams_.push_back(fnv1a(parameter.path));
  }
  for (std::size_t i = 0; i < leading.size() && i < sobol_dimensions; ++i) {
    dimension_[static_cast<std::size_t>(leading[i])] = static_cast<int>(i);
  }
  if (correlations.empty()) return;
  std::vector<std::string> paths;
  copula_ = numerics::GaussianCopula::with_rank_correlation(matrix_of(correlations, paths));
  for (const auto& path : paths) correlated_.push_back(index_of(space, path));
}

void WorldSampler::sample(std::uint32_t world, std::span<double> values) const {
  for (std::size_t i = 0; i < laws_.size(); ++i) {
    values[i] = dimension_[i] >= 0 ? sobol_.point(world, dimension_[i], seed_) : draw(seed_, streams_[i], world);
  }
  if (copula_) {
    std::vector<double> joined;
    joined.reserve(correlated_.size());
    for (const int i : correlated_) joined.push_back(values[static_cast<std::size_t>(i)]);
    copula_->transform(joined);
    for (std::size_t k = 0; k < correlated_.size(); ++k) values[static_cast<std::size_t>(correlated_[k])] = joined[k];
  }
  for (std::size_t i = 0; i < laws_.size(); ++i) values[i] = numerics::quantile(laws_[i], values[i]);
}

std::vector<double> WorldSampler::nominal() const {
  std::vector<double> values;
  values.reserve(laws_.size());
  for (const auto& law : laws_) values.push_back(law.nominal);
  return values;
}

}  // namespace copack::study
