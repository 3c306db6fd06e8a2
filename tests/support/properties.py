"""What hypothesis asks of every property. Import it before the tests are: they keep what holds when they are read.

By itself it takes an example of more than 200 ms, or slow drawing, for a fault: on a busy machine anything is slow.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
