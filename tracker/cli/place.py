"""Where the database lies. Apart from the context, so that completion loads no more."""

import os
from collections.abc import Mapping
from pathlib import Path

from tracker.errors import StorageError, UsageError


def database(named: str | None, environ: Mapping[str, str]) -> Path:
    """The one that was named, then TRACKER_DB, then tracker.db in the user's data folder."""
    if named is None:
        named = environ.get("TRACKER_DB") or None
    if named is not None:
        return path_of(named)
    if os.name == "nt":  # pragma: no cover
        folder = environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(folder) / "tracker" / "tracker.db"
    data = environ.get("XDG_DATA_HOME") or _home(environ) / ".local" / "share"
    return Path(data) / "tracker" / "tracker.db"


def path_of(typed: str) -> Path:
    """A path as it was typed; refuses one that no file system can hold."""
    try:
        if "\0" in typed:
            raise ValueError("embedded null byte")
        os.fsencode(typed)
    except ValueError as error:
        raise StorageError("error.storage", path=typed, why=error) from None
    return Path(typed)


def _home(environ: Mapping[str, str]) -> Path:
    home = environ.get("HOME")
    if not home:
        raise UsageError("error.no_home")
    return Path(home)
