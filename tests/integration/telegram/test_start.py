"""Settings that cannot work end the start with one sentence."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.process import Process


async def ended(process: Process) -> str:
    process.start()
    try:
        assert await asyncio.to_thread(process.wait) == 1
        return process.log()
    finally:
        process.close()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ZHIXING_TELEGRAM_TOKEN": ""}, "未设置 ZHIXING_TELEGRAM_TOKEN"),
        ({"ZHIXING_TELEGRAM_TOKEN": "", "ZHIXING_LOCALE": "en"}, "ZHIXING_TELEGRAM_TOKEN is not set"),
        ({"ZHIXING_TELEGRAM_TOKEN": "nonsense"}, "不是有效的机器人令牌"),
        ({"ZHIXING_TELEGRAM_TOKEN": "1:unknown"}, "Telegram 不接受 ZHIXING_TELEGRAM_TOKEN"),
        ({"ZHIXING_CONTACT_KEYS": ""}, "未设置 ZHIXING_CONTACT_KEYS"),
        ({"ZHIXING_CONTACT_KEYS": "short"}, "ZHIXING_CONTACT_KEYS 的第 1 个"),
        ({"ZHIXING_TELEGRAM_API": "telegram"}, "ZHIXING_TELEGRAM_API"),
        ({"ZHIXING_TELEGRAM_WEBHOOK_SECRET": "not allowed"}, "ZHIXING_TELEGRAM_WEBHOOK_SECRET"),
    ],
)
async def test_a_wrong_setting_is_one_sentence_and_exit_code_1(
    variables: dict[str, str], change: dict[str, str], sentence: str
) -> None:
    log = await ended(Process(["bots.telegram"], variables | change))
    assert sentence in log
    assert "Traceback" not in log
