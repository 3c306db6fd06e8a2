"""Lanes: what a message is for decides when it may disturb and whether it can be turned off.

=========  =====================================================  ===========  ==============
lane       what                                                   quiet hours  can be turned off
=========  =====================================================  ===========  ==============
alert      an incident that waits for this person                 go out       no
outcome    the answer to something the member did, and its news   go out       no
shift      a shift that the member signed up to is near           go out       yes
reminder   a study task closes and the member has not checked in  hold         yes
=========  =====================================================  ===========  ==============

A reminder of a shift goes out in quiet hours because the member chose the shift and its hour.
"""

from __future__ import annotations

from services.notifications.model import Lane

_ALERTS = frozenset({"incident-alert", "incident-escalated", "incident-unanswered"})


def lane_of(key: str, *, answers: str | None) -> Lane:
    """The lane of a message of the catalogue that is told because of an event."""
    if answers is None and key in _ALERTS:
        return "alert"
    if answers is None and key == "shift-reminder":
        return "shift"
    return "outcome"
