"""Hypothesis strategies from the JSON Schemas that pydantic writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any

from hypothesis import strategies as st

from shared.events import Payload

_MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),
    max_value=datetime(2100, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))]),
)


@cache  # Made anew for each example it is two thirds of the work.
def payloads(cls: type[Payload]) -> st.SearchStrategy[Payload]:
    """Every payload that the schema of the class allows; optional fields are sometimes left out."""
    schema = cls.model_json_schema()
    return _values(schema, schema.get("$defs", {})).map(cls.model_validate)


def _values(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return _values(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        return st.one_of([_values(option, definitions) for option in schema["anyOf"]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema["type"]
    if kind == "object":
        return _objects(schema, definitions)
    if kind == "array":
        return st.lists(_values(schema["items"], definitions), min_size=schema.get("minItems", 0), max_size=5)
    if kind == "string":
        return _strings(schema)
    if kind == "integer":
        return st.integers(schema.get("minimum", -(2**63)), schema.get("maximum", 2**63))
    if kind == "number":
        return st.floats(schema.get("minimum"), schema.get("maximum"), allow_nan=False, allow_infinity=False)
    return {"boolean": st.booleans(), "null": st.none()}[kind]


def _objects(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    properties = {name: _values(of, definitions) for name, of in schema.get("properties", {}).items()}
    required = set(schema.get("required", ()))
    return st.fixed_dictionaries(
        {name: of for name, of in properties.items() if name in required},
        optional={name: of for name, of in properties.items() if name not in required},
    )


def _strings(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if schema.get("format") == "date-time":
        return _MOMENTS.map(datetime.isoformat)
    if schema.get("format") == "date":
        return st.dates().map(date.isoformat)
    low, high = schema.get("minLength", 0), schema.get("maxLength", 200)
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].replace("$", r"\Z")).filter(lambda text: low <= len(text) <= high)
    # Lone surrogates cannot be written as UTF-8.
    return st.text(st.characters(exclude_categories=["Cs"]), min_size=low, max_size=high)
