"""What a member chooses in chat, through the services to the words they are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shared.events import compose
from shared.events.directory import SetLocale
from shared.events.notifications import Deliver, Quiet, SetPreferences
from tests.support.district import DIRECTORY, SOURCE, check_in, member, unit
from tests.support.process import running, service
from tests.support.reminding import Branch
from tests.support.rpc import Rpc
from tests.support.waiting import eventually


def test_the_language_and_the_quiet_hours_chosen_in_chat_hold_for_what_comes_next(branch: Branch) -> None:
    copies = branch.databases.of("notifications")
    names = (service(DIRECTORY, branch.environment), branch.checkins(), branch.notifications())
    with running(*names), Rpc(branch.vhost.url) as rpc:
        branch.vhost.send(unit("d", kind="district"), unit("b", "d"), member("m1", "b"))
        eventually(lambda: copies.members.find_one({"_id": "m1", "locale": "zh-CN"}))
        code = rpc.call("directory", "issue_link_code", member_id="m1")["code"]
        rpc.call("directory", "link_chat", chat_id="c1", channel="web", code=code)
        eventually(lambda: copies.chats.find_one({"_id": "c1"}))
        asked = SetLocale(member_id="m1", chat_id="c1", locale="en")
        branch.vhost.send(compose(asked, source=SOURCE))
        eventually(lambda: copies.members.find_one({"_id": "m1", "locale": "en", "version": 2}))
        assert rpc.call("directory", "chat_profile", chat_id="c1")["locale"] == "en"
        branch.vhost.send(check_in("nothing", "m1", chat_id="c1"))
        (message,) = branch.deliveries.expect(1)
        assert isinstance(message.data, Deliver)
        assert "There is no such study task" in message.data.text

        now = datetime.now(UTC)
        first = compose(SetPreferences(member_id="m1", chat_id="c1", study=False), source=SOURCE, time=now)
        quiet = Quiet(starts=22 * 60, ends=6 * 60)
        second = compose(
            SetPreferences(member_id="m1", chat_id="c1", study=True, quiet=quiet),
            source=SOURCE,
            time=now + timedelta(seconds=1),
        )
        # The later choice arrives first.
        branch.vhost.send(second)
        branch.deliveries.expect(2)
        branch.vhost.send(first)
        told = branch.deliveries.expect(3)
        assert [getattr(message.data, "answers", None) for message in told[1:]] == [second.id, first.id]
        assert rpc.call("notifications", "preferences", member_id="m1") == {
            "quiet": {"starts": "22:00", "ends": "06:00"},
            "zone": "Asia/Shanghai",
            "study": True,
            "shifts": True,
        }
