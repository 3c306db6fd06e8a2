from __future__ import annotations

import re
import string
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.conversations import menu, router
from bots.conversations.linking import parse_code
from bots.conversations.model import (
    MAX_DATA_BYTES,
    Button,
    Choice,
    Facts,
    Linked,
    Member,
    Needs,
    Standing,
    State,
    Step,
    Task,
    Text,
)
from bots.conversations.tasks import reference
from bots.conversations.words import words
from shared.codes import ALPHABET
from shared.events.checkins import RecordCheckIn
from tests.unit.bots.fakes import PROFILE, task

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
MEMBER = Member.model_validate(PROFILE)
STRANGER = State()
LINKED = State(member=MEMBER)


def ask(state: State, incoming: str | Button, **facts: Any) -> Step:
    said = Text(incoming) if isinstance(incoming, str) else incoming
    return router.step(state, said, Facts("chat-1", **facts), NOW)


def keys(step: Step) -> list[str]:
    return [reply.key for reply in step.replies]


def tasks(*states: str) -> tuple[Task, ...]:
    return tuple(Task.model_validate(task(f"o{n}", state)) for n, state in enumerate(states, start=1))


def sent(step: Step) -> RecordCheckIn:
    [command] = step.commands
    assert isinstance(command.payload, RecordCheckIn)
    return command.payload


# --- linking


@pytest.mark.parametrize(
    "text",
    [
        "7K3M-9QXD",
        "7k3m9qxd",
        "7K3M 9QXD",
        " 7 K 3 M 9 Q X D ",
        "７Ｋ３Ｍ－９ＱＸＤ",
        "绑定 7K3M-9QXD",
        "绑定：7k3m9qxd",
        "绑定码 7k3m 9qxd",
        "link 7K3M9QXD",
        "LINK: 7K3M-9QXD",
        "/start 7K3M9QXD",
        "/start@zhixing_bot 7K3M9QXD",
        "\u200b7K3M9QXD\u200b",
    ],
)
def test_a_code_is_understood_however_it_is_written(text: str) -> None:
    assert parse_code(text) == "7K3M9QXD"


@pytest.mark.parametrize(
    "text",
    ["7K3M9QX", "7K3M9QXDA", "绑定", "7K3M9QXD 元", "13800138", "打卡 7K3M9QXD", "", "tomorrow", "一二三四"],
)
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert parse_code(text) is None


@given(st.text(alphabet=ALPHABET, min_size=6, max_size=6).map(lambda rest: f"A{rest}7"), st.data())
def test_spaces_widths_and_a_leading_word_never_change_a_code(code: str, data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.sampled_from(["", " ", "\u3000", "-", "  "]), min_size=7, max_size=7))
    wide = data.draw(st.booleans())
    signs = [chr(ord(sign) + 0xFEE0) if wide else sign for sign in code]
    written = "".join(sign + gap for sign, gap in zip(signs, [*gaps, ""], strict=True))
    word = data.draw(st.sampled_from(["", "绑定 ", "绑定：", "link ", "/start "]))
    assert parse_code(word + written) == code


@given(st.text(max_size=60))
def test_any_text_is_answered_and_a_code_is_always_eight_characters(text: str) -> None:
    code = parse_code(text)
    assert code is None or (len(code) == 8 and set(code) <= set(ALPHABET))
    for state in (STRANGER, LINKED, LINKED.but(waiting="unlinking"), LINKED.but(waiting="checkin", note="x")):
        needs = router.needs(state, Text(text))
        facts: dict[str, Any] = {}
        if needs.profile and state.member:
            facts["profile"] = MEMBER
        if needs.standing:
            facts["standing"] = Standing(streak_days=0, month_checkins=0, month_minutes=0)
        assert ask(state, text, **facts).replies


@given(st.text(min_size=1, max_size=64))
def test_any_button_data_is_answered(data: str) -> None:
    for state in (STRANGER, LINKED):
        assert ask(state, Button(data), profile=state.member).replies


def test_a_stranger_is_welcomed_and_asked_for_the_code() -> None:
    step = ask(STRANGER, "你好")
    assert keys(step) == ["welcome"]
    assert step.state == STRANGER


def beginnings() -> list[Text | Button]:
    """Every word and every button that any conversation begins or goes on with."""
    chinese = files("bots") / "locales" / "zh-CN"
    texts = [entry.read_text(encoding="utf-8") for entry in chinese.iterdir()]
    topics = [topic for text in texts for topic in re.findall(r"^words-([a-z-]+) =", text, re.MULTILINE)]
    said = [Text(f"{word}{more}") for topic in topics for word in words(topic) for more in ("", " x", " 482913001")]
    buttons = [choice.data for choice in vars(menu).values() if isinstance(choice, Choice)]
    prefixes = [getattr(each, "PREFIX", "") for each in router.CONVERSATIONS] + ["unlink:yes", "unlink:no"]
    return [*said, *(Button(data) for data in buttons), *(Button(f"{prefix}x:y") for prefix in prefixes)]


def test_whatever_conversation_a_stranger_begins_only_linking_help_and_language_answer() -> None:
    allowed = re.compile("welcome|help-stranger|link-how|link-not-a-code|language-(ask|kept)")
    for incoming in beginnings():
        needs = router.needs(STRANGER, incoming)
        assert needs in (Needs(), Needs(profile=True)), incoming
        step = router.step(STRANGER, incoming, Facts("chat-1"), NOW)
        assert step.commands == ()
        assert (step.state.member, step.state.waiting) == (None, None)
        assert all(allowed.fullmatch(key) for key in keys(step)), (incoming, keys(step))
    assert keys(ask(STRANGER, "帮助")) == ["help-stranger"]
    assert ask(STRANGER, "English").state.locale == "en"


def test_a_right_code_links_the_chat() -> None:
    assert router.needs(STRANGER, Text("绑定 7K3M9QXD")).link == "7K3M9QXD"
    step = ask(STRANGER, "绑定 7K3M9QXD", linked=Linked(outcome="linked", member=MEMBER))
    assert keys(step) == ["link-done"]
    assert step.state.member == MEMBER


@pytest.mark.parametrize("outcome", ["unknown-code", "expired-code", "too-many-attempts"])
def test_a_code_that_does_not_work_says_why(outcome: Any) -> None:
    step = ask(STRANGER, "7K3M9QXD", linked=Linked(outcome=outcome))
    assert keys(step) == [f"link-{outcome}"]
    assert step.state.member is None


def test_a_code_whose_first_answer_was_lost_still_counts_as_linked() -> None:
    step = ask(STRANGER, "7K3M9QXD", linked=Linked(outcome="unknown-code"), profile=MEMBER)
    assert keys(step) == ["link-done"]


def test_too_few_digits_are_told_from_a_greeting() -> None:
    assert keys(ask(STRANGER, "48291")) == ["link-not-a-code"]
    assert keys(ask(STRANGER, "绑定 48x")) == ["link-not-a-code"]


def test_a_linked_chat_is_not_linked_again_by_a_code() -> None:
    assert router.needs(LINKED, Text("7K3M9QXD")) == Needs()
    assert keys(ask(LINKED, "7K3M9QXD")) == ["link-already"]


# --- tasks and check-ins


def test_the_list_has_a_button_for_each_open_task_only() -> None:
    step = ask(LINKED, "任务", profile=MEMBER, tasks=tasks("open", "upcoming", "done", "open"))
    [reply] = step.replies
    assert [choice.data for choice in reply.choices if choice.data.startswith("ci:")] == ["ci:o1", "ci:o4"]
    assert [line.key for line in reply.lines] == ["task-open", "task-open", "task-upcoming", "task-done"]


def test_a_check_in_takes_two_taps_and_no_service() -> None:
    listed = ask(LINKED, Button("tasks"), profile=MEMBER, tasks=tasks("open", "open"))
    [first, *_] = listed.replies[0].choices
    tap = Button(first.data)
    assert router.needs(listed.state, tap) == Needs()
    step = ask(listed.state, tap)
    command = sent(step)
    assert (command.occurrence_id, command.member_id, command.chat_id) == ("o1", "m1", "chat-1")
    assert step.replies[0].args == {"title": "课程 o1"}


def test_with_one_task_open_the_word_checks_in_at_once_with_its_note() -> None:
    step = ask(LINKED, "打卡 学习了《党章》第一章。", profile=MEMBER, tasks=tasks("open", "done"))
    assert sent(step).note == "学习了《党章》第一章。"
    assert sent(ask(LINKED, "打卡", profile=MEMBER, tasks=tasks("open"))).note is None


def test_with_several_tasks_open_the_note_waits_for_the_tap() -> None:
    asked = ask(LINKED, "打卡 读了一章", profile=MEMBER, tasks=tasks("open", "open"))
    assert asked.commands == ()
    assert keys(asked) == ["checkin-which"]
    step = ask(asked.state, Button("ci:o2"))
    assert (sent(step).occurrence_id, sent(step).note) == ("o2", "读了一章")
    assert step.state.note is None


def test_a_waiting_note_is_forgotten_when_the_member_turns_to_something_else() -> None:
    asked = ask(LINKED, "打卡 读了一章", profile=MEMBER, tasks=tasks("open", "open"))
    elsewhere = ask(asked.state, "帮助")
    assert sent(ask(elsewhere.state, Button("ci:o2"))).note is None


def test_a_longer_word_is_not_a_check_in() -> None:
    assert ask(LINKED, "打卡了没有", profile=MEMBER, tasks=tasks("open")).commands == ()
    assert keys(
        ask(LINKED, "打卡记录", profile=MEMBER, standing=Standing(streak_days=1, month_checkins=1, month_minutes=1))
    ) == ["standing"]


def test_without_an_open_task_nothing_is_sent() -> None:
    step = ask(LINKED, "打卡", profile=MEMBER, tasks=tasks("upcoming", "done"))
    assert step.commands == ()
    assert keys(step) == ["checkin-none"]


def test_a_note_that_is_too_long_is_refused_with_its_limit() -> None:
    step = ask(LINKED, "打卡 " + "学" * 2001, profile=MEMBER, tasks=tasks("open"))
    assert step.commands == ()
    assert step.replies[0].args == {"most": 2000}


@given(st.text(alphabet=string.ascii_letters + string.digits + "_.:-", min_size=1, max_size=64))
def test_every_id_of_a_task_fits_a_button_and_comes_back_from_it(occurrence_id: str) -> None:
    listed = ask(LINKED, "任务", profile=MEMBER, tasks=(Task.model_validate(task(occurrence_id)),))
    data = f"ci:{reference(occurrence_id)}"
    assert data == listed.replies[0].choices[0].data
    assert len(data.encode()) <= MAX_DATA_BYTES
    assert sent(ask(listed.state, Button(data))).occurrence_id == occurrence_id


def test_an_old_button_with_a_plain_id_still_checks_in() -> None:
    step = ask(LINKED, Button("ci:o99"))
    assert sent(step).occurrence_id == "o99"
    assert keys(step) == ["checkin-received-untitled"]


@pytest.mark.parametrize("data", ["ci:", "ci:~0123456789abcdef0123", "ci:<script>", "ci:任务"])
def test_a_button_that_means_nothing_any_more_asks_to_open_the_list(data: str) -> None:
    step = ask(LINKED, Button(data))
    assert step.commands == ()
    assert keys(step) == ["checkin-list-again"]


def test_a_long_list_is_cut_and_counted() -> None:
    step = ask(LINKED, "任务", profile=MEMBER, tasks=tasks(*["open"] * 11))
    assert step.replies[0].lines[-1].args == {"count": 3}
    assert len(step.state.shown) == 8


# --- the rest


def test_standing_shows_the_figures() -> None:
    figures = Standing(streak_days=12, month_checkins=9, month_minutes=1080)
    step = ask(LINKED, "我的", profile=MEMBER, standing=figures)
    assert step.replies[0].args["streak"] == 12


@pytest.mark.parametrize("incoming", ["任务", "打卡", "我的"])
def test_a_chat_that_was_unlinked_elsewhere_is_told(incoming: str) -> None:
    step = ask(LINKED, incoming)
    assert keys(step) == ["link-lost"]
    assert step.state.member is None


def test_unlinking_asks_first() -> None:
    asked = ask(LINKED, "解绑")
    assert router.needs(LINKED, Text("解绑")) == Needs()
    assert asked.state.member == MEMBER
    assert router.needs(asked.state, Text("是")).unlink
    assert ask(asked.state, Button("unlink:yes")).state.member is None


@pytest.mark.parametrize("answer", ["否", Button("unlink:no")])
def test_unlinking_can_be_called_off(answer: str | Button) -> None:
    kept = ask(ask(LINKED, "解绑").state, answer)
    assert kept.state == LINKED
    assert keys(kept) == ["unlink-kept"]


def test_an_old_yes_button_unlinks_nothing() -> None:
    assert not router.needs(LINKED, Button("unlink:yes")).unlink
    assert ask(LINKED, Button("unlink:yes")).state.member == MEMBER


def test_anything_else_said_to_the_question_is_answered_as_usual() -> None:
    asked = ask(LINKED, "解绑")
    later = ask(asked.state, "帮助")
    assert keys(later) == ["help-member"]
    assert not router.needs(later.state, Text("是")).unlink


def test_the_language_is_kept_and_survives_unlinking() -> None:
    english = ask(LINKED, Button("lang:en"))
    assert english.state.locale == "en"
    gone = ask(ask(english.state, "unlink").state, "yes")
    assert gone.state == State(locale="en")


def test_what_nobody_understands_gets_one_helpful_sentence() -> None:
    step = ask(LINKED, "今天天气不错")
    assert keys(step) == ["unknown"]
    assert step.replies[0].choices


def test_a_button_too_long_for_a_channel_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="64"):
        Choice("choice-help", "打" * 22)


def test_the_state_can_be_written_and_read_again() -> None:
    state = ask(LINKED, "打卡 读了", profile=MEMBER, tasks=tasks("open", "open")).state
    assert State.model_validate(state.model_dump(mode="json")) == state
