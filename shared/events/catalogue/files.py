"""The generated files, and what they should say."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import yaml

from shared.events.base import payload_classes
from shared.events.catalogue import queues
from shared.events.catalogue.asyncapi import document
from shared.events.catalogue.compatibility import breaks
from shared.events.catalogue.page import page
from shared.events.catalogue.schemas import golden
from shared.events.catalogue.subscriptions import Subscription
from shared.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
_GOLDEN = Path("tests/contract/golden")
_QUEUES = _GOLDEN / "queues.json"
_ELSEWHERE = ("kind", "publisher", "exchange", "routing_key")


def expected(known: list[Subscription]) -> dict[Path, str]:
    """By path in the checkout, the text of every generated file; ``known`` are all subscriptions."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    texts = {
        Path("docs/events.md"): page(known),
        Path("docs/asyncapi.yaml"): yaml.dump(
            document(version, known), Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110
        ),
        _QUEUES: _json(queues.table(known, Settings.model_construct())),
    }
    for cls in payload_classes():
        texts[_golden_path(cls.type)] = _json(golden(cls))
    return texts


def stale(texts: dict[Path, str]) -> list[Path]:
    """The files that do not say what they should."""
    return [path for path, text in texts.items() if _read(path) != text]


def broken_promises(texts: dict[Path, str]) -> list[str]:
    """A sentence for each way in which the code breaks what the committed golden files promise."""
    found = []
    for path in sorted((ROOT / _GOLDEN / "events").glob("*.json")):
        before = json.loads(path.read_text(encoding="utf-8"))
        text = texts.get(path.relative_to(ROOT))
        found += broken_by(before, json.loads(text) if text else None)
    if (ROOT / _QUEUES).exists():
        found += queues.changes(json.loads((ROOT / _QUEUES).read_text(encoding="utf-8")), json.loads(texts[_QUEUES]))
    return found


def broken_by(before: dict[str, Any], after: dict[str, Any] | None) -> list[str]:
    """The same for one golden schema; ``after`` is None when the message is no longer declared."""
    type_ = before["type"]
    if after is None:
        return [f"{type_} is no longer declared, but messages of it may still wait; keep its class"]
    moved = [
        f"{type_}: {key} was {before[key]!r} and is now {after[key]!r}"
        for key in _ELSEWHERE
        if before[key] != after[key]
    ]
    return moved + [f"{type_}: {sentence}" for sentence in breaks(before["data"], after["data"])]


def write(texts: dict[Path, str]) -> list[Path]:
    """Write what is stale and return it."""
    changed = stale(texts)
    for path in changed:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(texts[path], encoding="utf-8")
    return changed


def _golden_path(type_: str) -> Path:
    return _GOLDEN / "events" / f"{type_}.json"


def _read(path: Path) -> str | None:
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


class _PlainDumper(yaml.SafeDumper):
    """Anchors and aliases would be right, and unreadable."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
