"""Whether a broker, its management interface or a database answers: asked by a real connection."""

from __future__ import annotations

from typing import Any

import httpx
import pika
import pika.exceptions
import pymongo
import pymongo.errors


def amqp_parameters(url: str, *, timeout: float = 10) -> pika.URLParameters:
    """pika's parameters for one short conversation; every step of connecting takes at most ``timeout`` seconds."""
    parameters = pika.URLParameters(url)
    parameters.socket_timeout = parameters.stack_timeout = parameters.blocked_connection_timeout = timeout
    return parameters


def broker_answers(url: str, *, timeout: float = 5) -> bool:
    try:
        pika.BlockingConnection(amqp_parameters(url, timeout=timeout)).close()
    except (pika.exceptions.AMQPError, OSError):
        return False
    return True


def management_answers(url: str) -> bool:
    try:
        # Straight there, whatever proxy the environment names.
        return httpx.get(f"{url}/api/overview", timeout=5, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def mongo_client(url: str, *, timeout: float = 3) -> pymongo.MongoClient[dict[str, Any]]:
    """A client that finds the server within ``timeout`` seconds or gives up."""
    looking = round(timeout * 1000)
    return pymongo.MongoClient(
        url, serverSelectionTimeoutMS=looking, connectTimeoutMS=looking, socketTimeoutMS=max(looking, 10_000)
    )


def database_answers(url: str, *, timeout: float = 3) -> bool:
    """Whether a server that takes writes is there."""
    try:
        with mongo_client(url, timeout=timeout) as client:
            return bool(client.admin.command("hello").get("isWritablePrimary"))
    except pymongo.errors.PyMongoError:
        return False
