"""What people were promised, written down at the moment of the promise."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Commands are written down by their ids, when the broker has confirmed them."""

    #: Check-ins, and the chats they came from.
    confirmed: dict[str, str] = field(default_factory=dict)
    #: Those of ``confirmed`` that ask for a check-in which an earlier command asked for already.
    again: set[str] = field(default_factory=set)
    #: The members whose page said "received".
    received: set[str] = field(default_factory=set)
    #: Reports and acknowledgements, and the incidents that they are about.
    reports: dict[str, str] = field(default_factory=dict)
    acknowledgements: dict[str, str] = field(default_factory=dict)
    #: Published activities, and their one shift; sign-ups, and the shift that they are for.
    activities: dict[str, str] = field(default_factory=dict)
    sign_ups: dict[str, str] = field(default_factory=dict)
    #: Telegram chats whose person wrote and was answered.
    greeted: list[int] = field(default_factory=list)
    #: How often the console's page was opened, and how often its stream told of a change.
    opened: int = 0
    told: int = 0

    def on_the_page(self) -> set[str]:
        """Commands whose outcome is shown on the chat page; those of ``received`` are known by the member only."""
        return {*self.confirmed, *self.reports, *self.acknowledgements, *self.activities}

    def counts(self) -> dict[str, int]:
        """How much was promised so far, by those whom it was promised to."""
        return {
            "members": len(self.confirmed),
            "pages": len(self.received),
            "reporters": len(self.reports),
            "volunteers": len(self.sign_ups),
            "writers": len(self.greeted),
            "officers": self.opened,
            "watchers": self.told,
        }
