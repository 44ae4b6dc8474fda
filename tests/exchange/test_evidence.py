"""Evidence: a page is kept by its address, a file by where it is, its size and its SHA-256."""

import os
from pathlib import Path

import pytest

from tracker.core.echo import Evidence
from tracker.errors import Refused
from tracker.exchange.evidence import refer

# `printf abc | sha256sum`, and of nothing at all.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
# A million times the letter a: the third example of FIPS 180.
MILLION = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"


def test_a_file_is_kept_with_its_size_and_sha256(tmp_path: Path) -> None:
    file = tmp_path / "验收单 1.pdf"
    file.write_bytes(b"abc")
    assert refer(str(file)) == Evidence(str(file), 3, ABC)


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "empty"
    file.touch()
    assert refer(str(file)) == Evidence(str(file), 0, NOTHING)


def test_a_file_of_a_million_bytes_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"a" * 10**6)
    assert refer(str(file)) == Evidence(str(file), 10**6, MILLION)


def test_a_file_longer_than_one_read_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "longer"
    file.write_bytes(b"a" * 10**6 + bytes(2 * 2**20))
    found = refer(str(file))
    assert found.size == 10**6 + 2 * 2**20
    assert found.sha256 not in (MILLION, None)


def test_bytes_are_taken_as_they_are(tmp_path: Path) -> None:
    unix, dos = tmp_path / "unix", tmp_path / "dos"
    unix.write_bytes(b"a\n")
    dos.write_bytes(b"a\r\n")
    assert refer(str(unix)).size == 2
    assert refer(str(unix)).sha256 != refer(str(dos)).sha256


def test_a_path_from_here_is_kept_from_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    monkeypatch.chdir(tmp_path)
    assert refer("a.txt") == refer("./a.txt") == Evidence(str(tmp_path / "a.txt"), 3, ABC)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/2024?页=1#末",
        "http://example.org",
        "ftp://192.0.2.1/a.pdf",
        "HTTPS://EXAMPLE.ORG/a",
    ],
)
def test_an_address_is_kept_as_it_is(address: str) -> None:
    assert refer(address) == Evidence(address, None, None)


@pytest.mark.parametrize("text", ["http:/example.org", "https://", "https://a b", "c:/a.pdf", "a"])
def test_what_is_no_address_is_looked_for_as_a_file(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused) as refused:
        refer(text)
    assert refused.value.key == "error.evidence_unreadable"
    assert refused.value.params["path"] == os.path.abspath(text)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        refer(str(tmp_path))
    assert (refused.value.key, refused.value.exit_code) == ("error.evidence_not_a_file", 3)


@pytest.mark.parametrize("text", ["", "a\0b", "a" * 5000])
def test_a_path_that_no_file_can_have_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        refer(text)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused) as refused:
        refer(str(tmp_path / "pipe"))
    assert refused.value.key == "error.evidence_not_a_file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads anything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"abc")
    file.chmod(0)
    with pytest.raises(Refused) as refused:
        refer(str(file))
    assert refused.value.key == "error.evidence_unreadable"


@pytest.mark.skipif(os.name != "posix", reason="links need rights on this system")
def test_a_link_is_the_file_behind_it(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"abc")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert refer(str(tmp_path / "link")) == Evidence(str(tmp_path / "link"), 3, ABC)


@pytest.mark.skipif(os.name != "posix", reason="links need rights on this system")
def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "none")
    with pytest.raises(Refused) as refused:
        refer(str(tmp_path / "link"))
    assert refused.value.key == "error.evidence_unreadable"
