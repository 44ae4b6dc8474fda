"""The bulletin in a real browser, printed as a supervisor prints it. Needs Chromium on the PATH."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.render.worked import AS_OF

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
PDFTOTEXT = shutil.which("pdftotext")

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on the PATH to print with")


def printed(html: Path, pdf: Path) -> bytes:
    """A page as the PDF that a browser prints it to."""
    assert BROWSER
    ran = subprocess.run(
        [
            BROWSER,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={pdf.with_suffix('.profile')}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}",
            html.as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode(errors="replace")
    return pdf.read_bytes()


def pages(pdf: bytes) -> list[tuple[float, float]]:
    """The width and height of each page in points."""
    boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    return [(float(width), float(height)) for width, height in boxes]


def text_of(pdf: Path) -> list[str]:
    """The text of each page, without any space."""
    assert PDFTOTEXT
    ran = subprocess.run([PDFTOTEXT, "-raw", str(pdf), "-"], capture_output=True, check=True)
    return ["".join(page.split()) for page in ran.stdout.decode().split("\f")[:-1]]


@pytest.mark.parametrize(("language", "head"), [("en", "doneclass"), ("zh", "完成进度")])
def test_a_bulletin_is_printed_on_a4_across(
    worked: Path, run: Run, tmp_path: Path, language: str, head: str
) -> None:
    html, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    options = ("--format", "html", "-o", str(html), "--lang", language, "-q")
    assert run("report", "--week-ending", "2024-06-30", *options, now=AS_OF).code == 0
    sizes = pages(printed(html, pdf))
    assert 2 <= len(sizes) <= 8
    for width, height in sizes:
        assert (round(width), round(height)) == (842, 595)
    if PDFTOTEXT is None:
        return
    texts = text_of(pdf)
    assert len(texts) == len(sizes)
    listed = run("status", "--plain", now=AS_OF).out.splitlines()
    whole = "".join(texts)
    assert [line for line in listed if line.split("\t")[0] not in whole] == []
    assert [n for line in listed if (n := "".join(line.split("\t")[1].split())) not in whole] == []
    assert head in whole
    for number, text in enumerate(texts, start=1):
        assert text.startswith(f"{number}/{len(texts)}")
    assert worked.exists()


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext on the PATH to read a PDF with")
def test_a_list_that_goes_on_has_its_heads_on_every_page(
    ledger: Path, run: Run, tmp_path: Path
) -> None:
    html, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    terms = "--kind quantity --target 9 --unit 个 --start 2024-01-01 --due 2024-12-31"
    for number in range(40):
        added = f"add zz{number} --name 任务{number} {terms} --department housing -q"
        assert run(*added.split(), now=AS_OF).code == 0
    assert run("report", "-o", str(html), "--week-ending", "2024-06-30", now=AS_OF).code == 0
    printed(html, pdf)
    # Nobody began any: a row of a list says so before its completion, and its outlook below it.
    listed = [text for text in text_of(pdf) if "notstarted0.00" in text]
    assert sum(text.count("notstarted0.00") for text in listed) == 45
    assert len(listed) >= 3
    for text in listed:
        assert text.count("commitmentslugtargetremaining") >= 1
        assert text.count("outlook:") == text.count("notstarted0.00")
    assert ledger.exists()
