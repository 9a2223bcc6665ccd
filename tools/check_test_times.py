# SPDX-License-Identifier: Apache-2.0
"""No test takes longer than it should; the exceptions are named with their reason in tests/slow_tests.txt.

check_test_times.py BUILD_DIR     reads BUILD_DIR/junit.xml (ctest --output-junit junit.xml), else CTest's cost data
"""

import sys
import xml.etree.ElementTree as xml
from fnmatch import fnmatchcase

import tree

LIMIT_S = 5.0
EXCEPTIONS = tree.ROOT / "tests" / "slow_tests.txt"


def times(build: tree.Path) -> dict[str, float]:
    """Test -> seconds in the last run."""
    junit = build / "junit.xml"
    if junit.exists():
        return {case.attrib["name"]: float(case.attrib["time"]) for case in xml.parse(junit).getroot().iter("testcase")}
    rows = (build / "Testing" / "Temporary" / "CTestCostData.txt").read_text().split("---")[0].splitlines()
    return {name: float(seconds) for name, _, seconds in (row.rsplit(" ", maxsplit=2) for row in rows)}


def exceptions() -> dict[str, float]:
    """Name pattern -> allowed seconds. One a line: PATTERN SECONDS REASON."""
    allowed = {}
    for line in EXCEPTIONS.read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, seconds, _reason = line.split(maxsplit=2)
            allowed[pattern] = float(seconds)
    return allowed


def limit(name: str, allowed: dict[str, float]) -> float:
    return max((seconds for pattern, seconds in allowed.items() if fnmatchcase(name, pattern)), default=LIMIT_S)


def main(build: tree.Path) -> int:
    measured = times(build)
    allowed = exceptions()
    problems = [
        f"{name}: {seconds:.1f} s, more than {limit(name, allowed):.0f} s"
        for name, seconds in sorted(measured.items(), key=lambda item: -item[1])
        if seconds > limit(name, allowed)
    ]
    return tree.report("test times", problems, f"{len(measured)} tests ({sum(measured.values()):.0f} s in all)")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(tree.Path(sys.argv[1])))
