"""The buttons that lead to everything else."""

from __future__ import annotations

from bots.conversations.model import Choice

TASKS = Choice("choice-tasks", "tasks")
STANDING = Choice("choice-standing", "mine")
REPORT = Choice("choice-report", "report")
INCIDENTS = Choice("choice-incidents", "incidents")
VOLUNTEER = Choice("choice-volunteer", "volunteer")
PUBLISH = Choice("choice-publish", "publish")
HELP = Choice("choice-help", "help")
LANGUAGE = Choice("choice-language", "lang")
REMINDERS = Choice("choice-reminders", "reminders")
LEAVE = Choice("choice-leave", "leave")
PENDING = Choice("choice-pending", "pending")
NOTES = Choice("choice-notes", "notes")
CONTESTS = Choice("choice-contests", "contests")
PLANS = Choice("choice-plans", "plans")
MAKE_UP = Choice("choice-make-up", "makeup")
ROLL_CALL = Choice("choice-roll-call", "rollcall")
CALENDAR = Choice("choice-calendar", "calendar")
CORRECT = Choice("choice-correct", "correct")
CHATS = Choice("choice-chats", "chats")
UNLINK = Choice("choice-unlink", "unlink")
CONSOLE_AGAIN = Choice("choice-console-again", "console")

#: What a linked member most often wants.
HOME = (TASKS, STANDING, HELP)
STRANGER = (HELP, LANGUAGE)
