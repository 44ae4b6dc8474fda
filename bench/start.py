"""How long a person waits for a command, beside the time it takes to import Typer alone.

Runs each command in turn with the reference, so that a machine that is slow for a while is slow
for both, and prints the median of the ratios. `make bench` runs it in the project's environment.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 25
REFERENCE = [sys.executable, "-c", "import typer"]
TRACKER = [sys.executable, "-m", "tracker"]
COMMANDS = (
    ["--version"],
    ["--help"],
    ["__complete", "zsh", "2", "tracker", "log", "se"],
    ["log", "sewer", "0.001", "--on", "2024-06-03", "--yes"],
    ["alerts", "--as-of", "2024-06-30"],
    ["status", "--plain", "--as-of", "2024-06-30"],
    ["status", "--json", "--as-of", "2024-06-30"],
)


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """The time of one run, as the person who typed it feels it."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print a table of ratios."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TRACKER_DB": str(Path(folder) / "bench.db")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        seconds([*TRACKER, "init"], environment)
        print("| command | ÷ `import typer` | quarter to three quarters |\n| --- | --- | --- |")
        for command in COMMANDS:
            seconds([*TRACKER, *command], environment)
            ratios = [
                seconds([*TRACKER, *command], environment) / seconds(REFERENCE, environment)
                for _ in range(RUNS)
            ]
            low, middle, high = statistics.quantiles(ratios, n=4)
            print(f"| `{' '.join(command)}` | {middle:.2f} | {low:.2f} - {high:.2f} |", flush=True)


if __name__ == "__main__":
    main()
