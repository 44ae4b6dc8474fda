"""What a command writes into a pipe, to the byte."""

import datetime as dt
import io
import sys

import pytest

from tests.conftest import NOON
from tracker.__main__ import main


def piped(
    patch: pytest.MonkeyPatch, *argv: str, now: dt.datetime = NOON, encoding: str = "utf-8"
) -> bytes:
    """The bytes of an answer that must come without an error."""
    pipes = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(pipe, encoding=encoding, newline="") for pipe in pipes)
    with patch.context() as inner:
        inner.setattr(sys, "stdout", out)
        inner.setattr(sys, "stderr", err)
        code = main(argv, now=now)
    for stream in (out, err):
        stream.flush()
    assert (code, pipes[1].getvalue()) == (0, b"")
    return pipes[0].getvalue()
