# SPDX-License-Identifier: Apache-2.0
"""Every C++ file is as clang-format writes it.

check_format.py [CLANG_FORMAT]    repair with: clang-format-19 -i FILE...
"""

import subprocess
import sys

import tree


def main(clang_format: str) -> int:
    paths = [path for path in tree.files(suffixes=tree.CPP)]
    command = [clang_format, "--dry-run", "-Werror", "--ferror-limit=1", *map(str, paths)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    problems = [line for line in result.stderr.splitlines() if " error: " in line]
    if result.returncode != 0 and not problems:
        problems = [result.stderr]
    return tree.report("format", problems, f"{len(paths)} files")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else "clang-format-19"))
