"""Supporting files: a page is kept by its address, a local file also by its size and SHA-256."""

import os
import re
import stat

from tracker.core.echo import Evidence
from tracker.errors import Refused, reason

_URL = r"[A-Za-z][A-Za-z0-9+.-]+://\S+"
_CHUNK = 2**20


def refer(text: str) -> Evidence:
    """Read what was typed for --evidence: an address as it is, or a file that must be there."""
    if re.fullmatch(_URL, text):
        return Evidence(text, None, None)
    import hashlib

    path, size = text, 0
    state = hashlib.sha256()
    try:
        path = os.path.abspath(text)
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Refused("error.evidence_not_a_file", path=path)
        with open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                state.update(chunk)
                size += len(chunk)
    except (OSError, ValueError) as error:
        raise Refused("error.evidence_unreadable", path=path, why=reason(error)) from None
    return Evidence(path, size, state.hexdigest())
