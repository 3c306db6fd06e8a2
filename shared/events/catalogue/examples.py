"""An example of a message, made from its schema: always the same, and always valid.

A field whose constraint the schema cannot tell names an example itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.events.base import Payload

_MOMENT = "2026-11-22T12:00:00Z"


def example(payload: type[Payload]) -> Payload:
    """Optional fields are filled too. Raises pydantic.ValidationError for a constraint that this does not know."""
    schema = payload.model_json_schema()
    return payload.model_validate(_value(schema, schema.get("$defs", {}), payload.type))


def _value(schema: Mapping[str, Any], definitions: Mapping[str, Any], name: str) -> Any:
    if "$ref" in schema:
        return _value(definitions[schema["$ref"].rpartition("/")[2]], definitions, name)
    if "examples" in schema:
        return schema["examples"][0]
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], definitions, name)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {field: _value(of, definitions, field) for field, of in schema.get("properties", {}).items()}
    if kind == "array":
        return [_value(schema["items"], definitions, name)]
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if kind == "boolean":
        return True
    if kind == "string":
        return _string(schema, name)
    return None


def _string(schema: Mapping[str, Any], name: str) -> str:
    if schema.get("format") == "date-time":
        return _MOMENT
    if schema.get("format") == "date":
        return _MOMENT[:10]
    if name.endswith("_path") or name == "path":
        return "/district/school-1/branch-2"
    words = name.removesuffix("_id").replace("_", "-") + ("-1" if name.endswith("_id") else "")
    return words[: schema.get("maxLength", len(words))]
