"""What the alerts need: how they are tuned, working days, what was noted, and what was told."""

# A setting of one commitment wins over the plan's; without a value it is the plan's again. A day on
# which people work (1) or not (0), whatever the calendar says; without either it follows that.
# `acknowledged` is that somebody has taken note of an alert as it stood: by which rule, how bad.
TABLES = """
CREATE TABLE commitment_setting (
  commitment INTEGER NOT NULL REFERENCES commitment,
  key TEXT NOT NULL,
  change INTEGER NOT NULL REFERENCES change,
  value TEXT,
  PRIMARY KEY (commitment, key, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE workday (
  day TEXT NOT NULL,
  change INTEGER NOT NULL REFERENCES change,
  works INTEGER CHECK (works IN (0, 1)),
  PRIMARY KEY (day, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE acknowledged (
  commitment INTEGER NOT NULL REFERENCES commitment,
  part TEXT NOT NULL,
  subject TEXT NOT NULL,
  change INTEGER NOT NULL REFERENCES change,
  rule TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('red', 'yellow', 'notice')),
  step INTEGER NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (commitment, part, subject, change)
) STRICT, WITHOUT ROWID;
"""

CHAIN = ("commitment_setting", "workday", "acknowledged")

# The alerts' memory is no part of the ledger and of no digest. A run claims what it is about to
# tell, and is confirmed when that is out. `audience` is who it tells, `head` the last change that
# it saw.
MEMORY = """
CREATE TABLE alert_run (
  run INTEGER PRIMARY KEY,
  audience TEXT NOT NULL,
  day TEXT NOT NULL,
  head INTEGER NOT NULL REFERENCES change,
  claimed_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('claimed', 'confirmed', 'released', 'lapsed')),
  settled_at TEXT
) STRICT;
CREATE TABLE alert_told (
  run INTEGER NOT NULL REFERENCES alert_run,
  position INTEGER NOT NULL,
  commitment INTEGER NOT NULL REFERENCES commitment,
  part TEXT NOT NULL,
  subject TEXT NOT NULL,
  event TEXT NOT NULL,
  rule TEXT NOT NULL,
  level TEXT NOT NULL,
  base TEXT NOT NULL,
  step INTEGER NOT NULL,
  shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
  repeated INTEGER NOT NULL CHECK (repeated IN (0, 1)),
  said TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_run_audience ON alert_run (audience, state);
"""
