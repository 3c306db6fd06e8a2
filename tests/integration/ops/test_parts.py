"""The private broker and database, taken away and brought back."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pika
import pika.exceptions
import pymongo
import pytest

from ops import with_parts
from ops.parts import PrivateBroker, PrivateDatabase
from ops.parts import broker as broker_module
from ops.parts.reach import broker_answers, database_answers, management_answers
from ops.texts import Problem
from ops.with_parts import parts, run
from tests.integration.ops.conftest import Terminal
from tests.support.broker import patient
from tests.support.waiting import eventually


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[PrivateBroker]:
    private = PrivateBroker(tmp_path / "broker")
    yield private
    private.kill()
    private.stop_epmd()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[PrivateDatabase]:
    private = PrivateDatabase(tmp_path / "database")
    yield private
    private.kill()


@pytest.mark.chaos
def test_a_confirmed_message_outlives_a_killed_broker(broker: PrivateBroker) -> None:
    broker.start()
    assert eventually(lambda: management_answers(broker.management_url))
    connection = pika.BlockingConnection(patient(broker.url))
    channel = connection.channel()
    channel.confirm_delivery()
    channel.queue_declare("kept", durable=True, arguments={"x-queue-type": "quorum"})
    channel.basic_publish("", "kept", b"body", pika.BasicProperties(delivery_mode=2), mandatory=True)
    # RabbitMQ 3.10 writes down within some seconds which queues it has; killed before, it forgets that it leads one.
    registers = "data/*/quorum/*/names.dets"
    eventually(
        lambda: any(b"kept" in path.read_bytes() for path in broker.directory.glob(registers)),
        what="the queue to be written down",
    )
    broker.kill()
    assert not broker_answers(broker.url)
    broker.start()
    again = pika.BlockingConnection(patient(broker.url))
    found = eventually(lambda: again.channel().basic_get("kept", auto_ack=True)[2])
    again.close()
    broker.stop()
    assert found == b"body"
    assert (broker.directory / "home" / ".erlang.cookie").exists()


@pytest.mark.chaos
def test_an_acknowledged_write_outlives_a_killed_database(database: PrivateDatabase) -> None:
    database.start()
    with pymongo.MongoClient[dict[str, object]](database.url, w="majority", journal=True) as client:
        client.kept.things.insert_one({"_id": "one"})
    database.kill()
    assert not database_answers(database.url)
    database.start()
    with pymongo.MongoClient[dict[str, object]](database.url) as client:
        assert client.kept.things.find_one() == {"_id": "one"}


def test_a_database_whose_port_is_taken_says_where_its_log_is(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        database = PrivateDatabase(tmp_path / "database", taken.getsockname()[1])
        with pytest.raises(Problem, match=r"database\.log"):
            database.start()


def test_a_broker_that_ends_at_once_is_one_clear_sentence(
    tmp_path: Path, broker: PrivateBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "rabbitmq-server"
    script.write_text("#!/bin/sh\necho 'no room on the device'\nexit 1\n")
    script.chmod(0o755)
    monkeypatch.setattr(broker_module, "SERVER_SCRIPTS", (script,))
    with pytest.raises(Problem, match=r"no room on the device"):
        broker.start()


def test_with_parts_returns_the_commands_exit_code() -> None:
    assert run([sys.executable, "-c", "raise SystemExit(7)"]) == 7
    assert (
        run([sys.executable, "-c", f"import os; os.kill(os.getpid(), {int(signal.SIGTERM)})"]) == 128 + signal.SIGTERM
    )


def test_with_parts_starts_as_many_databases_as_are_asked_for_and_names_each() -> None:
    found = (
        "import os, pymongo; several = os.environ['ZHIXING_TEST_MONGO_URLS'].split();"
        "assert len(set(several)) == 2 and several[0] == os.environ['MONGO_URL'];"
        "[pymongo.MongoClient(url).mine.rows.insert_one({'_id': 1}) for url in several]"
    )
    environ = {"AMQP_URL": "amqp://not-asked-for/"}
    with parts(environ, databases=2) as addresses:
        assert (
            subprocess.run([sys.executable, "-c", found], env={**os.environ, **addresses}, check=False).returncode == 0
        )


@pytest.mark.parametrize("enough", [0, 2**62])
def test_files_are_kept_in_memory_where_there_is_room_and_else_on_disk(
    enough: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "memory"
    memory.mkdir()
    monkeypatch.setattr(with_parts, "MEMORY", memory)
    monkeypatch.setattr(with_parts, "ENOUGH", enough)
    environ = {"AMQP_URL": "amqp://not-asked-for/", "MONGO_URL": "mongodb://not-asked-for/"}
    with parts(environ, in_memory=True):
        assert len([*memory.iterdir()]) == (1 if enough == 0 else 0)
    assert [*memory.iterdir()] == []
    monkeypatch.setattr(with_parts, "MEMORY", tmp_path / "no-such")
    with parts(environ, in_memory=True) as addresses:
        assert addresses == {}


def test_with_parts_names_a_command_that_does_not_exist(terminal: Terminal) -> None:
    code, said = terminal.zhixing("with-parts", "--", "no-such-command")
    assert code == 1
    assert "no-such-command" in said
    assert "Traceback" not in said


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Problem, match=str(tmp_path)):
        PrivateDatabase(tmp_path / "database").prepare()


def test_a_directory_that_is_a_file_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")
    with pytest.raises(Problem, match=str(tmp_path / "run")):
        PrivateDatabase(tmp_path / "run" / "database").prepare()
