#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/reference from the program's field tables; with --check only compares."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Written by tools/gen_reference.py from the field tables; do not edit. -->\n\n"


def ask(program: str, *arguments: str) -> str:
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout


def pages(program: str) -> dict[str, str]:
    models = [line.split()[0] for line in ask(program, "model").splitlines()]
    texts = [ask(program, "model", name, "--reference") for name in models]
    return {
        "models.md": "# Models\n\n" + NOTE + "\n".join(texts),
        "study.md": "# Study file\n\n" + NOTE + ask(program, "new", "study", "--reference"),
        "reach-study.md": "# Reach study\n\n" + NOTE + ask(program, "new", "reach-study", "--reference"),
        "technology.md": "# Technology card\n\n" + NOTE + ask(program, "new", "technology", "--reference"),
        "catalog.md": "# Catalog records\n\n" + NOTE + ask(program, "catalog", "reference"),
        "reach-study.schema.json": ask(program, "new", "reach-study", "--schema"),
        "study.schema.json": ask(program, "new", "study", "--schema"),
        "technology.schema.json": ask(program, "new", "technology", "--schema"),
    }


def main() -> int:
    program = sys.argv[1]
    check = "--check" in sys.argv[2:]
    stale = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages(program).items():
        text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
        file = FOLDER / name
        if file.exists() and file.read_text() == text:
            continue
        stale.append(name)
        if not check:
            file.write_text(text)
    if stale and check:
        print("stale, run tools/gen_reference.py PROGRAM:", ", ".join(stale))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
