// SPDX-License-Identifier: Apache-2.0
#include "copack/link/link.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "copack/link/optical_lane.hpp"

namespace copack::link {

namespace {

void check_line(const LinkInputs& in, std::vector<Problem>& problems) {
  const double encoded = in.lanes * bits_per_symbol(in.modulation) * in.symbol_rate.si();
  const auto code = code_of(in.fec);
  const double inner = in.inner_decoder == InnerDecoder::none ? 1.0 : inner_overhead;
  const double overhead = inner * (in.fec.code == Code::none ? 1.0 : static_cast<double>(code.n) / code.k);
  const double payload = in.payload_rate.si();
  if (encoded < payload * overhead * (1.0 - 1e-9)) {
    problems.push_back(
        {"payload_rate", fmt::format("{:.5g} Gbit/s with this code needs {:.5g} Gbit/s on the line, but {} "
                                     "lanes carry {:.5g}; raise lanes or symbol_rate",
                                     payload * 1e-9, payload * overhead * 1e-9, in.lanes, encoded * 1e-9)});
  }
}

void check_inner_code(const LinkInputs& in, std::vector<Problem>& problems) {
  if (in.inner_decoder == InnerDecoder::none) return;
  if (in.retiming != Retiming::retimed && in.retiming != Retiming::direct) {
    problems.push_back({"inner_decoder",
                        "an inner code needs a decision at both ends of the medium; use retiming "
                        "\"retimed\" or \"direct\", or inner_decoder \"none\""});
  }
  if (in.modulation != Modulation::pam4) {
    problems.push_back({"inner_decoder", "decoder tables are for PAM4; use modulation \"pam4\""});
  }
  if (in.fec.code == Code::none || code_of(in.fec).m != inner_symbol_bits) {
    problems.push_back({"inner_decoder", "needs an outer code over 10-bit symbols: kp4, kr4 or rs272"});
  }
}

/// Problems of a model that values a part, by the names of this one.
void add_part(std::vector<Problem>& problems, std::vector<Problem> part, std::string_view group) {
  for (auto& problem : part) {
    const auto dot = problem.path.rfind('.');
    const auto field = dot == std::string::npos ? problem.path : problem.path.substr(dot + 1);
    problems.push_back({std::string(group) + "." + field, std::move(problem.message)});
  }
}

void check_copper(const LinkInputs& in, std::vector<Problem>& problems) {
  if (in.cable_loss_per_metre <= Decibel{}) {
    problems.push_back(
        {"cable_loss_per_metre", "a copper link needs the loss of its cable per metre at half the symbol rate"});
  }
  if (in.retiming == Retiming::half_retimed) {
    problems.push_back({"retiming", "half-retimed is an optical choice; copper is none, linear, direct or retimed"});
  }
  if (in.rings_per_lane > 0.0) problems.push_back({"rings_per_lane", "a copper link has no rings; remove it"});
}

void check_optical(const LinkInputs& in, std::vector<Problem>& problems) {
  if (in.retiming == Retiming::none) {
    problems.push_back(
        {"retiming", "an optical link is retimed, half-retimed, linear or direct; none means passive copper"});
  }
  if (in.optical_path.empty()) {
    problems.push_back({"optical_path", "an optical link needs the losses between laser and photodiode"});
  }
  if (in.laser_setting == LaserSetting::stated && in.laser_power > in.laser_power_max) {
    problems.push_back({"laser_power", fmt::format("{} dBm exceeds laser_power_max, {} dBm", in.laser_power.dbm(),
                                                   in.laser_power_max.dbm())});
  }
  const bool analytic = in.optical_method == OpticalMethod::analytic;
  if (analytic) add_part(problems, validate(lane_of(in, {})), "devices");
  if (in.ring_bank.channels > 0) {
    add_part(problems, validate(bank_of(in)), "ring_bank");
    if (in.rings_per_lane < 1.0) problems.push_back({"rings_per_lane", "a bank of rings has at least 1 ring per lane"});
  }
  if (!analytic && in.optical_ber_floor >= in.optical_reference_ber) {
    problems.push_back(
        {"optical_ber_floor", fmt::format("a floor of {:.3g} keeps the receiver from its reference BER, {:.3g}",
                                          in.optical_ber_floor, in.optical_reference_ber)});
  }
  if (in.optics_location != Place::engine && in.optics_location != Place::module) {
    problems.push_back({"optics_location", "modulators sit in an engine or in a module"});
  }
}

}  // namespace

std::vector<Problem> validate(const LinkInputs& in) {
  std::vector<Problem> problems;
  check_line(in, problems);
  check_inner_code(in, problems);
  in.medium == Medium::copper ? check_copper(in, problems) : check_optical(in, problems);
  const FecInputs fec{.scheme = in.fec, .bits_per_line_symbol = bits_per_symbol(in.modulation)};
  for (auto& problem : validate(fec)) {
    problem.path = problem.path == "bits_per_line_symbol" ? "modulation" : "fec." + problem.path;
    problems.push_back(std::move(problem));
  }
  return problems;
}

}  // namespace copack::link
