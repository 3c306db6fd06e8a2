"""The ``zhixing`` command."""

from __future__ import annotations

import sys

import typer

from ops.commands import (
    audit,
    checkins,
    contests,
    dead_letters,
    directory,
    doctor,
    exporting,
    figures,
    leave,
    links,
    members,
    notes,
    people,
    plans,
    policies,
    rebuild,
    system,
    tasks,
    transfers,
    triage,
    units,
)
from ops.commands import sheets as _sheets  # noqa: F401 - adds its commands to those about people
from ops.texts import Problem, text
from shared.settings import SettingsError

app = typer.Typer(help=text("help-app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(system.app)
app.add_typer(doctor.app)
app.add_typer(links.directory, name="directory")
app.add_typer(directory.demo, name="demo")
app.add_typer(units.app, name="units")
app.add_typer(people.app, name="people")
app.add_typer(members.app, name="members")
app.add_typer(transfers.app, name="transfers")
app.add_typer(leave.app, name="leave")
app.add_typer(dead_letters.app, name="dead-letters")
app.add_typer(triage.app, name="triage")
app.add_typer(audit.app, name="audit")
app.command("rebuild", help=text("help-rebuild"))(rebuild.rebuild)
app.add_typer(contests.app, name="contests")
app.add_typer(exporting.app, name="export")
app.add_typer(notes.app, name="notes")
app.add_typer(plans.app, name="plans")
app.add_typer(tasks.app, name="tasks")
app.add_typer(figures.app, name="figures")
app.add_typer(policies.app, name="policies")
app.add_typer(checkins.app, name="checkins")


def main() -> None:
    """Run the command. A Problem or a wrong setting is one sentence and exit code 1."""
    try:
        app()
    except (Problem, SettingsError) as error:
        print(text("failed"), error, file=sys.stderr)  # noqa: T201
        sys.exit(1)
