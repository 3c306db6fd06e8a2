from __future__ import annotations

import pytest
from pymongo.errors import (
    AutoReconnect,
    DuplicateKeyError,
    NetworkTimeout,
    OperationFailure,
    ServerSelectionTimeoutError,
    WTimeoutError,
)

from shared.aio.backoff import Backoff
from shared.aio.connection import parameters
from shared.aio.consumer import not_the_messages_fault
from shared.aio.errors import (
    BrokerUnavailable,
    PublishRefused,
    RpcFailed,
    RpcOverloaded,
    RpcTimeout,
    RpcUnavailable,
    Unroutable,
)
from shared.settings import SettingsError


@pytest.mark.parametrize(
    "error",
    [
        ServerSelectionTimeoutError(),
        NetworkTimeout(),
        AutoReconnect(),
        WTimeoutError("slow"),
        OperationFailure("stepping down", 189, {"errorLabels": ["RetryableWriteError"]}),
        BrokerUnavailable(),
        RpcUnavailable(),
        RpcOverloaded(),
    ],
)
def test_what_is_out_of_order_below_is_not_the_messages_fault(error: Exception) -> None:
    assert not_the_messages_fault(error)


@pytest.mark.parametrize(
    "error",
    [
        DuplicateKeyError("twice"),
        OperationFailure("no such stage"),
        RpcFailed("KeyError", "x"),
        RpcTimeout(),
        Unroutable(),
        PublishRefused(),
        ValueError(),
        TimeoutError(),
    ],
)
def test_what_only_this_message_meets_is_its_fault(error: Exception) -> None:
    assert not not_the_messages_fault(error)


def test_pauses_grow_to_a_limit_and_start_again() -> None:
    backoff = Backoff(first=1, longest=8)
    pauses = [backoff.pause() for _ in range(6)]
    for pause, whole in zip(pauses, [1, 2, 4, 8, 8, 8], strict=True):
        assert whole / 2 <= pause <= whole
    backoff.reset()
    assert backoff.pause() <= 1


@pytest.mark.parametrize(
    "url", ["", "http://broker", "broker:5672", "amqp://broker:port/", "amqp://broker/?nonsense=1"]
)
def test_a_wrong_address_names_the_setting(url: str) -> None:
    with pytest.raises(SettingsError, match="ZHIXING_AMQP_URL"):
        parameters(url, name="test", heartbeat=10)
