# SPDX-License-Identifier: Apache-2.0
"""What a formatter does not check: licence line, #pragma once, blanks, width, unfinished notes, words out of place."""

import re
from collections.abc import Iterator

import tree

CODE = {".cpp", ".hpp", ".py", ".ts", ".js", ".mjs"}
TEXT = CODE | {".md", ".toml", ".cmake", ".json", ".sh", ".yml", ".yaml", ".cff", ".css", ".html", ".txt"}
GENERATED = {"package-lock.json", "LICENSE"}
RECORDED = ("tests/golden/", "tests/fuzz/")  # what programs print or are fed is kept as it is
MAX_WIDTH = 120
WIDE = {".cpp", ".hpp", ".py"}
SPDX = "SPDX-License-Identifier: Apache-2.0"
# Spelt so that this file does not contain what it looks for.
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b")
FORBIDDEN = [
    (re.compile(r"(?<![\w./*])/(?:work|root)/"), "a path of one machine"),
    (
        re.compile(
            r"\b(?:deb[.]debian|(?:archive|security|ports)[.]ubuntu|pypi|pythonhosted|npmjs|yarnpkg|crates|anaconda"
            r"|rubygems|nodesource|proxy[.]golang|docker)[.](?:org|com|io)\b"
        ),
        "the host of a package registry",
    ),
]


def is_script(path: tree.Path) -> bool:
    """A program without suffix, like script/demo."""
    with path.open("rb") as file:
        return path.suffix == "" and file.read(2) == b"#!"


def check_head(path: tree.Path, lines: list[str], is_code: bool) -> Iterator[str]:
    has_shebang = bool(lines) and lines[0].startswith("#!")
    if is_code and not any(SPDX in line for line in lines[: 2 if has_shebang else 1]):
        yield f":1: the first line should be '{SPDX}' as a comment"
    if path.suffix == ".hpp" and lines[1:2] != ["#pragma once"]:
        yield ":2: a header's second line is '#pragma once'"


def check_line(path: tree.Path, line: str) -> Iterator[str]:
    if "\t" in line:
        yield "tab"
    if line != line.rstrip():
        yield "blank at the end of the line"
    if path.suffix in WIDE and len(line) > MAX_WIDTH:
        yield f"{len(line)} characters, more than {MAX_WIDTH}"
    if match := UNFINISHED.search(line):
        yield f"'{match[0]}': finish it, or say in the documentation what is left out"
    for pattern, what in FORBIDDEN:
        if match := pattern.search(line):
            yield f"'{match[0]}' is {what}"


def check_file(path: tree.Path, is_code: bool) -> Iterator[str]:
    text = path.read_text()
    lines = text.splitlines()
    name = tree.relative(path)
    for problem in check_head(path, lines, is_code):
        yield f"{name}{problem}"
    for number, line in enumerate(lines, start=1):
        for problem in check_line(path, line):
            yield f"{name}:{number}: {problem}"
    if text and not text.endswith("\n"):
        yield f"{name}: no newline at the end of the file"


def main() -> int:
    problems: list[str] = []
    count = 0
    for path in tree.files():
        script = is_script(path)
        if path.name in GENERATED or not (script or path.suffix in TEXT):
            continue
        if path.suffix not in CODE and tree.relative(path).startswith(RECORDED):
            continue
        problems += check_file(path, script or path.suffix in CODE)
        count += 1
    return tree.report("style", problems, f"{count} files")


if __name__ == "__main__":
    raise SystemExit(main())
