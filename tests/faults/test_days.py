"""A day of each form, month and kind of year out of all of them; the rest is a longer run."""

from tests.faults.days import trial


def test_a_day_is_read_as_a_calendar_counted_by_hand_says() -> None:
    done = trial(every=997)
    assert done.findings == []
    assert done.counts["days"] > 40
    assert done.counts["moments"] > 40
