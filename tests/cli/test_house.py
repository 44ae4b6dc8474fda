"""Who may know whom: the rooms of the house, held by walking through the source."""

import ast
import re
import sys

import pytest

from tests.cli.source import ROOMS, Module, calls, imports, modules, texts

EVERY = modules()

# What each room may know of the program besides itself.
MAY_KNOW = {
    "errors": set(),
    "text": set(),
    "core": {"errors"},
    "store": {"core", "errors"},
    "exchange": {"core", "errors"},
    "render": {"core", "errors", "text"},
    "cli": {"core", "errors", "text", "store", "exchange", "render"},
    "__main__": {"cli"},
    "tracker": set(),
}

# And who may know what the program stands on; nobody knows click, which Typer carries inside.
STANDS_ON = {
    "typer": {"cli"},
    "rich": {"render"},
    "jinja2": {"render"},
    "xlsxwriter": {"render"},
    "icalendar": {"render"},
    "sqlite_utils": {"store"},
    "dateutil": {"core"},
    "openpyxl": {"exchange"},
    "chinese_calendar": {"cli"},
}

# What the standard library of one Python has under another name than that of the next.
STDLIB = sys.stdlib_module_names | {"_sha2", "_sha256"}

# A verb of SQL with what has to follow it; nothing that a sentence in English begins with.
SQL = re.compile(
    r"\s*(SELECT\s.*\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|PRAGMA\s"
    r"|CREATE\s+(TABLE|INDEX|TRIGGER|VIEW)\s|BEGIN\s+(IMMEDIATE|DEFERRED|EXCLUSIVE))",
    re.DOTALL | re.IGNORECASE,
)

every_module = pytest.mark.parametrize("module", EVERY, ids=lambda m: m.name)


# Other programs, other machines, and files that run when they are read.
NEVER = {
    "subprocess", "multiprocessing", "ctypes", "socket", "ssl", "http", "urllib", "ftplib",
    "smtplib", "xmlrpc", "asyncio", "webbrowser", "pickle", "marshal", "shelve", "runpy", "pty",
}  # fmt: skip


@every_module
def test_nothing_runs_a_program_or_opens_a_connection(module: Module) -> None:
    assert {i.name.split(".")[0] for i in imports(module)} & NEVER == set()
    running = re.compile(r"system|popen|(exec|spawn|posix_spawn)[lvpe]*|eval")
    assert [name for name, _ in calls(module) if running.fullmatch(name)] == []


def test_the_walk_sees_the_house() -> None:
    assert {module.room for module in EVERY} == set(MAY_KNOW)
    assert set(ROOMS) < set(MAY_KNOW)


@every_module
def test_a_module_knows_only_the_rooms_below_its_own(module: Module) -> None:
    known = MAY_KNOW[module.room] | {module.room}
    strange = [str(i) for i in imports(module) if i.is_ours and i.room not in known]
    # `from tracker import __version__` is no room.
    assert [s for s in strange if not s.endswith("tracker.__version__")] == []


@every_module
def test_only_the_standard_library_and_what_the_room_stands_on_is_imported(module: Module) -> None:
    for one in imports(module):
        package = one.name.split(".")[0]
        if not one.is_ours and package not in STDLIB:
            assert module.room in STANDS_ON.get(package, set()), str(one)


def test_no_import_runs_in_a_circle_not_even_inside_a_function() -> None:
    names = {module.name for module in EVERY}
    known = {
        module.name: {
            next((n for n in (one.name, one.name.rpartition(".")[0]) if n in names), "")
            for one in imports(module)
            if one.is_ours and not one.for_types
        }
        for module in EVERY
    }
    left = dict(known)
    while leaves := [name for name, wants in left.items() if not wants & left.keys() - {name}]:
        for name in leaves:
            del left[name]
    assert sorted(left) == []


@every_module
def test_sql_is_spoken_in_the_store_only(module: Module) -> None:
    if module.room != "store":
        assert [i.name for i in imports(module) if i.name.split(".")[0] == "sqlite3"] == []
        assert [text for text, _ in texts(module) if SQL.match(text)] == []


def test_the_walk_knows_sql_when_it_sees_it() -> None:
    store = [m for m in EVERY if m.room == "store"]
    spoken = [text for module in store for text, _ in texts(module) if SQL.match(text)]
    assert len(spoken) > 20
    assert not SQL.match("Select a commitment.")


@every_module
def test_the_clock_is_read_at_the_entry_only(module: Module) -> None:
    read = [ast.unparse(c) for name, c in calls(module) if name in ("now", "today", "utcnow")]
    own = [text for text in read if not re.match(r"(dt\.)?(datetime|date)\.", text)]
    # `session.today(…)` is the plan's day, worked out from the moment that the entry was given.
    assert own == [text for text in read if text.startswith(("session.", "self."))]
    if module.name != f"{EVERY[0].name}.__main__":
        assert read == own
    # How long a person waits is no fact of the ledger.
    if not module.name.endswith("cli.waiting"):
        assert "time" not in {i.name for i in imports(module)}


def test_core_reads_neither_environment_nor_files() -> None:
    for module in EVERY:
        if module.room == "core":
            wanted = {i.name.split(".")[0] for i in imports(module)}
            assert not wanted & {"os", "sys", "io", "pathlib", "time", "locale", "socket"}
            assert not {name for name, _ in calls(module)} & {"open", "print", "input"}


@every_module
def test_only_the_command_line_prints_and_exits(module: Module) -> None:
    if module.room not in ("cli", "__main__"):
        named = {ast.unparse(call.func) for _, call in calls(module)}
        assert not named & {"print", "input", "exit", "sys.exit", "os._exit"}
        streams = {"sys.stdin", "sys.stdout", "sys.stderr"}
        assert (
            not {ast.unparse(n) for n in ast.walk(module.tree) if isinstance(n, ast.Attribute)}
            & streams
        )


def _caught(handler: ast.ExceptHandler) -> str:
    return ast.unparse(handler.type) if handler.type else ""


@every_module
def test_only_one_place_catches_whatever_comes(module: Module) -> None:
    broad = [
        handler
        for handler in ast.walk(module.tree)
        if isinstance(handler, ast.ExceptHandler)
        and re.search(r"(^|[\W])(Base)?Exception\b|^$", _caught(handler))
    ]
    # What cleans up and passes the error on has caught nothing.
    kept = [h for h in broad if not isinstance(h.body[-1], ast.Raise)]
    assert len(kept) == (1 if module.name.endswith("cli.app") else 0)
