// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace copack::reliability {

/// The job as a renewal process between interruptions: after a restart it works and writes a checkpoint every `period`;
/// an interruption takes what was done since the last one. Checkpoints are counted, not played: the cost does not
/// depend on how often they are written. Times in one unit of the caller's choice.
class JobProcess {
 public:
  enum class Cause : unsigned char { network, other };

  /// Time, and time weighted by the capacity and by the capacity and throughput of the moment.
  struct Amount {
    double time = 0.0;
    double capacity = 0.0;
    double work = 0.0;
  };

  /// `period`: from checkpoint to checkpoint, writing included, tau + d; 0: everything is saved at once.
  explicit JobProcess(double period) : period_(period), due_(period) {}

  /// Lets the job run until `t`, at the pace set before.
  void advance(double t);
  void set_pace(double capacity, double throughput) { pace_ = {1.0, capacity, capacity * throughput}; }
  /// The job stops now and works again after `restart`; an unfinished restart begins anew.
  void interrupt(double restart, Cause cause);
  [[nodiscard]] bool restarting(double t) const { return t < resume_; }
  /// Forgets what was counted; the state stays.
  void start_measuring();
  /// Counts what is not yet saved as saved.
  void finish();

  [[nodiscard]] const Amount& saved() const { return saved_; }  ///< checkpoint writing included
  [[nodiscard]] const Amount& lost(Cause cause) const { return cause == Cause::network ? network_ : other_; }
  /// Everything that was counted.
  [[nodiscard]] Amount total() const;

 private:
  void add(Amount& to, double time) const;
  void work(double t);

  double period_;
  double now_ = 0.0;
  double due_;           ///< the next checkpoint is complete
  double resume_ = 0.0;  ///< the restart ends
  Cause cause_ = Cause::other;
  Amount pace_{1.0, 1.0, 1.0};
  Amount at_risk_;
  Amount saved_;
  Amount network_;
  Amount other_;
};

}  // namespace copack::reliability
