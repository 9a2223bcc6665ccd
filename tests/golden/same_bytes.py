# SPDX-License-Identifier: Apache-2.0
"""The same study gives the same bytes: on any number of threads, in every run, and after a run that was stopped."""

import json
import re
import signal
import sqlite3
import subprocess
import time

import program
from program import content, short_study

WORLDS = 1024  # 16 blocks


class SameBytes(program.Case):
    def setUp(self) -> None:
        super().setUp()
        self.write("study.toml", short_study())

    def test_any_number_of_threads(self) -> None:
        one, two, four = (content(self.evaluate("--worlds", 300, "--threads", n, output=f"on-{n}")) for n in (1, 2, 4))
        self.assertEqual(one, two)
        self.assertEqual(one, four)

    def test_more_threads_than_cores_say_nothing(self) -> None:
        run = self.run_copack("evaluate", "study.toml", "-o", "many", "--worlds", 300, "--threads", 64)
        self.assertEqual(run.stderr, "")

    def test_reach_on_any_number_of_threads(self) -> None:
        self.write("reach.toml", program.copack("new", "reach-study").stdout)
        for threads in (1, 2, 4):
            self.run_copack("reach", "reach.toml", "-o", f"reach-{threads}", "--worlds", 300, "--threads", threads)
        one, two, four = (content(self.folder / f"reach-{threads}") for threads in (1, 2, 4))
        self.assertEqual(sorted(one), ["reach.csv", "reach.json", "report.html"])
        self.assertEqual(one, two)
        self.assertEqual(one, four)

    def test_every_run_and_every_folder(self) -> None:
        first = content(self.evaluate("--worlds", 64))
        self.assertEqual(content(self.evaluate("--worlds", 64)), first)
        self.assertEqual(content(self.evaluate("--worlds", 64, output="deep/er/results")), first)

    def test_the_published_study(self) -> None:
        self.write("study.toml", program.STUDY_01.read_bytes())
        first = content(self.evaluate("--worlds", 64, "--threads", 2))
        self.assertEqual(content(self.evaluate("--worlds", 64, "--threads", 1, output="again")), first)

    def test_no_path_of_this_machine(self) -> None:
        folder = self.evaluate("--worlds", 64)
        for file in folder.iterdir():
            for path in (program.SOURCE, self.folder):
                self.assertNotIn(str(path).encode(), file.read_bytes(), file.name)

    def test_another_seed_is_another_sample(self) -> None:
        """Other worlds, the same nominal world."""
        one = self.evaluate("--worlds", 64, "--seed", 1, output="one")
        two = self.evaluate("--worlds", 64, "--seed", 2, output="two")
        self.assertNotEqual(self.rows(one, "world"), self.rows(two, "world"))
        self.assertEqual(self.rows(one, "trace"), self.rows(two, "trace"))
        verdicts = [json.loads((folder / "verdict.json").read_text()) for folder in (one, two)]
        self.assertNotEqual(*verdicts)

    def rows(self, folder, table: str) -> list[tuple]:
        with sqlite3.connect(folder / "results.sqlite") as database:
            return database.execute(f"SELECT * FROM {table}").fetchall()


class StoppedRun(program.Case):
    """A run is stopped as soon as its first blocks are stored."""

    def setUp(self) -> None:
        super().setUp()
        self.write("study.toml", short_study())
        self.checkpoint = self.folder / "results" / "unfinished.sqlite"

    def wait_for_blocks(self, run: subprocess.Popen[str]) -> None:
        """Until one block is stored and the next, of some 200 kB, is being written."""
        deadline = time.monotonic() + 20
        while not self.checkpoint.exists() or self.checkpoint.stat().st_size < 300_000:
            self.assertLess(time.monotonic(), deadline, "nothing was stored")
            self.assertIsNone(run.poll(), "the run ended too soon")
            time.sleep(0.001)

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        command = ["evaluate", "study.toml", "-o", "results", "--worlds", WORLDS, "--threads", 1, *arguments]
        run = subprocess.Popen(
            [program.program(), *map(str, command)],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(run.kill)
        return run

    def stop(self, number: signal.Signals) -> str:
        """What the run says when it is stopped."""
        run = self.start()
        self.wait_for_blocks(run)
        run.send_signal(number)
        out, err = run.communicate(timeout=20)
        self.assertEqual((run.returncode, out), (-number, ""))
        self.assertEqual([name for name in content(self.folder / "results") if "unfinished" not in name], [])
        return err

    def assert_goes_on(self) -> None:
        run = self.run_copack("evaluate", "study.toml", "-o", "results", "--worlds", WORLDS, "--threads", 2)
        self.assert_ran(run)
        found = re.fullmatch(r"going on with (\d+) blocks of an unfinished run\n", run.stderr)
        self.assertIsNotNone(found, run.stderr)
        self.assertIn(int(found[1]), range(1, WORLDS // 64))
        self.assertEqual(content(self.folder / "results"), content(self.evaluate("--worlds", WORLDS, output="whole")))

    def test_killed(self) -> None:
        self.stop(signal.SIGKILL)
        self.assert_goes_on()

    def test_interrupted(self) -> None:
        said = self.stop(signal.SIGINT)
        self.assertEqual(
            said,
            "\nstopped; what is finished is kept in results/unfinished.sqlite, and the same command "
            "goes on from there\n",
        )
        self.assert_goes_on()

    def test_told_to_terminate(self) -> None:
        self.assertIn("the same command goes on from there", self.stop(signal.SIGTERM))

    def test_another_study_does_not_take_its_blocks(self) -> None:
        self.stop(signal.SIGKILL)
        self.write("study.toml", short_study(("global_batch = 512", "global_batch = 1024")))
        self.assertEqual(
            content(self.evaluate("--worlds", WORLDS)), content(self.evaluate("--worlds", WORLDS, output="whole"))
        )

    def test_one_folder_serves_one_run(self) -> None:
        run = self.start("--seed", 7)
        self.wait_for_blocks(run)
        run.send_signal(signal.SIGSTOP)
        second = self.run_copack("evaluate", "study.toml", "-o", "results", "--worlds", WORLDS)
        run.send_signal(signal.SIGCONT)
        self.assert_ran(second, program.INTERNAL)
        self.assertEqual(second.stderr, "copack: results/unfinished.sqlite: another run is using it\n")
        self.assertEqual((run.communicate(timeout=20)[1], run.returncode), ("", 0))


if __name__ == "__main__":
    program.main()
