"""One target under atheris, which looks for bytes that lead where none have led before.

python -m tests.faults.guided TARGET RUNS FOLDER

A process of its own, because what is watched has to be imported under its eyes, and because it
ends when it has done its runs. Findings go into FOLDER, one a file.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["tracker", "openpyxl"]):
    from tests.faults.targets import targets
from tests.faults.tries import Tries


def guided(name: str, runs: int, folder: Path) -> None:
    """Never returns."""
    target = targets(folder)[name]()
    tries = Tries(name, target, folder)
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(target.corpus):
        (corpus / str(number)).write_bytes(seed)
    words = folder / "words"
    lines = {"".join(f"\\x{byte:02x}" for byte in word) for word in target.words if word}
    words.write_text("".join(f'"{line}"\n' for line in sorted(lines)), "ascii")
    options = [f"-runs={runs}", f"-dict={words}", f"-artifact_prefix={folder}/", "-seed=2024"]
    more = ["-max_len=4096", "-len_control=20", "-timeout=60", "-rss_limit_mb=4096"]
    argv = [sys.argv[0], *options, *more, "-print_final_stats=1", str(corpus)]
    atheris.Setup(argv, tries.once)
    atheris.Fuzz()


if __name__ == "__main__":
    guided(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
