// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "copack/link/com.hpp"
#include "copack/link/com_search.hpp"

namespace copack::link {
namespace {

constexpr double most_settings = 2e7;
constexpr double most_samples = 4e6;
constexpr double fewest_symbols = 64.0;      // of a record: the reach of all taps and room for what rings
constexpr double reaches_of_a_record = 4.0;  // the pulse arrives at a quarter of it
constexpr int longest_transmit_reach = 12;

double count_of(double min, double max, double step) {
  return step > 0.0 && max > min ? std::floor((max - min) / step + 1e-9) + 1.0 : 1.0;
}

/// What a sweep gives to the number of settings; complains when it goes backward or has no step.
double check_sweep(double min, double max, double step, const std::string& path, std::vector<Problem>& problems) {
  if (max < min) problems.push_back({path + ".max", fmt::format("{} is below min, {}", max, min)});
  if (max > min && !(step > 0.0)) problems.push_back({path + ".step", "a sweep needs a positive step"});
  return count_of(min, max, step);
}

void check_transmitter(const ComInputs& in, double& settings, std::vector<Problem>& problems) {
  int low = 0, high = 0;
  for (std::size_t i = 0; i < in.tx_taps.size(); ++i) {
    const auto& tap = in.tx_taps[i];
    const auto path = fmt::format("tx_taps[{}]", i);
    low = std::min(low, tap.position);
    high = std::max(high, tap.position);
    settings *= check_sweep(tap.min, tap.max, tap.step, path, problems);
    if (tap.position == 0)
      problems.push_back(
          {path + ".position", "the main tap follows from the others; give positions before or after it"});
    for (std::size_t j = 0; j < i; ++j) {
      if (in.tx_taps[j].position == tap.position)
        problems.push_back({path + ".position", fmt::format("{} is there twice", tap.position)});
    }
  }
  if (high - low > longest_transmit_reach)
    problems.push_back(
        {"tx_taps", fmt::format("taps reach over {} symbols; at most {}", high - low, longest_transmit_reach)});
}

void check_floating(const FloatingTaps& x, int after, const std::string& path, std::vector<Problem>& problems) {
  if (x.groups <= 0 || after + x.groups * x.group_size <= x.reach) return;
  problems.push_back(
      {path + ".reach", fmt::format("{} symbols have no room for {} groups of {} after symbol {}; use at "
                                    "least {}",
                                    x.reach, x.groups, x.group_size, after, after + x.groups * x.group_size)});
}

void check_feedback(const ComInputs& in, std::vector<Problem>& problems) {
  if (in.dfe_min.size() != in.dfe_max.size()) {
    problems.push_back({"dfe_min", fmt::format("has {} numbers and dfe_max {}; give one of each to every tap",
                                               in.dfe_min.size(), in.dfe_max.size())});
    return;
  }
  for (std::size_t i = 0; i < in.dfe_min.size(); ++i) {
    if (in.dfe_max[i] < in.dfe_min[i])
      problems.push_back(
          {fmt::format("dfe_max[{}]", i), fmt::format("{} is below dfe_min, {}", in.dfe_max[i], in.dfe_min[i])});
  }
  if (in.dfe_floating.groups > 0 && in.receive_ffe.taps > 0) {
    problems.push_back(
        {"dfe_floating.groups", "with a receive FFE its own taps float; use receive_ffe.floating and 0 here"});
  }
  check_floating(in.dfe_floating, static_cast<int>(in.dfe_max.size()), "dfe_floating", problems);
}

void check_limits(const ComReceiveFfe& ffe, const std::vector<double>& limits, const char* name,
                  std::vector<Problem>& problems) {
  if (limits.size() <= 1 || limits.size() == static_cast<std::size_t>(ffe.taps)) return;
  problems.push_back(
      {fmt::format("receive_ffe.{}", name),
       fmt::format("has {} numbers for {} taps; give one to each tap, or one for all", limits.size(), ffe.taps)});
}

void check_receiver(const ComInputs& in, std::vector<Problem>& problems) {
  const auto& ffe = in.receive_ffe;
  const auto report = [&](const char* field, std::string text) {
    problems.push_back({fmt::format("receive_ffe.{}", field), std::move(text)});
  };
  if (ffe.taps <= 0) {
    if (ffe.floating.groups > 0) report("floating.groups", "floating taps need fixed ones; set receive_ffe.taps");
    if (ffe.adc_bits > 0) report("adc_bits", "an ADC comes with a receive FFE; set receive_ffe.taps");
    if (ffe.sequence_detection) report("sequence_detection", "comes with a receive FFE; set receive_ffe.taps");
    return;
  }
  if (ffe.pre_taps >= ffe.taps) {
    report("pre_taps", fmt::format("{} before the main one leave no place for it among {} taps; use at most {}",
                                   ffe.pre_taps, ffe.taps, ffe.taps - 1));
  }
  check_limits(ffe, ffe.min, "min", problems);
  check_limits(ffe, ffe.max, "max", problems);
  if (ffe.min.empty() != ffe.max.empty()) report("min", "and max are given both or not at all");
  if (ffe.latest < ffe.earliest) report("latest", fmt::format("{} is before earliest, {}", ffe.latest, ffe.earliest));
  check_floating(ffe.floating, ffe.taps - 1 - ffe.pre_taps, "receive_ffe.floating", problems);
  if (ffe.sequence_detection && in.dfe_max.size() != 1) {
    report("sequence_detection",
           fmt::format("stands in for one feedback tap, but dfe_max has {}; give one", in.dfe_max.size()));
  }
}

/// ns, of the lines and cables of a channel.
double delay_of(const ComChannel& channel) {
  double ns = 0.0;
  for (const auto& e : channel.elements) {
    if (e.kind == ElementKind::line || e.kind == ElementKind::cable)
      ns += coefficients_of(e).delay * e.length.in(unit::mm);
  }
  return ns;
}

void check_channel(const ComInputs& in, std::size_t i, std::vector<Problem>& problems) {
  const auto& channel = in.channels[i];
  const auto path = fmt::format("channels[{}]", i);
  if (channel.file.empty() == channel.elements.empty())
    problems.push_back({path, "needs either a Touchstone file or elements"});
  if (!channel.ports.empty() && channel.ports.size() != 4)
    problems.push_back({path + ".ports", "are four: near +, near -, far +, far -"});
  for (std::size_t j = 0; j < channel.elements.size(); ++j)
    check(channel.elements[j], fmt::format("{}.elements[{}]", path, j), problems);
  const double record = 1e9 / in.frequency_step.si();
  if (delay_of(channel) > 0.5 * record) {
    problems.push_back(
        {"frequency_step", fmt::format("gives a record of {:.4g} ns for a channel of {:.4g} ns; use less "
                                       "than {:.3g} MHz",
                                       record, delay_of(channel), 500.0 / delay_of(channel))});
  }
}

/// Symbols over which receive and feedback taps reach.
double reach_of(const ComInputs& in) {
  const auto& ffe = in.receive_ffe;
  const int feedback = in.dfe_floating.groups > 0 ? in.dfe_floating.reach : 0;
  const int forward = ffe.floating.groups > 0 ? ffe.pre_taps + 1 + ffe.floating.reach : ffe.taps;
  return ffe.taps > 0 ? std::max({feedback, forward, ffe.taps}) : feedback;
}

void check_record(const ComInputs& in, std::vector<Problem>& problems) {
  const double symbols = in.symbol_rate.si() / in.frequency_step.si();
  const double samples = symbols * in.samples_per_symbol;
  if (samples > most_samples) {
    problems.push_back(
        {"frequency_step",
         fmt::format("makes records of {:.3g} samples, more than {:.3g}; use a wider step", samples, most_samples)});
  }
  const double fewest = std::max(fewest_symbols, reaches_of_a_record * reach_of(in));
  if (symbols < fewest) {
    problems.push_back({"frequency_step", fmt::format("makes records of {:.3g} symbols, fewer than {}; use at most "
                                                      "{:.4g} MHz",
                                                      symbols, fewest, in.symbol_rate.si() / fewest / 1e6)});
  }
}

}  // namespace

std::vector<Problem> validate(const ComInputs& in) {
  std::vector<Problem> problems;
  const auto victims = std::ranges::count(in.channels, ChannelRole::thru, &ComChannel::role);
  if (victims != 1)
    problems.push_back({"channels", fmt::format("need exactly one with role \"thru\", there are {}", victims)});
  for (std::size_t i = 0; i < in.channels.size(); ++i) check_channel(in, i, problems);
  double settings =
      check_sweep(in.ctle_gain.min.db(), in.ctle_gain.max.db(), in.ctle_gain.step.db(), "ctle_gain", problems);
  settings *= check_sweep(in.ctle_low_gain.min.db(), in.ctle_low_gain.max.db(), in.ctle_low_gain.step.db(),
                          "ctle_low_gain", problems);
  check_transmitter(in, settings, problems);
  check_feedback(in, problems);
  check_receiver(in, problems);
  if (settings > most_settings) {
    problems.push_back({"tx_taps", fmt::format("{:.3g} equaliser settings are more than {:.3g}; use wider steps",
                                               settings, most_settings)});
  } else if (problems.empty() && transmit_settings(in).empty()) {
    problems.push_back({"smallest_main_tap", "no setting of tx_taps leaves that much to the main tap"});
  }
  check_record(in, problems);
  return problems;
}

}  // namespace copack::link
