"""The plan of taking note of alerts, which makes them silent until a day."""

import datetime as dt
from collections.abc import Sequence

from tracker.core.alerts import Alert
from tracker.core.archive import Row
from tracker.errors import Refused
from tracker.store.plan import Draft, Plan, Read


def acknowledge(
    noted: Sequence[Alert], until: dt.date, reason: str, today: dt.date
) -> Plan[Sequence[Alert]]:
    """Plan that alerts are silent up to the end of a day, as long as they get no worse."""

    def plan(_: Read) -> tuple[Draft, Sequence[Alert]]:
        if until < today:
            raise Refused("error.until_past", day=until, today=today)
        rows = [
            Row(
                "acknowledged",
                {
                    "commitment": alert.commitment.id,
                    "part": alert.part,
                    "subject": alert.subject,
                    "rule": alert.rule,
                    "level": alert.level,
                    "step": alert.step,
                    "until": until.isoformat(),
                },
            )
            for alert in noted
        ]
        return Draft("alerts ack", reason, rows, {}), noted

    return plan
