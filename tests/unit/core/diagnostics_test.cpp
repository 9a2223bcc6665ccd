// SPDX-License-Identifier: Apache-2.0
#include "copack/core/diagnostics.hpp"

#include <gtest/gtest.h>

#include <array>

namespace copack {
namespace {

TEST(Diagnostics, ReportsEverythingInFileOrder) {
  Diagnostics d;
  d.error({"study.toml", 14, 7}, "unknown technology \"cpoo\"");
  d.warning({"study.toml", 2, 1}, "old");
  d.sort();
  EXPECT_TRUE(d.has_errors());
  EXPECT_EQ(d.text(), "study.toml:2:1: warning: old\nstudy.toml:14:7: error: unknown technology \"cpoo\"\n");
}

TEST(NearestName, OffersASlipNotAGuess) {
  constexpr std::array<std::string_view, 3> names{"cpo-switch-200g", "pluggable-lpo", "copper-passive"};
  EXPECT_EQ(nearest_name("plugable-lpo", names), "pluggable-lpo");
  EXPECT_EQ(nearest_name("cpo", names), "cpo-switch-200g");
  EXPECT_EQ(nearest_name("zzzzzz", names), "");
  EXPECT_EQ(did_you_mean("copper-pasive", names), " - did you mean \"copper-passive\"?");
}

TEST(InputError, CarriesAllProblems) {
  try {
    throw InputError({"a.toml", 1, 2}, "bad");
  } catch (const InputError& e) {
    EXPECT_STREQ(e.what(), "a.toml:1:2: error: bad\n");
    EXPECT_EQ(e.diagnostics().all().size(), 1u);
  }
}

TEST(InputError, TellsProblemsInTheOrderOfTheFile) {
  Diagnostics problems;
  problems.error({"a.toml", 9, 1}, "late");
  problems.error({"a.toml", 2, 5}, "early");
  EXPECT_STREQ(InputError(problems).what(), "a.toml:2:5: error: early\na.toml:9:1: error: late\n");
}

}  // namespace
}  // namespace copack
