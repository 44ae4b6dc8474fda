"""Files on their way to a name: gone where they are not finished, and durable where they are."""

import os
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.errors import StorageError

# How a process is ended that can still clear up: by hand, by the system, by a closed terminal.
_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def removed_when_ended(unfinished: Path) -> Iterator[None]:
    """Remove a file when what is done in here fails, or somebody ends the process."""

    def end(number: int, _: object) -> None:
        with suppress(FileNotFoundError):
            unfinished.unlink()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    is_main = threading.current_thread() is threading.main_thread()
    # What was ignored stays so: nohup means it.
    caught = [one for one in _ENDINGS if is_main and signal.getsignal(one) == signal.SIG_DFL]
    before = {one: signal.signal(one, end) for one in caught}
    try:
        yield
    except BaseException:
        with suppress(FileNotFoundError):
            unfinished.unlink()
        raise
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def let_use(path: Path, like: Path, mode: int | None = None) -> None:
    """Let those use a file or folder who may use another one: the same mode, or the one that is
    given, and the same group. Where it can't have that group, it is for no group.
    """
    found = like.stat()
    mode = stat.S_IMODE(found.st_mode) if mode is None else mode
    if os.name != "nt" and path.stat().st_gid != found.st_gid:
        try:
            os.chown(path, -1, found.st_gid)
        except OSError:
            mode &= ~(stat.S_IRWXG | stat.S_ISGID)
    path.chmod(mode)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last as their contents do; where a system can't, it need not."""
    if os.name == "nt":  # pragma: no cover
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        raise StorageError("error.storage", path=folder, why=error.strerror) from None
    finally:
        os.close(handle)


def make_folder(folder: Path, mode: int) -> None:
    """Make a folder, and those above it that are missing, each durable."""
    if not folder.is_dir():
        make_folder(folder.parent, mode)
        with suppress(FileExistsError):
            folder.mkdir(mode=mode)
        sync_folder(folder.parent)
