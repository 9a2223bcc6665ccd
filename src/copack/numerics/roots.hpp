// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace copack::numerics {

struct RootOptions {
  double relative_tolerance = 1e-12;  ///< width of the final bracket, relative to |x|
  double absolute_tolerance = 0.0;    ///< the same in the unit of x; needed when the root may be 0
  int max_iterations = 100;
};

struct RootResult {
  double root = 0.0;
  double residual = 0.0;  ///< f(root)
  int iterations = 0;
  bool bracketed = false;  ///< f had different signs at the two ends
  bool converged = false;
};

/// A root of f between a and b, where f must change its sign. Inverse quadratic interpolation where it is safe, else
/// bisection (Chandrupatla 1997, Adv. Eng. Softw. 28:145). Without a change of sign the better end comes back, not
/// converged.
template <class Function>
RootResult find_root(Function&& f, double a, double b, const RootOptions& options = {}) {
  double fa = f(a), fb = f(b);
  RootResult out{.root = std::abs(fa) < std::abs(fb) ? a : b, .residual = std::abs(fa) < std::abs(fb) ? fa : fb};
  out.bracketed = (fa <= 0.0 && fb >= 0.0) || (fa >= 0.0 && fb <= 0.0);
  if (!out.bracketed) return out;
  out.converged = out.residual == 0.0;
  double t = 0.5;  // where in the bracket to look next
  while (!out.converged && out.iterations < options.max_iterations) {
    ++out.iterations;
    const double x = a + t * (b - a), fx = f(x);
    if (std::isnan(fx)) return out;
    // a is the newest point, [a, b] the bracket, c the point before.
    const bool same_side = (fx > 0.0) == (fa > 0.0);
    const double c = same_side ? a : b, fc = same_side ? fa : fb;
    if (!same_side) b = a, fb = fa;
    a = x, fa = fx;
    out.root = std::abs(fa) < std::abs(fb) ? a : b;
    out.residual = std::abs(fa) < std::abs(fb) ? fa : fb;
    const double tolerance = options.relative_tolerance * std::abs(out.root) + options.absolute_tolerance +
                             std::numeric_limits<double>::denorm_min();
    const double margin =
        0.5 * std::max(tolerance, 4.0 * std::numeric_limits<double>::epsilon() * std::abs(out.root)) / std::abs(b - a);
    out.converged = margin > 0.5 || out.residual == 0.0;
    if (out.converged) break;
    const double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
    const bool smooth = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
    t = smooth ? fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb) : 0.5;
    t = std::clamp(t, margin, 1.0 - margin);
  }
  return out;
}

struct FixedPointOptions {
  double tolerance = 1e-9;  ///< on the residual
  double floor = 1.0;       ///< magnitude below which a residual counts as absolute, not relative
  double damping = 1.0;     ///< share of the step that is taken, in (0, 1]
  bool aitken = true;       ///< adapt that share from step to step
  int max_iterations = 100;
  std::span<const std::string_view> names = {};  ///< of the unknowns, for the result
};

struct FixedPointResult {
  bool converged = false;
  int iterations = 0;       ///< evaluations of the map
  double residual = 0.0;    ///< largest |g(x) - x| / max(|x|, floor)
  std::size_t worst = 0;    ///< the unknown with that residual
  std::string_view name{};  ///< its name, when names were given
};

/// Solves x = g(x) from the given start by relaxation, x <- x + w (g(x) - x), where w is the damping or follows
/// Aitken's rule for vectors (Irons & Tuck 1969). `g(x, image)` writes its answer to `image`. When converged, x holds
/// the last image.
template <class Map>
FixedPointResult fixed_point(std::span<double> x, Map&& g, const FixedPointOptions& options = {}) {
  constexpr double largest_step = 10.0;
  const std::size_t n = x.size();
  std::vector<double> image(n), step(n), last_step(n);
  FixedPointResult out;
  double w = options.damping;
  while (out.iterations < options.max_iterations) {
    g(std::span<const double>(x), std::span<double>(image));
    ++out.iterations;
    out.residual = 0.0;
    double along = 0.0, change = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      step[i] = (image[i] - x[i]) / std::max(std::abs(x[i]), options.floor);
      if (!(std::abs(step[i]) <= out.residual)) out.residual = std::abs(step[i]), out.worst = i;
      if (std::isnan(out.residual)) break;
      along += last_step[i] * (step[i] - last_step[i]);
      change += (step[i] - last_step[i]) * (step[i] - last_step[i]);
    }
    if (out.worst < options.names.size()) out.name = options.names[out.worst];
    out.converged = out.residual <= options.tolerance;
    if (out.converged) std::ranges::copy(image, x.begin());
    if (out.converged || !std::isfinite(out.residual)) break;
    if (options.aitken && out.iterations > 1 && change > 0.0)
      w = std::clamp(-w * along / change, -largest_step, largest_step);
    for (std::size_t i = 0; i < n; ++i) x[i] += w * (image[i] - x[i]);
    std::swap(step, last_step);
  }
  return out;
}

}  // namespace copack::numerics
