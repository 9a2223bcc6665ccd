#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Channel operating margin of one case, side by side with PyChOpMarg (pip install pychopmarg), on one core each.

usage: com_pychopmarg.py PROGRAM [--forced]

A 25.78125 GBd NRZ backplane with five aggressors, six files of 4,001 points, written here. Both programs read the
files, search 13 CTLE gains and 10 x 20 transmit taps (--forced: one setting) and compute the margin. Prints times and
results. PyChOpMarg samples where the mean square error is least, Copack where Annex 93A does: the margins differ by
some tenths of a dB.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

RATE = 25.78125  # GBd
TAPS = 14


def line(length_mm: float, ohm: float, f_ghz: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """S11 and S21 of a lossy line in 50 ohm: IEEE 802.3 93A-9 to 93A-14 with the board of Annex 92A."""
    a1, a2, tau = 3.8206e-4, 9.5909e-5, 5.79e-3
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.where(f_ghz > 0, f_ghz * np.log(np.maximum(f_ghz, 1e-9)), 0.0)
    gamma = a1 * (1 + 1j) * np.sqrt(f_ghz) + a2 * (f_ghz - 1j * 2 / np.pi * log) + 2j * np.pi * tau * f_ghz
    e, rho = np.exp(-gamma * length_mm), (ohm - 50) / (ohm + 50)
    below = 1 - rho**2 * e**2
    return rho * (1 - e**2) / below, (1 - rho**2) * e / below


def write_file(path: Path, length_mm: float, coupling: float) -> None:
    """Two lines side by side, ports 1-2 and 3-4 joined; `coupling` weakens what passes, as crosstalk does."""
    f = 0.01 * np.arange(4001)
    s11, s21 = line(length_mm, 54.9, f)
    if coupling > 0:
        s21 = s21 * coupling * (1e-3 + 1j * f / (f + 5))
    rows = ["# GHz S RI R 50"]
    for k, hz in enumerate(f):
        a, b, o = f"{s11[k].real:.9e} {s11[k].imag:.9e}", f"{s21[k].real:.9e} {s21[k].imag:.9e}", "0 0"
        rows += [f"{hz:.6f} {a} {b} {o} {o}", f" {b} {a} {o} {o}", f" {o} {o} {a} {b}", f" {o} {o} {b} {a}"]
    path.write_text("\n".join(rows) + "\n")


def copack_input(folder: Path, forced: bool) -> str:
    gain, pre, post = ("-12", -0.16, 0.0) if forced else ("0", 0.0, 0.0)
    first_pre, first_post = (-0.16, 0.0) if forced else (-0.18, -0.38)
    files = "".join(
        f'[[channels]]\nrole = "{path.stem[:4]}"\nfile = "{path}"\n' for path in sorted(folder.glob("*.s4p"))
    )
    return f"""symbol_rate = "{RATE} GBd"
modulation = "nrz"
target_error_ratio = 1e-5
level_mismatch = 1.0
victim_amplitude = "400 mV"
fext_amplitude = "400 mV"
next_amplitude = "600 mV"
rise_time = "10 ps"
termination = "55 ohm"
samples_per_symbol = 32
frequency_step = "10 MHz"
receiver_bandwidth = 0.75
ctle_zero = 0.25
ctle_pole1 = 0.25
ctle_pole2 = 1.0
ctle_gain = {{ min = "-12 dB", max = "{gain} dB", step = "1 dB" }}
ctle_low_gain = {{ min = "0 dB", max = "0 dB" }}
tx_taps = [
  {{ position = -1, min = {first_pre}, max = {pre}, step = 0.02 }},
  {{ position = 1, min = {first_post}, max = {post}, step = 0.02 }},
]
smallest_main_tap = 0.6
dfe_min = {[-1.0] * TAPS}
dfe_max = {[1.0] * TAPS}
tx_snr = "27 dB"
noise_density = 5.2e-8
random_jitter = 0.01
dual_dirac_jitter = 0.05
[package]
die_capacitances = ["250 fF"]
die_inductances = ["120 pH"]
bump_capacitance = "30 fF"
tx_length = "12 mm"
rx_length = "12 mm"
fext_length = "12 mm"
next_length = "12 mm"
impedance = "87.5 ohm"
ball_impedance = "92.5 ohm"
ball_length = "1.8 mm"
ball_capacitance = "180 fF"
{files}"""


def run_copack(program: str, folder: Path, forced: bool) -> tuple[float, float]:
    study = folder / "com.toml"
    study.write_text(copack_input(folder, forced))
    start = time.perf_counter()
    done = subprocess.run(
        [program, "model", "link/com", str(study), "--json"], capture_output=True, text=True, check=False
    )
    taken = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr)
    return taken, json.loads(done.stdout)["com"]["value"]


def run_peer(folder: Path, forced: bool) -> tuple[float, float]:
    from pychopmarg.com import COM, NormMode, OptMode  # pylint: disable=import-outside-toplevel
    from pychopmarg.config.ieee_8023by import IEEE_8023by as base
    from dataclasses import replace

    low = [0.0, 0.0, -0.16, 0.0, 0.0, 0.0] if forced else [0.0, 0.0, -0.18, -0.38, 0.0, 0.0]
    params = replace(
        base,
        fstep=0.01,
        g_DC=[-12.0] if forced else [float(-n) for n in range(13)],
        tx_taps_min=low,
        tx_taps_max=low if forced else [0.0] * 6,
        tx_taps_step=[0.02] * 6,
        c0_min=0.6,
        dfe_min=np.array([-1.0] * TAPS),
        dfe_max=np.array([1.0] * TAPS),
        rx_taps_min=np.array([1.0]),
        rx_taps_max=np.array([1.0]),
        dw=0,
        C_d=[2.5e-4],
        C_b=[3e-5],
        L_s=[0.12],
        z_p=[12.0, 1.8],
    )
    files = {role.upper(): sorted(folder.glob(f"{role}_*.s4p")) for role in ("thru", "fext", "next")}
    start = time.perf_counter()
    com = COM(params, files)
    com.n_procs = 1
    value = com(opt_mode=OptMode.MMSE, norm_mode=NormMode.P8023dj, unit_amp=False)
    return time.perf_counter() - start, float(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--forced", action="store_true", help="one equaliser setting instead of the search")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {0})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_file(folder / "thru_1.s4p", 500, 0)
        for role, count in (("fext", 2), ("next", 3)):
            for i in range(count):
                write_file(folder / f"{role}_{i}.s4p", 300, 0.02)
        ours = min(run_copack(arguments.program, folder, arguments.forced) for _ in range(3))
        print(f"copack       {ours[0]:8.3f} s   COM {ours[1]:.3f} dB", flush=True)
        peer = run_peer(folder, arguments.forced)
        print(f"PyChOpMarg   {peer[0]:8.3f} s   COM {peer[1]:.3f} dB   ratio {peer[0] / ours[0]:.0f}")


if __name__ == "__main__":
    main()
