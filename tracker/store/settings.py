"""Settings of the plan: versioned like everything else, so that old reports keep theirs."""

from collections.abc import Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.core import tuning
from tracker.core.archive import Row
from tracker.core.dates import WEEKDAYS
from tracker.core.history import Change
from tracker.core.likeness import alike
from tracker.core.model import Rules
from tracker.core.reports import KnownChange
from tracker.errors import Refused
from tracker.store.plan import LATEST, Draft, Plan, Read

DEFAULTS = {
    "title": "",
    "time_zone": "Asia/Shanghai",
    "reporting_day": "friday",
    "yellow": "10",
    "red": "30",
    "ahead": "10",
    **tuning.DEFAULTS,
}
THRESHOLDS = ("yellow", "red", "ahead")


class Settings(NamedTuple):
    """Every setting of the plan by its key, and the rules made of the thresholds."""

    values: dict[str, str]
    rules: Rules


def load(read: Read, known: int | None = None) -> Settings:
    """The settings as known at a change.

    The version of the rules is 1 with the thresholds the ledger began with, and grows by 1
    with each later change of one of them.
    """
    limit = LATEST if known is None else known
    values = dict(DEFAULTS)
    values.update(
        read(
            "SELECT key, value FROM setting AS s WHERE change = "
            "(SELECT max(change) FROM setting WHERE key = s.key AND change <= ?)",
            (limit,),
        )
    )
    ((revisions,),) = read(
        "SELECT count(DISTINCT change) FROM setting "
        "WHERE key IN (?, ?, ?) AND change BETWEEN 2 AND ?",
        (*THRESHOLDS, limit),
    )
    yellow, red, ahead = (int(values[key]) for key in THRESHOLDS)
    return Settings(values, Rules(1 + revisions, yellow, red, ahead))


def known_key(key: str) -> str:
    """The key of a setting; refuses one that nothing reads."""
    if key not in DEFAULTS:
        # Of the many that tune the alerts only those are listed that may be meant.
        of_alerts = key.startswith(tuning.PREFIX)
        listed = [name for name in DEFAULTS if name.startswith(tuning.PREFIX) == of_alerts]
        known = ", ".join(listed if of_alerts else [*listed, f"{tuning.PREFIX}*"])
        like = alike(key, DEFAULTS)
        raise Refused("error.setting_unknown", key=key, known=known, like=like)
    return key


def checked(key: str, value: str) -> str:
    """A new value of a setting as it is stored; refuses an unknown key or an unfit value."""
    known_key(key)
    if key.startswith(tuning.PREFIX):
        return tuning.checked(key, value)
    value = value.strip()
    if key == "reporting_day" and value.lower() not in WEEKDAYS:
        days, like = ", ".join(WEEKDAYS), alike(value, WEEKDAYS)
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


def zone(name: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused("error.zone_unknown", text=name) from None


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


def last_change(read: Read, known: int | None = None) -> KnownChange:
    """The last change up to `known`: its number, time and digest."""
    number, recorded_at, digest = read(
        "SELECT change, recorded_at, digest FROM change WHERE change <= ? "
        "ORDER BY change DESC LIMIT 1",
        (LATEST if known is None else known,),
    )[0]
    return KnownChange(number, recorded_at, digest.hex())


def change_at(read: Read, moment: str) -> int | None:
    """The last change recorded at or before a moment, or None if there was none yet."""
    rows = read(
        "SELECT change FROM change WHERE recorded_at <= ? ORDER BY change DESC LIMIT 1", (moment,)
    )
    return int(rows[0][0]) if rows else None
