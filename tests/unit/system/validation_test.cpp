// SPDX-License-Identifier: Apache-2.0
#include "copack/system/validation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../catalog/temporary_folder.hpp"

namespace copack::system {
namespace {

using catalog::TemporaryFolder;
using testing::HasSubstr;

/// A catalog with one source, and cases beside it.
struct Bench {
  TemporaryFolder folder;
  Diagnostics problems;

  Bench() {
    folder.write("data/price_index.toml", "[level]\n2026 = 100\n");
    folder.write("data/conflicts.toml", "[empty]\n");
    folder.write("data/gaps.toml", "[empty]\n");
    folder.write("data/sources/a.toml", "[S1]\ntitle = \"One\"\nkind = \"paper\"\n");
  }

  /// A case on the yearly energy of 100 W: 876 kWh, at 0.10 USD/kWh 87.60 USD.
  void add(const std::string& id, const std::string& head, const std::string& expectations) const {
    folder.write(
        "cases/" + id + "/case.toml",
        "claim = \"c\"\nsource = \"S1\"\nwhere = \"w\"\nmodel = \"economics/energy-cost\"\nlevel = \"analytic\"\n" +
            head + "[inputs]\npower = \"100 W\"\nprice = \"0.10 USD/kWh\"\n" + expectations);
  }
  std::vector<CaseResult> run(std::string_view domain = "") {
    const auto catalog = catalog::Catalog::load(folder.path() / "data", 2026, problems);
    return run_validation(folder.path() / "cases", domain, catalog, problems);
  }
  Check only_check(const std::string& head, const std::string& expectation) {
    add("economics/one", head, "[[expect]]\n" + expectation);
    const auto results = run();
    EXPECT_EQ(results.size(), 1u);
    EXPECT_EQ(results.at(0).checks.size(), 1u);
    return results.at(0).checks.at(0);
  }
};

TEST(Validation, WithinToleranceItPasses) {
  Bench bench;
  const auto check =
      bench.only_check("", "output = \"cost\"\nvalue = \"88 USD/year\"\ntolerance = \"1 %\"\nwhy = \"rounded\"\n");
  EXPECT_EQ(bench.problems.text(), "");
  EXPECT_EQ(check.status, CheckStatus::pass);
  EXPECT_EQ(check.id, "economics/one");
  EXPECT_NEAR(check.computed, 87.6, 1e-9);
  EXPECT_NEAR(check.relative_error(), -0.4 / 88.0, 1e-9);
  EXPECT_NEAR(check.tolerance, 0.88, 1e-12);
}

TEST(Validation, OutsideItFails) {
  Bench bench;
  EXPECT_EQ(bench.only_check("", "output = \"cost\"\nvalue = \"90 USD/year\"\ntolerance = \"1 %\"\n").status,
            CheckStatus::fail);
}

TEST(Validation, ToleranceMayBeAbsoluteOrAbsent) {
  for (const auto& [tolerance, status] :
       std::vector<std::pair<std::string, CheckStatus>>{{"tolerance = \"0.5 USD/year\"\n", CheckStatus::pass},
                                                        {"tolerance = 0.5\n", CheckStatus::pass},
                                                        {"tolerance = 0.3\n", CheckStatus::fail},
                                                        {"tolerance = \"exact\"\n", CheckStatus::fail},
                                                        {"", CheckStatus::fail}}) {
    Bench bench;
    EXPECT_EQ(bench.only_check("", "output = \"cost\"\nvalue = \"88 USD/year\"\n" + tolerance).status, status)
        << tolerance;
  }
}

TEST(Validation, AKnownGapSaysWhy) {
  Bench bench;
  const auto check = bench.only_check("status = \"known-gap\"\nreason = \"left out\"\n",
                                      "output = \"cost\"\nvalue = \"90 USD/year\"\ntolerance = \"1 %\"\n");
  EXPECT_EQ(check.status, CheckStatus::known_gap);
  Bench silent;
  (void)silent.only_check("status = \"known-gap\"\n",
                          "output = \"cost\"\nvalue = \"90 USD/year\"\ntolerance = \"1 %\"\n");
  EXPECT_THAT(silent.problems.text(), HasSubstr("a known gap needs its reason"));
}

TEST(Validation, AMissingOutputIsNoKnownGap) {
  Bench bench;
  const auto check = bench.only_check("status = \"known-gap\"\nreason = \"left out\"\n",
                                      "output = \"costs\"\nvalue = \"90 USD/year\"\ntolerance = \"1 %\"\n");
  EXPECT_EQ(check.status, CheckStatus::fail);
  EXPECT_THAT(check.problem, HasSubstr("the model has no output \"costs\""));
}

TEST(Validation, InputsThatTheModelRefusesFail) {
  Bench bench;
  const auto check = bench.only_check("", "output = \"cost\"\nvalue = \"88 USD/year\"\ninputs = { load = 7 }\n");
  EXPECT_EQ(check.status, CheckStatus::fail);
  EXPECT_THAT(check.problem, HasSubstr("load = 7 is out of range"));
}

TEST(Validation, EveryExpectationHasItsInputsAndItsName) {
  Bench bench;
  bench.add("economics/two", "",
            "[[expect]]\nname = \"half\"\noutput = \"cost\"\nvalue = \"43.8 USD/year\"\ntolerance = \"0.1 %\"\ninputs "
            "= { load = 0.5 }\n"
            "[[expect]]\noutput = \"energy_per_year\"\nvalue = \"876 kWh\"\ntolerance = \"0.1 %\"\n");
  const auto results = bench.run();
  ASSERT_EQ(results.at(0).checks.size(), 2u);
  EXPECT_EQ(results[0].checks[0].id, "economics/two/half");
  EXPECT_EQ(results[0].checks[1].id, "economics/two/2");
  for (const auto& check : results[0].checks) EXPECT_EQ(check.status, CheckStatus::pass) << check.id << check.problem;
}

TEST(Validation, CasesComeInOrderAndByDomain) {
  Bench bench;
  const std::string expectation = "[[expect]]\noutput = \"cost\"\nvalue = \"87.6 USD/year\"\ntolerance = \"1 %\"\n";
  for (const auto* id : {"economics/b", "economics/a", "adoption/z"}) bench.add(id, "", expectation);
  const auto all = bench.run();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].id, "adoption/z");
  EXPECT_EQ(all[1].id, "economics/a");
  EXPECT_EQ(bench.run("economics").size(), 2u);
  EXPECT_TRUE(bench.run("thermal").empty());
}

TEST(Validation, BadCasesAreToldTogether) {
  Bench bench;
  bench.folder.write("cases/economics/a/case.toml",
                     "claim = \"c\"\nsource = \"S9\"\nwere = \"w\"\nmodel = \"nothing\"\n");
  bench.folder.write("cases/economics/b/case.toml", "");
  bench.folder.write("cases/economics/c/other.toml", "a = 1\n");
  bench.add("economics/d", "", "[[expect]]\noutput = \"cost\"\nvalue = \"9 W\"\n");
  bench.add("economics/e", "",
            "[[expect]]\noutput = \"cost\"\nvalue = \"9 USD/year\"\ntolerance = \"3 W\"\ntolerence = 1\n");
  bench.add("economics/f", "", "[[expect]]\noutput = \"cost\"\n");
  (void)bench.run();
  const auto text = bench.problems.text();
  EXPECT_THAT(text, HasSubstr("there is no source \"S9\""));
  EXPECT_THAT(text, HasSubstr("unknown key \"were\" - did you mean \"where\"?"));
  EXPECT_THAT(text, HasSubstr("a case needs \"level\""));
  EXPECT_THAT(text, HasSubstr("there is no model \"nothing\""));
  EXPECT_THAT(text, HasSubstr("the file is empty"));
  EXPECT_THAT(text, HasSubstr("no such file"));
  EXPECT_THAT(text, HasSubstr("does not measure what the output measures"));
  EXPECT_THAT(text, HasSubstr("neither a percentage nor a quantity in USD/year"));
  EXPECT_THAT(text, HasSubstr("unknown key \"tolerence\" - did you mean \"tolerance\"?"));
  EXPECT_THAT(text, HasSubstr("an expectation needs a value"));
}

}  // namespace
}  // namespace copack::system
