# SPDX-License-Identifier: Apache-2.0
"""Functions fit a screen and files stay short; prints the distribution, so that a drift is seen before it hurts."""

import statistics
import subprocess
from dataclasses import dataclass

import tree

FUNCTION_CAP = 80
FILE_CAP = 700
FILE_P95 = 450
EXEMPT = {"field_tables.cpp"}  # tables: one row a line, nothing to read in order


@dataclass
class Function:
    name: str
    where: str
    lines: int


def functions(paths: list[tree.Path]) -> list[Function]:
    """Every function definition with its length, by universal-ctags."""
    columns = "--_xformat=%{line}\t%{end}\t%{input}\t%{name}"
    command = ["ctags", "-x", columns, "--languages=C++", "--kinds-C++=f", "-L", "-"]
    names = "\n".join(map(str, paths))
    result = subprocess.run(command, input=names, capture_output=True, text=True, check=True)
    found = []
    for row in result.stdout.splitlines():
        begin, end, path, name = row.split("\t", maxsplit=3)
        if end.isdigit():
            where = f"{tree.relative(tree.Path(path))}:{begin}:"
            found.append(Function(name, where, int(end) - int(begin) + 1))
    return found


def percentile(values: list[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def describe(what: str, lengths: list[int]) -> str:
    return (
        f"{what}: {len(lengths)}, lines median {statistics.median(lengths or [0]):.0f}, "
        f"p95 {percentile(lengths, 0.95)}, p99 {percentile(lengths, 0.99)}, max {max(lengths, default=0)}"
    )


def main() -> int:
    paths = [path for path in tree.files("src", "apps", suffixes=tree.CPP) if path.name not in EXEMPT]
    found = functions(paths)
    lengths = {path: len(path.read_text().splitlines()) for path in paths}
    p95 = percentile(list(lengths.values()), 0.95)

    long_functions = [f for f in found if f.lines > FUNCTION_CAP]
    long_files = [(path, lines) for path, lines in lengths.items() if lines > FILE_CAP]
    problems = [f"{f.where} {f.name} has {f.lines} lines, more than {FUNCTION_CAP}" for f in long_functions]
    problems += [f"{tree.relative(path)}: {lines} lines, more than {FILE_CAP}" for path, lines in long_files]
    if p95 > FILE_P95:
        problems.append(f"95 % of the files should have at most {FILE_P95} lines, not {p95}")
    print(describe("functions", [f.lines for f in found]))
    print(describe("files", list(lengths.values())))
    return tree.report("size", problems, f"{len(paths)} files")


if __name__ == "__main__":
    raise SystemExit(main())
