# SPDX-License-Identifier: Apache-2.0
"""A technology that nobody has heard of needs one file: no C++, no copy of the catalog."""

import json
import re
import sqlite3

import program
from program import BAD_INPUT, SOURCE, short_study

DATA = ("--data", "mine")


def made_up_card() -> str:
    """A linear module whose light comes from micro-LEDs at a twentieth of the energy, as nobody sells it."""
    text = (SOURCE / "data" / "technologies" / "dr4-lpo-400g.toml").read_text()
    text = text.replace('"dr4-lpo-400g"', '"micro-led-400g"').replace("400G DR4 LPO", "400G micro-LED")
    energies = re.compile(
        r'energy_per_bit = \{ value = "[\d.]+ pJ/bit"(?:, range = \[[^]]*\])?, kind = "\w+"(.*?)boundary = "(module)".*'
    )
    guess = (
        'energy_per_bit = { value = "0.1 pJ/bit", range = ["0.05 pJ/bit", "0.3 pJ/bit"], kind = "assumption", '
        'boundary = "module", why = "a guess" }'
    )
    text, count = energies.subn(guess, text)
    assert count == 3, count
    return text


class MadeUpTechnology(program.Case):
    def setUp(self) -> None:
        super().setUp()
        self.write(
            "study.toml", short_study(("cpo-bailly-fr4-400g", "micro-led-400g"), ('name = "cpo"', 'name = "led"'))
        )
        self.write("mine/technologies/micro-led-400g.toml", made_up_card())

    def test_one_file_is_enough(self) -> None:
        folder = self.evaluate("--worlds", 64, *DATA)
        verdict = json.loads((folder / "verdict.json").read_text())
        led = next(a for a in verdict["alternatives"] if a["name"] == "led")
        self.assertIn("micro-led-400g", json.dumps(led))
        with sqlite3.connect(folder / "results.sqlite") as database:
            power = dict(
                database.execute(
                    "SELECT a.name, s.nominal FROM summary s JOIN alternative a USING (alternative) "
                    "JOIN metric m USING (metric) WHERE m.path = 'power.optics'"
                )
            )
            (place,) = database.execute(
                "SELECT place FROM trace WHERE path = 'led.leaf-spine.link.energy[1].energy_per_bit'"
            ).fetchone()
        self.assertLess(power["led"], 0.3 * power["retimed"])
        self.assertRegex(place, r"^mine/technologies/micro-led-400g\.toml:\d+$")

    def test_the_catalog_shows_it(self) -> None:
        self.assertIn("technologies/micro-led-400g", self.run_copack(*DATA, "catalog", "list", "technologies").stdout)
        shown = self.run_copack(*DATA, "catalog", "show", "micro-led-400g")
        self.assert_ran(shown)
        self.assertIn("link.energy[1].energy_per_bit: 0.1 pJ/bit  [0.05 pJ/bit, 0.3 pJ/bit]", shown.stdout)
        self.assert_ran(self.run_copack(*DATA, "catalog", "check"))

    def test_without_the_folder_it_is_not_known(self) -> None:
        run = self.run_copack("evaluate", "study.toml", "-o", "results")
        self.assert_ran(run, BAD_INPUT)
        self.assertRegex(run.stderr, r'^study\.toml:26:\d+: error: there is no "micro-led-400g" in data/technologies')

    def test_mistakes_in_the_card_are_told_at_their_lines(self) -> None:
        card = made_up_card().replace('"0.1 pJ/bit"', '"0.1 W"', 1).replace("wavelengths", "wavelenghts")
        card += "\n[link2]\n"
        self.write("mine/technologies/micro-led-400g.toml", card)
        run = self.run_copack(*DATA, "evaluate", "study.toml", "-o", "results")
        self.assert_ran(run, BAD_INPUT)
        for words in (
            '"0.1 W" measures something else',
            'unknown key "wavelenghts" - did you mean "wavelengths"?',
            'unknown key "link2"',
        ):
            self.assertRegex(
                run.stderr, rf"mine/technologies/micro-led-400g\.toml:\d+:\d+: error: .*{re.escape(words)}"
            )

    def test_an_id_of_the_catalog_is_not_taken_twice(self) -> None:
        self.write("mine/technologies/dac-400g.toml", made_up_card())
        run = self.run_copack(*DATA, "catalog", "list")
        self.assert_ran(run, BAD_INPUT)
        self.assertEqual(
            run.stderr, "mine/technologies/dac-400g.toml: error: this id is in the catalog already; take another one\n"
        )

    def test_a_folder_of_something_else(self) -> None:
        self.write("other/technology/x.toml", "id = 1\n")
        run = self.run_copack("--data", "other", "catalog", "list")
        self.assert_ran(run, BAD_INPUT)
        self.assertIn('other/technology: error: is no kind of data - did you mean "technologies"?', run.stderr)


if __name__ == "__main__":
    program.main()
