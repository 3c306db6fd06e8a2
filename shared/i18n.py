"""Message catalogues in Fluent (https://projectfluent.org), zh-CN first and en second.

A package keeps its catalogues beside its code: ``<package>/locales/<locale>/*.ftl``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from fluent.runtime import FluentBundle, FluentResource

LOCALES = ("zh-CN", "en")


class UnknownMessage(LookupError):
    """No catalogue of the package has this key in this locale."""


class Catalogue:
    """The messages of one package."""

    def __init__(self, package: str) -> None:
        self.package = package

    def text(self, locale: str, key: str, args: Mapping[str, Any] | None = None) -> str:
        """The message in a locale; in zh-CN if that one is not offered.

        Raises UnknownMessage, or ValueError for a missing argument.
        """
        # Read when it is asked for: a command speaks one language, and reading one takes longer than what it does.
        bundle = _bundle(self.package, locale if locale in LOCALES else LOCALES[0])
        if not bundle.has_message(key):
            raise UnknownMessage(f"{self.package}: no message {key!r} in {locale}")
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise UnknownMessage(f"{self.package}: message {key!r} in {locale} has attributes only")
        text, errors = bundle.format_pattern(pattern, dict(args or {}))
        if errors:
            raise ValueError(f"{self.package}: {key!r} in {locale}: {errors[0]}")
        return str(text)


@cache
def catalogue(package: str) -> Catalogue:
    return Catalogue(package)


def local_time(moment: datetime, zone: str, *, with_date: bool = True) -> str:
    """A moment as people in the zone read it: ``11-22 20:00``."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M" if with_date else "%H:%M")


@cache
def _bundle(package: str, locale: str) -> FluentBundle:
    bundle = FluentBundle([locale], use_isolating=False)
    folder = files(package) / "locales" / locale
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(entry.read_text(encoding="utf-8")))
    return bundle
