"""``zhixing dead-letters list|show|replay|discard``."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from ops.commands.asking import sure
from ops.commands.running import addresses
from ops.dead_letters.letter import Filter
from ops.dead_letters.office import DeadLetterOffice, Progress, dead_queues
from ops.dead_letters.places import Places, places
from ops.places import run_directory
from ops.texts import Problem, text

app = typer.Typer(help=text("help-dead-letters"), no_args_is_help=True)

Queue = Annotated[list[str] | None, typer.Option("--queue", help=text("help-dead-queue"))]
Type = Annotated[str | None, typer.Option("--type", help=text("help-dead-type"))]
Reason = Annotated[str | None, typer.Option("--reason", help=text("help-dead-reason"))]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help=text("help-dead-limit"))]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help=text("help-dead-ids"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=text("help-yes"))]


@app.command("list", help=text("help-dead-list"))
def list_letters(
    queue: Queue = None,
    type_: Type = None,
    reason: Reason = None,
    limit: Limit = None,
    as_json: Annotated[bool, typer.Option("--json", help=text("help-json"))] = False,
) -> None:
    wanted = Filter(type=type_, reason=reason)
    found: list[dict[str, Any]] = []
    with DeadLetterOffice(addresses().amqp_url) as office:
        for place, queues in _places(office, queue).items():
            left = None if limit is None else limit - len(found)
            if left == 0:
                break
            found += [letter.summary() for letter in office.look(place, replace(wanted, queues=queues), left)]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not found:
        typer.echo(text("dead-none"))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table()
    columns = ("id", "queue", "type", "reason", "attempts", "first_failure", "last_failure", "exchange", "routing_key")
    for column in columns:
        table.add_column(text(f"column-dead-{column.replace('_', '-')}"), overflow="fold")
    for letter in found:
        table.add_row(*("-" if letter[column] in (None, "") else str(letter[column]) for column in columns))
    Console().print(table)


@app.command(help=text("help-dead-show"))
def show(
    message_id: Annotated[str, typer.Argument(metavar="ID", help=text("help-dead-ids"))], queue: Queue = None
) -> None:
    wanted = Filter(ids=frozenset([message_id]))
    with DeadLetterOffice(addresses().amqp_url) as office:
        for place, queues in _places(office, queue).items():
            for letter in office.look(place, replace(wanted, queues=queues), 1):
                whole = letter.whole()
                with contextlib.suppress(ValueError):
                    whole["body"] = json.loads(letter.body)
                typer.echo(json.dumps(whole, ensure_ascii=False, indent=2))
                return
    raise Problem("dead-not-found", id=message_id)


@app.command(help=text("help-dead-replay"))
def replay(
    ids: Ids = None,
    queue: Queue = None,
    type_: Type = None,
    reason: Reason = None,
    limit: Limit = None,
    yes: Yes = False,
) -> None:
    wanted = Filter(type=type_, reason=reason, ids=frozenset(ids or ()))
    with DeadLetterOffice(addresses().amqp_url) as office:
        meant = _meant(office, _places(office, queue), wanted, limit)
        total = sum(part.letters for part in meant)
        if total and not yes and not sure(text("replay-question", count=str(total), queues=_named(meant))):
            return
        with _progress(text("replaying"), office, meant) as step:
            done = sum(office.replay(part.place, part.wanted, part.letters, step) for part in meant)
    typer.echo(text("replay-done", count=str(done)))


@app.command(help=text("help-dead-discard"))
def discard(
    why: Annotated[str, typer.Option("--why", help=text("help-dead-why"))],
    ids: Ids = None,
    queue: Queue = None,
    type_: Type = None,
    reason: Reason = None,
    limit: Limit = None,
    archive: Annotated[Path | None, typer.Option("--archive", help=text("help-dead-archive"))] = None,
    yes: Yes = False,
) -> None:
    from ops.dead_letters.archive import Archive

    if not why.strip():
        raise Problem("discard-needs-why")
    wanted = Filter(type=type_, reason=reason, ids=frozenset(ids or ()))
    path = archive or run_directory() / "discarded-dead-letters.jsonl"
    with DeadLetterOffice(addresses().amqp_url) as office:
        meant = _meant(office, _places(office, queue), wanted, limit)
        total = sum(part.letters for part in meant)
        if total and not yes and not sure(text("discard-question", count=str(total), queues=_named(meant))):
            return
        with (
            Archive(path, why) as kept,
            _progress(text("discarding"), office, meant) as step,
        ):
            done = sum(office.discard(part.place, part.wanted, kept.keep, part.letters, step) for part in meant)
    typer.echo(text("discard-done", count=str(done), path=str(path)))


@dataclass(frozen=True)
class _Meant:
    """What is meant in one dead-letter queue."""

    place: str
    wanted: Filter
    #: How many letters of each work queue.
    counts: Mapping[str, int]

    @property
    def letters(self) -> int:
        return sum(self.counts.values())


def _places(office: DeadLetterOffice, given: list[str] | None) -> Places:
    """Where the letters of the queues given are, else everywhere that holds something. Raises Problem."""
    if given:
        return places(office, given)
    where = addresses()
    if where.management_url is None:
        raise Problem("dead-queues-unknown")
    counts = dead_queues(where.amqp_url, where.management_url)
    return {name: frozenset() for name, count in counts.items() if count}


def _meant(office: DeadLetterOffice, where: Places, wanted: Filter, limit: int | None) -> list[_Meant]:
    """How many letters are meant, nothing left out that has any."""
    meant: list[_Meant] = []
    for place, queues in where.items():
        left = None if limit is None else limit - sum(part.letters for part in meant)
        if left == 0:
            break
        here = replace(wanted, queues=queues)
        if counts := Counter(letter.queue for letter in office.look(place, here, left)):
            meant.append(_Meant(place, here, counts))
    return meant


def _named(meant: list[_Meant]) -> str:
    """``checkins.record: 2, checkins.members: 1``."""
    counts: Counter[str] = Counter()
    for part in meant:
        counts.update(part.counts)
    return ", ".join(f"{queue}: {count}" for queue, count in sorted(counts.items()))


@contextlib.contextmanager
def _progress(title: str, office: DeadLetterOffice, meant: list[_Meant]) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import Progress as Bar

    # On the other stream: what is said in the end can be piped.
    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=sum(office.count(part.place) for part in meant))
        yield lambda: bar.advance(task)
