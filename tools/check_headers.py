# SPDX-License-Identifier: Apache-2.0
"""Every public header compiles alone, with the project's warnings.

check_headers.py COMPILER FLAG...   for example: check_headers.py g++ -std=c++20 -Wall -Werror
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import tree


def complaint(compiler: list[str], header: tree.Path) -> str:
    """What the compiler says about a file that includes the header alone; empty when all is well."""
    command = [*compiler, "-fsyntax-only", f"-I{tree.ROOT / 'src'}", "-include", str(header), "-x", "c++", os.devnull]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if result.returncode == 0 else f"{tree.relative(header)} does not compile alone:\n{result.stderr}"


def main(compiler: list[str]) -> int:
    if not compiler:
        raise SystemExit(__doc__)
    headers = list(tree.files("src/copack", suffixes={".hpp"}))
    with ThreadPoolExecutor(max_workers=2) as pool:
        complaints = list(pool.map(lambda header: complaint(compiler, header), headers))
    return tree.report("headers", [text for text in complaints if text], f"{len(headers)} headers")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
