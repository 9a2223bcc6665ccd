# SPDX-License-Identifier: Apache-2.0
"""Relative links in Markdown lead somewhere, and every model has its theory page."""

import re

import tree

LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
REFERENCE = re.compile(r"^\[[^\]]+\]:\s*(\S+)")
ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|#)", re.IGNORECASE)  # https:, mailto:, #section
CODE_SPAN = re.compile(r"`[^`]*`|\$[^$]*\$")


def links(page: tree.Path) -> list[tuple[int, str]]:
    """(line, target) of every link outside code and formulas."""
    found = []
    fenced = False
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            text = CODE_SPAN.sub("", line)
            found += [(number, target) for target in LINK.findall(text) + REFERENCE.findall(text)]
    return found


def check_page(page: tree.Path) -> list[str]:
    problems = []
    for line, target in links(page):
        if ELSEWHERE.match(target):
            continue
        name = target.split("#")[0]
        base = tree.ROOT if name.startswith("/") else page.parent
        if not (base / name.lstrip("/")).exists():
            problems.append(f"{tree.relative(page)}:{line}: '{target}' does not exist")
    return problems


def check_theory() -> list[str]:
    return [
        f"src/copack/{model}: its theory page docs/theory/{model}.md is missing"
        for model in tree.models()
        if any(tree.files(f"src/copack/{model}", suffixes=tree.CPP))
        and not (tree.ROOT / "docs" / "theory" / f"{model}.md").exists()
    ]


def main() -> int:
    pages = list(tree.files(suffixes={".md"}))
    problems = [problem for page in pages for problem in check_page(page)]
    return tree.report("links", problems + check_theory(), f"{len(pages)} pages")


if __name__ == "__main__":
    raise SystemExit(main())
