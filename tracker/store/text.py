"""Text on its way into the ledger: made visible, and refused where it would lose something."""

from typing import Any

from tracker.core.plaintext import visible
from tracker.errors import Refused

# Room for a page of text; more than that belongs into a file, as evidence.
MAX_TEXT = 4000


def storable(value: Any) -> Any:
    """What may be stored in place of a value: text passes the one function that makes hidden
    characters visible.
    """
    if not isinstance(value, str):
        return value
    if len(value) > MAX_TEXT:
        raise Refused("error.text_too_long", length=len(value), limit=MAX_TEXT)
    if value.isprintable():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        # Bytes in another encoding than the terminal's: kept as escapes they would be lost words.
        raise Refused("error.text_undecodable", text=value) from None
    return visible(value)
