"""The two parts the system stands on, run privately by the current user: a broker and a database."""

from ops.parts.broker import PrivateBroker
from ops.parts.database import PrivateDatabase

__all__ = ["PrivateBroker", "PrivateDatabase"]
