"""What the program stands on: every package that it needs at run time, bounded, pinned and free.

    python -m tests.dependencies

prints each with its version and licence; what is wrong ends with exit code 1. `make audit` asks
the advisories for known vulnerabilities besides.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
# What a program under the MIT licence may be given away with, as packages name them.
FREE = ("MIT", "BSD", "Apache", "PSF", "Python Software Foundation", "ISC", "Public Domain")
# Every environment brings its own.
BROUGHT = ("pip", "setuptools")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class Package(NamedTuple):
    """An installed package."""

    name: str
    version: str
    licence: str


def declared(*extras: str) -> list[str]:
    """What pyproject.toml asks for, with its bounds: for the program, and for some extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    more = (project["optional-dependencies"][extra] for extra in extras)
    return [*project["dependencies"], *(one for extra in more for one in extra)]


def pinned() -> dict[str, str]:
    """The version of every package in constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return {_plain(name): version for name, _, version in (line.partition("==") for line in lines)}


def needed() -> list[Package]:
    """Every package that is needed at run time, and what these need in turn."""
    found: dict[str, Package] = {}
    waiting = declared()
    while waiting:
        requirement = waiting.pop()
        name = _plain(_name(requirement))
        if ";" in requirement or name in found or name in BROUGHT:
            continue
        found[name] = Package(name, metadata.version(name), _licence(metadata.metadata(name)))
        waiting += metadata.requires(name) or []
    return sorted(found.values())


def _name(requirement: str) -> str:
    match = _NAME.match(requirement)
    assert match is not None, requirement
    return match[0]


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def _licence(about: metadata.PackageMetadata) -> str:
    said = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or [])]
    said += [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    return next((one for one in said if "\n" not in one), "").removeprefix("License :: ")


def faults() -> Iterator[str]:
    """What is wrong with what the program stands on."""
    for requirement in declared("dev"):
        bounds = requirement.partition(";")[0]
        if "<" not in bounds and "tzdata" not in bounds:
            yield f"{requirement} has no upper bound"
        if ">=" not in bounds:
            yield f"{requirement} has no lower bound"
    for package in needed():
        if package.name not in pinned():
            yield f"{package.name} is not in constraints.txt"
        if not any(word in package.licence for word in FREE):
            yield f"{package.name} is under {package.licence or 'no licence that it names'}"


def main() -> int:
    """Print them all, and what is wrong."""
    for package in needed():
        print(f"{package.name} {package.version}: {package.licence}")
    wrong = list(faults())
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
