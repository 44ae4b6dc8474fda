"""The tables of version 0.1: the ledger. Never changed again."""

TABLES = """
CREATE TABLE change (
  change INTEGER PRIMARY KEY CHECK (change > 0),
  recorded_at TEXT NOT NULL,
  author TEXT NOT NULL,
  login TEXT NOT NULL,
  command TEXT NOT NULL,
  reason TEXT,
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;
CREATE TABLE setting (
  key TEXT NOT NULL,
  change INTEGER NOT NULL REFERENCES change,
  value TEXT NOT NULL,
  PRIMARY KEY (key, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit (
  unit TEXT PRIMARY KEY,
  change INTEGER NOT NULL REFERENCES change,
  scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 6)
) STRICT, WITHOUT ROWID;
CREATE TABLE unit_alias (
  alias TEXT PRIMARY KEY,
  change INTEGER NOT NULL REFERENCES change,
  unit TEXT NOT NULL REFERENCES unit,
  steps INTEGER NOT NULL CHECK (steps > 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE department (
  code TEXT NOT NULL,
  change INTEGER NOT NULL REFERENCES change,
  name TEXT NOT NULL,
  name_en TEXT,
  PRIMARY KEY (code, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE commitment (
  commitment INTEGER PRIMARY KEY,
  change INTEGER NOT NULL REFERENCES change,
  slug TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('quantity', 'level', 'rank', 'milestones', 'duty'))
) STRICT;
CREATE TABLE profile (
  commitment INTEGER NOT NULL REFERENCES commitment,
  change INTEGER NOT NULL REFERENCES change,
  position INTEGER NOT NULL,
  department TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT,
  person TEXT,
  contact TEXT,
  firmness TEXT,
  scope TEXT,
  programme TEXT,
  wording TEXT,
  source TEXT,
  every INTEGER CHECK (every > 0),
  PRIMARY KEY (commitment, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE alias (
  alias TEXT PRIMARY KEY,
  change INTEGER NOT NULL REFERENCES change,
  commitment INTEGER NOT NULL REFERENCES commitment
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_commitment ON alias (commitment);
CREATE TABLE terms (
  commitment INTEGER NOT NULL REFERENCES commitment,
  change INTEGER NOT NULL REFERENCES change,
  target INTEGER,
  unit TEXT REFERENCES unit,
  comparator TEXT,
  stretch INTEGER,
  opening INTEGER,
  direction TEXT CHECK (direction IN ('up', 'down')),
  start TEXT,
  due TEXT,
  due_as_written TEXT,
  due_basis TEXT,
  PRIMARY KEY (commitment, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE baseline (
  commitment INTEGER NOT NULL REFERENCES commitment,
  period TEXT NOT NULL,
  change INTEGER NOT NULL REFERENCES change,
  value INTEGER NOT NULL,
  unit TEXT NOT NULL REFERENCES unit,
  qualifier TEXT,
  note TEXT,
  PRIMARY KEY (commitment, period, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE remark (
  commitment INTEGER NOT NULL REFERENCES commitment,
  position INTEGER NOT NULL,
  change INTEGER NOT NULL REFERENCES change,
  text TEXT NOT NULL,
  PRIMARY KEY (commitment, position, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE area (
  commitment INTEGER NOT NULL REFERENCES commitment,
  area TEXT NOT NULL CHECK (area <> ''),
  change INTEGER NOT NULL REFERENCES change,
  position INTEGER NOT NULL,
  target INTEGER,
  person TEXT,
  contact TEXT,
  PRIMARY KEY (commitment, area, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE stage (
  commitment INTEGER NOT NULL REFERENCES commitment,
  change INTEGER NOT NULL REFERENCES change,
  position INTEGER NOT NULL,
  stage TEXT NOT NULL CHECK (stage <> ''),
  PRIMARY KEY (commitment, change, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE milestone (
  commitment INTEGER NOT NULL REFERENCES commitment,
  node TEXT NOT NULL CHECK (node <> ''),
  change INTEGER NOT NULL REFERENCES change,
  due TEXT NOT NULL,
  weight INTEGER NOT NULL CHECK (weight > 0),
  PRIMARY KEY (commitment, node, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
  act INTEGER PRIMARY KEY,
  change INTEGER NOT NULL REFERENCES change,
  commitment INTEGER NOT NULL REFERENCES commitment,
  area TEXT NOT NULL,
  stage TEXT NOT NULL,
  day TEXT NOT NULL,
  mode TEXT CHECK (mode IN ('add', 'total')),
  amount INTEGER CHECK (amount >= 0),
  note TEXT,
  problem TEXT,
  next_step TEXT,
  CHECK ((mode IS NULL) = (amount IS NULL))
) STRICT;
CREATE INDEX entry_day ON entry (commitment, day);
CREATE TABLE correction (
  act INTEGER NOT NULL,
  field TEXT NOT NULL CHECK (
    field IN ('amount', 'mode', 'day', 'area', 'stage', 'note', 'problem', 'next_step')),
  change INTEGER NOT NULL REFERENCES change,
  commitment INTEGER NOT NULL REFERENCES commitment,
  entry INTEGER NOT NULL REFERENCES entry,
  value ANY,
  PRIMARY KEY (act, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX correction_commitment ON correction (commitment);
CREATE TABLE undo (
  act INTEGER PRIMARY KEY,
  change INTEGER NOT NULL REFERENCES change,
  commitment INTEGER NOT NULL REFERENCES commitment,
  of_act INTEGER NOT NULL
) STRICT;
CREATE INDEX undo_commitment ON undo (commitment);
CREATE TABLE evidence (
  act INTEGER NOT NULL REFERENCES entry,
  location TEXT NOT NULL,
  change INTEGER NOT NULL REFERENCES change,
  size INTEGER,
  sha256 TEXT,
  PRIMARY KEY (act, location)
) STRICT, WITHOUT ROWID;
CREATE TABLE series (
  series INTEGER PRIMARY KEY,
  commitment INTEGER NOT NULL REFERENCES commitment,
  area TEXT NOT NULL,
  stage TEXT NOT NULL,
  UNIQUE (commitment, area, stage)
) STRICT;
CREATE TABLE balance (
  series INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
  day TEXT NOT NULL,
  done INTEGER,
  entries INTEGER NOT NULL,
  PRIMARY KEY (series, day)
) STRICT, WITHOUT ROWID;
"""

CHAIN = (
    "change", "setting", "unit", "unit_alias", "department", "commitment", "profile", "alias",
    "terms", "baseline", "remark", "area", "stage", "milestone", "entry", "correction", "undo",
    "evidence",
)  # fmt: skip
