"""A sheet as a mail: a complete message of RFC 5322, in text and in HTML, for `sendmail -t`."""

import datetime as dt
import hashlib
import platform
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime

from tracker.core.plaintext import visible
from tracker.errors import UsageError
from tracker.render.sheet import Sheet
from tracker.render.webpage import page


def mail(
    sheet: Sheet,
    lines: Sequence[str],
    subject: str,
    sender: str,
    to: Sequence[str],
    now: dt.datetime,
) -> bytes:
    """The message, its lines ended as a Unix mailer takes them. Its addresses were checked."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = ", ".join(to)
    # What looks like an encoded word would be decoded, line breaks and all.
    message["Subject"] = visible(subject).replace("=?", "＝?")
    message["Date"] = format_datetime(now)
    text = "".join(f"{visible(line)}\n" for line in lines)
    mark = hashlib.sha256(f"{now.isoformat()}\n{text}".encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{mark}@{host()}>"
    # RFC 3834: no holiday reply is to answer a machine.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="base64")
    message.add_alternative(page(sheet), subtype="html", cte="base64")
    for part in message.iter_parts():
        # It is said once, of the whole.
        del part["MIME-Version"]
    message.set_boundary(f"=_{mark}")
    return message.as_bytes()


def check_address(text: str) -> None:
    """Refuse what is no address of one person, or would be a header of its own."""
    message = EmailMessage()
    try:
        message["To"] = text
        found = message["To"].addresses
    except (ValueError, IndexError):
        found = ()
    plain = found and found[0].addr_spec.isascii() and found[0].username and found[0].domain
    if len(found) != 1 or message["To"].defects or not plain:
        raise UsageError("error.mail_address", text=text)


def host() -> str:
    """The name of this machine, without asking anybody for it."""
    return platform.node() or "localhost"
