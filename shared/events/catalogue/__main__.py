"""Write the generated files: ``make docs``. With ``--check``, only say which are stale."""

from __future__ import annotations

import sys

from shared.events.catalogue.files import broken_promises, expected, stale, write
from shared.events.catalogue.subscriptions import subscriptions

_HOW = (
    "An incompatible message is a new version beside the old one (checkin.recorded.v2); a queue keeps its name and its "
    "arguments. Where nothing can be waiting any more, delete the golden file or the queue's entry on purpose."
)


def main(arguments: list[str]) -> int:
    texts = expected(subscriptions())
    if broken := broken_promises(texts):
        sys.stderr.write("\n".join([*broken, _HOW, ""]))
        return 1
    if "--check" in arguments:
        late = stale(texts)
        for path in late:
            sys.stderr.write(f"{path} is stale: run `make docs`\n")
        return 1 if late else 0
    for path in write(texts):
        sys.stdout.write(f"wrote {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
