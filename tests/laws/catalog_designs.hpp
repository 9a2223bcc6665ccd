// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../shipped_catalog.hpp"
#include "copack/catalog/catalog.hpp"
#include "copack/system/design.hpp"
#include "copack/system/library.hpp"
#include "copack/workload/transformer.hpp"

/// Everything in data/ that a study can name, and clusters made of it.
namespace copack::laws {

/// All cards of a kind with the values behind their numbers, loaded once.
const std::vector<system::Loaded<system::TechnologyCard>>& technologies();
const std::vector<system::Loaded<system::LinkCard>>& links();
const std::vector<system::Loaded<system::PlatformCard>>& platforms();
const std::vector<system::Loaded<system::ServerCard>>& servers();
const std::vector<system::Loaded<system::OrganisationCard>>& organisations();

struct LanguageModel {
  std::string id;
  workload::ModelShape shape;
};
const std::vector<LanguageModel>& language_models();

/// What a cluster is made of: one technology on every tier, one kind of box in every layer.
struct Parts {
  const system::ServerCard& server;
  const system::PlatformCard& platform;
  const system::TechnologyCard& technology;

  [[nodiscard]] std::string text() const { return server.id + ", " + platform.id + ", " + technology.id; }
};

/// Every server under every switch with every technology of that switch's port rate.
std::vector<Parts> all_parts();

/// The first of them for every server, and for every switch.
std::vector<Parts> one_for_every_server();
std::vector<Parts> one_for_every_platform();

/// A cluster of these parts for the first organisation, with one build of its size, that trains Llama 3 70B in tensor
/// groups of 8 and four pipeline stages. The batch grows with the cluster: every accelerator always does the same.
system::Design cluster_of(const Parts& parts, std::int64_t accelerators = 1024);

}  // namespace copack::laws
