#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""validation/README.md and the score table of README.md are what `copack validate` computes now; --write renews them."""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- score -->\n", "<!-- /score -->"


def computed(program: str) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        table = pathlib.Path(folder) / "table.md"
        score = pathlib.Path(folder) / "score.md"
        subprocess.run([program, "validate", "--write", str(table), "--score", str(score)], check=True, capture_output=True)
        return table.read_text(), score.read_text()


def main() -> int:
    table, score = computed(sys.argv[1])
    readme = (ROOT / "README.md").read_text()
    head, rest = readme.split(BEGIN)
    tail = rest[rest.index(END):]
    wanted = {ROOT / "validation" / "README.md": table, ROOT / "README.md": head + BEGIN + score + tail}
    stale = [file for file, text in wanted.items() if not file.exists() or file.read_text() != text]
    if "--write" in sys.argv[2:]:
        for file in stale:
            file.write_text(wanted[file])
        return 0
    for file in stale:
        print(f"{file.relative_to(ROOT)} is stale; run tools/check_validation_table.py PROGRAM --write")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
