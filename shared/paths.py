"""Paths of units such as ``/district/school/branch`` in queries; keys such as ``task/member`` are found alike."""

from __future__ import annotations

from typing import Any

Query = dict[str, Any]


def beginning_with(path: str) -> Query:
    """Of everything that begins with a path and a slash."""
    # "0" is the character after "/".
    return {"$gte": path + "/", "$lt": path + "0"}


def below(field: str, path: str) -> Query:
    return {field: beginning_with(path)}


def at_or_below(field: str, *paths: str) -> Query:
    """Of one of the paths, of which there is one at least, or below it."""
    return {"$or": [query for path in paths for query in ({field: path}, below(field, path))]}


def at_or_above(path: str) -> list[str]:
    """The path and those of all units above, the highest first."""
    parts = path.split("/")[1:]
    return ["/" + "/".join(parts[: index + 1]) for index in range(len(parts))]
