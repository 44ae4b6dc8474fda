"""Compiles the gettext catalogs whenever a wheel or an editable install is built."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogHook(BuildHookInterface):
    """Runs before the files of a build are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Write each catalog beside its source."""
        for source in Path(self.root).glob("tracker/text/locale/*/LC_MESSAGES/*.po"):
            compile_catalog(source)


def compile_catalog(source: Path) -> None:
    """Compile one catalog; a broken one ends the build."""
    with source.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
