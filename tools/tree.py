# SPDX-License-Identifier: Apache-2.0
"""The source tree as the gates see it: which files there are, which layers, and who includes whom."""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_SOURCE = {".git", "build", "results", "node_modules", "__pycache__", ".venv", "dist"}
CPP = {".cpp", ".hpp"}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def files(*folders: str, suffixes: set[str] | None = None) -> Iterator[Path]:
    """All files below the folders (default: the whole tree) in a stable order, generated folders left out."""
    for folder in folders or (".",):
        for directory, names, contents in os.walk(ROOT / folder):
            names[:] = sorted(name for name in names if name not in NOT_SOURCE)
            for name in sorted(contents):
                path = Path(directory) / name
                if suffixes is None or path.suffix in suffixes:
                    yield path


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def layers() -> dict[str, list[str]]:
    """Layer -> the layers it may use directly, from layers.toml."""
    return tomllib.loads((ROOT / "layers.toml").read_text())


def models() -> list[str]:
    """The layers that meet only in `system`."""
    return [layer for layer in layers()["system"] if layer != "catalog"]


def includes(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line, quote or angle, name) of every #include."""
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if match := INCLUDE.match(line):
            yield number, match[1], match[2]


def report(gate: str, problems: list[str], checked: str) -> int:
    """Prints the outcome the same way for every gate; returns the exit status."""
    for problem in problems:
        print(problem)
    print(f"{gate}: {len(problems)} problem(s) in {checked}")
    return 1 if problems else 0
