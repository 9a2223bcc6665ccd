# SPDX-License-Identifier: Apache-2.0
"""Folders and disks that refuse: a clear message, exit status 2 or 3, and what was there before stays as it was."""

import os
import resource
import shutil
import subprocess
import unittest

import program
from program import BAD_INPUT, INTERNAL, RESULT_FILES, content, copack, short_study

WORLDS = ("--worlds", 64)


class Disk(program.Case):
    def setUp(self) -> None:
        super().setUp()
        self.write("study.toml", short_study())

    def old_results(self) -> dict[str, str]:
        """Results of another seed, and a file of the user's own."""
        self.evaluate(*WORLDS, "--seed", 9)
        self.write("results/notes.txt", "mine")
        return content(self.folder / "results")

    def assert_old_results(self, old: dict[str, str]) -> None:
        """The old files are as they were; beside them at most the finished part of the run."""
        now = content(self.folder / "results")
        now.pop("unfinished.sqlite", None)
        self.assertEqual(now, old)


class FolderThatRefuses(Disk):
    def test_a_file_in_its_place(self) -> None:
        for folder in ("study.toml", "study.toml/results"):
            run = self.run_copack("evaluate", "study.toml", "-o", folder)
            self.assert_ran(run, BAD_INPUT)
            self.assertRegex(
                run.stderr, r"^study\.toml\S*: error: (is a file; results go to a folder|cannot be made: .*)\n$"
            )

    def test_a_folder_in_the_place_of_a_result(self) -> None:
        (self.folder / "results" / "verdict.json").mkdir(parents=True)
        run = self.run_copack("evaluate", "study.toml", "-o", "results", *WORLDS)
        self.assert_ran(run, INTERNAL)
        self.assertEqual(run.stderr, "copack: results/verdict.json cannot be written: it is a folder\n")
        self.assertEqual(set(content(self.folder / "results")) - {"unfinished.sqlite"}, set())

    def test_no_permission(self) -> None:
        """Root may write everywhere; it is stripped of that privilege where the system lets it."""
        strip = [] if os.geteuid() else ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
        if strip and (not shutil.which("setpriv") or subprocess.run([*strip, "true"], capture_output=True).returncode):
            raise unittest.SkipTest("root cannot be stripped of its privileges here")
        old = self.old_results()
        (self.folder / "results").chmod(0o555)
        self.addCleanup((self.folder / "results").chmod, 0o755)
        command = [*strip, program.program(), "evaluate", "study.toml", "-o", "results"]
        run = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=30, check=False)
        self.assert_ran(run, BAD_INPUT)
        self.assertEqual(run.stderr, "results: error: is not writable; check its permissions\n")
        self.assertEqual(content(self.folder / "results"), old)

    def test_a_checkpoint_that_is_none_gives_way(self) -> None:
        self.write("results/unfinished.sqlite", b"x" * 5000)
        self.evaluate(*WORLDS)

    def test_a_study_that_is_refused_touches_nothing(self) -> None:
        old = self.old_results()
        self.write("bad.toml", short_study(("tp = 8", "tp = 4")))
        self.assert_ran(self.run_copack("evaluate", "bad.toml", "-o", "results"), BAD_INPUT)
        self.assertEqual(content(self.folder / "results"), old)


class FullDisk(Disk):
    """A limit on the size of files stops writing in the middle like a full disk and needs no privileges."""

    def limited(self, size: int) -> subprocess.CompletedProcess[str]:
        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        # Python ignores the signal that comes with the limit; restoring it would kill the program instead of a write.
        return self.run_copack(
            "evaluate", "study.toml", "-o", "results", *WORLDS, preexec_fn=limit, restore_signals=False
        )

    def test_stops_at_any_file(self) -> None:
        old = self.old_results()
        self.evaluate(*WORLDS, output="whole")
        sizes = sorted((self.folder / "whole" / name).stat().st_size for name in RESULT_FILES)
        # In the checkpoint, in the database, in each text, in the last byte.
        for size in (0, 5000, 200_000, sizes[0] - 1, sizes[-1] - 1):
            run = self.limited(size)
            self.assert_ran(run, INTERNAL)
            self.assertRegex(run.stderr, r"^(going on with .*\n)?copack: results/\S+: .*\n$|cannot be written: .*\n$")
            self.assertNotIn("internal error", run.stderr)
            self.assert_old_results(old)
        (self.folder / "results" / "notes.txt").unlink()
        self.evaluate(*WORLDS)
        self.assertEqual(content(self.folder / "results"), content(self.folder / "whole"))

    def test_a_file_system_without_room(self) -> None:
        mount = 'mount -t tmpfs -o size=300k none results && exec "$0" "$@"'
        command = ["unshare", "--mount", "--map-root-user", "sh", "-c", mount]
        (self.folder / "results").mkdir()
        if (
            not shutil.which("unshare")
            or subprocess.run([*command, "true"], cwd=self.folder, capture_output=True).returncode
        ):
            raise unittest.SkipTest("no file system can be mounted here")
        evaluate = f"{program.program()} evaluate study.toml -o results --worlds 64"
        script = f"{evaluate}; status=$?; ls -A results >&2; exit $status"
        run = subprocess.run(
            [*command, "sh", "-c", script], cwd=self.folder, capture_output=True, text=True, check=False
        )
        self.assert_ran(run, INTERNAL)
        self.assertRegex(run.stderr, r"^copack: results/\S+( cannot be written)?: .*full\n(unfinished\.sqlite\n)?$")

    def test_standard_output_that_is_full(self) -> None:
        for arguments in (["completion"], ["catalog", "list"], ["new", "study"], ["model", "link/fec", "--schema"]):
            with open("/dev/full", "w") as full:
                run = copack(*arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE)
            self.assertEqual(run.returncode, INTERNAL, run.args)
            self.assertRegex(run.stderr, r"^copack: .*No space left on device\n$")

    def test_new_study_where_nothing_can_be_written(self) -> None:
        run = self.run_copack("new", "study", "none/study.toml")
        self.assert_ran(run, INTERNAL)
        self.assertEqual(run.stderr, "copack: none/study.toml cannot be written: No such file or directory\n")


if __name__ == "__main__":
    program.main()
