# SPDX-License-Identifier: Apache-2.0
"""What a run leaves behind: a verdict after its schema, a report that needs nothing else, a database to be asked."""

import html.parser
import json
import re
import sqlite3
import unittest
from typing import ClassVar

import program
from program import SOURCE

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str | None], parent: "Element | None") -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element] = []
        self.text = ""

    def all(self, tag: str) -> "list[Element]":
        found = [child for child in self.children if child.tag == tag]
        return found + [element for child in self.children for element in child.all(tag)]


class Page(html.parser.HTMLParser):
    """The tree of a page; complains about elements that are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", {}, None)
        self.feed(text)
        self.close()
        if self.open is not self.root:
            raise AssertionError(f"<{self.open.tag}> stays open")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self.open)
        if len(element.attributes) != len(attrs):
            raise AssertionError(f"<{tag}> at {self.getpos()} says something twice")
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.children.append(Element(tag, dict(attrs), self.open))

    def handle_endtag(self, tag: str) -> None:
        if self.open.tag != tag or self.open.parent is None:
            raise AssertionError(f"</{tag}> at {self.getpos()} closes <{self.open.tag}>")
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.text += data


class Report(program.Case):
    html: ClassVar[str] = ""

    def setUp(self) -> None:
        super().setUp()
        self.write("study.toml", program.STUDY_01.read_bytes())
        self.text = (self.evaluate("--worlds", 64) / "report.html").read_text()
        self.page = Page(self.text).root

    def test_is_one_page(self) -> None:
        self.assertTrue(self.text.startswith("<!DOCTYPE html>"))
        (root,) = self.page.all("html")
        self.assertEqual(root.attributes.get("lang"), "en")
        self.assertEqual(len(root.all("h1")), 1)
        self.assertNotEqual(root.all("title")[0].text.strip(), "")
        self.assertEqual(len(root.all("main")), 1)
        ids = re.findall(r'\bid="([^"]*)"', self.text)
        self.assertEqual(len(ids), len(set(ids)), "an id is there twice")
        for target in re.findall(r'href="#([^"]*)"', self.text):
            self.assertIn(target, ids)

    def test_fetches_nothing(self) -> None:
        for tag in ("script", "link", "iframe", "object", "embed", "img", "video", "audio", "base", "form"):
            self.assertEqual(self.page.all(tag), [], tag)
        for style in self.page.all("style"):
            self.assertNotRegex(style.text, r"@import|url\((?!['\"]?data:)")
        for element in (
            e for tag in {m for m in re.findall(r"<([a-zA-Z]+)", self.text)} for e in self.page.all(tag.lower())
        ):
            for name, value in element.attributes.items():
                self.assertFalse(name.startswith("on"), f"<{element.tag} {name}> runs something")
                outside = re.match(r"\s*(?:[a-z][a-z+.-]*:|//)", value or "", re.IGNORECASE)
                if name in ("src", "srcset", "data", "action", "background", "poster", "xlink:href"):
                    self.assertIsNone(outside, f"<{element.tag} {name}={value}> is fetched")
                if name == "href" and outside:
                    self.assertEqual((element.tag, value.startswith("https://")), ("a", True), value)

    def test_every_chart_is_told_in_words_and_numbers(self) -> None:
        charts = self.page.all("svg")
        self.assertGreaterEqual(len(charts), 3)
        for chart in charts:
            self.assertEqual(chart.attributes.get("role"), "img")
            for tag in ("title", "desc"):
                (words,) = [child for child in chart.children if child.tag == tag]
                self.assertGreater(len(words.text.strip()), 10, f"<{tag}> of a chart")
            figure = chart.parent
            while figure is not None and not (figure.tag == "figure" or figure.all("table")):
                figure = figure.parent
            self.assertTrue(
                figure is not None and figure.all("table"), "a chart without its table: " + chart.all("title")[0].text
            )
            self.assertEqual(len(figure.all("svg")), 1, "one table for several charts")

    def test_every_table_names_its_columns(self) -> None:
        for table in self.page.all("table"):
            rows = table.all("tr")
            heads = [h for h in table.all("th") if h.attributes.get("scope") == "col"]
            self.assertTrue(heads, "a table without heads")
            self.assertGreaterEqual(len(rows), 2)


class Verdict(program.Case):
    def test_follows_its_schema(self) -> None:
        try:
            import jsonschema
        except ImportError:
            raise unittest.SkipTest("python3-jsonschema is not installed") from None
        schema = json.loads((SOURCE / "docs" / "reference" / "verdict.schema.json").read_text())
        validator = jsonschema.Draft202012Validator(schema)
        for study in (program.STUDY_01, SOURCE / "studies" / "02-gb300-nvl72-backend" / "study.toml"):
            self.write("study.toml", study.read_bytes())
            verdict = json.loads((self.evaluate("--worlds", 64) / "verdict.json").read_text())
            self.assertEqual([f"{e.json_path}: {e.message}" for e in validator.iter_errors(verdict)], [])

    def test_is_what_the_terminal_prints_with_json(self) -> None:
        self.write("study.toml", program.short_study())
        run = self.run_copack("--json", "evaluate", "study.toml", "-o", "results", "--worlds", 64)
        self.assert_ran(run)
        self.assertEqual(run.stdout, (self.folder / "results" / "verdict.json").read_text())

    def test_has_no_number_that_json_has_not(self) -> None:
        self.write("study.toml", program.STUDY_01.read_bytes())
        text = (self.evaluate("--worlds", 64) / "verdict.json").read_text()

        def refuse(name: str) -> None:
            raise AssertionError(f"{name} in verdict.json")

        json.loads(text, parse_constant=refuse)


class Results(program.Case):
    def test_the_database_is_whole(self) -> None:
        self.write("study.toml", program.short_study())
        with sqlite3.connect(self.evaluate("--worlds", 100) / "results.sqlite") as database:
            ask = lambda sql: database.execute(sql).fetchall()  # noqa: E731
            self.assertEqual(ask("PRAGMA integrity_check"), [("ok",)])
            self.assertEqual(ask("SELECT count(DISTINCT world), count(DISTINCT alternative) FROM world"), [(100, 2)])
            self.assertEqual(ask("SELECT value FROM study WHERE key = 'worlds'"), [("100",)])
            self.assertEqual(
                ask("SELECT count(*) FROM parameter WHERE NOT low <= nominal OR NOT nominal <= high"), [(0,)]
            )
            columns = {row[1] for row in ask("PRAGMA table_info(world)")}
            self.assertIn("economics.npv", columns)

    def test_explains_every_figure_of_the_verdict(self) -> None:
        """Each figure of the summary in the nominal world can be walked down, and says the same."""
        self.write("study.toml", program.short_study())
        folder = self.evaluate("--worlds", 64)
        with sqlite3.connect(folder / "results.sqlite") as database:
            paths = {row[0] for row in database.execute("SELECT path FROM trace WHERE path LIKE 'cpo.power.%'")}
        self.assertIn("cpo.power.optics", paths)
        for path in sorted(paths):
            run = self.run_copack("explain", "results", path, "--depth", 1)
            self.assert_ran(run)
            self.assertTrue(run.stdout.startswith(path + " = "), run.stdout)


class Completion(program.Case):
    def complete(self, *words: str) -> list[str]:
        """What bash offers for the last word."""
        script = (
            'source <("$0" completion) && COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) && '
            '_copack && printf "%s\\n" "${COMPREPLY[@]}"'
        )
        import subprocess

        run = subprocess.run(
            ["bash", "-c", script, program.program(), *words], capture_output=True, text=True, check=False
        )
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return run.stdout.split()

    def test_bash_takes_it(self) -> None:
        self.assertEqual(self.complete("copack", "ev"), ["evaluate"])
        self.assertEqual(self.complete("copack", "evaluate", "--wo"), ["--worlds"])
        self.assertIn("link/fec", self.complete("copack", "model", "link/"))
        self.assertEqual(self.complete("copack", "catalog", "re"), ["reference"])


if __name__ == "__main__":
    program.main()
