"""A secretary plans, and looks at the month, in headless Chromium, on the real services."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from playwright.sync_api import BrowserContext, Page, expect
from pymongo.database import Database

from tests.e2e.console.conftest import System, browser_like, log_in
from tests.support.browser import picture
from tests.support.rpc import Rpc
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser


def no_wider_than_the_phone(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def at_home(system: System, phone: BrowserContext, member_id: str = "secretary") -> Page:
    page = phone.new_page()
    page.goto(system.url)
    page.get_by_label("登录码", exact=True).fill(system.code(member_id))
    page.get_by_role("button", name="进入").click()
    return page


def test_a_secretary_makes_a_plan_is_told_of_a_conflict_and_cancels_it(system: System, phone: BrowserContext) -> None:
    tomorrow = datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=1)
    own = system.databases.of("checkins")
    eventually(lambda: own.plan_units.find_one({"_id": "branch-1-1"}), what="the branch to be known for plans")
    page = at_home(system, phone)
    page.get_by_role("link", name="学习计划").click()
    page.get_by_role("link", name="新建计划").click()

    page.get_by_label("截止", exact=True).fill("14:00")
    page.get_by_label("标题").fill("支部夜学")
    page.get_by_label("重复").select_option("weekly")
    page.get_by_label("遇休息日").select_option("as-is")
    page.get_by_label("第一天").fill(tomorrow.isoformat())
    page.get_by_role("button", name="建立计划").click()
    expect(page.get_by_role("alert")).to_have_text("截止早于开始。")
    expect(page.get_by_label("截止", exact=True)).to_have_accessible_description("截止早于开始。")
    assert no_wider_than_the_phone(page)
    picture(page, "console-phone-plan", whole=True)
    expect(page.get_by_label("截止", exact=True)).to_be_focused()
    expect(page.get_by_label("标题")).to_have_value("支部夜学")
    page.get_by_label("截止", exact=True).fill("17:30")
    page.get_by_role("button", name="建立计划").click()
    expect(page.get_by_role("status")).to_contain_text("计划已建立")
    listed = page.get_by_role("region", name="计划（1）").locator("li", has_text="支部夜学")
    expect(listed).to_contain_text("每周三")
    expect(listed).to_contain_text("第 1 版")
    expect(page.get_by_role("region", name="近期学习")).to_contain_text("支部夜学")
    assert no_wider_than_the_phone(page)
    picture(page, "console-phone-plans", whole=True)

    page.get_by_role("link", name="修改计划“支部夜学”").click()
    page.get_by_label("标题").fill("支部早学")
    (plan,) = own.plans.find()
    change = {"plan_id": plan["_id"], "version": 1, "extent": "all", "changes": {"title": "支部午学"}}
    with Rpc(system.vhost.url) as rpc:
        assert rpc.call("checkins", "change_series", change=change)["refused"] is None
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_role("alert")).to_contain_text("在此期间改过这项计划")
    expect(page.locator("#now")).to_contain_text("支部午学")
    expect(page.get_by_label("标题")).to_have_value("支部早学")
    picture(page, "console-phone-plan-conflict", whole=True)
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_role("status")).to_contain_text("已修改")

    page.get_by_role("link", name="取消计划“支部早学”").click()
    page.get_by_label("原因").fill("与教研活动冲突")
    page.get_by_role("button", name="取消整项计划").click()
    expect(page.get_by_role("status")).to_contain_text("已取消")
    expect(page.get_by_role("region", name="近期学习")).not_to_contain_text("支部早学")
    assert own.occurrences.count_documents({"plan.plan_id": plan["_id"]}) == 0
    page.get_by_role("link", name="学期与模板").click()
    page.get_by_label("学期名称").fill("2027-spring")
    page.get_by_label("第一天").fill("2027-02-22")
    page.get_by_label("最后一天").fill("2027-07-02")
    assert no_wider_than_the_phone(page)
    picture(page, "console-phone-plan-terms", whole=True)
    page.get_by_role("button", name="设定学期").click()
    expect(page.get_by_role("region", name="学期")).to_contain_text("2027-02-22 – 2027-07-02")
    a_quiz_is_planned(page, own, tomorrow)


def a_quiz_is_planned(page: Page, own: Database[Any], day: date) -> None:
    page.get_by_role("link", name="新建计划").click()
    expect(page.get_by_label("题目", exact=True).first).to_be_hidden()
    page.get_by_label("标题").fill("党史知识自测")
    page.get_by_label("类型").select_option("self-study")
    page.get_by_label("遇休息日").select_option("as-is")
    page.get_by_label("第一天").fill(day.isoformat())
    page.get_by_label("打卡时提交").select_option("quiz")
    first = page.get_by_role("group", name="第 1 题")
    first.get_by_label("题目").fill("中国共产党成立于哪一年？")
    for letter, year in (("A", "1919"), ("B", "1921"), ("C", "1927")):
        first.get_by_label(f"选项 {letter}", exact=True).fill(year)
    page.get_by_label("答对几题算通过").fill("1")
    # Enter saves, as in any form, and is not one of the buttons of the questions.
    page.get_by_label("标题").press("Enter")
    expect(page.get_by_role("alert")).to_have_text("请选中第 1 题的正确选项。")
    expect(first).to_have_accessible_description("请选中第 1 题的正确选项。")
    expect(first.get_by_label("选项 A 正确")).to_be_focused()
    assert no_wider_than_the_phone(page)
    picture(page, "console-phone-plan-quiz", whole=True)
    first.get_by_label("选项 B 正确").check()
    page.get_by_role("button", name="删除第 3 题").click()
    page.get_by_role("button", name="删除第 2 题").click()
    page.get_by_role("button", name="再加一题").click()
    second = page.get_by_role("group", name="第 2 题")
    expect(second.get_by_label("题目")).to_be_focused()
    second.get_by_label("题目").fill("党的一大在哪里召开？")
    second.get_by_label("选项 A", exact=True).fill("上海和嘉兴")
    second.get_by_label("选项 B", exact=True).fill("北京")
    second.get_by_label("选项 A 正确").check()
    page.get_by_role("button", name="建立计划").click()
    expect(page.get_by_role("status")).to_contain_text("计划已建立")
    quiz = own.plans.find_one({"title": "党史知识自测"})["evidence"]  # type: ignore[index]
    assert (quiz["least"], [each["right"] for each in quiz["questions"]]) == (1, [1, 0])

    page.get_by_role("link", name="修改计划“党史知识自测”").click()
    expect(first.get_by_label("选项 B 正确")).to_be_checked()
    expect(page.get_by_role("group", name="第 2 题").get_by_label("选项 A", exact=True)).to_have_value("上海和嘉兴")
    page.get_by_label("类型").select_option("theme-day")
    page.get_by_label("党性教育").check()
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_role("status")).to_contain_text("已修改")
    changed = own.plans.find_one({"title": "党史知识自测"})
    assert changed is not None
    assert (changed["kind"], changed["subjects"], changed["evidence"]) == ("theme-day", ["party-spirit"], quiz)
    task = own.occurrences.find_one({"plan.plan_id": changed["_id"]})
    assert task is not None
    assert (task["kind"], task["plan"]["evidence"], len(task["plan"]["questions"])) == ("theme-day", "quiz", 2)


def test_the_month_is_explained_and_its_workbook_says_the_same(
    system: System, phone: BrowserContext, tmp_path: Path
) -> None:
    own = system.databases.of("checkins")
    eventually(lambda: own.expected.count_documents({"occurrence_id": "for-all"}) == 10, what="the list to be fixed")
    system.check_in("for-all", "plain")
    eventually(lambda: own.session_figures.find_one({"unit_id": "branch-1-1", "expected": 3, "done": 1}))
    (task,) = own.occurrences.find({"_id": "for-all"})
    page = at_home(system, phone)
    page.get_by_role("link", name="本月学习情况").click()
    # About midnight on the first it may be the month before.
    page.goto(f"{system.url}/month?month={task['opens_at'].astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m}")

    expect(page.get_by_role("region", name="参学情况")).to_contain_text("应到 3 人次，已打卡 1，未打卡 2")
    session = page.get_by_role("region", name="学习安排").locator("li", has_text="Task for-all")
    expect(session).to_contain_text("上级安排")
    expect(session).to_contain_text("单项任务")
    policies = page.get_by_role("region", name="制度落实")
    share = policies.locator(".lines > li", has_text="网络学习参学率不低于90%")
    expect(share).to_contain_text("应到 3 人次，实到 1 人次（33.3%），要求 90%。")
    expect(share).to_contain_text("再有 2 人次打卡即可达到，最迟")
    share.get_by_text("有未打卡的人员（2）").click()
    expect(share.get_by_text("薛建平")).to_be_visible()
    expect(share.get_by_text("吕明哲")).to_be_visible()
    assert no_wider_than_the_phone(page)
    picture(page, "console-phone-month", whole=True)

    with page.expect_download() as downloading:
        page.get_by_role("link", name="下载制度落实表").click()
    downloading.value.save_as(tmp_path / "policies.xlsx")
    lines = list(load_workbook(tmp_path / "policies.xlsx").active.values)[2:]
    shown = policies.locator(".lines > li")
    expect(shown).to_have_count(len(lines))
    for item, line in zip(shown.all(), lines, strict=True):
        unit, policy, _, _, state, numerator, denominator, _, needed, forecast, missing, _ = line
        for text in (unit, policy, state, forecast, str(numerator), str(denominator or "")):
            expect(item).to_contain_text(str(text or ""))
        assert str(needed) in forecast if needed and forecast else not needed or state == "无可评数据"
        assert item.locator(".names li").all_text_contents() == (str(missing).split("、") if missing else [])


def test_a_policy_is_changed_once_its_effect_was_seen(system: System, phone: BrowserContext) -> None:
    own = system.databases.of("checkins")
    eventually(lambda: own.plan_units.count_documents({}) == 6, what="all units to be known for plans")
    page = at_home(system, phone, "admin")
    page.get_by_role("link", name="制度要求").click()
    listed = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="每月一次主题党日"))
    expect(listed).to_contain_text("系统默认")
    expect(listed).to_contain_text("每月 · 开展场次至少 1 次 · 主题党日 · 适用于支部")
    assert no_wider_than_the_phone(page)
    picture(page, "console-phone-policies", whole=True)
    page.get_by_role("link", name="修改“每月一次主题党日”").click()
    page.get_by_role("group", name="适用于").get_by_label("学校").check()
    page.get_by_label("至少达到").fill("两次")
    page.get_by_role("button", name="显示影响").click()
    expect(page.get_by_role("alert")).to_have_text("请填写次数，0 至 1000。")
    expect(page.get_by_label("至少达到")).to_be_focused()
    page.get_by_label("至少达到").fill("2")
    page.get_by_role("button", name="显示影响").click()
    effect = page.locator("#effect")
    expect(effect.get_by_role("status")).to_have_text("有 2 个单位的结论会不同。 尚未保存。")
    # These units are new: what is judged is this month so far.
    expect(effect).to_contain_text("上一周期系统里还没有单位")
    expect(effect.get_by_role("row", name="尚可达到")).to_have_text(re.compile(r"尚可达到\s*3\s*5"))
    school = effect.locator(".lines > li", has_text="云溪实验小学").first
    expect(school).to_contain_text(re.compile(r"修改前\s*不要求"))
    expect(school).to_contain_text(re.compile(r"修改后\s*尚可达到"))
    assert no_wider_than_the_phone(page)
    picture(page, "console-phone-policy-effect", whole=True)
    assert own.policies.count_documents({}) == 0
    page.get_by_role("button", name="保存这项要求").click()
    expect(page.get_by_role("status")).to_contain_text("要求已保存")
    expect(listed).to_contain_text("本区已修改")
    expect(listed).to_contain_text("第 1 版 · 徐丽娟")
    expect(listed).to_contain_text("每月 · 开展场次至少 2 次 · 主题党日 · 适用于学校、支部")

    page.get_by_role("link", name="补卡规定").click()
    expect(page.get_by_role("region", name="现行规定")).to_contain_text("系统默认")
    page.get_by_label("截止后多少天内可以申请补卡").fill("10")
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_role("status")).to_contain_text("规定已设定")
    expect(page.get_by_role("region", name="现行规定")).to_contain_text("任务截止后 10 天内可以申请补卡")
    assert no_wider_than_the_phone(page)
    picture(page, "console-phone-make-up-limits", whole=True)

    with browser_like(system.url) as secretary:
        log_in(secretary, system.code("secretary"))
        for address in ("/policies", "/make-up-limits"):
            seen = secretary.get(address)
            assert (seen.status_code, "修改”" in seen.text, "保存修改" in seen.text) == (200, False, False), address
        assert "由上级单位（区）设定。" in seen.text
        change = {"version": "1", "ask_within_days": "60", "decide_within_days": "60", "per_month": "100"}
        refused = secretary.post("/make-up-limits", data=change)
        assert (refused.status_code, "没有保存" in refused.text) == (403, True)
