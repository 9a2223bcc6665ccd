// SPDX-License-Identifier: Apache-2.0
#include "copack/link/com_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "copack/link/pulse_response.hpp"

namespace copack::link {
namespace {

/// The COM input of one channel of a family.
ComInputs with_length(const ComFitInputs& in, const ComFitChannel& family, Length length) {
  auto com = in.com;
  auto elements = family.elements;
  elements[static_cast<std::size_t>(family.swept)].length = length;
  com.channels = {{.role = ChannelRole::thru, .elements = std::move(elements)}};
  return com;
}

double loss_db(const ComInputs& com) {
  const std::vector<double> nyquist{0.5 * com.symbol_rate.si()};
  const auto channel = channel_at(com.channels.front(), nyquist);
  return insertion_loss_db(with_packages(com, ChannelRole::thru, channel).s.front());
}

/// Length of the swept element that brings the loss from die to die to `target`; 0 where the rest loses more already.
/// Reflections make the loss ripple with the length, so that several lengths a few millimetres apart may fit; plain
/// bisection always takes the same one.
Length length_for(const ComFitInputs& in, const ComFitChannel& family, double target) {
  const auto loss = [&](double metres) { return loss_db(with_length(in, family, metres * unit::m)); };
  double low = 0.0, high = 0.01;
  if (loss(low) >= target) return {};
  constexpr double longest = 100.0;
  while (loss(high) < target && high < longest) high *= 2.0;
  for (int i = 0; i < 50; ++i) {
    const double middle = 0.5 * (low + high);
    (loss(middle) < target ? low : high) = middle;
  }
  return high * unit::m;
}

/// Every loss of a family once; what cannot be reached from above is left out.
bool run_family(const ComFitInputs& in, const ComFitChannel& family, std::vector<ComFitPoint>& points) {
  for (int i = 0; i < in.points; ++i) {
    const double share = in.points > 1 ? static_cast<double>(i) / (in.points - 1) : 0.0;
    const Decibel target = in.loss_from + share * (in.loss_to - in.loss_from);
    const auto length = length_for(in, family, target.db());
    if (length <= Length{}) continue;
    const auto com = evaluate(with_length(in, family, length));
    if (!com.answered) return false;
    points.push_back({family.name, length, com.die_to_die_loss, com.com, {}});
  }
  return true;
}

/// COM = c0 - c1 max(0, loss - knee) by least squares for a given knee.
struct Fit {
  double c0 = 0.0, c1 = 0.0, knee = 0.0;
  double square = std::numeric_limits<double>::infinity();

  [[nodiscard]] double at(double loss) const { return c0 - c1 * std::max(0.0, loss - knee); }
};

Fit fit_at(const std::vector<ComFitPoint>& points, double knee) {
  double n = 0.0, sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0;
  for (const auto& p : points) {
    const double x = std::max(0.0, p.loss.db() - knee), y = p.com.db();
    n += 1.0, sx += x, sy += y, sxx += x * x, sxy += x * y;
  }
  const double spread = n * sxx - sx * sx;
  Fit fit{.c1 = spread > 0.0 ? std::max(0.0, -(n * sxy - sx * sy) / spread) : 0.0, .knee = knee};
  fit.c0 = (sy + fit.c1 * sx) / n;
  fit.square = 0.0;
  for (const auto& p : points) fit.square += std::pow(fit.at(p.loss.db()) - p.com.db(), 2);
  return fit;
}

/// The best knee on a fine grid over the losses.
Fit best_fit(const std::vector<ComFitPoint>& points) {
  constexpr int steps = 400;
  const auto [low, high] = std::ranges::minmax(points, {}, [](const ComFitPoint& p) { return p.loss.db(); });
  Fit best;
  for (int i = 0; i < steps; ++i) {
    const auto fit = fit_at(points, low.loss.db() + (high.loss - low.loss).db() * i / steps);
    if (fit.square < best.square) best = fit;
  }
  return best;
}

void report(const ComFitInputs& in, const Fit& fit, ComFitResults& out) {
  double most = 0.0, optimism = -std::numeric_limits<double>::infinity();
  for (auto& p : out.points) {
    const double error = fit.at(p.loss.db()) - p.com.db();
    p.error = Decibel::from_db(error);
    most = std::max(most, std::abs(error));
    optimism = std::max(optimism, error);
  }
  out.plateau = Decibel::from_db(fit.c0);
  out.slope = fit.c1;
  out.knee = Decibel::from_db(fit.knee);
  out.rms_error = Decibel::from_db(std::sqrt(fit.square / static_cast<double>(out.points.size())));
  out.max_error = Decibel::from_db(most);
  out.optimism = Decibel::from_db(optimism);
  out.snr_gain_max = out.plateau - in.com.required_com;
  out.equaliser_budget = out.knee + Decibel::from_db(out.snr_gain_max.db() / out.slope);
  const double x = tail_argument(std::log(in.com.target_error_ratio)) * std::pow(10.0, in.com.required_com.db() / 20.0);
  out.reference_ber = bit_error_ratio(x, levels(in.com.modulation));
}

}  // namespace

ComFitResults evaluate(const ComFitInputs& in) {
  ComFitResults out;
  for (const auto& family : in.channels) {
    if (!run_family(in, family, out.points)) return out;
  }
  constexpr std::size_t least = 4;  // three numbers are fitted
  if (out.points.size() < least) return out;
  const auto fit = best_fit(out.points);
  if (!(fit.c1 > 0.0)) return out;
  report(in, fit, out);
  out.answered = true;
  return out;
}

std::vector<Problem> validate(const ComFitInputs& in) {
  std::vector<Problem> problems;
  auto com = in.com;
  com.channels = {{.elements = {{.name = "line", .length = 0.1 * unit::m}}}};
  for (auto& problem : validate(com)) problems.push_back({"com." + problem.path, std::move(problem.message)});
  if (!in.com.channels.empty())
    problems.push_back({"com.channels", "are made from the families in channels; remove them"});
  if (in.loss_to <= in.loss_from) problems.push_back({"loss_to", "must be more than loss_from; exchange them"});
  if (in.channels.empty()) problems.push_back({"channels", "give at least one family of channels"});
  for (std::size_t i = 0; i < in.channels.size(); ++i) {
    const auto& family = in.channels[i];
    const auto path = fmt::format("channels[{}]", i);
    const bool there = family.swept >= 0 && static_cast<std::size_t>(family.swept) < family.elements.size();
    const auto* element = there ? &family.elements[static_cast<std::size_t>(family.swept)] : nullptr;
    if (element == nullptr || (element->kind != ElementKind::line && element->kind != ElementKind::cable))
      problems.push_back({path + ".swept", "must be the place of a line or cable in elements, counted from 0"});
    for (std::size_t k = 0; k < family.elements.size(); ++k) {
      auto piece = family.elements[k];
      if (static_cast<int>(k) == family.swept && piece.length <= Length{}) piece.length = 1.0 * unit::mm;
      check(piece, fmt::format("{}.elements[{}]", path, k), problems);
    }
  }
  return problems;
}

void describe(Fields& f, ComFitChannel& x) {
  f("name", x.name, "name for readers");
  f("elements", x.elements, "from ball to ball", required);
  f("swept", "", x.swept, "place of the line or cable whose length makes the loss, from 0", non_negative);
}

void describe(Fields& f, ComFitInputs& x) {
  f("com", x.com, "SerDes and packages, as in model link/com without channels", required);
  f("channels", x.channels, "families of channels", required);
  f("loss_from", "dB", x.loss_from, "least loss from die to die at half the symbol rate", positive);
  f("loss_to", "dB", x.loss_to, "largest loss", positive);
  f("points", "", x.points, "losses of each family", {.min = 2, .max = 200});
}

void describe(Fields& f, ComFitPoint& x) {
  f("channel", x.channel, "family");
  f("length", "mm", x.length, "of its swept element");
  f("loss", "dB", x.loss, "die to die at half the symbol rate");
  f("com", "dB", x.com, "channel operating margin");
  f("error", "dB", x.error, "of the fit", by("plateau - slope * max(0, loss - knee) - com"));
}

void describe(Fields& f, ComFitResults& x) {
  f("answered", x.answered, "false: too few points, or a channel without an answer");
  f("points", x.points, "channels that were run");
  f("plateau", "dB", x.plateau, "COM of channels with little loss, c0");
  f("slope", "", x.slope, "dB of COM lost per dB of loss beyond the knee, c1: snr_per_loss of model link");
  f("knee", "dB", x.knee, "loss up to which COM stays at its plateau");
  f("rms_error", "dB", x.rms_error, "of the fit, over all channels");
  f("max_error", "dB", x.max_error, "largest deviation of the fit");
  f("optimism", "dB", x.optimism, "by how much the fit exceeds the worst channel of equal loss");
  f("equaliser_budget", "dB", x.equaliser_budget, "loss at which the fit meets the required COM",
    by("knee + (plateau - com.required_com) / slope"));
  f("reference_ber", "", x.reference_ber, "bit error ratio there: electrical_reference_ber of model link",
    by("BER(Q_inverse(com.target_error_ratio) * 10^(com.required_com / 20))"));
  f("snr_gain_max", "dB", x.snr_gain_max, "most that a short channel gains over the reference",
    by("plateau - com.required_com"));
}

}  // namespace copack::link
