"""What is written about the messages for people and for tests, made from the classes themselves.

``python -m shared.events.catalogue`` writes ``docs/events.md``, ``docs/asyncapi.yaml`` and the golden files in
``tests/contract/golden``. It refuses to write a golden file that would break messages already on their way.
"""
