"""The language a browser asks for."""

from __future__ import annotations

from starlette.requests import Request

_OFFERED = {"zh": "zh-CN", "en": "en"}


def page_locale(request: Request) -> str | None:
    """The first offered language of Accept-Language (RFC 9110, 12.5.4); None if there is none."""
    ranked: list[tuple[float, int, str]] = []
    for position, part in enumerate(request.headers.get("accept-language", "")[:500].split(",")):
        name, _, quality = part.strip().partition(";q=")
        offered = _OFFERED.get(name.strip().lower().partition("-")[0])
        if offered is not None:
            ranked.append((-_quality(quality), position, offered))
    return min(ranked)[2] if ranked else None


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
