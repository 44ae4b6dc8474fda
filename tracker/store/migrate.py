"""Bringing an older database to this program's schema; the facts in it stay as they are."""

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from tracker.store import schema
from tracker.store.backup import automatic
from tracker.store.file import begin_writing, check_schema, connect, translated, version_of
from tracker.store.migrations import migrations


class Migrated(NamedTuple):
    """From which schema to which, and where the database lies as it was before."""

    before: int
    after: int
    copy: Path


def migrate(
    path: Path, now: dt.datetime, *, before_commit: Callable[[], None] = lambda: None
) -> Migrated | None:
    """Migrate a database in one transaction, behind a copy of it; None where it is up to date.

    Nobody writes between the copy and the end. A kill leaves the old schema, and the copy.
    """
    version_of(path)
    with closing(connect(path)) as connection, translated(path):
        begin_writing(connection)
        try:
            # Not the header's: another migration may have been at work, or was killed at its end.
            ((version,),) = connection.execute("PRAGMA user_version")
            check_schema(connection, path, version)
            if version == schema.SCHEMA_VERSION:
                return None
            copy = automatic(path, now, "migrate").file
            database = Database(connection)
            migrations.apply(database)
            database.execute(f"PRAGMA user_version={schema.SCHEMA_VERSION}")
            check_schema(connection, path, schema.SCHEMA_VERSION)
            before_commit()
            connection.commit()
        finally:
            if connection.in_transaction:
                connection.rollback()
    return Migrated(version, schema.SCHEMA_VERSION, copy)
