"""What it costs to know who acts and whether they may: ``python -m bench.access``. Microseconds, one core."""

from __future__ import annotations

import sys
import timeit

from shared.access.actor import Actor, Keys, for_message
from shared.access.permission import Self
from shared.access.policy import Grant, may

_RING = Keys.parse("new:" + "0b" * 32 + ",old:" + "0a" * 32)
_ACTOR = Actor("m-0123456789", "telegram", "3f0d7a52-7f5e-4a5e-9b7e-0a64a3f2b1c9")
_GOOD_FOR = for_message("0f6f3a52-7f5e-4a5e-9b7e-0a64a3f2b1c9")
_GRANTS = (
    Grant("member", "/district/school-17/branch-3"),
    Grant("secretary", "/district/school-17/branch-3"),
    Grant("duty-officer", "/district/school-17"),
    Grant("auditor", "/district/school-4"),
)


def main() -> None:
    token = _RING.sign(_ACTOR, _GOOD_FOR)
    given = {"member_id": _ACTOR.id}
    measured = {
        "sign": lambda: _RING.sign(_ACTOR, _GOOD_FOR),
        "verify": lambda: _RING.verify(token, _GOOD_FOR, max_age=3600),
        "admit (Self)": lambda: Self("member_id").admit(_ACTOR, given),
        "may, 4 grants": lambda: may(_GRANTS, "see-missing", "/district/school-4/branch-9/group-2"),
    }
    for name, call in measured.items():
        # The best of several: what else the machine does makes it slower and never faster.
        best = min(timeit.repeat(call, number=20, repeat=400)) / 20 * 1e6
        sys.stdout.write(f"{name:<16}{best:8.2f}\n")
    sys.stdout.write(f"{'token, bytes':<16}{len(token):8d}\n")


if __name__ == "__main__":
    main()
