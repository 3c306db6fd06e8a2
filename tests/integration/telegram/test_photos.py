"""A photo on its way through the bot: from Telegram into the report, and back to whoever may see the incident."""

from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image

from shared.events.incidents import ReportIncident
from tests.integration.telegram.conftest import Services, StartBot
from tests.support.botapi import BotApi
from tests.support.broker import Vhost
from tests.support.database import Databases
from tests.support.photos import a_photo

CHAT = 1001
REPORTS = "test.reports"


@pytest.fixture
def reports(vhost: Vhost) -> str:
    """A queue that reports end in, as the incidents service declares one."""
    channel = vhost.channel()
    channel.exchange_declare("zhixing.commands", "direct", durable=True)
    channel.queue_declare(REPORTS, durable=True)
    channel.queue_bind(REPORTS, "zhixing.commands", ReportIncident.routing_key())
    return REPORTS


async def test_a_report_is_sent_with_its_photo_which_can_then_be_looked_at(
    api: BotApi, vhost: Vhost, databases: Databases, services: Services, reports: str, start_bot: StartBot
) -> None:
    async with start_bot():
        await api.user_says(CHAT, "/start 7K3M9QXD")
        home = await api.sent(CHAT, "Zhang San")
        await api.user_sends_photo(CHAT, b"\xff\xd8")
        await api.sent(CHAT, "A photo is of no use just now", after=home.id)
        assert api.calls("getFile") == []
        assert databases.of("bots")["photos.files"].count_documents({}) == 0

        # What is written below a photo comes first: here it begins the report.
        await api.user_sends_photo(CHAT, a_photo(orientation=6), caption="report smell of gas")
        await api.sent(CHAT, "The photo is received")
        await api.user_sends_photo(CHAT, a_photo(quality=95)[:-200])
        await api.sent(CHAT, "The photo is damaged")
        await api.user_says(CHAT, "Laboratory")
        for question, answer in (
            ("When", "rep:when:0"),
            ("What kind", "rep:cat:facilities"),
            ("How grave", "rep:sev:3"),
        ):
            await api.user_taps(CHAT, await api.sent(CHAT, question), answer)
        received = await api.sent(CHAT, "Your report is received")
        sent = await asyncio.to_thread(vhost.take, reports)
        assert sent is not None
        command = sent.message().data
        assert isinstance(command, ReportIncident)
        assert command.photo_id is not None

        services.incident = {
            "incident_id": "i1",
            "number": "2026-0001",
            "state": "reported",
            "category": "facilities",
            "severity": 3,
            "title": "smell of gas",
            "unit_name": "First Branch",
            "what": "smell of gas",
            "where": "Laboratory",
            "occurred_at": "2026-11-22T04:00:00+00:00",
            "photo_id": command.photo_id,
        }
        await api.user_taps(CHAT, received, "inc:photo:i1", stale=True)
        shown = await api.sent(CHAT, "Photo of incident 2026-0001")
    place = api.server.world.chat(CHAT)
    raw = api.server.world.find(place, shown.id)
    assert raw is not None
    image = Image.open(io.BytesIO(api.server.world.files[raw["photo"][-1]["file_id"]]))
    assert (image.size, dict(image.getexif())) == ((480, 640), {})
