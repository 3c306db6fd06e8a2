"""Questions to the person at the terminal."""

from __future__ import annotations

import sys

import typer

from ops.texts import Problem, text


def sure(question: str) -> bool:
    """Ask for yes or no. Raises Problem where there is no terminal to ask at."""
    if not sys.stdin.isatty():
        raise Problem("needs-yes", question=question)
    answer = typer.confirm(question, default=False)
    if not answer:
        typer.echo(text("aborted"))
    return answer
