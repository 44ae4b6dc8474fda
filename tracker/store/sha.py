"""SHA-256 without OpenSSL, which takes longer to load than a command has digests to make.

Python carries the same function of its own, in a module that changed its name; a build that has
neither falls back. OpenSSL is the faster one per byte, so that what is long still goes to it.
"""

try:
    from _sha2 import sha256 as _own  # type: ignore[import-not-found]  # from 3.12 on
except ImportError:
    try:
        from _sha256 import sha256 as _own  # type: ignore[import-not-found]  # 3.11
    except ImportError:  # pragma: no cover
        from hashlib import sha256 as _own

# From here on the time to load OpenSSL is won back.
LONG = 2**20


def sha256(data: bytes) -> bytes:
    """The digest of some bytes."""
    if len(data) < LONG:
        return bytes(_own(data).digest())
    import hashlib

    return hashlib.sha256(data).digest()
