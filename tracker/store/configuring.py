"""What a setting may be, and the plans that change one: of the plan, of a commitment, of a day."""

import datetime as dt
from collections.abc import Mapping

from tracker.core import tuning
from tracker.core.archive import Row
from tracker.core.dates import WEEKDAYS
from tracker.core.defaults import DEFAULTS, PREFIX, THRESHOLDS, UNANSWERED
from tracker.core.history import Change, Defined
from tracker.core.likeness import alike
from tracker.errors import Refused
from tracker.store import lookup
from tracker.store.plan import Draft, Plan, Read
from tracker.store.settings import load, zone
from tracker.store.tunings import DEFAULT, WORKS, own_settings, word_of, workdays


def known_key(key: str) -> str:
    """The key of a setting; refuses one that nothing reads."""
    if key not in DEFAULTS:
        # Of the many that tune the alerts only those are listed that may be meant.
        of_alerts = key.startswith(PREFIX)
        listed = [name for name in DEFAULTS if name.startswith(PREFIX) == of_alerts]
        known = tuple(listed if of_alerts else [*listed, f"{PREFIX}*"])
        like = alike(key, DEFAULTS)
        raise Refused("error.setting_unknown", key=key, known=known, like=like)
    return key


def checked(key: str, value: str) -> str:
    """A new value of a setting as it is stored; refuses an unknown key or an unfit value."""
    known_key(key)
    if key.startswith(PREFIX):
        return tuning.checked(key, value)
    value = value.strip()
    if key == "reporting_day" and value.lower() not in WEEKDAYS:
        days, like = WEEKDAYS, alike(value, WEEKDAYS)
        raise Refused("error.setting_unfit", key=key, value=value, expected=days, like=like)
    if key in THRESHOLDS:
        if not (value.isascii() and value.isdigit() and len(value) < 5 and 1 <= int(value) <= 1000):
            raise Refused("error.setting_unfit", key=key, value=value, expected="1 - 1000")
        return str(int(value))
    if key == "time_zone":
        # `localtime` and the like stand for whatever the machine is set to.
        if value != "UTC" and ("/" not in value or value.startswith(("posix/", "right/"))):
            raise Refused("error.zone_unknown", text=value)
        zone(value)
    return value.lower() if key == "reporting_day" else value


def check_together(values: Mapping[str, str]) -> None:
    """Refuse settings that contradict each other."""
    if int(values["yellow"]) > int(values["red"]):
        raise Refused("error.yellow_above_red", yellow=values["yellow"], red=values["red"])


def configure(key: str, value: str, reason: str | None) -> Plan[Change]:
    """Plan one setting of the plan."""

    def plan(read: Read) -> tuple[Draft, Change]:
        now = load(read).values
        known_key(key)
        new = checked(key, value)
        check_together({**now, key: new})
        change = Change(key, now[key], new)
        rows = [Row("setting", {"key": key, "value": new})] if new != now[key] else []
        return Draft("config", reason, rows, {}), change

    return plan


def configure_commitment(text: str, key: str, value: str, reason: str | None) -> Plan[Defined]:
    """Plan a setting of one commitment, or that the plan's counts again."""

    def plan(read: Read) -> tuple[Draft, Defined]:
        commitment = lookup.resolve(read, text)
        known_key(key)
        if not key.startswith(PREFIX) or key == UNANSWERED:
            raise Refused("error.setting_of_plan", key=key)
        new = None if value.strip().lower() == DEFAULT else checked(key, value)
        old = own_settings(read).get(commitment.id, {}).get(key)
        row = Row("commitment_setting", {"commitment": commitment.id, "key": key, "value": new})
        made = Defined(commitment.slug, commitment.profile.name, (Change(key, old, new),))
        return Draft("config", reason, [row] if new != old else [], {}), made

    return plan


def set_workday(day: dt.date, word: str, reason: str | None) -> Plan[Change]:
    """Plan whether people work on a day: `on`, `off`, or `default`, what the calendar says."""
    new = None if word == DEFAULT else bool(WORKS[word])

    def plan(read: Read) -> tuple[Draft, Change]:
        old = workdays(read).get(day)
        values: dict[str, object] = {
            "day": day.isoformat(),
            "works": None if new is None else int(new),
        }
        rows = [Row("workday", values)] if new != old else []
        return Draft("workday", reason, rows, {}), Change(
            f"workday {day}", word_of(old), word_of(new)
        )

    return plan
