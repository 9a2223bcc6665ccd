// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace copack::link {

/// BER of square QAM with Gray labels in Gaussian noise, exact: all decision regions count, not only neighbours
/// (Cho and Yoon 2002, eq. 14 and 16). The two quadratures are PAM with half the bits each.
/// @param snr of one symbol, signal power over noise power in the symbol rate; not negative
/// @param bits of one symbol of one polarisation: 2 (QPSK), 4 (16QAM) or 6 (64QAM)
double qam_bit_error_ratio(double snr, int bits);

/// The SNR at which this BER is reached; the inverse of the above. @param ber in (0, 0.25]
double qam_snr(double ber, int bits);

}  // namespace copack::link
