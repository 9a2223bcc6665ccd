# SPDX-License-Identifier: Apache-2.0
"""Inputs that cannot be used: exit status 2, every problem at its line and column in one go, nothing written."""

import json
import os
import time

import program
from program import BAD_INPUT, short_study


def place(text: str, fragment: str) -> str:
    """Where a fragment that occurs once stands: "study.toml:14:7"."""
    assert text.count(fragment) == 1, f"{fragment!r} occurs {text.count(fragment)} times"
    before = text[: text.index(fragment)]
    return f"study.toml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


class BadInput(program.Case):
    def refused(self, text: str | bytes, name: str = "study.toml", **options: object) -> str:
        """What the program says of a study that it must refuse."""
        self.write(name, text)
        return self.refused_as_it_is(name, **options)

    def refused_as_it_is(self, study: str, **options: object) -> str:
        run = self.run_copack("evaluate", study, "-o", "results", **options)
        self.assert_ran(run, BAD_INPUT)
        self.assertEqual(run.stdout, "")
        self.assertFalse((self.folder / "results").exists(), "a refused study made a result folder")
        return run.stderr

    def assert_problems(self, text: str, *expected: tuple[str, str]) -> None:
        """All of the expected messages (fragment that they point at, words), in the order of the file, and no other."""
        lines = self.refused(text).splitlines()
        wanted = [f"{place(text, fragment)}: error: {words}" for fragment, words in expected]
        self.assertEqual(lines, wanted)


class OneProblem(BadInput):
    def one(self, old: str, new: str, fragment: str, words: str) -> None:
        self.assert_problems(short_study((old, new)), (fragment, words))

    def test_unknown_key(self) -> None:
        self.one(
            "global_batch = 512",
            "global_batch = 512, micro_bach = 1",
            "micro_bach",
            'unknown key "micro_bach" - did you mean "micro_batch"?',
        )

    def test_unknown_id(self) -> None:
        self.one(
            '"cpo-bailly-fr4-400g"',
            '"cpo-baily-fr4-400g"',
            '"cpo-baily-fr4-400g"',
            'there is no "cpo-baily-fr4-400g" in data/technologies - did you mean "cpo-bailly-fr4-400g"?',
        )

    def test_wrong_unit(self) -> None:
        self.one(
            "{ accelerators = 1024 }",
            '{ accelerators = 1024, port_rate = "400 W" }',
            '"400 W"',
            'port_rate is wanted in Gbit/s, but "400 W" measures something else',
        )

    def test_missing_unit(self) -> None:
        for given in ("400", '"400"'):
            self.one(
                "{ accelerators = 1024 }",
                f"{{ accelerators = 1024, port_rate = {given} }}",
                f"{given} }}",
                'port_rate needs a unit, for example "400 Gbit/s"',
            )

    def test_out_of_range(self) -> None:
        self.one(
            "{ accelerators = 1024 }",
            "{ accelerators = 1024, planes = 65 }",
            "65",
            "planes = 65 is out of range: it must lie in [1, 64]",
        )
        self.one(
            'due = "2027-Q3"\naccelerators = 1024',
            'due = "2027-Q3"\naccelerators = -5',
            "-5\n",
            "accelerators = -5 is out of range: it must be at least 1",
        )

    def test_not_a_number(self) -> None:
        for given in ("nan", "inf", "-inf", "+nan"):
            self.one(
                "{ accelerators = 1024 }",
                f"{{ accelerators = 1024, core_oversubscription = {given} }}",
                f"{given} }}",
                "core_oversubscription is not a finite number",
            )
        for given in ("nan Gbit/s", "inf Gbit/s", "1e999 Gbit/s"):
            self.one(
                "{ accelerators = 1024 }",
                f'{{ accelerators = 1024, port_rate = "{given}" }}',
                f'"{given}"',
                f'"{given}" is not a number with a unit like Gbit/s',
            )

    def test_too_large_an_integer(self) -> None:
        said = self.refused(short_study(("{ accelerators = 1024 }", "{ accelerators = 99999999999999999999 }")))
        self.assertRegex(said, r"^study\.toml:8:\d+: error: not valid TOML: .*\n$")

    def test_cycle_in_a_bill_of_materials(self) -> None:
        text = short_study() + (
            '\n[override.technologies.cpo-bailly-fr4-400g.supply]\nproduct = "a"\nitems = [\n'
            '  { name = "a", inputs = [{ item = "b", quantity = 1 }] },\n'
            '  { name = "b", inputs = [{ item = "a", quantity = 1 }] },\n]\n'
        )
        self.assert_problems(text, ("[\n  { name", "supply.items: the bill of materials goes round: a -> b -> a"))

    def test_no_baseline(self) -> None:
        text = short_study(("baseline = true\n", ""))
        lines = self.refused(text).splitlines()
        self.assertEqual(
            lines,
            ["study.toml:19:1: error: alternative: no alternative is the baseline; mark one with " "baseline = true"],
        )

    def test_parallelism_that_is_not_the_cluster(self) -> None:
        self.one(
            "pp = 4, dp = 32",
            "pp = 4, dp = 16",
            "{ tp",
            "workload[0].plan: tp 8 x cp 1 x dp 16 x pp 4 = 512 accelerators, but the cluster has 1024",
        )

    def test_names_given_twice(self) -> None:
        self.one(
            'name = "cpo"',
            'name = "retimed" # again',
            '"retimed" #',
            'alternative[1].name: "retimed" is the name of another alternative too',
        )
        said = self.refused(short_study(("baseline = true", "baseline = true\nbaseline = true")))
        self.assertIn("study.toml:22:", said)
        self.assertIn("cannot redefine", said)

    def test_a_network_that_cannot_be_built(self) -> None:
        said = self.refused(short_study(("{ accelerators = 1024 }", "{ accelerators = 1024, layers = 1 }")))
        self.assertRegex(said, r"^study\.toml:8:10: error: the network cannot be built: .* has 128; .*\n$")


class ManyProblems(BadInput):
    def test_all_are_told_at_once(self) -> None:
        text = short_study(
            ("title =", "titel ="),
            ("hyperscaler-balanced", "hyperscaler-balancd"),
            ("hgx-h100", "hgx-h10"),
            (
                "{ accelerators = 1024 }",
                '{ accelerators = 1024, port_rate = "400 W", planes = 65, core_oversubscription = nan }',
            ),
            ("llama-3-70b", "lama-3-70b"),
            ("tp = 8", "tpp = 8"),
            ("baseline = true", "baseline = 1"),
            ('"cpo-bailly-fr4-400g"', '"cpo-baily-fr4-400g"'),
        )
        self.assert_problems(
            text,
            ("titel", 'the file must give "title": title of the report'),
            ("titel", 'unknown key "titel" - did you mean "title"?'),
            (
                '"hyperscaler',
                'there is no "hyperscaler-balancd" in data/organisations - did you mean "hyperscaler-balanced"?',
            ),
            ('"hgx-h10"', 'there is no "hgx-h10" in data/servers - did you mean "hgx-h100"?'),
            ('"400 W"', 'port_rate is wanted in Gbit/s, but "400 W" measures something else'),
            ("65", "planes = 65 is out of range: it must lie in [1, 64]"),
            ("nan", "core_oversubscription is not a finite number"),
            ('"lama', 'there is no language model "lama-3-70b" - did you mean "llama-3-70b"?'),
            ("tpp", 'unknown key "tpp" - did you mean "tp"?'),
            ("1\nleaf_spine", "baseline must be true or false, not an integer"),
            (
                '"cpo-baily',
                'there is no "cpo-baily-fr4-400g" in data/technologies - did you mean "cpo-bailly-fr4-400g"?',
            ),
        )

    def test_what_contradicts_itself_is_told_at_once(self) -> None:
        text = short_study(
            ("pp = 4, dp = 32", "pp = 4, dp = 16"),
            ("2027-Q3", "2027-Q5"),
            ("baseline = true\n", ""),
            ('name = "cpo"', 'name = "retimed"'),
        )
        said = self.refused(text)
        for words in (
            "512 accelerators, but the cluster has 1024",
            '"2027-Q5" is not a period',
            "no alternative is the baseline",
            "is the name of another alternative too",
        ):
            self.assertIn(words, said)

    def test_a_model_alone_tells_all_too(self) -> None:
        self.write("fec.toml", 'code = "kp5"\npre_fec_ber = 2\ninterleaf = 2\n')
        run = self.run_copack("model", "link/fec", "fec.toml")
        self.assert_ran(run, BAD_INPUT)
        said = run.stderr.splitlines()
        self.assertEqual([line.split(" ")[0] for line in said], ["fec.toml:1:8:", "fec.toml:2:15:", "fec.toml:3:1:"])
        self.assertTrue(said[0].endswith('did you mean "kp4"?'), said[0])
        self.assertTrue(said[2].endswith('did you mean "interleave"?'), said[2])


class LinkModels(program.Case):
    """The example of a model of the link layer, with something in it that cannot be built."""

    def changed(self, model: str, *changes: tuple[str, str]) -> str:
        """Writes the example with each first text replaced by the second."""
        text = program.copack("model", model, "--example").stdout
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        self.write("input.toml", text)
        return text

    def refused(self, model: str, *changes: tuple[str, str]) -> list[str]:
        """The complaints, each of which points at the line of a change."""
        text = self.changed(model, *changes).splitlines()
        run = self.run_copack("model", model, "input.toml")
        self.assert_ran(run, BAD_INPUT)
        self.assertEqual(run.stdout, "")
        said = run.stderr.splitlines()
        lines = sorted(next(i for i, line in enumerate(text, 1) if new in line) for _, new in changes)
        self.assertEqual([int(line.split(":")[1]) for line in said], lines)
        return [line.split(": error: ")[1] for line in said]

    def results(self, model: str, *changes: tuple[str, str]) -> dict:
        self.changed(model, *changes)
        run = self.run_copack("--json", "model", model, "input.toml")
        self.assert_ran(run)
        return {name: x["value"] if isinstance(x, dict) else x for name, x in json.loads(run.stdout).items()}

    def test_negative_loss_and_extinction_ratio_below_zero(self) -> None:
        said = self.refused(
            "link/imdd",
            ('extinction_ratio = "5 dB"', 'extinction_ratio = "-1 dB"'),
            ('loss = "1.75 dB"', 'loss = "-1.75 dB"'),
        )
        self.assertEqual(
            said,
            [
                "extinction_ratio = -1 dB is out of range: it must lie in [0.5, 40 dB]",
                "loss = -1.75 dB is out of range: it must be at least 0 dB",
            ],
        )
        said = self.refused("link/laser-chain", ('loss = "1.5 dB"', 'loss = "-1.5 dB"'))
        self.assertEqual(said, ["loss = -1.5 dB is out of range: it must be at least 0 dB"])

    def test_intensity_noise_that_no_power_overcomes(self) -> None:
        out = self.results("link/imdd", ('rin = "-140 dB"', 'rin = "-128 dB"'))
        self.assertEqual(out["limit"], "intensity-floor")
        self.assertEqual((out["reachable"], out["closes"]), (False, False))
        self.assertEqual((out["sensitivity"], out["margin"]), ("inf", "-inf"))
        self.assertLess(out["q_limit"], out["q_target"])
        self.assertGreater(out["ber"], out["ber_floor"])

    def test_a_laser_class_too_weak(self) -> None:
        out = self.results("link/laser-chain", ('strongest_class = "SHP"', 'strongest_class = "LP"'))
        self.assertEqual((out["laser_class"], out["limit"]), ("HP", "laser-class"))
        self.assertAlmostEqual(out["shortfall"], out["laser_power"] - (11 - 1.5))

    def test_a_laser_class_that_does_not_exist(self) -> None:
        said = self.refused("link/laser-chain", ('strongest_class = "SHP"', 'strongest_class = "beyond-SHP"'))
        self.assertIn("is not a class that can be bought", said[0])

    def test_channels_that_do_not_fit_the_rings(self) -> None:
        said = self.refused("link/ring-wdm", ('channel_spacing = "0 GHz"', 'channel_spacing = "400 GHz"'))
        self.assertIn("more than the free spectral range", said[0])


class NoStudyAtAll(BadInput):
    def test_empty(self) -> None:
        for text in ("", " \n\t\n"):
            self.assertEqual(self.refused(text), "study.toml:1:1: error: the file is empty\n")

    def test_only_a_comment(self) -> None:
        said = self.refused("# nothing\n")
        self.assertIn('the file must give "title"', said)
        self.assertIn('the file must give "cluster"', said)

    def test_a_hundred_megabytes(self) -> None:
        file = self.folder / "study.toml"
        with file.open("wb") as out:
            out.write(b"# " + b"x" * (100 << 20))
        started = time.monotonic()
        said = self.refused_as_it_is("study.toml")
        self.assertLess(time.monotonic() - started, 2.0)
        self.assertRegex(said, r"^study\.toml: error: has 104857602 bytes; an input file may have 8388608 at most\n$")

    def test_a_device_without_end(self) -> None:
        self.assertEqual(self.refused_as_it_is("/dev/zero"), "/dev/zero: error: is too large for an input file\n")

    def test_a_directory(self) -> None:
        (self.folder / "study.toml").mkdir()
        self.assertEqual(self.refused_as_it_is("study.toml"), "study.toml: error: is a directory, not a file\n")

    def test_missing(self) -> None:
        self.assertEqual(self.refused_as_it_is("none.toml"), "none.toml: error: no such file\n")
        os.symlink("none.toml", self.folder / "link.toml")
        self.assertEqual(self.refused_as_it_is("link.toml"), "link.toml: error: no such file\n")

    def test_not_utf_8(self) -> None:
        said = self.refused(b'title = "caf\xe9"\n')
        self.assertRegex(said, r"^study\.toml:1:\d+: error: not valid TOML: .*utf-8.*\n$")

    def test_bytes_of_another_kind_of_file(self) -> None:
        for junk in (b"\x7fELF\x02\x01\x01\x00" + bytes(64), b"PK\x03\x04" + bytes(64), b"\xff\xfet\x00i\x00"):
            self.assertRegex(self.refused(junk), r"^study\.toml:1:\d+: error: not valid TOML: .*\n$")

    def test_deep_nesting(self) -> None:
        deep = 100_000
        for text in (
            "a = " + "[" * deep + "]" * deep,
            "a = " + "{b=" * deep + "1" + "}" * deep,
            "a" + ".a" * deep + " = 1",
            "[a" + ".a" * deep + "]",
            "[[a" + ".a" * deep + "]]",
        ):
            self.assertEqual(self.refused(text), "study.toml:1:1: error: is nested more than 64 deep\n")

    def test_thousands_of_alternatives_are_refused_in_time(self) -> None:
        text = short_study() + "".join(
            f'\n[[alternative]]\nname = "a{i}"\nleaf_spine = "nothing-{i}"\n' for i in range(3000)
        )
        started = time.monotonic()
        self.refused(text)
        self.assertLess(time.monotonic() - started, 4.0)

    def test_a_name_with_odd_characters_is_told_as_it_is(self) -> None:
        name = "größe \N{SNOWMAN} %s{}.toml"
        self.assertEqual(self.refused("", name=name), f"{name}:1:1: error: the file is empty\n")


if __name__ == "__main__":
    program.main()
