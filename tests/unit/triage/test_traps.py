"""Sentences that mislead readers of single words, each with what must come of it."""

import pytest

from services.incidents.triage import Category, Reason, ToneValue, Why, suggest


def level(text: str) -> int | None:
    severity = suggest(text).severity
    return severity.level if severity else None


def test_died_in_spite_of_rescue_is_a_death_and_not_a_negation() -> None:
    suggestion = suggest("一名学生课间突然倒地,送医后经抢救无效死亡。")
    assert suggestion.severity is not None
    assert suggestion.severity.level == 4
    assert not [aside for aside in suggestion.set_aside if "死亡" in aside.text]


@pytest.mark.parametrize(
    "text",
    [
        "宿舍配电箱冒烟起火,及时扑灭,无人员受伤,未造成伤亡。",
        "围墙倒塌,所幸未造成人员伤亡。",
        "校门口两车剐蹭,没有学生受伤。",
    ],
)
def test_nobody_hurt_is_not_read_as_hurt_or_dead(text: str) -> None:
    suggestion = suggest(text)
    assert suggestion.severity is not None
    assert suggestion.severity.level < 4
    assert suggestion.severity.rule_id not in {"s4.death", "s3.injured", "s3.hospital"}
    assert Why.NEGATED in {aside.why for aside in suggestion.set_aside}


def test_out_of_danger_is_not_critical_but_not_yet_out_of_danger_is() -> None:
    assert level("校车侧翻,三名学生骨折住院,均无生命危险。") == 3
    assert level("校车侧翻,三名学生骨折住院,一人尚未脱离生命危险。") == 4


@pytest.mark.parametrize("number", ["63名", "十余名", "三十多名", "二十来个", "一百多名", "12名", "近20名"])
def test_ten_or_more_affected_is_severe_however_the_number_is_written(number: str) -> None:
    assert level(f"午饭后{number}学生出现腹泻。") in {3, 4}


@pytest.mark.parametrize("number", ["1名", "两名"])
def test_one_or_two_with_an_upset_stomach_is_not_a_mass_case(number: str) -> None:
    assert level(f"午饭后{number}学生肚子不舒服。") == 2


def test_a_drill_is_nothing_to_report() -> None:
    suggestion = suggest("学校举行消防演练,模拟两名学生受伤被抬出火场,全程三分钟。")
    assert suggestion.category is None
    assert suggestion.severity is None
    assert suggestion.reason is Reason.PREVENTIVE


def test_a_real_accident_during_a_drill_is_an_accident() -> None:
    suggestion = suggest("学校组织疏散演练,一名学生下楼时被挤倒摔伤,小腿骨折,已送医院。")
    assert suggestion.recognised
    assert suggestion.severity is not None
    assert suggestion.severity.level == 3


@pytest.mark.parametrize(
    "text",
    [
        "各班召开防溺水主题班会,发放致家长一封信。",
        "学校开展食品安全自查,未发现问题。",
        "请家长教育孩子严防煤气中毒和溺水。",
        "如遇学生突发疾病,应立即拨打120并报告。",
        "开展禁毒宣传讲座,民警介绍了典型案例。",
    ],
)
def test_prevention_is_nothing_to_report(text: str) -> None:
    assert suggest(text).category is None


def test_an_accident_elsewhere_that_leads_to_a_check_here_is_nothing_to_report() -> None:
    assert suggest("鉴于邻县发生校车事故致人死亡,我校立即组织校车安全大检查。").category is None


def test_a_denied_story_is_a_rumour_and_not_a_death() -> None:
    suggestion = suggest("网传我校学生跳楼身亡,经核实为不实信息,系谣言。")
    assert suggestion.category is Category.RUMOUR
    assert suggestion.severity is not None
    assert suggestion.severity.level < 4


def test_hearsay_that_nobody_denied_keeps_its_severity() -> None:
    assert level("听说我们学校有学生跳楼身亡了,不知道真假。") == 4


def test_praise_for_a_rescue_is_good_news() -> None:
    suggestion = suggest("我校老师跳入河中救起落水儿童,孩子平安,家属送来锦旗。")
    assert suggestion.category is None
    assert suggestion.reason is Reason.POSITIVE_NEWS
    assert suggestion.tone.value is ToneValue.POSITIVE


def test_a_rescue_that_failed_is_no_good_news() -> None:
    assert level("老师跳入河中救人,获救学生平安,老师溺亡,市里将予以表彰。") == 4


@pytest.mark.parametrize(
    "text",
    [
        "小区物业费涨价,电梯老是坏,投诉没人管。",
        "外卖晚到一小时,汤全洒了,必须投诉。",
        "酒店空调坏了,退房还扣押金。",
    ],
)
def test_a_complaint_about_something_else_is_not_forced_into_a_category(text: str) -> None:
    suggestion = suggest(text)
    assert suggestion.category is None
    assert suggestion.severity is None


def test_words_that_only_contain_dying_are_no_death() -> None:
    assert level("校门口堵死了,急死人,老师让孩子死记硬背,电脑死机。") != 4


def test_something_severe_without_a_category_still_reaches_a_person_as_severe() -> None:
    suggestion = suggest("人已经没了,才十三岁。")
    assert suggestion.category is Category.OTHER
    assert suggestion.reason is Reason.SEVERE_WITHOUT_CATEGORY
    assert suggestion.severity is not None
    assert suggestion.severity.level == 4


def test_a_text_that_says_nothing_is_unrecognised_and_has_no_severity() -> None:
    for text in ("", "   ", "今天天气不错", "😀😀", "abc 123"):
        suggestion = suggest(text)
        assert suggestion.category is None
        assert suggestion.severity is None


def test_spaces_width_and_traditional_characters_do_not_hide_words() -> None:
    assert suggest("学生 食 物 中 毒 ,已 送 医").category is Category.FOOD_SAFETY
    assert suggest("學生被同學霸凌毆打").category is Category.BULLYING


def test_a_character_that_sounds_alike_does_not_hide_a_word() -> None:
    assert suggest("同学老是欺付我儿子").category is Category.BULLYING
    assert suggest("食糖的饭里有虫,投诉").category is Category.FOOD_SAFETY
