// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "copack/numerics/event_queue.hpp"
#include "copack/reliability/fault_clocks.hpp"
#include "copack/reliability/job_process.hpp"
#include "copack/reliability/simulation_outcome.hpp"
#include "copack/reliability/simulation_plan.hpp"

namespace copack::reliability {

/// One replication: faults come from the clocks; each makes a repair that waits for its logistic delay, a spare, a
/// visit and technicians, in this order, and is then done. Only what is down has a state.
class Replication {
 public:
  Replication(const SimulationPlan& plan, std::uint32_t number);
  Outcome run();

 private:
  enum class Stage : unsigned char { ready, spare, visit, shift, done };
  struct Event {
    Stage stage = Stage::ready;
    std::uint32_t repair = 0;
  };
  struct Repair {
    std::uint32_t cls = 0;
    bool open = false;
    bool failed = false;  ///< false: a good unit was removed
    bool lemon = false;
    bool cures = false;
    bool slows = false;        ///< the job survived and is slower
    bool drain_stops = false;  ///< the drain interrupts the job
    bool induces = false;      ///< another fault
    double since = 0.0;
    double queued = 0.0;   ///< for technicians; infinite before
    double started = 0.0;  ///< infinite before
    double logistic = 0.0;
    double work = 0.0;  ///< drain and hands on
    double active = 0.0;
  };
  struct ClassState {
    double lemons = 0.0;
    double lemons_down = 0.0;
    double others_down = 0.0;
    double slow = 0.0;  ///< units down that slow the job
    std::uint32_t induced = 0;
    std::vector<double> demands;  ///< times
  };

  void add_clocks();
  void tick(const Tick& k);
  void hard_tick(const Tick& k);
  void common_tick(const Tick& k);
  void handle(const Event& e);

  [[nodiscard]] double up(std::size_t cls) const;
  [[nodiscard]] FaultStream stream(std::size_t cls) const;
  std::uint32_t open_repair(std::size_t cls, FaultKind kind, std::uint32_t index);
  void draw_times(Repair& r, const FaultStream& stream, FaultKind kind, std::uint32_t index) const;
  void fail(std::size_t cls, FaultKind kind, std::uint32_t index, bool lemon, bool survives, bool interrupts);
  void fail_any(std::size_t cls, bool interrupts_allowed);
  void need_spare(std::uint32_t id);
  void need_visit(std::uint32_t id);
  void visit();
  void need_technicians(std::uint32_t id);
  void dispatch();
  void start(std::uint32_t id);
  void finish(std::uint32_t id);
  void close_books(const Repair& r);

  void interrupt(JobProcess::Cause cause, std::size_t cls);
  void change_down(const Repair& r, double sign);
  void set_pace();
  void start_measuring();
  void finish_job();

  [[nodiscard]] bool measured() const { return now_ >= plan_.warm_up; }
  [[nodiscard]] double counted(double from, double to) const;

  const SimulationPlan& plan_;
  std::uint32_t number_;
  double now_ = 0.0;
  FaultClocks clocks_;
  numerics::EventQueue<Event> queue_;
  JobProcess job_;
  std::vector<Repair> repairs_;
  std::vector<std::uint32_t> free_;
  std::vector<ClassState> states_;
  std::vector<std::size_t> slowing_;  ///< classes that can slow the job
  std::vector<std::uint32_t> waiting_visit_;
  std::deque<std::uint32_t> waiting_people_;
  double people_free_ = 0.0;
  bool visit_planned_ = false;
  bool shift_planned_ = false;
  double idled_ = 0.0;       ///< accelerators
  double ports_down_ = 0.0;  ///< of classes whose loss spreads
  Outcome out_;
};

}  // namespace copack::reliability
