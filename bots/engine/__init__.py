"""Runs one step of a conversation for any channel."""

from bots.engine.engine import Engine
from bots.engine.forgetting import forgetting
from bots.engine.outcome import Chat, NotAccepted, Outcome, Rendered, RenderedChoice

__all__ = ["Chat", "Engine", "NotAccepted", "Outcome", "Rendered", "RenderedChoice", "forgetting"]
