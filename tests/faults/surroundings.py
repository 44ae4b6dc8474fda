"""Real processes in odd surroundings: locale, terminal, width, standard output, home, time zone.

python -m tests.faults.surroundings [--runs N]

In each of them a command ends with the code it always has, says at most one line beside its answer
and no traceback; in a pipe or a file its answer is the same to the byte, in the encoding and the
language that were asked for.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, cycle, islice
from pathlib import Path
from typing import NamedTuple

from tests.cli.test_streams import ROOT, command_line, is_chinese
from tests.faults.trial import MEMORY, Place, Trial, long_run, place
from tracker.text import language_of

UNSET = None
# How a person's locale and terminal may be; a locale that is not there is as good as none.
LOCALES = (
    UNSET,
    "",
    "C",
    "POSIX",
    "zh_CN.UTF-8",
    "zh_CN.GBK",
    "en_US.UTF-8",
    "no_SUCH.locale",
    "%",
)
DIMENSIONS: dict[str, Sequence[str | None]] = {
    "LC_ALL": (UNSET, UNSET, *LOCALES),
    "LANG": LOCALES,
    "TERM": (UNSET, "dumb", "xterm-256color", "linux", "no-such-terminal"),
    "COLUMNS": (UNSET, "1", "20", "40", "80", "140", "100000", "wide", "-5", "0"),
    "TZ": (UNSET, "", "UTC", "Asia/Shanghai", "America/Los_Angeles", "No/Where"),
    "stdout": ("pipe", "file", "full", "closed", "terminal"),
    "home": ("there", "missing", UNSET, "read-only"),
    "ledger": ("named", "named", "of the home"),
}
COMMANDS = (["status"], ["log", "sewer", "5"], ["alerts"], ["report"])


class Surroundings(NamedTuple):
    """One value of each dimension."""

    values: dict[str, str | None]

    @property
    def environ(self) -> dict[str, str]:
        """The variables among them."""
        return {k: v for k, v in self.values.items() if v is not None and k.isupper()}

    @property
    def locale(self) -> str:
        """What the C library takes for the locale of characters."""
        return self.environ.get("LC_ALL") or self.environ.get("LANG") or ""


def sample(count: int, seed: int) -> list[Surroundings]:
    """So many, in which each value of a dimension comes as often as the others."""
    dice = random.Random(seed)
    columns = {}
    for name, values in DIMENSIONS.items():
        columns[name] = [*islice(cycle(values), count)]
        dice.shuffle(columns[name])
    return [Surroundings({k: c[n] for k, c in columns.items()}) for n in range(count)]


def pairs(chosen: Sequence[Surroundings]) -> tuple[int, int]:
    """How many pairs of values come together in some of them, and how many there are."""
    found = {
        pair for one in chosen for pair in combinations(one.values.items(), 2)
    }  # fmt: skip
    sizes = [len({*values}) for values in DIMENSIONS.values()]
    return len(found), sum(a * b for a, b in combinations(sizes, 2))


class Machine:
    """A machine with its locales, on which commands run as processes."""

    def __init__(self, trial: Trial, there: Place, folder: Path) -> None:
        self.trial = trial
        self.there = there
        self.folder = folder
        self.known = self._locales()
        self.before = there.kept()
        self.usual: dict[tuple[str, str, bool], str] = {}

    def _locales(self) -> set[str]:
        """Make the locales that are asked for, where the system can."""
        made = set()
        for name in ("zh_CN.GBK", "zh_CN.UTF-8", "en_US.UTF-8"):
            language, charmap = name.split(".")
            line = ["localedef", "-f", charmap, "-i", language, str(self.folder / name)]
            if (
                shutil.which("localedef")
                and not subprocess.run(line, capture_output=True, check=False).returncode
            ):
                made.add(name)
        return made

    def wanted(self, argv: Sequence[str], language: str, *, terminal: bool) -> str:
        """What a command answers in a language, nobody minding the surroundings."""
        key = " ".join(argv), language, terminal
        if key not in self.usual:
            self.there.renew(self.before)
            keys = "" if terminal else None
            done = self.there.run(*argv, "--lang", language, keys=keys, width=4000)
            self.usual[key] = done.out
        return self.usual[key]

    def environ(self, one: Surroundings) -> dict[str, str]:
        """The environment of a process, with the ledger as it was before."""
        home = self.folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TRACKER_BY": "zhang"}
        environ |= one.environ | {"LOCPATH": str(self.folder)}
        match one.values["home"]:
            case "there":
                data = home / ".local/share/tracker"
                data.mkdir(parents=True)
                shutil.copy(self.before, data / "tracker.db")
                environ["HOME"] = str(home)
            case "missing":
                environ["HOME"] = str(self.folder / "nobody")
            case "read-only":
                # Nobody can make a file there, not even root.
                environ["HOME"] = "/proc"
        if one.values["ledger"] == "named":
            environ["TRACKER_DB"] = str(shutil.copy(self.before, self.folder / "tracker.db"))
        return environ

    def code(self, one: Surroundings, argv: Sequence[str]) -> int:
        """With what it has to end."""
        code = 0
        if one.values["ledger"] != "named":
            code = {"there": 0, None: 2}.get(one.values["home"], 4)
        if code == 0 and one.values["stdout"] in ("full", "closed"):
            code = 6
        return 2 if code and argv[0] == "alerts" else code

    def attempt(self, one: Surroundings, argv: Sequence[str]) -> None:
        """Run one command in some surroundings."""
        self.trial.counts["processes"] += 1
        code, out, err = self.run(one, argv)
        said = f"{' '.join(argv)} in {one.values}"
        wanted = self.code(one, argv)
        self.trial.hold(code == wanted, f"{said} ended with {code}, not {wanted}: {err!r}")
        self.trial.hold(b"Traceback" not in out + err, f"{said} broke: {out + err!r}")
        self.trial.hold(err.count(b"\n") == (wanted > 0), f"{said} said {err!r}")
        if wanted == 0:
            self.hold_answer(one, argv, out, said)

    def hold_answer(self, one: Surroundings, argv: Sequence[str], out: bytes, said: str) -> None:
        """Hold that an answer is the usual one, or on a terminal loses nothing of it."""
        language = language_of(one.environ)
        is_gbk = one.locale == "zh_CN.GBK" and one.locale in self.known
        encoding = "gbk" if is_gbk else "utf-8"
        if one.values["stdout"] != "terminal":
            usual = self.wanted(argv, language, terminal=False)
            is_same = out == usual.encode(encoding, "backslashreplace")
            self.trial.hold(is_same, f"{said} answered otherwise: {out[:300]!r}")
            return
        text = out.decode(encoding, "replace")
        self.trial.hold("…" not in text and "\ufffd" not in text, f"{said} lost characters")
        if one.values["TERM"] == "dumb":
            self.trial.hold("\x1b" not in text, f"{said} coloured a dumb terminal")
        if argv[0] in ("status", "alerts") and language == "en":
            usual = self.wanted(argv, language, terminal=True)
            missing = Counter(filter(is_chinese, usual)) - Counter(filter(is_chinese, text))
            self.trial.hold(not missing, f"{said} lost {missing}")

    def run(self, one: Surroundings, argv: Sequence[str]) -> tuple[int, bytes, bytes]:
        """The exit code of a process, and what it wrote."""
        line, environ = command_line([argv]), self.environ(one)
        where = one.values["stdout"]
        if where == "terminal":
            return on_a_terminal(line, environ)
        ends = {"closed": ">&-", "full": ">/dev/full", "file": '>"$OUT"'}
        if where in ends:
            line = ["sh", "-c", f'exec "$@" {ends[where]}', "sh", *line]
        file = self.folder / "out"
        file.unlink(missing_ok=True)
        done = subprocess.run(
            line,
            env=environ | {"OUT": str(file)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        out = file.read_bytes() if where == "file" else done.stdout
        return done.returncode, out, done.stderr


def on_a_terminal(line: Sequence[str], environ: dict[str, str]) -> tuple[int, bytes, bytes]:
    """The exit code of a process on a terminal of its own, what is shown, and what was said."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        line, env=environ, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not more:
                break
            shown += more
        assert process.stderr is not None
        said = process.stderr.read()
    os.close(ours)
    return process.returncode, shown.replace(b"\r\n", b"\n"), said


def surroundings(count: int, seed: int = 2024, *, every_command: bool = True) -> Trial:
    """So many, each with every command, or with one in turn."""
    trial = Trial("surroundings")
    chosen = sample(count, seed)
    found, there_are = pairs(chosen)
    with place() as there, tempfile.TemporaryDirectory(dir=_memory()) as made:
        # Everything that is asked tells this name, and not every encoding has all of it.
        there.run("edit", "sewer", "--name", "改造雨污合流管网 ñ\U0001f6a7")
        there.run("log", "sewer", "12.5km", "--on", "2024-06-26", "--note", "柳园路")
        there.run("log", "elevators", "40", "--total", "--problem", "等待批复")
        machine = Machine(trial, there, Path(made))
        for number, one in enumerate(chosen):
            trial.counts["surroundings"] += 1
            for argv in COMMANDS if every_command else [COMMANDS[number % len(COMMANDS)]]:
                machine.attempt(one, argv)
    trial.counts[f"of {there_are} pairs"] = found
    trial.counts["locales made"] = len(machine.known)
    return trial


def _memory() -> Path | None:
    return MEMORY if MEMORY.is_dir() else None


if __name__ == "__main__":
    sys.exit(long_run(__doc__, surroundings, 320))
