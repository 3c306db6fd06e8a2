"""Evidence, make-ups and roll calls, as the conversations lead through them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bots.conversations import menu, photos, router
from bots.conversations.directory_facts import Pending
from bots.conversations.model import Button, Facts, Member, Needs, Photo, State, Step, Task, Text
from bots.conversations.sessions import PAGE
from bots.conversations.study_facts import (
    AskedQuestion,
    Called,
    Meeting,
    MissedTask,
    Proving,
    Roll,
    SpotCode,
    WaitingMakeUp,
)
from shared.events.attendance import CorrectCheckIn, DecideMakeUp, QuestionCheckIn, RequestMakeUp, RollCall
from shared.events.checkins import RecordCheckIn
from tests.unit.bots.fakes import PROFILE

NOW = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
MEMBER = Member.model_validate(PROFILE)
LINKED = State(member=MEMBER)
QUIZ = (
    AskedQuestion(text="What?", choices=("this", "that")),
    AskedQuestion(text="Who?", choices=("you", "me", "both")),
)


def ask(state: State, incoming: str | Button, **facts: Any) -> Step:
    said = Text(incoming) if isinstance(incoming, str) else incoming
    return router.step(state, said, Facts("chat-1", **facts), NOW)


def key(step: Step) -> str:
    return step.replies[-1].key


def data(step: Step) -> list[str]:
    return [choice.data for reply in step.replies for choice in reply.choices]


def sent(step: Step) -> Any:
    [command] = step.commands
    return command.payload


def a_task(**fields: Any) -> Task:
    times = {"opens_at": NOW, "closes_at": NOW + timedelta(hours=1)}
    return Task.model_validate({"occurrence_id": "t1", "title": "Theme day", "state": "open", **times, **fields})


def checking_in(said: str = "打卡", **fields: Any) -> Step:
    return ask(LINKED, said, profile=MEMBER, tasks=(a_task(**fields),))


def test_a_task_that_asks_for_nothing_is_one_message() -> None:
    command = sent(checking_in("打卡 学完了"))
    assert command == RecordCheckIn(occurrence_id="t1", member_id=MEMBER.member_id, chat_id="chat-1", note="学完了")


@pytest.mark.parametrize("answer", ["90", "９０ 分钟", "学了90分钟", Button("pr:m:90")])
def test_minutes_are_tapped_or_typed(answer: str | Button) -> None:
    asked = checking_in(evidence="minutes", least=60)
    assert key(asked) == "proof-minutes"
    assert data(asked) == ["pr:m:60", "pr:m:90", "pr:m:120", "pr:m:180", "pr:no"]
    command = sent(ask(asked.state, answer))
    assert (command.minutes, command.occurrence_id) == (90, "t1")


@pytest.mark.parametrize(("answer", "reply"), [("59", "proof-minutes-too-few"), ("long", "proof-minutes-again")])
def test_minutes_that_will_not_do_are_asked_for_again(answer: str, reply: str) -> None:
    again = ask(checking_in(evidence="minutes", least=60).state, answer)
    assert (key(again), again.commands) == (reply, ())
    assert sent(ask(again.state, "60")).minutes == 60


def test_a_note_that_came_along_is_not_asked_for_again() -> None:
    assert sent(checking_in("打卡 今天学了很多", evidence="note", least=6)).note == "今天学了很多"
    asked = checking_in("打卡 短", evidence="note", least=6)
    assert key(asked) == "proof-note"
    again = ask(asked.state, "还是短")
    assert again.replies[-1].args == {"least": 6, "given": 3}
    assert sent(ask(again.state, "这一次够长了吧")).note == "这一次够长了吧"


def test_a_photo_that_is_asked_for_checks_in() -> None:
    asked = checking_in(evidence="photo")
    assert key(asked) == "proof-photo"
    assert photos.is_expected(asked.state)
    step = router.step(asked.state, Photo("photo-1"), Facts("chat-1"), NOW)
    assert sent(step).photo_ids == ["photo-1"]
    assert not photos.is_expected(step.state)


@pytest.mark.parametrize("code", ["123456", "１２３ ４５６", " 123-456 "])
def test_the_code_is_taken_however_it_is_written(code: str) -> None:
    asked = checking_in(evidence="attendance-code")
    assert sent(ask(asked.state, code)).code == "123456"


def test_what_cannot_be_a_code_is_asked_for_again() -> None:
    assert key(ask(checking_in(evidence="attendance-code").state, "12345")) == "proof-code-again"


def test_a_quiz_goes_question_by_question() -> None:
    first = checking_in(evidence="quiz", least=1, questions=QUIZ)
    assert [data(first), first.replies[-1].args["number"]] == [["pr:q:0:0", "pr:q:0:1", "pr:no"], 1]
    second = ask(first.state, Button("pr:q:0:1"))
    assert second.replies[-1].args["text"] == "Who?"
    assert ask(second.state, Button("pr:q:0:0")).state == second.state, "an earlier question's button takes nothing"
    assert sent(ask(second.state, "c")).answers == [1, 2]


MANY = (AskedQuestion(text="Which?", choices=("this", "that", "both"), several=True), QUIZ[0])


def taps(step: Step, *buttons: str) -> Step:
    for each in buttons:
        assert each in data(step)
        step = ask(step.state, Button(each))
    return step


def test_of_a_question_with_several_right_choices_all_are_marked_before_it_is_done() -> None:
    first = checking_in(evidence="quiz", least=1, questions=MANY)
    assert (key(first), data(first)) == ("proof-quiz-several", ["pr:q:0:0", "pr:q:0:1", "pr:q:0:2", "pr:no"])
    marked = taps(first, "pr:q:0:2", "pr:q:0:1", "pr:q:0:0", "pr:q:0:1:off")
    assert (key(marked), marked.replies[-1].args["letters"]) == ("proof-quiz-marked", "AC")
    assert data(marked) == ["pr:q:0:0:off", "pr:q:0:1", "pr:q:0:2:off", "pr:q:0:done", "pr:no"]
    assert [choice.key for choice in marked.replies[-1].choices[:2]] == [
        "choice-proof-answer-marked",
        "choice-proof-answer",
    ]
    again = ask(marked.state, Button("pr:q:0:2"))
    assert again.state == marked.state, "tapped twice it is marked once"
    second = taps(marked, "pr:q:0:done")
    assert second.replies[-1].args["text"] == "What?"
    command = sent(taps(second, "pr:q:1:1"))
    assert (command.answers, command.chosen) == (None, [[0, 2], [1]])


@pytest.mark.parametrize("said", ["AC", "c a", "a\u3001c", "\uff21\uff23", "A, C."])
def test_several_letters_are_the_whole_answer(said: str) -> None:
    first = checking_in(evidence="quiz", least=1, questions=MANY)
    second = ask(first.state, said)
    assert (second.replies[-1].args["text"], ask(second.state, "ab").state) == ("What?", second.state)
    assert sent(ask(second.state, "b")).chosen == [[0, 2], [1]]


@pytest.mark.parametrize("said", ["AD", "both", "", Button("pr:q:0:done"), Button("pr:q:1:0"), Button("pr:q:0:7")])
def test_what_is_no_answer_asks_the_question_again(said: str | Button) -> None:
    first = checking_in(evidence="quiz", least=1, questions=MANY)
    step = ask(first.state, said)
    assert (key(step), step.state, step.commands) == ("proof-quiz-several", first.state, ())


def test_a_check_in_that_was_begun_before_questions_asked_for_several_is_finished_as_it_was() -> None:
    begun = Proving.model_validate(
        {
            "occurrence_id": "t1",
            "title": "Course",
            "evidence": "quiz",
            "questions": [{"text": each.text, "choices": each.choices} for each in QUIZ],
            "answers": [1],
        }
    )
    command = sent(ask(LINKED.but(proving=begun, waiting="proof"), "c"))
    assert (command.answers, command.chosen) == ([1, 2], None)


@pytest.mark.parametrize("long", ["x" * 37, "\u515a" * 19])
def test_choices_too_long_for_buttons_stand_in_the_text_with_their_letters(long: str) -> None:
    asked = checking_in(evidence="quiz", least=1, questions=(AskedQuestion(text="Why?", choices=("so", long)),))
    reply = asked.replies[-1]
    assert [(line.key, line.args) for line in reply.lines] == [
        ("choice-proof-answer", {"letter": "A", "text": "so"}),
        ("choice-proof-answer", {"letter": "B", "text": long}),
    ]
    assert [(choice.key, choice.data) for choice in reply.choices[:2]] == [
        ("choice-proof-letter", "pr:q:0:0"),
        ("choice-proof-letter", "pr:q:0:1"),
    ]
    assert sent(ask(asked.state, "B")).answers == [1]
    fits = checking_in(evidence="quiz", questions=(AskedQuestion(text="Why?", choices=("so", long[:-1])),)).replies[-1]
    assert (fits.lines, fits.choices[0].key) == ((), "choice-proof-answer")


def test_whoever_wants_something_else_is_not_held_to_the_evidence() -> None:
    asked = checking_in(evidence="note", least=6)
    step = ask(asked.state, "任务", profile=MEMBER)
    assert (key(step), step.state.proving) == ("tasks-none", None)
    left = ask(asked.state, "取消")
    assert (key(left), left.state.proving) == ("proof-left", None)
    assert key(ask(left.state, Button("pr:m:90"))) == "proof-over"


def test_a_tap_in_the_list_asks_for_the_evidence_though_no_service_answers() -> None:
    listed = ask(LINKED, "任务", profile=MEMBER, tasks=(a_task(evidence="minutes", least=30),))
    assert router.needs(listed.state, Button("ci:t1")) == Needs()
    assert key(ask(listed.state, Button("ci:t1"))) == "proof-minutes"


MISSED = MissedTask(occurrence_id="t1", title="Theme day", closed_at=NOW, until=NOW + timedelta(days=7))


def test_a_missed_task_is_made_up_with_a_reason() -> None:
    assert router.needs(LINKED, Text("补卡")) == Needs(profile=True, missed=True)
    waiting = MISSED.but(occurrence_id="t2", requested=True)
    listed = ask(LINKED, "补卡", profile=MEMBER, missed=(MISSED, waiting))
    assert data(listed) == ["mu:t1", menu.TASKS.data]
    why = ask(listed.state, Button("mu:t1"))
    assert key(why) == "make-up-why"
    command = sent(ask(why.state, "出差了"))
    assert isinstance(command, RequestMakeUp)
    assert (command.occurrence_id, command.reason, command.chat_id) == ("t1", "出差了", "chat-1")
    assert sent(ask(why.state, "出差了")) == command, "the same however often it is handled"


def test_a_make_up_can_be_left() -> None:
    listed = ask(LINKED, "补卡", profile=MEMBER, missed=(MISSED,))
    why = ask(listed.state, Button("mu:t1"))
    for no in ("取消", Button("mu!no")):
        assert key(ask(why.state, no)) == "make-up-left"
    assert key(ask(LINKED, Button("mu:t1"))) == "make-up-again"
    assert key(ask(why.state, "x" * 501)) == "make-up-reason-too-long"
    assert key(ask(LINKED, "补卡", profile=MEMBER)) == "make-up-none"


def test_the_secretary_decides_make_ups_beside_leaves() -> None:
    asked = WaitingMakeUp(make_up_id="u1", member_id="m2", task_title="Theme day", reason="was ill", name="Li")
    listed = ask(LINKED, "待办", profile=MEMBER, pending=Pending(), make_ups=(asked,))
    assert data(listed) == ["dec:mu+:u1", "dec:mu-:u1"]
    assert listed.replies[-1].mentions == ("m2",)
    yes = sent(ask(LINKED, Button("dec:mu+:u1")))
    assert (yes.make_up_id, yes.accepted, yes.actor_id) == ("u1", True, MEMBER.member_id)
    why = ask(LINKED, Button("dec:mu-:u1"))
    assert key(why) == "make-up-why-not"
    no = sent(ask(why.state, "没有证明"))
    assert isinstance(no, DecideMakeUp)
    assert (no.accepted, no.why) == (False, "没有证明")


def a_roll(count: int = 3, **states: str) -> Roll:
    names = [f"m{number}" for number in range(1, count + 1)]
    members = tuple(
        Called.model_validate(
            {"member_id": name, "unit_path": "/d/b", "state": states.get(name, "missing"), "name": f"name-{name}"}
        )
        for name in names
    )
    return Roll(title="Meeting", members=members)


def opened(roll: Roll, evidence: str = "none") -> Step:
    meeting = Meeting.model_validate({"occurrence_id": "t1", "title": "Meeting", "opens_at": NOW, "evidence": evidence})
    listed = ask(LINKED, "点名", profile=MEMBER, rolls=(meeting,))
    tap = Button(data(listed)[0])
    assert router.needs(listed.state, tap) == Needs(profile=True, roll="t1")
    return ask(listed.state, tap, roll=roll)


def toggles(step: Step) -> list[str]:
    return [each for each in data(step) if each.startswith("rc:m:")]


def test_a_roll_is_ticked_by_number_and_submitted_at_once() -> None:
    roll = a_roll(m2="done")
    step = opened(roll)
    assert [line.args["number"] for line in step.replies[-1].lines] == [1, 2, 3]
    assert len(toggles(step)) == 2, "whoever has checked in needs no tick"
    assert step.replies[-1].mentions == ("m1", "m2", "m3")
    first, third = toggles(step)
    assert router.needs(step.state, Button(first)) == Needs(profile=True, roll="t1")
    for tap in (first, third, first):
        step = ask(step.state, Button(tap), roll=roll)
    command = sent(ask(step.state, Button("rc:ok"), roll=roll))
    assert command == RollCall(occurrence_id="t1", present=["m3"], actor_id=MEMBER.member_id, chat_id="chat-1")


def test_everybody_can_be_ticked_and_unticked_at_once() -> None:
    roll = a_roll(m1="excused")
    step = ask(opened(roll).state, Button("rc:all"), roll=roll)
    assert step.state.calling is not None
    assert step.state.calling.present == ("m2", "m3")
    step = ask(step.state, Button("rc:all"), roll=roll)
    nobody = ask(step.state, Button("rc:ok"), roll=roll)
    assert ([reply.key for reply in nobody.replies], nobody.commands) == (["roll-nobody", "roll-list"], ())


def test_a_long_roll_is_paged_and_keeps_its_ticks() -> None:
    roll = a_roll(PAGE + 2)
    step = opened(roll)
    assert (len(toggles(step)), "rc:p:1" in data(step), "rc:p:0" in data(step)) == (PAGE, True, False)
    step = ask(step.state, Button(toggles(step)[0]), roll=roll)
    step = ask(step.state, Button("rc:p:1"), roll=roll)
    assert [line.args["number"] for line in step.replies[-1].lines] == [PAGE + 1, PAGE + 2]
    step = ask(step.state, Button(toggles(step)[1]), roll=roll)
    assert sent(ask(step.state, Button("rc:ok"), roll=roll)).present == ["m1", f"m{PAGE + 2}"]
    assert step.state.calling is not None
    assert "name-m1" not in step.state.model_dump_json(), "names are not kept"


def test_a_roll_that_was_left_is_over() -> None:
    step = ask(opened(a_roll()).state, Button("rc:no"))
    assert (key(step), step.state.calling) == ("roll-left", None)
    assert key(ask(step.state, Button("rc:ok"))) == "roll-again"
    assert key(ask(LINKED, "点名", profile=MEMBER)) == "roll-none"


def test_the_code_of_a_meeting_is_shown_on_the_spot() -> None:
    meeting = Meeting(occurrence_id="t1", title="Meeting", opens_at=NOW, evidence="attendance-code")
    listed = ask(LINKED, "签到码", profile=MEMBER, rolls=(meeting,))
    tap = Button(data(listed)[1])
    assert router.needs(listed.state, tap) == Needs(profile=True, spot_code="t1")
    code = SpotCode(outcome="shown", title="Meeting", code="123456", expires_at=NOW, next="654321")
    shown = ask(listed.state, tap, spot_code=code)
    assert (key(shown), shown.replies[-1].args["code"]) == ("roll-code", "123456")
    assert key(ask(listed.state, tap, spot_code=SpotCode(outcome="closed"))) == "roll-code-closed"


ROLES = ("member", "school-admin", "secretary", "district-admin")
SECRETARY = State(member=Member.model_validate({**PROFILE, "roles": ["member", "secretary"]}))


def looked_into(count: int = 2) -> tuple[Roll, Step]:
    """The names of a session's check-ins, shown to a secretary."""
    done = [
        Called(member_id=f"m{n}", unit_path="/d/b", state="done", name=f"Name {n}", version=n + 1)
        for n in range(1, count + 1)
    ]
    missing = Called(member_id="m0", unit_path="/d/b", state="missing", name="Name 0")
    roll = Roll(title="Theme day", members=(missing, *done))
    assert router.needs(SECRETARY, Text("核对打卡")) == Needs(profile=True, rolls=True)
    meeting = Meeting(occurrence_id="t1", title="Theme day", opens_at=NOW)
    listed = ask(SECRETARY, "核对打卡", profile=SECRETARY.member, rolls=(meeting,))
    [button] = data(listed)
    assert router.needs(listed.state, Button(button)) == Needs(profile=True, roll="t1")
    return roll, ask(listed.state, Button(button), profile=SECRETARY.member, roll=roll)


def chosen_second() -> Step:
    roll, names = looked_into()
    second = data(names)[1]
    assert router.needs(names.state, Button(second)) == Needs(profile=True, roll="t1")
    return ask(names.state, Button(second), profile=SECRETARY.member, roll=roll)


def test_those_who_checked_in_are_listed_by_number_and_nobody_else() -> None:
    _, names = looked_into(PAGE + 1)
    [reply] = names.replies
    assert (reply.key, reply.args["count"], len(reply.lines)) == ("correct-list", PAGE + 1, PAGE)
    assert reply.mentions == tuple(f"m{n}" for n in range(1, PAGE + 1))
    assert data(names)[-2:] == ["co:p:1", "co:no"]
    assert all("Name" not in str(choice.args) for choice in reply.choices)


@pytest.mark.parametrize(("tapped", "payload"), [("co:q", QuestionCheckIn), ("co:b", CorrectCheckIn)])
def test_a_check_in_is_questioned_or_taken_back_with_the_reason_and_the_version_shown(
    tapped: str, payload: type[QuestionCheckIn] | type[CorrectCheckIn]
) -> None:
    chosen = chosen_second()
    assert data(chosen) == ["co:q", "co:b", "co:no"]
    asked = ask(chosen.state, Button(tapped))
    assert (asked.commands, asked.state.waiting) == ((), "correcting")
    step = ask(asked.state, " 当时在外地 ")
    about: dict[str, Any] = {"occurrence_id": "t1", "member_id": "m2", "version": 3, "reason": "当时在外地"}
    given = {"counts": False} if payload is CorrectCheckIn else {}
    actor = {"actor_id": MEMBER.member_id, "chat_id": "chat-1"}
    assert sent(step) == payload.model_validate({**about, **given, **actor})
    assert (step.state.correcting, step.state.waiting) == (None, None)


@pytest.mark.parametrize(
    ("said", "reply"), [("不", "correct-left"), ("长" * 501, "correct-why-too-long"), (Button("co:no"), "correct-left")]
)
def test_without_a_reason_that_can_be_told_a_check_in_stays_as_it_is(said: str | Button, reply: str) -> None:
    asked = ask(chosen_second().state, Button("co:b"))
    step = ask(asked.state, said)
    assert (key(step), step.commands) == (reply, ())


def test_old_buttons_of_a_check_in_that_was_looked_into_change_nothing() -> None:
    for tapped in ("co:q", "co:b", "co:m:0123456789abcdef", "co:t:gone"):
        step = ask(SECRETARY, Button(tapped), profile=SECRETARY.member)
        assert (key(step), step.commands) == ("correct-again", ())


def test_other_words_leave_the_reason_unsaid() -> None:
    asked = ask(chosen_second().state, Button("co:b"))
    step = ask(asked.state, Button("help"))
    assert (step.state.waiting, step.state.correcting, step.commands) == (None, None, ())
    nothing = ask(SECRETARY, "核对打卡", profile=SECRETARY.member)
    assert key(nothing) == "correct-none"


def test_help_offers_to_look_into_check_ins_to_those_who_may() -> None:
    asked = [ask(LINKED.but(member=MEMBER.model_copy(update={"roles": (role,)})), "help") for role in ROLES]
    assert [menu.CORRECT.data in data(step) for step in asked] == [False, False, True, True]
