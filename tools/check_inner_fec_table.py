# SPDX-License-Identifier: Apache-2.0
"""The decoder tables in inner_fec.cpp are what tools/inner_fec_table makes: its quick rows, to the last digit.

The lower rows take minutes; ChaseSimulation.RepeatsTheTableOf... compares with them statistically.
"""

import re
import subprocess
import sys

import tree

SOURCE = tree.ROOT / "src" / "copack" / "link" / "inner_fec.cpp"
ROW = re.compile(r"Row\{[^}]*\}")
ROWS = 2


def made(program: str, flips: int) -> list[str]:
    command = [program, str(flips), str(ROWS)]
    return ROW.findall(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def held(flips: int) -> list[str]:
    """Rows of the table in the source, from the last one up, as the tool makes them."""
    table = SOURCE.read_text().split(f"chase_{flips}_table{{")[1].split("};")[0]
    return ROW.findall(table)[::-1]


def main() -> int:
    problems = [
        f"{tree.relative(SOURCE)}: chase_{flips}_table holds {old}, the tool makes {new}"
        for flips in (4, 6)
        for new, old in zip(made(sys.argv[1], flips), held(flips)[:ROWS], strict=True)
        if new != old
    ]
    return tree.report("inner FEC table", problems, f"{ROWS} rows of each table as the tool makes them")


if __name__ == "__main__":
    raise SystemExit(main())
