// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "copack/report/format.hpp"
#include "copack/study/result.hpp"

/// Which figures of an alternative are shown, and how they are found in a study's result.
namespace copack::report {

enum class Better : unsigned char { less, more, neither };

/// A figure of one face of the decision.
struct Figure {
  std::string_view face;
  std::string_view path;  ///< in Evaluation
  std::string_view label;
  Style style = Style::plain;
  Better better = Better::neither;
  double (*nominal)(const system::Evaluation&) = nullptr;  ///< stored value in the nominal world
};

/// The figures that compare alternatives, grouped by face.
std::span<const Figure> figures();
/// @returns the figure of that path. The path must be in `figures()`.
const Figure& figure(std::string_view path);

/// A figure of one alternative over the worlds; `spread` is false where only the nominal world is known.
struct Reading {
  double nominal = 0.0;
  double p10 = 0.0;
  double p50 = 0.0;
  double p90 = 0.0;
  bool spread = false;
};
Reading read(const study::StudyResult& result, const study::AlternativeResult& alternative, const Figure& figure);

/// "0.31 MW [0.28, 0.34]".
std::string shown(const Reading& reading, const Figure& figure);

/// Alternatives that the study names, baseline first; those made by the engine are left out.
std::vector<const study::AlternativeResult*> named_alternatives(const study::StudyResult& result);
/// Those that change a single tier of the baseline.
std::vector<const study::AlternativeResult*> single_tier_alternatives(const study::StudyResult& result);
/// nullptr when the result has no alternatives.
const study::AlternativeResult* baseline(const study::StudyResult& result);
/// The named alternative with the highest median NPV that is not the baseline; nullptr when there is none.
const study::AlternativeResult* leading(const study::StudyResult& result);
/// Label, or the name where there is no label.
const std::string& label(const study::AlternativeResult& alternative);
/// Label of the alternative of that name; the name itself when there is none.
std::string label_of(const study::StudyResult& result, const std::string& name);

/// A term of the net present value.
struct NpvTerm {
  std::string_view label;
  double usd = 0.0;
};
/// The terms in the nominal world; they add up to the NPV.
std::vector<NpvTerm> npv_terms(const system::EconomicsFace& economics);

}  // namespace copack::report
