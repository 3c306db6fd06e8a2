"""Whatever a small district did, each shipped policy is judged as counting by hand judges it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.checkins.policies.defaults import defaults
from services.checkins.policies.model import Evaluation, Window, evaluate
from shared.events.policies import Policy
from tests.unit.services.checkins.policies.read import ReadFigures, Row, Session, SomeMember

NOVEMBER = Window(date(2026, 11, 1), date(2026, 11, 30))
TREE = {"d": ("district", "/d"), "s": ("school", "/d/s"), "b1": ("branch", "/d/s/b1"), "b2": ("branch", "/d/b2")}
HOMES = ("/d/s/b1", "/d/s/b1", "/d/s", "/d/b2", "/d/b2", "/d")
MEMBERS = tuple(
    SomeMember(f"m{number}", home, ("secretary",) if number % 3 == 0 else ()) for number, home in enumerate(HOMES)
)
THRESHOLDS = {key: Fraction(str(policy.threshold)) for key, policy in defaults().items()}


@st.composite
def sessions(draw: st.DrawFn, number: int) -> Session:
    day = draw(st.integers(1, 30))
    opened = draw(st.booleans())
    asked = draw(st.sets(st.sampled_from(MEMBERS)))
    rows = []
    for member in sorted(asked, key=lambda each: each.member_id):
        done = opened and draw(st.booleans())
        excused = draw(st.booleans())
        minutes = draw(st.sampled_from((0, 30, 120))) if done else 0
        rows.append(Row(member.member_id, member.unit_path, member.positions, excused, done, minutes))
    return Session(
        f"t{number}",
        "/d",
        draw(st.sampled_from(("online-course", "theme-day", "training"))),
        draw(st.sampled_from(((), ("party-spirit",), ("theory", "party-spirit")))),
        draw(st.sampled_from((90, 120))),
        date(2026, 11, day),
        date(2026, 11, draw(st.integers(day, 30))),
        opened,
        tuple(rows),
    )


def below(path: str, scope: str) -> bool:
    return f"{path}/".startswith(f"{scope}/")


def asked_of(policy: Policy, path: str, held: list[Session]) -> list[tuple[Session, list[Row]]]:
    """The sessions that count, with the rows that do; none without."""
    found = []
    for each in held:
        such = not policy.filter.kinds or each.kind in policy.filter.kinds
        such = such and each.credit_minutes >= policy.filter.least_minutes
        such = such and (not policy.filter.subjects or not set(policy.filter.subjects).isdisjoint(each.subjects))
        rows = [row for row in each.rows if below(row.unit_path, path) and (row.done or not row.excused)]
        rows = [row for row in rows if not policy.filter.positions or set(policy.filter.positions) & set(row.positions)]
        if such and rows:
            found.append((each, rows))
    return found


def by_hand(policy: Policy, path: str, held: list[Session]) -> tuple[int, int | None, set[str]]:
    """How many of how many, and who is missing."""
    found = asked_of(policy, path, held)
    opened = [(each, row) for each, rows in found if each.opened for row in rows]
    match policy.metric:
        case "sessions":
            return len({each.occurrence_id for each, row in opened if row.done}), None, set()
        case "participation":
            missing = {row.member_id for _, row in opened if not row.done}
            return sum(row.done for _, row in opened), len(opened), missing
        case "minutes-share":
            everything = policy.model_copy(
                update={"filter": policy.filter.model_copy(update={"subjects": [], "kinds": [], "least_minutes": 0})}
            )
            whole = [row for each, rows in asked_of(everything, path, held) if each.opened for row in rows]
            part = [row for _, row in opened]
            own = {row.member_id: sum(r.minutes for r in part if r.member_id == row.member_id) for row in whole}
            sums = {row.member_id: sum(r.minutes for r in whole if r.member_id == row.member_id) for row in whole}
            lacking = {key for key, minutes in sums.items() if own[key] < THRESHOLDS[policy.policy_id] * minutes}
            return sum(own.values()), sum(sums.values()), lacking
        case "member-coverage":
            wanted = {each.member_id for each in MEMBERS if set(each.positions) & set(policy.filter.positions)}
            wanted = {key for key in wanted if below(HOMES[int(key[1:])], path)}
            came = {row.member_id for _, row in opened if row.done} & wanted
            return len(came), len(wanted), wanted - came
        case "unit-coverage":
            branches = {key: at for key, (kind, at) in TREE.items() if kind == "branch" and below(at, path)}
            classes = policy.model_copy(update={"metric": "sessions"})
            reached = {key for key, at in branches.items() if by_hand(classes, at, held)[0]}
            return len(reached), len(branches), set(branches) - reached


def keeps(policy: Policy, numerator: int, denominator: int | None) -> bool:
    least = THRESHOLDS[policy.policy_id]
    return numerator >= least if denominator is None else numerator >= least * denominator


def forecast_holds(policy: Policy, found: Evaluation, held: list[Session], path: str, today: date) -> bool:
    """So many more make it, and one less does not."""
    whole = found.denominator
    if policy.metric == "participation" and found.state == "can-still":
        rows = [(each, row) for each, rows in asked_of(policy, path, held) for row in rows]
        room = [row for each, row in rows if each.opened and each.closes_on >= today and not row.done]
        if found.needed > len(room) or not keeps(policy, found.numerator + found.needed, whole):
            whole = len(rows)
            room = [row for each, row in rows if each.closes_on >= today and not row.done]
        if found.needed > len(room):
            return False

    def with_more(number: int) -> bool:
        grown = whole + number if policy.metric == "minutes-share" and whole is not None else whole
        return keeps(policy, found.numerator + number, grown)

    return with_more(found.needed) and not with_more(found.needed - 1)


@given(st.data(), st.integers(1, 30))
def test_each_shipped_policy_is_judged_as_by_hand(data: st.DataObject, day: int) -> None:
    held: list[Any] = [data.draw(sessions(number)) for number in range(data.draw(st.integers(0, 5)))]
    today = date(2026, 11, day)
    figures = ReadFigures(held, MEMBERS, TREE, today)
    for policy in defaults().values():
        for _, path in TREE.values():
            found = evaluate(policy, path, NOVEMBER, figures, today)
            numerator, denominator, missing = by_hand(policy, path, held)
            assert (found.numerator, found.denominator, set(found.missing)) == (numerator, denominator, missing)
            if denominator == 0:
                assert (found.state, found.by) == ("nothing-asked", None)
            else:
                assert (found.state == "met") == keeps(policy, numerator, denominator) == (found.needed == 0)
            assert (found.by is not None) == (found.state == "can-still")
            if found.needed:
                assert forecast_holds(policy, found, held, path, today), (policy.policy_id, path, found)
