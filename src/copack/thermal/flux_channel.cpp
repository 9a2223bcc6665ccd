// SPDX-License-Identifier: Apache-2.0
#include "copack/thermal/flux_channel.hpp"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace copack::thermal {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Z_mn: rise of the source face per flux in the mode whose squared lateral wave number is `kappa2`. The recursion goes
/// from the coolant to the sources; a layer many wavelengths thick hides what lies below it.
double impedance(const FluxChannelInputs& x, double kappa2) {
  double z = 1.0 / x.h.si();
  for (const auto& layer : x.layers) {
    const double k = layer.k_z.si();
    const double t = layer.thickness.si();
    if (kappa2 == 0.0) {
      z += t / k;
      continue;
    }
    const double beta = std::sqrt(layer.k_xy.si() / k * kappa2);
    const double th = std::tanh(beta * t);
    z = (z + th / (k * beta)) / (1.0 + z * k * beta * th);
  }
  return z;
}

/// W_mn = e_m e_n Z_mn / (a b)
MatrixXd mode_weights(const FluxChannelInputs& x) {
  const double a = x.a.si();
  const double b = x.b.si();
  MatrixXd w(x.modes_x, x.modes_y);
  for (Index n = 0; n < w.cols(); ++n) {
    const double delta = static_cast<double>(n) * std::numbers::pi / b;
    for (Index m = 0; m < w.rows(); ++m) {
      const double lambda = static_cast<double>(m) * std::numbers::pi / a;
      const double e = (m == 0 ? 1.0 : 2.0) * (n == 0 ? 1.0 : 2.0);
      w(m, n) = e * impedance(x, lambda * lambda + delta * delta) / (a * b);
    }
  }
  return w;
}

/// cos(m pi centre / side) averaged over [centre - size/2, centre + size/2]: C_m / size. Size 0 gives the point value.
VectorXd mean_cosines(int modes, double side, double centre, double size) {
  VectorXd c(modes);
  for (Index m = 0; m < modes; ++m) {
    const double lambda = static_cast<double>(m) * std::numbers::pi / side;
    const double half = 0.5 * lambda * size;
    c[m] = std::cos(lambda * centre) * (half > 0.0 ? std::sin(half) / half : 1.0);
  }
  return c;
}

/// The sources in the cosine basis; column = source.
struct Basis {
  MatrixXd x, y;                ///< averages over the rectangles
  MatrixXd x_centre, y_centre;  ///< values at their centres
};

Basis basis_of(const FluxChannelInputs& in) {
  const auto count = static_cast<Index>(in.sources.size());
  Basis u{MatrixXd(in.modes_x, count), MatrixXd(in.modes_y, count), MatrixXd(in.modes_x, count),
          MatrixXd(in.modes_y, count)};
  for (Index i = 0; i < count; ++i) {
    const auto& s = in.sources[static_cast<std::size_t>(i)];
    u.x.col(i) = mean_cosines(in.modes_x, in.a.si(), s.x.si(), s.width.si());
    u.y.col(i) = mean_cosines(in.modes_y, in.b.si(), s.y.si(), s.depth.si());
    u.x_centre.col(i) = mean_cosines(in.modes_x, in.a.si(), s.x.si(), 0.0);
    u.y_centre.col(i) = mean_cosines(in.modes_y, in.b.si(), s.y.si(), 0.0);
  }
  return u;
}

MatrixXd influence_matrix(const MatrixXd& w, const Basis& u) {
  const Index n = u.x.cols();
  MatrixXd psi(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = i; j < n; ++j) {
      const VectorXd along_x = u.x.col(i).cwiseProduct(u.x.col(j));
      const VectorXd along_y = u.y.col(i).cwiseProduct(u.y.col(j));
      psi(i, j) = psi(j, i) = along_x.dot(w * along_y);
    }
  }
  return psi;
}

/// Coefficients of the temperature field of all sources together.
MatrixXd field(const FluxChannelInputs& in, const MatrixXd& w, const Basis& u) {
  VectorXd power(u.x.cols());
  for (Index i = 0; i < power.size(); ++i) power[i] = in.sources[static_cast<std::size_t>(i)].power.si();
  return w.cwiseProduct(u.x * power.asDiagonal() * u.y.transpose());
}

double truncation(const MatrixXd& f, const Basis& u) {
  const Index half_x = (f.rows() + 1) / 2;
  const Index half_y = (f.cols() + 1) / 2;
  double worst = 0.0;
  for (Index i = 0; i < u.x.cols(); ++i) {
    const double all = u.x.col(i).dot(f * u.y.col(i));
    const double half = u.x.col(i).head(half_x).dot(f.topLeftCorner(half_x, half_y) * u.y.col(i).head(half_y));
    if (all != 0.0) worst = std::max(worst, std::abs(1.0 - half / all));
  }
  return worst;
}

void check_source(const FluxChannelInputs& x, std::size_t i, std::vector<Problem>& problems) {
  const auto& s = x.sources[i];
  const auto path = fmt::format("sources[{}]", i);
  if (!(s.width.si() > 0.0 && s.depth.si() > 0.0)) problems.push_back({path, "width and depth must be above 0"});
  // Edges that align with the plate may miss it by rounding.
  constexpr double slack = 1e-9;
  const auto inside = [&](Length centre, Length size, Length side) {
    return centre - 0.5 * size >= -slack * side && centre + 0.5 * size <= (1.0 + slack) * side;
  };
  if (inside(s.x, s.width, x.a) && inside(s.y, s.depth, x.b)) return;
  problems.push_back({path, fmt::format("\"{}\" reaches over the edge of the plate; move or shrink it", s.name)});
}

}  // namespace

void describe(Fields& f, ChannelLayer& x) {
  f("name", x.name, "name of the layer");
  f("thickness", "mm", x.thickness, "thickness, t", required_positive);
  f("k_xy", "W/(m*K)", x.k_xy, "conductivity in the plane", required_positive);
  f("k_z", "W/(m*K)", x.k_z, "conductivity through the layer", required_positive);
}

void describe(Fields& f, ChannelSource& x) {
  f("name", x.name, "name of the source");
  f("x", "mm", x.x, "centre from a corner of the plate, x_c", required);
  f("y", "mm", x.y, "centre from a corner of the plate, y_c", required);
  f("width", "mm", x.width, "size along x, c", required_positive);
  f("depth", "mm", x.depth, "size along y, d", required_positive);
  f("power", "W", x.power, "heat released evenly, P", required);
}

void describe(Fields& f, FluxChannelInputs& x) {
  f("a", "mm", x.a, "plate along x", required_positive);
  f("b", "mm", x.b, "plate along y", required_positive);
  f("h", "W/(m2*K)", x.h, "heat-transfer coefficient of the coolant face", required_positive);
  f("layers", x.layers, "layers from the coolant to the sources", required);
  f("sources", x.sources, "heated rectangles on the last layer", required);
  f("modes_x", "", x.modes_x, "cosine terms along x", {.min = 1, .max = 4000});
  f("modes_y", "", x.modes_y, "cosine terms along y", {.min = 1, .max = 4000});
}

void describe(Fields& f, ChannelSourceResult& x) {
  f("name", x.name, "name of the source");
  f("mean_rise", "K", x.mean_rise, "mean rise above the coolant", by("sum(psi * power)"));
  f("centre_rise", "K", x.centre_rise, "rise of the centre above the coolant");
  f("self_resistance", "K/W", x.self_resistance, "mean rise per own watt, psi_ii");
  f("spreading", "K/W", x.spreading, "its spreading part", by("self_resistance - one_dimensional"));
}

void describe(Fields& f, InfluenceResult& x) {
  f("on", x.on, "source whose mean rise is meant");
  f("from", x.from, "source that releases the heat");
  f("psi", "K/W", x.psi, "mean rise per watt, psi_ij = psi_ji");
}

void describe(Fields& f, FluxChannelResults& x) {
  f("one_dimensional", "K/W", x.one_dimensional, "resistance of the plate heated over its full area");
  f("truncation", "", x.truncation, "relative change of a mean rise between half and all of the modes");
  f("sources", x.sources, "rise by source");
  f("influence", x.influence, "elements i <= j of the influence matrix");
}

std::vector<Problem> validate(const FluxChannelInputs& inputs) {
  std::vector<Problem> problems;
  if (!(inputs.a.si() > 0.0 && inputs.b.si() > 0.0)) problems.push_back({"a", "the plate needs two sides above 0"});
  if (!(inputs.h.si() > 0.0)) problems.push_back({"h", "must be above 0"});
  if (inputs.layers.empty()) problems.push_back({"layers", "needs at least one layer"});
  if (inputs.modes_x < 1 || inputs.modes_y < 1) problems.push_back({"modes_x", "needs at least one mode each way"});
  for (std::size_t i = 0; i < inputs.layers.size(); ++i) {
    const auto& l = inputs.layers[i];
    if (l.thickness.si() > 0.0 && l.k_xy.si() > 0.0 && l.k_z.si() > 0.0) continue;
    problems.push_back({fmt::format("layers[{}]", i), "thickness and conductivities must be above 0"});
  }
  for (std::size_t i = 0; i < inputs.sources.size(); ++i) check_source(inputs, i, problems);
  return problems;
}

FluxChannelResults evaluate(const FluxChannelInputs& inputs) {
  const auto w = mode_weights(inputs);
  const auto u = basis_of(inputs);
  const auto psi = influence_matrix(w, u);
  const auto f = field(inputs, w, u);

  FluxChannelResults r;
  r.one_dimensional = w(0, 0) * unit::K_per_W;
  r.truncation = truncation(f, u);
  for (Index i = 0; i < psi.rows(); ++i) {
    const auto& name = inputs.sources[static_cast<std::size_t>(i)].name;
    const auto self = psi(i, i) * unit::K_per_W;
    r.sources.push_back({name, u.x.col(i).dot(f * u.y.col(i)) * unit::K,
                         u.x_centre.col(i).dot(f * u.y_centre.col(i)) * unit::K, self, self - r.one_dimensional});
    for (Index j = i; j < psi.cols(); ++j) {
      r.influence.push_back({name, inputs.sources[static_cast<std::size_t>(j)].name, psi(i, j) * unit::K_per_W});
    }
  }
  return r;
}

InfluenceMatrix influence_of(const FluxChannelInputs& inputs) {
  const auto psi = influence_matrix(mode_weights(inputs), basis_of(inputs));
  InfluenceMatrix out{.blocks = static_cast<int>(psi.rows()), .psi = {}};
  for (Index i = 0; i < psi.rows(); ++i) {
    for (Index j = 0; j < psi.cols(); ++j) out.psi.push_back(psi(i, j) * unit::K_per_W);
  }
  return out;
}

}  // namespace copack::thermal
