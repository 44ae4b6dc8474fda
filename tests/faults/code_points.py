"""Every character that nobody sees, or that drives a terminal, in every text that people type,
through every answer and every error.

python -m tests.faults.code_points [--runs N]

These are all code points of the categories Cc, Cf, Cs, Zl and Zp, some at a time in one text. They
are refused or shown as escapes: no answer has one in it, and none has another shape for it.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.shapes import Shape, folded, json_shape, lines, message, records, shape_of
from tests.faults.trial import MADE, Place, Trial, long_run, place

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
OWN_COLORS = re.compile(r"\x1b\[(0|1|2|3[1-4])m")
TOGETHER = 8
REFUSED = (2, 3, 4, 6)
BEFORE = """
add road --name 路 --kind quantity --target 90 --unit 公里 --start 2024-01-01 --due 2024-12-31
add lifts --name 梯 --kind quantity --target 20 --unit 部 --start 2024-01-01 --due 2024-12-31
add flats --name 区 --kind quantity --target 17 --unit 个 --start 2024-01-01 --due 2024-12-31
add papers --name 规划 --kind milestones --start 2024-01-01 --due 2024-12-31
add patrol --name 巡查 --kind duty --every 30d --start 2024-01-01
log road 6
"""
# {} is the text; what has to be one word has no spaces in it.
WRITES = (
    ["config", "title", "{}"],
    ["add", "park", "--kind", "duty", "--name", "{}", "--name-en", "{}", "--department", "{}"],
    ["edit", "road", "--alias", "{}", "--name", "{}", "--name-en", "{}", "--department", "{}"],
    ["edit", "road", "--person", "{}", "--contact", "{}"],
    ["edit", "road", "--target", "91", "--reason", "{}"],
    ["plan", "road", "--until", "2024-09-30", "--reach", "50", "--reason", "{}"],
    ["edit", "lifts", "--stages", "{},完工"],
    ["log", "lifts", "3", "--stage", "{}", "--note", "{}"],
    ["log", "road", "5", "--note", "{}", "--problem", "{}", "--next", "{}", "--by", "{}"],
    ["log", "road", "--note", "m", "--evidence", "https://a.org/{}"],
    ["correct", "1", "--note", "{}2", "--reason", "{}"],
    ["correct", "1", "--to", "7", "--reason", "{}"],
    ["undo", "1", "--reason", "{}"],
    ["area", "add", "flats", "{}", "--target", "9", "--person", "{}", "--contact", "{}"],
    ["log", "flats", "1", "--area", "{}"],
    ["milestone", "add", "papers", "{}", "--due", "2024-12-01"],
    ["log", "papers", "--done", "{}", "--by", "{}"],
    ["unit", "add", "座{}"],
    ["workday", "2024-10-12", "on", "--reason", "{}"],
    ["close", "patrol", "--note", "{}", "--reason", "{}"],
    ["alerts", "--new", "--department", "{}"],
    ["alerts", "ack", "flats", "--until", "2024-12-31", "--reason", "{}", "--by", "{}"],
    ["import", "sent.csv"],
    ["import", "sent.json"],
)
READS = (
    "status", "show road", "show lifts", "show flats", "show flats --areas", "show papers",
    "show park", "history", "history road", "report", "alerts --within 366", "alerts log", "config",
    "area list flats", "stage list lifts", "milestone list papers", "workday", "chart road",
)  # fmt: skip
FILES = (
    "report -o week.csv", "report -o week.md", "report -o week.html", "report -o week.xlsx",
    "report -o week.json", "report -o week.tsv", "report -o week.txt", "export -o all.json",
    "export -o all.csv", "export --form -o form.xlsx", "calendar -o plan.ics", "chart -o done.svg",
    "chart -o done.html", "chart -o done.txt",
)  # fmt: skip
# What is wrong with {} in it: a name, figure, date, word of a list, option or command.
WRONG = (
    "{}", "--{}", "log {} 5", "log road {}", "log road 5{}", "log road 5 --on {}",
    "log road 5 --{}", "log flats 5 --area {}", "log lifts 5 --stage {}",
    "log papers --done {}", "log road 5 patrol {}", "status {}", "status --class {}",
    "status --department {}", "status --as-of {}", "status --known-at {}", "status --lang {}",
    "history --since {}", "undo {} --reason x", "undo --change {} --reason x",
    "correct 1 --change +{} --reason x", "config {} 5", "config yellow {}",
    "config alert.silent {}", "config time_zone {}", "workday {} on", "workday 2024-10-12 {}",
    "add {} --kind duty --name n --department d", "unit add t --step {}",
    "add x --kind {} --name n --department d", "unit add t --alias t2={}",
    "report --week-ending {}", "report --format {}", "alerts --within {}",
    "alerts --format mail --to {}", "completion {}", "plan road --until {} --reach 5",
    "edit road --comparator {} --reason x", "check --against {}",
)  # fmt: skip
FILE_NAMES = (
    "status --db {}", "init --db {}/x.db", "init --db y.db --seed {}", "import {}",
    "import sent.csv --map {}", "import sent.csv --save-map {}", "report -o {}.csv",
    "report -o {}", "log road 5 --evidence {}", "backup {}", "restore {}", "check --against {}.db",
)  # fmt: skip


def all_points() -> list[str]:
    """Every code point of these categories."""
    return [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in HIDDEN]


def hidden(text: str) -> set[str]:
    """The characters in a text that should not be there."""
    if text.isprintable():
        return set()
    return {c for c in text if unicodedata.category(c) in HIDDEN}


def begin(there: Place) -> Path:
    """A ledger with something of every kind."""
    for line in BEFORE.strip().splitlines():
        department = ["--department", "市"] if line.startswith("add") else []
        assert there.run(*line.split(), *department, now=MADE).code == 0, line
    return there.kept()


class Texts:
    """One text, written and shown everywhere."""

    def __init__(self, trial: Trial, there: Place, points: Sequence[str]) -> None:
        self.trial = trial
        self.there = there
        self.points = " ".join(f"U+{ord(c):04X}" for c in points)
        self.text = "".join(f"甲{c}" for c in points) + "乙"

    def hold(self, is_right: bool, argv: Sequence[str], what: object) -> None:
        """Note what is wrong with an answer."""
        self.trial.hold(is_right, f"{self.points}: {' '.join(argv)!a}: {what!a}")

    def run(self, *argv: str, terminal: bool = False, allowed: str = "\n\t") -> tuple[int, str]:
        """Run a command line; whatever it says shows all that is in it."""
        done = self.there.run(*argv, keys="" if terminal else None, width=4000 if terminal else 80)
        self.trial.counts["answers"] += 1
        out = OWN_COLORS.sub("", done.out) if terminal else done.out
        raw = hidden(out) - {*allowed} | hidden(OWN_COLORS.sub("", done.err)) - {"\n"}
        self.hold(not raw, argv, raw)
        is_known = done.code in (0, *REFUSED) and "a fault in tracker" not in done.err
        self.hold(is_known, argv, f"{done.code} {done.err}")
        if done.code and argv[0] != "import":
            self.hold(done.err.count("\n") == 1, argv, f"not one line: {done.err}")
        return done.code, out

    def write(self, leave_out: frozenset[int] = frozenset()) -> frozenset[int]:
        """Put the text wherever the ledger takes one; returns the places where it was refused."""
        cell = self.text.encode("utf-8", "surrogatepass").replace(b'"', b'""')
        head = "任务,日期,新增,备注,存在问题\n".encode()
        row = b'road,2024-06-%d,1,"' + cell + b'","' + cell + b'"\n'
        (self.there.folder / "sent.csv").write_bytes(head + row % 20)
        escaped = "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c for c in self.text)
        record = f'[{{"任务": "road", "日期": "2024-06-21", "新增": 1, "备注": "{escaped}"}}]'
        (self.there.folder / "sent.json").write_text(record, "utf-8")
        refused = set()
        for number, argv in enumerate(WRITES):
            if number not in leave_out:
                yes = "--quiet" if argv[:2] == ["alerts", "--new"] else "--yes"
                typed = [word.replace("{}", self.text) for word in argv]
                refused |= {number} if self.run(*typed, yes)[0] else set()
        return frozenset(refused)

    def shapes(self) -> Iterator[tuple[str, Shape]]:
        """Every answer with its shape."""
        for line in READS:
            argv = line.split()
            code, out = self.run(*argv)
            if code:
                # What it is about was refused, because of this very text.
                self.trial.counts["not shown"] += 1
                continue
            yield f"{line} in a pipe", records(out)
            yield f"{line} --json", json_shape(self.run(*argv, "--json", allowed="\n")[1])
            yield f"{line} on a terminal", folded(self.run(*argv, terminal=True, allowed="\n")[1])
        for line, shape in (("markdown", lines), ("mail --to a@b.cn", message)):
            argv = ["alerts", "--format", *line.split()]
            yield " ".join(argv), shape(self.run(*argv, allowed="\n")[1])
        for line in FILES:
            self.run(*line.split())
            yield line, shape_of(self.there.folder / line.split()[-1])

    def wrong(self, templates: Sequence[str]) -> None:
        """Say the text where it can't be right."""
        for line in templates:
            argv = [word.replace("{}", self.text) for word in line.split()]
            for flags in ([], ["--json"]):
                self.run(*argv, *flags)


class Usual:
    """The shapes of all answers with a plain word in them, where the same writes are left out."""

    def __init__(self, trial: Trial, there: Place, kept: Path) -> None:
        self.texts = Texts(trial, there, "a" * TOGETHER)
        self.kept = kept
        self.known: dict[frozenset[int], dict[str, Shape]] = {}

    def shapes(self, refused: frozenset[int]) -> dict[str, Shape]:
        """Of every answer, its shape where no text is odd."""
        if refused not in self.known:
            self.texts.there.renew(self.kept)
            more = self.texts.write(leave_out=refused)
            self.texts.hold(not more, ["writes"], f"a word is refused: {more}")
            self.known[refused] = dict(self.texts.shapes())
        return self.known[refused]


def try_shown(trial: Trial, there: Place, points: Sequence[str], usual: Usual) -> None:
    """Write a text with some code points everywhere, and look at every answer."""
    there.renew(usual.kept)
    texts = Texts(trial, there, points)
    refused = texts.write()
    trial.counts["refused"] += len(refused)
    shown = dict(texts.shapes())
    expected = usual.shapes(refused)
    for what, (shape, found) in shown.items():
        raw = set().union(*map(hidden, found)) - {"\n", "\t"}
        trial.hold(not raw, f"{texts.points}: {what}: has {raw!a} in it")
        trial.hold(shape == expected[what][0], f"{texts.points}: {what}: has another shape")


def code_points(points: Sequence[str]) -> Trial:
    """These code points, in every text."""
    trial = Trial("code points")
    # No command line can hold most of the surrogates, which would hide what becomes of the others.
    chosen = sorted(points, key=lambda c: unicodedata.category(c) == "Cs")
    with place(["--empty"]) as there:
        usual = Usual(trial, there, begin(there))
        for at in range(0, len(chosen), TOGETHER):
            together = chosen[at : at + TOGETHER]
            try_shown(trial, there, together, usual)
            there.renew(usual.kept)
            Texts(trial, there, together).wrong(WRONG)
            trial.counts["code points"] += len(together)
        for point in chosen:
            Texts(trial, there, point).wrong(FILE_NAMES)
    return trial


if __name__ == "__main__":
    every = all_points()
    sys.exit(
        long_run(__doc__, lambda n: code_points(every[:: max(1, len(every) // n)]), len(every))
    )
