// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace copack::link {

/// A feed-forward equaliser with decision feedback behind it, to be set for the least mean square error between what
/// the detector sees and the symbol sent (178A.1.8). Tap i weighs the sample of `pre_taps` - i symbols after the
/// instant.
struct MmseProblem {
  int taps = 1;                    ///< in fixed places 0, 1, ...
  int pre_taps = 0;                ///< the place of the main tap
  int groups = 0, group_size = 1;  ///< floating taps after the fixed ones, up to the last place
  std::vector<double> covariance;  ///< of the samples by lag, over the power of a symbol, V^2; one for every place
  /// Pulse response h(ts + nT) from n = pre_taps + 1 - (number of places) to n = pre_taps + (feedback taps), V.
  std::vector<double> pulse;
  std::vector<double> min, max;          ///< of the tap in each place over the main one; may be empty
  std::vector<double> dfe_min, dfe_max;  ///< of each feedback tap over the response at the instant

  [[nodiscard]] int places() const { return static_cast<int>(covariance.size()); }
  /// Response, through the tap in a place, to the symbol that is detected (0) or that many symbols before it.
  [[nodiscard]] double response(int symbol, int place) const {
    return pulse[static_cast<std::size_t>(symbol + places() - 1 - place)];
  }
};

struct MmseSolution {
  std::vector<int> places;                                 ///< of the taps, in order
  std::vector<double> weights;                             ///< 1/V; the response to the symbol detected is 1
  std::vector<double> feedback;                            ///< b(n)
  double error = std::numeric_limits<double>::infinity();  ///< mean square error over the power of a symbol
  bool clipped = false;                                    ///< a feed-forward tap met its limit
};

/// Taps in the given places. Feedback taps outside their limits are held there and the rest solved again; then
/// feed-forward taps are cut to their limits, scaled back to a response of 1, and the feedback set anew.
MmseSolution solve(const MmseProblem& problem, std::span<const int> places);

/// With the fixed taps and each floating group in turn at the place where it leaves the least error (178A.1.8.1); a
/// group that would only add to it, for the limits of its taps, is left out.
MmseSolution solve(const MmseProblem& problem);

/// Least error that any taps with G = H^T R^-1 H (row by row; the symbol detected first, then those fed back) leave.
/// With one feedback tap or none it is that of `solve` but for the limits of the feed-forward taps; with more of them
/// it leaves their limits out. Never above the error of `solve`.
double least_error(std::span<const double> gram, std::span<const double> dfe_min, std::span<const double> dfe_max);

}  // namespace copack::link
