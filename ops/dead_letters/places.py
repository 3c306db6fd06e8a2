"""In which dead-letter queues the letters of a work queue lie."""

from __future__ import annotations

from collections.abc import Iterable

from ops.dead_letters.letter import Filter
from ops.dead_letters.office import DeadLetterOffice
from ops.texts import Problem
from shared.topology import DEAD_LETTER_SUFFIX, dead_letter_queue, former_dead_letter_queue

#: By dead-letter queue, the work queues whose letters are meant; empty: all letters that lie there.
Places = dict[str, frozenset[str]]


def places(office: DeadLetterOffice, names: Iterable[str]) -> Places:
    """Of work queues, or of dead-letter queues meant whole; those of older letters first. Raises Problem."""
    found: Places = {}
    for name in names:
        for place, queues in _of(office, name).items():
            whole = not queues or found.get(place) == frozenset()
            found[place] = frozenset() if whole else found.get(place, frozenset()) | queues
    return found


def _of(office: DeadLetterOffice, name: str) -> Places:
    work_queue = name.removesuffix(DEAD_LETTER_SUFFIX)
    if work_queue != name and not office.exists(work_queue) and office.exists(name):
        return {name: frozenset()}
    former, now = former_dead_letter_queue(work_queue), dead_letter_queue(work_queue).name
    found: Places = {}
    if office.exists(former):
        found[former] = frozenset()
    if office.exists(now) and (office.exists(work_queue) or _has_letters(office, now, work_queue)):
        found[now] = frozenset([work_queue])
    if not found:
        raise Problem("no-such-dead-queue", queue=name)
    return found


def _has_letters(office: DeadLetterOffice, dead_queue: str, work_queue: str) -> bool:
    """Letters outlive the queue that they come from."""
    return any(True for _ in office.look(dead_queue, Filter(queues=frozenset([work_queue])), 1))
