# SPDX-License-Identifier: Apache-2.0
"""clang-tidy over our own sources; files that passed before and did not change since are skipped.

run_tidy.py BUILD_DIR [CLANG_TIDY]    BUILD_DIR holds compile_commands.json; exit status 1 on any finding
"""

import hashlib
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

import tree

CACHE = tree.ROOT / "build" / "tidy-cache"
# The database may come from g++, whose warning names clang does not all know; what counts is in .clang-tidy.
# clang blames the caller for a deprecated function inside libstdc++'s stable_sort.
EXTRA = ["--quiet"] + [
    f"--extra-arg=-Wno-{warning}" for warning in ("error", "unknown-warning-option", "deprecated-declarations")
]


@dataclass
class Unit:
    path: tree.Path
    command: str


def units(build: tree.Path) -> list[Unit]:
    """The files under src/ and apps/ of a compilation database."""
    ours = (tree.ROOT / "src", tree.ROOT / "apps")
    entries = json.loads((build / "compile_commands.json").read_text())
    found = [Unit(tree.Path(entry["file"]), entry["command"]) for entry in entries]
    return [unit for unit in found if any(unit.path.is_relative_to(folder) for folder in ours)]


def own_files(path: tree.Path, seen: set[tree.Path]) -> set[tree.Path]:
    """The file and every header of ours it includes, directly or not."""
    seen.add(path)
    for _, _, name in tree.includes(path):
        for header in (tree.ROOT / "src" / name, path.parent / name):
            if header.is_file() and header.resolve() not in seen:
                own_files(header.resolve(), seen)
    return seen


def fingerprint(unit: Unit, tool: str) -> str:
    """Everything of ours that the verdict on a file depends on."""
    digest = hashlib.sha256(tool.encode() + unit.command.encode())
    for path in sorted(own_files(unit.path, set())):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def check(unit: Unit, clang_tidy: str, build: tree.Path) -> tuple[str, float]:
    """What clang-tidy finds in one file (empty: nothing), and the seconds it took."""
    start = time.monotonic()
    command = [clang_tidy, *EXTRA, "-p", str(build), str(unit.path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    findings = "" if result.returncode == 0 else result.stdout + result.stderr
    return findings, time.monotonic() - start


def main(build: tree.Path, clang_tidy: str) -> int:
    version = subprocess.run([clang_tidy, "--version"], capture_output=True, text=True, check=True).stdout
    tool = version + (tree.ROOT / ".clang-tidy").read_text() + " ".join(EXTRA)
    CACHE.mkdir(parents=True, exist_ok=True)
    every = units(build)
    pending = [(unit, stamp) for unit in every if not (stamp := CACHE / fingerprint(unit, tool)).exists()]

    problems = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {pool.submit(check, unit, clang_tidy, build): (unit, stamp) for unit, stamp in pending}
        for done, future in enumerate(as_completed(running), start=1):
            unit, stamp = running[future]
            findings, seconds = future.result()
            if findings:
                problems.append(findings)
            else:
                stamp.touch()
            print(f"[{done}/{len(pending)}] {tree.relative(unit.path)} {seconds:.1f} s", flush=True)
    return tree.report("clang-tidy", problems, f"{len(every)} files ({len(every) - len(pending)} unchanged)")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    raise SystemExit(main(tree.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "clang-tidy-19"))
