"""The text rules: length, parse modes, inline keyboards."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from tests.support.botapi.errors import ApiError, bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_DATA = 64

_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler"}
_TAGS |= {"a", "code", "pre", "blockquote", "tg-emoji"}
_RESERVED = set("_*[]()~`>#+-=|{}.!")


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise _unparsable(f'Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise _unparsable(f'Unmatched end tag, found "</{tag}>"')

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed_text(text: str, parse_mode: str | None, *, limit: int = MAX_TEXT) -> str:
    """The text as shown. Raises what the Bot API says to an empty, a too long or an unparsable one.

    Length is counted in UTF-16 units, the stricter of the ways that are told of.
    """
    shown = _parsed(text, parse_mode)
    if not shown.strip():
        raise bad_request("message text is empty")
    if len(shown.encode("utf-16-le")) // 2 > limit:
        raise bad_request("message is too long" if limit == MAX_TEXT else "message caption is too long")
    return shown


def checked_keyboard(markup: Any) -> dict[str, Any] | None:
    """The ``reply_markup`` of a message, or None for an empty inline keyboard."""
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if not button.get("text"):
                raise _bad_button('Field "text" must be of type String')
            data = button.get("callback_data")
            if data is None and "url" not in button:
                raise _bad_button("Text buttons are unallowed in the inline keyboard")
            if data is not None and not 1 <= len(data.encode()) <= MAX_CALLBACK_DATA:
                raise bad_request("BUTTON_DATA_INVALID")
    return None if markup.get("inline_keyboard") == [] else markup


def _parsed(text: str, parse_mode: str | None) -> str:
    mode = (parse_mode or "").lower()
    if not mode:
        return text
    if mode == "html":
        parser = _Html()
        parser.feed(text)
        parser.close()
        if parser.open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{parser.open[-1]}"')
        return "".join(parser.text)
    if mode in ("markdown", "markdownv2"):
        return _markdown(text, strict=mode == "markdownv2")
    raise bad_request("unsupported parse_mode")


def _markdown(text: str, *, strict: bool) -> str:
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    shown: list[str] = []
    opened: list[str] = []
    position = 0
    while position < len(bare):
        char = bare[position]
        if char == "\\" and position + 1 < len(bare):
            shown.append(bare[position + 1])
            position += 2
            continue
        if char in "*_~`|" and (strict or char in "*_`"):
            if opened and opened[-1] == char:
                opened.pop()
            else:
                opened.append(char)
        elif strict and char in _RESERVED:
            raise _unparsable(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
        else:
            shown.append(char)
        position += 1
    if opened:
        raise _unparsable("Can't find end of the entity")
    return "".join(shown)


def _bad_button(why: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {why}")


def _unparsable(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")
