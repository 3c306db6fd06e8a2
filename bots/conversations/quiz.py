"""The questions of a quiz in chat, one after the other.

A question that asks for one choice is answered by a tap or a letter. Of one that asks for several, taps mark choices
and take marks back until the member taps "done"; or all letters are typed at once. What a button does is written on it,
mark or take back, so that one that is tapped twice does it once.
"""

from __future__ import annotations

import re
import unicodedata

from bots.conversations.model import Args, Button, Choice, Incoming, Line, Reply, Text
from bots.conversations.study_facts import Proving

#: What a button can show on a small phone; Chinese characters are twice as wide as Latin ones.
_WIDEST = 36
_LETTERS = re.compile(r"[A-H](?:\W*[A-H])*\W*")
_BUTTON = re.compile(r"pr:q:(\d+):(\d)(:off)?")


def taken(incoming: Incoming, proving: Proving) -> tuple[int, ...]:
    """The whole answer to the question that is asked, in order; empty where this is none. A tap on an earlier question
    takes nothing."""
    number = len(proving.answers)
    asked = proving.questions[number]
    if isinstance(incoming, Text):
        said = unicodedata.normalize("NFKC", incoming.text).strip().upper()
        letters = sorted(set(re.findall("[A-H]", said))) if _LETTERS.fullmatch(said) else []
        found = tuple(ord(letter) - ord("A") for letter in letters)
    elif asked.several:
        found = proving.marked if incoming.data == _done(number).data else ()
    else:
        button = _BUTTON.fullmatch(incoming.data)
        found = (int(button[2]),) if button and int(button[1]) == number and not button[3] else ()
    fits = all(each < len(asked.choices) for each in found) and (asked.several or len(found) == 1)
    return found if fits else ()


def marked(incoming: Button, proving: Proving) -> tuple[int, ...] | None:
    """Those marked after a tap on a choice of the question that is asked; None for any other button."""
    number = len(proving.answers)
    found = _BUTTON.fullmatch(incoming.data)
    if found is None or int(found[1]) != number or int(found[2]) >= len(proving.questions[number].choices):
        return None
    place = int(found[2])
    return tuple(sorted(set(proving.marked) - {place} if found[3] else {*proving.marked, place}))


def question(proving: Proving, cancel: Choice) -> Reply:
    """The choices are buttons; where one is too long for that, they are in the text and the buttons are letters."""
    number = len(proving.answers)
    asked = proving.questions[number]
    place: Args = {"title": proving.title, "number": number + 1, "count": len(proving.questions), "text": asked.text}
    lines = tuple(Line("choice-proof-answer", args) for args in _given(proving)) if _long(proving) else ()
    key = "proof-quiz-several" if asked.several else "proof-quiz"
    return Reply(key, place, (*_buttons(proving), cancel), lines)


def so_far(proving: Proving, cancel: Choice) -> Reply:
    """What is marked; the question itself was read already."""
    letters = "".join(chr(65 + place) for place in proving.marked)
    args: Args = {"number": len(proving.answers) + 1, "letters": letters, "some": "yes" if letters else "no"}
    return Reply("proof-quiz-marked", args, (*_buttons(proving), cancel))


def _buttons(proving: Proving) -> tuple[Choice, ...]:
    number, long = len(proving.answers), _long(proving)
    found = []
    for place, args in enumerate(_given(proving)):
        off = place in proving.marked
        key = f"choice-proof-{'letter' if long else 'answer'}{'-marked' if off else ''}"
        found.append(Choice(key, f"pr:q:{number}:{place}{':off' if off else ''}", args))
    return (*found, _done(number)) if proving.marked else tuple(found)


def _done(number: int) -> Choice:
    return Choice("choice-proof-done", f"pr:q:{number}:done")


def _given(proving: Proving) -> list[Args]:
    choices = proving.questions[len(proving.answers)].choices
    return [{"letter": chr(65 + index), "text": text} for index, text in enumerate(choices)]


def _long(proving: Proving) -> bool:
    return any(_width(text) > _WIDEST for text in proving.questions[len(proving.answers)].choices)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
