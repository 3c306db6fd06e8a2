"""What a change of a published schema breaks.

Old and new processes run beside each other during an upgrade, and messages wait in queues and dead letters for days.
So a new schema must read every old message, and an old process must read every new one. Of all changes only one does
both: another optional field, which the old process ignores. Everything else is a new version beside the old one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

#: Words that tell a reader something and a validator nothing.
_REMARKS = frozenset({"title", "description", "examples", "deprecated", "$defs"})
_HANDLED = frozenset({"properties", "required", "items", "anyOf", "type", "enum", "const"})


def breaks(before: Schema, after: Schema) -> list[str]:
    """One sentence for each way in which ``after`` breaks ``before``; empty when it is compatible."""
    return list(_compare(_Side(before), _Side(after), before, after, ""))


class _Side:
    """One of the two documents, to look references up in."""

    def __init__(self, document: Schema) -> None:
        self._definitions: Schema = document.get("$defs", {})

    def resolve(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            target: Schema = self._definitions[schema["$ref"].rpartition("/")[2]]
            schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
        return schema


def _compare(old_side: _Side, new_side: _Side, before: Schema, after: Schema, path: str) -> Iterator[str]:
    before, after = old_side.resolve(before), new_side.resolve(after)
    where = path or "the message"
    old_type, new_type = _type(before), _type(after)
    if old_type != new_type:
        yield f"{where} was {old_type} and is now {new_type}"
        return
    yield from _values(before, after, where)
    yield from _properties(old_side, new_side, before, after, path)
    if "items" in before and "items" in after:
        yield from _compare(old_side, new_side, before["items"], after["items"], f"{path}[]")
    for old, new in zip(before.get("anyOf", ()), after.get("anyOf", ()), strict=True):
        yield from _compare(old_side, new_side, old, new, path)
    for word in sorted((before.keys() | after.keys()) - _REMARKS - _HANDLED):
        if before.get(word) != after.get(word):
            yield f"{where}: {word} was {before.get(word, 'not set')!r} and is now {after.get(word, 'not set')!r}"


def _type(schema: Schema) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if "$ref" in schema:
        return "object"
    kind = schema.get("type", "anything")
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)


def _values(before: Schema, after: Schema, where: str) -> Iterator[str]:
    old, new = _allowed(before), _allowed(after)
    if old == new:
        return
    if old is None or new is None:
        told = "any value" if old is None else ", ".join(map(str, old))
        yield f"{where} allowed {told} and now allows {'any value' if new is None else ', '.join(map(str, new))}"
        return
    for value in old:
        if value not in new:
            yield f"{where} no longer allows {value!r}, which messages on their way may hold"
    for value in new:
        if value not in old:
            yield f"{where} now allows {value!r}, which processes not yet upgraded refuse"


def _allowed(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    return schema.get("enum")


def _properties(old_side: _Side, new_side: _Side, before: Schema, after: Schema, path: str) -> Iterator[str]:
    old, new = before.get("properties", {}), after.get("properties", {})
    old_required, new_required = set(before.get("required", ())), set(after.get("required", ()))
    for name in old:
        where = f"{path}.{name}" if path else name
        if name not in new:
            yield f"{where} was removed"
            continue
        if name in new_required - old_required:
            yield f"{where} became required"
        if name in old_required - new_required:
            yield f"{where} became optional, but processes not yet upgraded require it"
        yield from _compare(old_side, new_side, old[name], new[name], where)
    for name in new:
        if name not in old and name in new_required:
            yield f"{f'{path}.{name}' if path else name} was added as required; give it a default"
