"""A bulletin as a sheet: what every format for people is made of."""

from collections.abc import Mapping, Sequence

from tracker.core.bulletin import FORMAT, Bulletin, Line, Period, Silence
from tracker.core.forecast import WEEKS_NEEDED, WEEKS_SEEN
from tracker.core.history import LOGGING
from tracker.core.model import CLASSES, Class, Commitment
from tracker.core.reports import Tally
from tracker.render import history, lights, line_cells, values
from tracker.render.sheet import Cell, Column, Group, Sheet, Table
from tracker.text import say


def sheet(bulletin: Bulletin) -> Sheet:
    """Header, summary, the three lists, who is silent, what moved, what has no measure."""
    tables = [
        _summary(bulletin),
        _list("overdue", bulletin.overdue, bulletin),
        _list("behind", bulletin.behind, bulletin),
        _list("on_pace", bulletin.on_pace, bulletin),
        _silent(bulletin),
        _moved(bulletin),
        _unmeasured(bulletin),
    ]
    return Sheet(title(bulletin), tables, _foot(bulletin))


def title(bulletin: Bulletin) -> list[str]:
    """What a page says of itself, so that it can be held against the ledger later."""
    period = bulletin.period
    about = [say("line.bulletin_period", cut_off=period.cut_off, start=period.start)]
    if bulletin.department:
        about.append(say("line.bulletin_department", name=bulletin.department.name))
    key = "line.weekly_title" if period.is_week else "line.period_title"
    lines = [
        say(key, plan=bulletin.title).strip(),
        say("word.then").join(about),
    ]
    known = bulletin.known_at
    return [
        *lines,
        say("line.rules", **bulletin.rules._asdict()),
        say(
            "line.bulletin_change",
            change=f"#{known.change}",
            moment=values.moment(known.recorded_at, bulletin.zone),
            format=FORMAT,
        ),
        say("echo.head", change=known.change, digest=known.digest),
    ]


def _heading(key: str, rows: Sequence[object]) -> str:
    return say(f"list.{key}", count=len(rows))


def _heading_of(key: str, lines: Sequence[Line]) -> str:
    """The heading of a list, with how many of it the summary counts as not started."""
    idle = sum(one.progress.klass == "not_started" for one in lines)
    heading = _heading(key, lines)
    return say("line.idle", heading=heading, count=idle) if idle else heading


def _summary(bulletin: Bulletin) -> Table:
    """The whole and each department now, and at the previous cut-off; a column a class."""
    columns = [
        Column("scope", say("head.department"), flexible=True),
        Column("when", say("head.when")),
    ]
    for klass in CLASSES:
        columns += [
            Column(klass, values.klass(klass), right=True),
            Column(f"{klass}_share", "%", right=True, under=klass),
        ]
    # With one department only, its row is the whole.
    shown = bulletin.summary[1:] if len(bulletin.summary) == 2 else bulletin.summary
    rows = []
    for one in shown:
        name = one.department.name if one.department else say("word.overall")
        rows.append([Cell(name, "bold"), Cell(say("word.now")), *_tallies(one.now)])
        rows.append([Cell(name, "dim"), Cell(say("word.before"), "dim"), *_tallies(one.before)])
    return Table(columns, [Group("", rows)], say("list.summary", day=bulletin.period.previous))


def _tallies(tallies: Mapping[Class, Tally]) -> list[Cell]:
    cells = []
    for klass in CLASSES:
        tally = tallies[klass]
        cells += [Cell(str(tally.number), value=tally.number), line_cells.share(tally.share)]
    return cells


_LIST = (
    ("name", None), ("slug", "name"),
    ("target", None), ("remaining", "target"),
    ("done", None), ("class", "done"),
    ("completion", None), ("pace", "completion"),
    ("gap", None), ("light", "gap"),
    ("increment", None), ("points", "increment"),
    ("needed_rate", None), ("recent_rate", "needed_rate"),
    ("due", None), ("finish", "due"),
)  # fmt: skip
_WORDS = ("forecast", "problem", "next_step")
_LEFT = ("name", "slug", "due", "finish")
# What gives way on a narrow page; a class may say that it is closed out.
_FOLDED = ("name", "target", "done")


def _list(key: str, lines: Sequence[Line], bulletin: Bulletin) -> Table:
    columns = [
        Column(name, _head(name, bulletin.period), name not in _LEFT, name in _FOLDED, under)
        for name, under in _LIST
    ]
    columns += [Column(name, say(f"head.{name}"), below=True, flexible=True) for name in _WORDS]
    rows = [
        [*_figures(one), Cell(line_cells.outlook(one)), *_words(one, bulletin)] for one in lines
    ]
    return Table(columns, [Group("", rows)], _heading_of(key, lines), say("line.list_empty"))


def _head(name: str, period: Period) -> str:
    if name == "increment" and period.is_week:
        return say("head.week_increment")
    return say(f"head.{name}")


def _figures(one: Line) -> list[Cell]:
    commitment, now = one.commitment, one.progress
    return [
        Cell(commitment.profile.name),
        Cell(commitment.slug, "dim"),
        Cell(values.marked_target(commitment, now.target)),
        line_cells.quantity(commitment, now.remaining),
        line_cells.quantity(commitment, now.done),
        Cell(values.standing(now.klass, one.closing), "dim"),
        line_cells.share(now.completion),
        line_cells.share(now.pace),
        line_cells.points(now.gap),
        lights.light(now.light),
        line_cells.increment(commitment, now.increase),
        line_cells.points(now.points),
        line_cells.rate(commitment, one.rates.needed),
        line_cells.rate(commitment, one.rates.recent),
        Cell(values.due(commitment.terms.due), value=commitment.terms.due),
        line_cells.finish(one),
    ]


def _words(one: Line, bulletin: Bulletin) -> list[Cell]:
    """The latest problem and next step."""
    return [
        Cell(line_cells.said(one.words.problem, bulletin)),
        Cell(line_cells.said(one.words.next_step, bulletin)),
    ]


def _silent(bulletin: Bulletin) -> Table:
    keys = ("name", "area", "responsible", "last_entry")
    columns = [
        Column("name", say("head.name"), flexible=True),
        Column("slug", say("head.slug"), under="name"),
        *(Column(key, say(f"head.{key}"), flexible=key == "responsible") for key in keys[1:]),
    ]
    rows = [_silent_cells(one) for one in bulletin.silent]
    heading = _heading("silent", bulletin.silent)
    return Table(columns, [Group("", rows)], heading, say("line.silent_empty"))


def _silent_cells(one: Silence) -> list[Cell]:
    commitment = one.commitment
    who = " ".join(filter(None, (commitment.department.name, one.person, one.contact)))
    last = one.last_entry
    return [
        Cell(commitment.profile.name),
        Cell(commitment.slug, "dim"),
        Cell(one.area.name if one.area else ""),
        Cell(who),
        Cell(last.isoformat() if last else say("line.no_entry"), value=last),
    ]


def _moved(bulletin: Bulletin) -> Table:
    heading = _heading("moved", bulletin.moved)
    made = history.table(bulletin.moved, bulletin.zone)
    place = [column.key for column in made.columns].index("commitment")
    what = [column.key for column in made.columns].index("what")
    rows = [list(row) for row in made.groups[0].rows]
    for item, row in zip(bulletin.moved, rows, strict=True):
        row[place] = Cell(_name(item.commitment))
        if item.action in LOGGING:
            # Not the bare "+1.5 公里", which a spreadsheet would take for a formula.
            row[what] = Cell(f"{say(f'action.{item.action}')} {row[what].text}")
    empty = say("line.moved_empty")
    return made._replace(groups=[Group("", rows)], heading=heading, empty=empty)


def _name(commitment: Commitment | None) -> str:
    return commitment.profile.name if commitment else ""


_UNMEASURED = (
    ("name", None), ("slug", "name"),
    ("target", None), ("done", "target"),
    ("completion", None), ("increment", "completion"),
    ("due", None), ("on", "due"),
    ("said", None),
)  # fmt: skip


def _unmeasured(bulletin: Bulletin) -> Table:
    """What can't be compared with a pace: its figures all the same, and its latest note."""
    columns = [
        Column(
            key,
            _head(key, bulletin.period),
            right=key in ("target", "done", "completion", "increment"),
            flexible=key in ("name", "target", "said"),
            under=under,
        )
        for key, under in _UNMEASURED
    ]
    columns += [Column(key, say(f"head.{key}"), below=True, flexible=True) for key in _WORDS[1:]]
    rows = [_unmeasured_cells(one, bulletin) for one in bulletin.unmeasured]
    heading = _heading_of("unmeasured", bulletin.unmeasured)
    return Table(columns, [Group("", rows)], heading, say("line.list_empty"))


def _unmeasured_cells(one: Line, bulletin: Bulletin) -> list[Cell]:
    commitment, now = one.commitment, one.progress
    text, day = _last_said(one)
    return [
        Cell(commitment.profile.name),
        Cell(commitment.slug, "dim"),
        Cell(values.marked_target(commitment, now.target)),
        line_cells.quantity(commitment, now.done),
        line_cells.share(now.completion),
        line_cells.increment(commitment, now.increase),
        Cell(values.due(commitment.terms.due), value=commitment.terms.due),
        day,
        text,
        *_words(one, bulletin),
    ]


def _last_said(one: Line) -> tuple[Cell, Cell]:
    """The latest note and its day; where there is none, when it was last reported on."""
    note, day = one.words.note, one.last_entry
    if note is not None:
        text, day = note.text, note.day
    elif day is None:
        return Cell(values.closed_out(say("line.no_entry"), one.closing), "dim"), Cell()
    else:
        text = say("line.looked_at") if one.commitment.kind == "duty" else ""
    return Cell(values.closed_out(text, one.closing)), Cell(day.isoformat(), value=day)


def _foot(bulletin: Bulletin) -> list[str]:
    lines = bulletin.lines
    foot = []
    if any(one.commitment.terms_moved for one in lines):
        foot.append(say("line.moved_terms"))
    if any(line_cells.finish(one).text == line_cells.NO_FORECAST for one in lines):
        foot.append(say("line.no_forecast", weeks=WEEKS_NEEDED, seen=WEEKS_SEEN))
    return foot
