"""A process with a health page and nothing else."""

from __future__ import annotations

import http.server
import os
import signal
import sys
from types import FrameType


class _Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return


def main() -> int:
    if os.environ.get("STANDIN_FAULT"):
        sys.stderr.write(os.environ["STANDIN_FAULT"] + "\n")
        return 1
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["ZHIXING_HEALTH_PORT"])), _Page)

    def end(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    print("standin.started", flush=True)  # noqa: T201
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
