"""The Telegram channel: updates in, messages out. Conversations are decided in ``bots.conversations``."""

import os

# python-telegram-bot is to give times as timedelta; this takes it early, and without a warning at each 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")
