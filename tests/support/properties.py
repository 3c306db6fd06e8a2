"""What hypothesis asks of every property. Import it before the tests are: they keep what holds when they are read.

By itself it takes an example of more than 200 ms, or slow drawing, for a fault: on a busy machine anything is slow.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

#: How many times as many examples as usual: `make chaos` looks longer than `make test`.
THOROUGH = int(os.environ.get("ZHIXING_TEST_THOROUGH") or 1)


def examples(count: int) -> int:
    """For ``max_examples``."""
    return count * THOROUGH


settings.register_profile(
    "unhurried", deadline=None, max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")
