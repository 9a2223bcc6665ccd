# SPDX-License-Identifier: Apache-2.0
"""What the program prints is what is recorded in expected/.

transcripts.py PROGRAM [NAME...]           compares
transcripts.py PROGRAM --update [NAME...]  records anew; look at the difference before it goes in
"""

import math
import re
import shlex
import unittest

import program
from program import SOURCE, STUDY_01

EXPECTED = SOURCE / "tests" / "golden" / "expected"
COMMANDS = (
    "evaluate",
    "reach",
    "explain",
    "catalog",
    "catalog list",
    "catalog show",
    "catalog check",
    "catalog reference",
    "catalog import",
    "validate",
    "model",
    "new",
    "completion",
)

# Each transcript: commands that share a folder in which study.toml is the short study, study-01.toml the published one.
TRANSCRIPTS = {
    "help": ["--help", *(f"{name} --help" for name in COMMANDS)],
    "mistakes": [
        "",
        "frobnicate",
        "--frobnicate",
        "evaluate",
        "evaluate study.toml",
        "evaluate study.toml -o out --worlds 0",
        "evaluate study.toml -o out --word 5",
        "evaluate study.toml -o out --threads many",
        "--data nowhere catalog list",
        "reach study.toml -o out",
        "catalog list tecnologies",
        "catalog show dr4-lpo-400",
        "catalog show zzzzzz",
        "model link/fex",
        "model link/fec",
        "new stuff",
        "new study study.toml",
        "completion fish",
        "explain nowhere cpo.npv",
        "explain study.toml cpo.npv",
        "validate --domain nothing",
    ],
    "new": ["new study", "new study mine.toml", "new reach-study"],
    "reach": ["new reach-study reach.toml", "reach reach.toml -o results --worlds 256"],
    "model": [
        "model link/fec --schema",
        "model link/fec --example",
        "model link/fec fec.toml",
        "--json model link/fec fec.toml",
    ],
    "models": ["model"],
    "catalog-list": ["catalog list", "--json catalog list platforms"],
    "catalog-show": [
        "catalog show components/800g-lpo-dr8",
        "--json catalog show components/800g-lpo-dr8",
        "catalog show hgx-h100",
        "catalog show S008",
    ],
    "catalog-import": [
        "catalog import config.json --source S059 --id tiny --name 'Tiny model' --year 2024",
        "catalog import config.json --source S999999 --id tiny",
        "catalog import study.toml --source S059 --id tiny",
    ],
    "verdict": ["evaluate study-01.toml -o results --worlds 64"],
    "explain": [
        "evaluate study.toml -o results --worlds 64",
        "explain results cpo.power.optics",
        "--json explain results cpo.power.optics --depth 2",
        "explain results cpo.npv --depth 3",
        "explain results cpo.power.optic",
        "explain results power.optics",
    ],
    "completion": ["completion", "completion bash"],
}

CONFIG = b"""{"model_type": "llama", "hidden_size": 2048, "intermediate_size": 8192, "num_attention_heads": 32,
"num_hidden_layers": 16, "num_key_value_heads": 8, "tie_word_embeddings": true, "vocab_size": 128256,
"mamba_expand": 2}"""

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
PRECISION = 1e-9  # libraries of mathematics differ in the last bits of a double


def same(left: str, right: str) -> bool:
    """Are two lines equal, numbers within the precision?"""
    if left == right:
        return True
    if NUMBER.sub("#", left) != NUMBER.sub("#", right):
        return False
    pairs = zip(NUMBER.findall(left), NUMBER.findall(right), strict=True)
    return all(a == b or math.isclose(float(a), float(b), rel_tol=PRECISION) for a, b in pairs)


def without_run(text: str) -> str:
    """The text without what differs from run to run: how long it took."""
    return re.sub(r"\b[\d.]+ s$", "TIME", text, flags=re.MULTILINE)


def transcript(case: program.Case, name: str) -> str:
    """The commands with what they print and how they end."""
    text = ""
    for command in TRANSCRIPTS[name]:
        run = case.run_copack(*shlex.split(command))
        end = f"[exit {run.returncode}]\n" if run.returncode else ""
        text += f"$ copack {command}\n{without_run(run.stdout)}{run.stderr}{end}"
    return text.replace(str(SOURCE), "SOURCE")


class Transcripts(program.Case):
    def check(self, name: str) -> None:
        self.write("study.toml", program.short_study())
        self.write("study-01.toml", STUDY_01.read_bytes())
        self.write("fec.toml", (SOURCE / "data" / "examples" / "link.fec.toml").read_bytes())
        self.write("config.json", CONFIG)
        seen = transcript(self, name)
        file = EXPECTED / f"{name}.txt"
        if update:
            file.write_text(seen)
        expected = file.read_text() if file.exists() else ""
        left, right = expected.splitlines(), seen.splitlines()
        if len(left) == len(right) and all(map(same, left, right)):
            return
        self.assertMultiLineEqual(expected, seen, f"\nif this is meant: transcripts.py PROGRAM --update {name}")


def test_of(name: str):
    return lambda self: self.check(name)


for each in TRANSCRIPTS:
    setattr(Transcripts, f"test_{each.replace('-', '_')}", test_of(each))

update = False


def take_update(arguments: list[str]) -> list[str]:
    global update
    update = "--update" in arguments
    rest = [a for a in arguments if a != "--update"]
    return rest[:1] + [f"Transcripts.test_{name.replace('-', '_')}" for name in rest[1:]]


if __name__ == "__main__":
    program.main(take_update)
