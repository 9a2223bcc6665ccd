// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "copack/core/diagnostics.hpp"
#include "copack/core/fields.hpp"

/// Topologies that are not folded Clos networks, counted.
namespace copack::fabric {

/// What every counted topology answers.
struct CountResults {
  std::int64_t endpoints = 0;     ///< network ports of accelerators
  std::int64_t switches = 0;      ///< boxes
  std::int64_t switch_links = 0;  ///< links between switches
  int radix = 0;                  ///< ports a switch needs
  int switch_hops = 0;            ///< switches on the longest shortest path
};
void describe(Fields& f, CountResults& x);

/// Slim Fly (Besta and Hoefler 2014): a diameter-two graph on 2 q^2 switches with (3q - delta)/2 links each.
struct SlimFlyInputs {
  int q = 0;                     ///< prime power 4 w + delta, delta in {-1, 0, 1}
  int endpoints_per_switch = 0;  ///< p; 0: half the network links, rounded up
};
void describe(Fields& f, SlimFlyInputs& x);
std::vector<Problem> validate(const SlimFlyInputs& in);
CountResults evaluate(const SlimFlyInputs& in);

/// Dragonfly (Kim et al. 2008): groups of a switches, all joined inside; p endpoints and h global links per switch.
struct DragonflyInputs {
  int switches_per_group = 0;    ///< a
  int endpoints_per_switch = 0;  ///< p
  int global_links = 0;          ///< h, per switch
  int groups = 0;                ///< g; 0: the most, a h + 1
};
void describe(Fields& f, DragonflyInputs& x);
std::vector<Problem> validate(const DragonflyInputs& in);
CountResults evaluate(const DragonflyInputs& in);

/// Torus made of electrically wired cubes of n x n x n chips whose faces reach optical circuit switches (TPU pods).
struct CubeTorusInputs {
  std::int64_t chips = 0;  ///< in the torus
  int cube_side = 4;       ///< n
};
struct CubeTorusResults {
  std::int64_t cubes = 0;             ///< chips / n^3
  std::int64_t transceivers = 0;      ///< one per chip on each face: 6 n^2 per cube
  std::int64_t electrical_links = 0;  ///< inside cubes: 3 n^2 (n - 1) per cube
  double transceivers_per_chip = 0;   ///< 6 / n
};
void describe(Fields& f, CubeTorusInputs& x);
void describe(Fields& f, CubeTorusResults& x);
std::vector<Problem> validate(const CubeTorusInputs& in);
CubeTorusResults evaluate(const CubeTorusInputs& in);

}  // namespace copack::fabric
