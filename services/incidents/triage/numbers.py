"""Numbers in Chinese prose: 63名, 十余名, 三百来号人, 七八个娃, 近300万元, 转发两万多次."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = (
    r"(?P<number>\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千几数上][零〇一二两三四五六七八九十百千]*|俩|仨)"
)
_QUANTITY = re.compile(
    _NUMBER
    + r"(?P<about>余|多|来|几)?(?P<myriad>万|w)?(?:余|多|来)?"
    + r"(?P<unit>名|位|人|例|户|号人|口人|条生命|元|块|次|条|人次|播放|阅读|转发|评论|赞"
    + r"|个?(?:孩子|学生|小朋友|同学|家长|娃|家庭|老师|教师|教职工|员工|业主|师生|幼儿|群众|女孩|男孩|小孩|童|考生|住校|班)"
    + r"|个(?!月|小时|学期|星期|礼拜|年|字|电话|多月|半|问题|窗口|班级群|钟头|地方|部门|字|赞|补习|群|鸡))?"
)
_MONEY = frozenset({"元", "块"})
_SPREAD = frozenset({"次", "条", "人次", "播放", "阅读", "转发", "评论", "赞"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """``kind``: people, classes, money (yuan), spread (views, shares) or bare; positions in the plain text."""

    value: float
    kind: str
    start: int
    end: int


def quantities(plain: str) -> Iterator[Quantity]:
    for found in _QUANTITY.finditer(plain):
        value = _value(found["number"])
        if value is None:
            continue
        if found["about"] == "几" and value < 10:
            continue
        if found["myriad"]:
            value *= 10_000
        yield Quantity(value, _kind(found["unit"]), found.start(), found.end())


def _kind(unit: str | None) -> str:
    if unit is None:
        return "bare"
    if unit in _MONEY:
        return "money"
    if unit in _SPREAD:
        return "spread"
    return "classes" if unit.endswith("班") else "people"


def _value(written: str) -> float | None:
    """The number written, the lower one where two are offered (七八 -> 7), None when it says nothing."""
    if written[0].isdigit():
        return float(written.replace(",", ""))
    total, current, previous_digit = 0, 0, False
    for position, character in enumerate(written):
        if character in _UNITS:
            total += max(current, 1) * _UNITS[character]
            current, previous_digit = 0, False
        elif character in "几数上":
            if position == 0 and len(written) == 1:
                return 3.0 if character != "上" else None
            if character != "上":
                current = 3
        else:
            if not previous_digit:
                current = _DIGITS[character]
            previous_digit = True
    return float(total + current)
