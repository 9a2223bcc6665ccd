# SPDX-License-Identifier: Apache-2.0
"""Runs the program as its user does. Every test file here ends with `program.main()`:

FILE.py PROGRAM [TEST...]   runs the named unittest classes or methods, or all. Exit 77: nothing could be tested.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Callable

SOURCE = pathlib.Path(__file__).resolve().parents[2]
STUDY_01 = SOURCE / "studies" / "01-meta-24k-h100" / "study.toml"
RESULT_FILES = ("report.html", "results.sqlite", "verdict.json")
OK, FAILED_CHECK, BAD_INPUT, INTERNAL = 0, 1, 2, 3
SKIPPED = 77

_program = ""


def program() -> str:
    return _program


def copack(*arguments: object, cwd: pathlib.Path | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs the program to its end; both outputs are captured. A run that takes longer than 30 s fails."""
    command = [_program, *map(str, arguments)]
    settings: dict = {"capture_output": True, "text": True, "errors": "surrogateescape", "timeout": 30, **options}
    return subprocess.run(command, cwd=cwd, check=False, **settings)


def short_study(*changes: tuple[str, str]) -> str:
    """The study that `copack new study` writes, with each first text replaced by the second."""
    text = copack("new", "study").stdout
    for old, new in changes:
        assert old in text, f"the short study has no {old!r}"
        text = text.replace(old, new)
    return text


def content(folder: pathlib.Path) -> dict[str, str]:
    """Names and hashes of all files in a folder."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if p.is_file()}


class Case(unittest.TestCase):
    """A test with a folder of its own, in which the program runs."""

    maxDiff = None

    def setUp(self) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="copack-golden-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name: str, text: str | bytes) -> pathlib.Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def run_copack(self, *arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        return copack(*arguments, cwd=self.folder, **options)

    def assert_ran(self, run: subprocess.CompletedProcess[str], status: int = OK) -> None:
        self.assertEqual(run.returncode, status, f"{run.args}\n{run.stdout}{run.stderr}")

    def evaluate(self, *arguments: object, study: str = "study.toml", output: str = "results") -> pathlib.Path:
        """A run that must succeed; returns the folder of its results, in which there is nothing else."""
        run = self.run_copack("evaluate", study, "-o", output, *arguments)
        self.assert_ran(run)
        self.assertEqual(tuple(content(self.folder / output)), RESULT_FILES)
        return self.folder / output


def main(before: Callable[[list[str]], list[str]] = lambda arguments: arguments) -> None:
    global _program
    arguments = before(sys.argv[1:])
    if not arguments:
        raise SystemExit(__doc__)
    _program = os.path.abspath(arguments[0])
    result = unittest.main(argv=[sys.argv[0], *arguments[1:]], exit=False, verbosity=2).result
    if not result.wasSuccessful() or result.testsRun == 0:
        raise SystemExit(1)
    raise SystemExit(SKIPPED if len(result.skipped) == result.testsRun else 0)
