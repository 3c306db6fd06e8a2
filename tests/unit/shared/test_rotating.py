from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from shared import rotating as codes

#: RFC 4226, appendix D, and RFC 6238, appendix B.
SECRET = b"12345678901234567890"
RFC_4226 = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489")
RFC_6238 = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}

AT = datetime(2026, 11, 22, 4, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(("step", "code"), list(enumerate(RFC_4226)))
def test_the_codes_are_those_of_rfc_4226(step: int, code: str) -> None:
    assert codes.code_for(SECRET, step) == code


@pytest.mark.parametrize(("seconds", "code"), RFC_6238.items())
def test_the_steps_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert TOTP(SECRET, 8, SHA1(), codes.STEP_SECONDS).generate(seconds).decode() == code  # noqa: S303
    # The RFC's vectors have eight digits; of the same number six are shown here.
    step = codes.step_at(datetime.fromtimestamp(seconds, UTC))
    assert codes.code_for(SECRET, step) == code[-6:]


def test_a_code_is_accepted_for_one_step_before_and_after_its_own() -> None:
    step = codes.step_at(AT)
    for offset in (-1, 0, 1):
        code = codes.code_for(SECRET, step + offset)
        assert codes.check(SECRET, code, AT) == step + offset
    assert codes.check(SECRET, codes.code_for(SECRET, step + 2), AT) == "wrong-code"


def test_a_code_that_was_forwarded_is_told_to_have_expired() -> None:
    shown = codes.code_for(SECRET, codes.step_at(AT))
    for later in (timedelta(seconds=60), timedelta(minutes=10), timedelta(minutes=59)):
        assert codes.check(SECRET, shown, AT + later) == "expired-code"


def test_a_code_of_another_shift_is_wrong() -> None:
    other = codes.new_secret()
    assert len(other) == 20
    assert codes.check(SECRET, codes.code_for(other, codes.step_at(AT)), AT) == "wrong-code"


def test_a_code_ends_when_the_next_begins() -> None:
    step = codes.step_at(AT)
    assert codes.ends_at(step) == datetime(2026, 11, 22, 4, 0, 30, tzinfo=UTC)
    assert codes.step_at(codes.ends_at(step)) == step + 1
