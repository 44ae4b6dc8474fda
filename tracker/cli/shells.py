"""Completion: the script that lets a shell ask this program what could be typed next."""

from pathlib import Path

from tracker.cli.choices import chosen
from tracker.cli.completion import SHELLS
from tracker.cli.context import Session
from tracker.cli.options import argument, plain_command

SCRIPTS = Path(__file__).parent / "scripts"


@plain_command()
def completion(session: Session, shell: str = argument("shell", "SHELL")) -> None:
    """Print the script for one shell."""
    name = chosen(shell, dict.fromkeys(SHELLS, ()), "SHELL")
    script = (SCRIPTS / str(name)).read_text("utf-8")
    if session.options.json or session.options.plain:
        session.output.lines({"shell": name, "script": script}, [[name, script]], [])
    else:
        session.output.text(script)
