// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "copack/link/com.hpp"

namespace copack::link {

/// Channels that differ in the length of one of their elements only.
struct ComFitChannel {
  std::string name;
  std::vector<ChannelElement> elements;
  int swept = 0;  ///< the element whose length makes the loss
};
void describe(Fields& f, ComFitChannel& x);

/// Model `link/com-fit`: what model `link` needs to know of a SerDes, taken from full COM runs: margin against loss as
/// COM = c0 - c1 max(0, loss - knee), with its error over families of channels of equal loss.
struct ComFitInputs {
  ComInputs com;  ///< of the SerDes and its packages; its channels are not used
  std::vector<ComFitChannel> channels;
  Decibel loss_from = Decibel::from_db(16.0);  ///< die to die, at half the symbol rate
  Decibel loss_to = Decibel::from_db(40.0);
  int points = 7;  ///< of each family, evenly over the losses
};

struct ComFitPoint {
  std::string channel;
  Length length;  ///< of the swept element
  Decibel loss;   ///< die to die
  Decibel com;
  Decibel error;  ///< of the fit, fit - COM
};
void describe(Fields& f, ComFitPoint& x);

struct ComFitResults {
  bool answered = false;  ///< false: fewer than four points, or a channel without an answer
  std::vector<ComFitPoint> points;
  Decibel plateau;     ///< c0
  double slope = 0.0;  ///< c1, dB of COM per dB of loss
  Decibel knee;        ///< loss up to which COM stays at its plateau
  Decibel rms_error;
  Decibel max_error;           ///< largest deviation
  Decibel optimism;            ///< by which the fit exceeds the worst channel
  Decibel equaliser_budget;    ///< loss at which the fit meets the required COM
  double reference_ber = 0.0;  ///< there: Gaussian noise that is exceeded with DER0
  Decibel snr_gain_max;        ///< plateau over the required COM
};

void describe(Fields& f, ComFitInputs& x);
void describe(Fields& f, ComFitResults& x);
std::vector<Problem> validate(const ComFitInputs& in);
ComFitResults evaluate(const ComFitInputs& in);

}  // namespace copack::link
