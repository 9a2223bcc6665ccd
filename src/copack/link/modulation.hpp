// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

namespace copack::link {

/// Line coding with M equally spaced levels.
enum class Modulation { nrz, pam4 };
std::span<const std::string_view> choice_names(Modulation);

constexpr int levels(Modulation m) { return m == Modulation::nrz ? 2 : 4; }
constexpr int bits_per_symbol(Modulation m) { return m == Modulation::nrz ? 1 : 2; }

/// ln Q(x), Q the upper tail of the standard normal; finite for every finite x, also where Q itself underflows.
double log_tail(double x);
/// The x with ln Q(x) = log_p; -inf for log_p >= 0.
double tail_argument(double log_p);

/// BER of PAM-M with equal eyes, Gaussian noise and Gray coding: (2/log2 M) (1 - 1/M) Q(x).
double bit_error_ratio(double x, int levels);
/// ln of the same.
double log_bit_error_ratio(double x, int levels);
/// The Q argument x of one eye at which PAM-M has this BER; +inf for 0.
double q_argument(double ber, int levels);

/// What a ModulationInputs value means.
enum class ErrorMeasure { q, symbol_error_ratio, bit_error_ratio };
std::span<const std::string_view> choice_names(ErrorMeasure);

/// Model `link/modulation`: Q argument, symbol and bit error ratio of PAM-M from any one of them.
struct ModulationInputs {
  int levels = 4;                                      ///< M, a power of two
  ErrorMeasure given = ErrorMeasure::bit_error_ratio;  ///< which one `value` is
  double value = 2.4e-4;                               ///< x, SER or BER
};

struct ModulationResults {
  double q = 0.0;                      ///< x, Q argument of one eye
  double symbol_error_ratio = 0.0;     ///< SER
  double bit_error_ratio = 0.0;        ///< BER, Gray coded
  double log10_bit_error_ratio = 0.0;  ///< its logarithm, also where BER underflows
};

void describe(Fields& f, ModulationInputs& x);
void describe(Fields& f, ModulationResults& x);
std::vector<Problem> validate(const ModulationInputs& in);
ModulationResults evaluate(const ModulationInputs& in);

}  // namespace copack::link
