"""Schema 5: what the alerts have told is vouched for."""

# A digest of each run with all that it told, as it stands now. Runs that schema 4 has settled have
# none: nobody can vouch for what was written before.
MEMORY = """
CREATE TABLE alert_vouched (
  run INTEGER PRIMARY KEY REFERENCES alert_run,
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;
"""
