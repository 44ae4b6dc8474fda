"""The schema, one migration a released version. Append-only; imports nothing else of tracker.

Every table of the chain has the column `change`, and triggers that refuse to update or delete
a row. `series` and `balance` are derived from the entries and can be remade.
"""

from sqlite_utils import Database, Migrations

from tracker.store.migrations import m001, m002, m003, m004, m005

migrations = Migrations("tracker")


@migrations()
def m001_ledger(db: Database) -> None:
    """The ledger of version 0.1."""
    _run(db, m001.TABLES)
    for table in m001.CHAIN:
        _append_only(db, table)


@migrations()
def m002_bulletin(db: Database) -> None:
    """Plan points, and views."""
    _run(db, m002.TABLES)
    _append_only(db, "plan_point")
    _run(db, m002.VIEWS)


@migrations()
def m003_parts(db: Database) -> None:
    """Names out of use, and close-out."""
    _run(db, m003.TABLES)
    for table in m003.CHAIN:
        _append_only(db, table)
    _run(db, m003.VIEWS)


@migrations()
def m004_alerts(db: Database) -> None:
    """Alerts: how they are tuned, and what was told."""
    _run(db, m004.TABLES)
    for table in m004.CHAIN:
        _append_only(db, table)
    _run(db, m004.MEMORY)


@migrations()
def m005_vouched(db: Database) -> None:
    """Digests of what the alerts have told."""
    _run(db, m005.MEMORY)


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


def _append_only(db: Database, table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        )
