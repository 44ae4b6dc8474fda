"""Every setting of a plan with what it is until somebody changes it."""

PREFIX = "alert."
OFF, ON = "off", "on"
# Of the plan alone: after how many days without an answer the level of an alert rises.
UNANSWERED = "alert.unanswered"

OF_ALERTS = {
    "alert.overdue": ON,
    "alert.due_soon": "30 7 1",
    "alert.behind": ON,
    "alert.hard": "1.1",
    "alert.will_miss": "50",
    "alert.silent": "7+2w",
    "alert.milestone_overdue": ON,
    "alert.milestone_soon": "7 1",
    "alert.duty": ON,
    "alert.area_silent": "7+2w",
    "alert.fell": ON,
    "alert.jumped": "25",
    "alert.moved": "7",
    "alert.reached": ON,
    UNANSWERED: "14",
}
DEFAULTS = {
    "title": "",
    "time_zone": "Asia/Shanghai",
    "reporting_day": "friday",
    "yellow": "10",
    "red": "30",
    "ahead": "10",
    **OF_ALERTS,
}
THRESHOLDS = ("yellow", "red", "ahead")
