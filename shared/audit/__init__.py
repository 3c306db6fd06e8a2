"""The audit log: who changed what, when, by which way and why; a chain in which no entry can be changed or left out
unseen. See docs/decisions/0018."""
