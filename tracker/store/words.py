"""The latest words of every commitment: note, problem and next step."""

import datetime as dt

from tracker.core.bulletin import Said, Words
from tracker.core.fold import standing_entries
from tracker.core.model import Correction, Entry, Undo
from tracker.store.entries import COLUMNS, entry_of
from tracker.store.plan import Read, facts

FIELDS = ("note", "problem", "next_step")

# Of the entries that nobody touched later, the last one in counting order that has the words: with
# max() SQLite takes the other columns from that row. `entry_words` keeps these few apart.
_UNTOUCHED = """
SELECT commitment, {field}, act, day, max(day || printf('%019d', act)) FROM entry
WHERE {field} IS NOT NULL AND (note IS NOT NULL OR problem IS NOT NULL OR next_step IS NOT NULL)
  AND day <= :day AND change <= :known AND act NOT IN ({touched})
GROUP BY commitment
"""

# An undo may be about a correction or another undo: `of_act` then simply names no entry.
_TOUCHED = """
SELECT entry FROM correction WHERE change <= :known
UNION SELECT of_act FROM undo WHERE change <= :known
"""

_ENTRIES = f"""
SELECT {COLUMNS} FROM entry WHERE change <= :known AND act IN ({_TOUCHED})
"""


def latest_words(read: Read, day: dt.date, known: int) -> dict[int, Words]:
    """What was last said of each commitment up to a day, as known at a change.

    Costs by the entries that have words, and by those that were corrected or undone.
    """
    params = {"day": day.isoformat(), "known": known}
    touched = _standing(read, params)
    found: dict[int, dict[str, Said]] = {}
    for field in FIELDS:
        said = [
            (entry.commitment, Said(text, entry.act, entry.day))
            for entry in touched
            if entry.day <= day and (text := getattr(entry, field)) is not None
        ]
        sql = _UNTOUCHED.format(field=field, touched=_TOUCHED)
        said += facts(
            lambda row: (row[0], Said(row[1], row[2], dt.date.fromisoformat(row[3]))),
            read(sql, params),
        )
        for commitment, one in said:
            words = found.setdefault(commitment, {})
            if field not in words or (words[field].day, words[field].entry) < (one.day, one.entry):
                words[field] = one
    return {commitment: Words(**words) for commitment, words in found.items()}


def _standing(read: Read, params: dict[str, object]) -> list[Entry]:
    """The entries that were corrected or undone, as they stand now."""
    return standing_entries(
        facts(entry_of, read(_ENTRIES, params)),
        [
            Correction(*row)
            for row in read(
                "SELECT act, change, entry, field, value FROM correction WHERE change <= :known",
                params,
            )
        ],
        [
            Undo(*row)
            for row in read("SELECT act, change, of_act FROM undo WHERE change <= :known", params)
        ],
    )
