# SPDX-License-Identifier: Apache-2.0
"""check_schema.py SCHEMA PROGRAM NAME...: what the program writes for each name is valid. Exit 77: cannot check."""

import json
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed; not checked")
    raise SystemExit(77) from None


def main(schema_path: str, program: str, *names: str) -> int:
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    problems = 0
    for name in names:
        written = subprocess.run([program, "json", name], capture_output=True, check=True).stdout
        for error in validator.iter_errors(json.loads(written)):
            print(f"{name}: {error.json_path}: {error.message}")
            problems += 1
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
