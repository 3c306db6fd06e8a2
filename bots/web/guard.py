"""What this page's responses carry beside those of every page, and where its requests come from."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from starlette.requests import Request

from shared.aio import guard

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    **guard.HEADERS,
}


def network_of(request: Request) -> str:
    """Where a request comes from; of IPv6 the /64, for a single line has all of that."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
