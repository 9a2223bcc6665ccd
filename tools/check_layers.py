# SPDX-License-Identifier: Apache-2.0
"""Every #include respects layers.toml, models do not know each other, and heavy libraries stay inside .cpp files."""

import re

import tree

# A header of ours must not pull one of these into every file that includes it, nor into a consumer's build.
PRIVATE_LIBRARY = re.compile(
    r"^(toml\+\+/|nlohmann/|CLI/|sqlite3\.h|Eigen/|unsupported/Eigen|(oneapi/)?tbb/|boost/|fmt/|xlsxwriter"
    r"|(coin/)?(Clp|Coin|Osi|Cbc))"
)


def reachable(layers: dict[str, list[str]]) -> dict[str, set[str]]:
    """Layer -> itself and all layers it may use, directly or through others."""
    closure: dict[str, set[str]] = {}
    for layer, used in layers.items():
        for name in used:
            if name not in closure:
                raise SystemExit(f"layers.toml: '{layer}' uses '{name}', which must be listed before it")
        closure[layer] = {layer}.union(*(closure[name] for name in used))
    return closure


def check_table(closure: dict[str, set[str]]) -> list[str]:
    models = set(tree.models())
    return [
        f"layers.toml: model '{model}' may reach the model(s) {', '.join(sorted(others))}; models meet only in system"
        for model in sorted(models)
        if (others := closure[model] & models - {model})
    ]


def check_file(path: tree.Path, layer: str | None, closure: dict[str, set[str]]) -> list[str]:
    """`layer` is None for programs, which may use every layer."""
    problems = []
    for line, quote, name in tree.includes(path):
        where = f"{tree.relative(path)}:{line}:"
        parts = name.split("/")
        if parts[0] == "copack" and len(parts) > 2:
            allowed = closure.keys() if layer is None else closure[layer]
            if parts[1] not in allowed:
                problems.append(f"{where} layer '{layer}' may not include '{name}' (layers.toml)")
            elif not (tree.ROOT / "src" / name).exists():
                problems.append(f"{where} no such header '{name}'")
        elif layer and quote == '"':
            problems.append(f'{where} write "copack/<layer>/..." instead of "{name}"')
        elif layer and path.suffix == ".hpp" and PRIVATE_LIBRARY.match(name):
            problems.append(f"{where} <{name}> belongs in a .cpp file, not in a public header")
    return problems


def main() -> int:
    closure = reachable(tree.layers())
    problems = check_table(closure)
    count = 0
    for path in tree.files("src", "apps", suffixes=tree.CPP):
        parts = path.relative_to(tree.ROOT).parts
        layer = parts[2] if parts[:2] == ("src", "copack") and len(parts) > 3 else None
        if layer is not None and layer not in closure:
            problems.append(f"{tree.relative(path)}: layer '{layer}' is not in layers.toml")
            continue
        problems += check_file(path, layer, closure)
        count += 1
    return tree.report("layers", problems, f"{count} files")


if __name__ == "__main__":
    raise SystemExit(main())
