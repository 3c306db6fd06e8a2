"""Replies in the language of the chat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bots.conversations.model import Args, Reply, State
from bots.engine.outcome import Rendered, RenderedChoice
from shared.i18n import catalogue, local_time


class Renderer:
    def __init__(self, default_locale: str, zone: str) -> None:
        self._default_locale = default_locale
        self._zone = zone

    def locale_of(self, state: State, hint: str | None) -> str:
        """What the chat chose, else the member's, else the channel's guess, else the default."""
        return state.locale or (state.member.locale if state.member else None) or hint or self._default_locale

    def text(self, locale: str, key: str, args: Args | None = None) -> str:
        shown = {
            name: local_time(value, self._zone) if isinstance(value, datetime) else value
            for name, value in (args or {}).items()
        }
        return catalogue("bots").text(locale, key, shown)

    def render(self, locale: str, replies: Iterable[Reply]) -> tuple[Rendered, ...]:
        return tuple(self._reply(locale, reply) for reply in replies)

    def _reply(self, locale: str, reply: Reply) -> Rendered:
        lines = [self.text(locale, reply.key, reply.args)]
        lines += [self.text(locale, line.key, line.args) for line in reply.lines]
        choices = tuple(
            RenderedChoice(self.text(locale, choice.key, choice.args), choice.data) for choice in reply.choices
        )
        return Rendered("\n".join(lines), choices, reply.photo, reply.mentions, reply.file)
