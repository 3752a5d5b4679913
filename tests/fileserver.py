"""A server of one file on this machine, which can break off, stall, or deny."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class FileServer:
    """What is served and how, and how many requests there were."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.status = 200
        self.break_after: int | None = None
        self.stall_after: int | None = None
        self.requests = 0
        self.resume = threading.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file.csv"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.requests += 1
        if self.status != 200:
            request.send_error(self.status)
            return
        request.send_response(200)
        request.send_header("Content-Length", str(len(self.data)))
        request.end_headers()
        self._body(request, self.data)

    def _body(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        if self.stall_after is not None:
            request.wfile.write(body[: self.stall_after])
            request.wfile.flush()
            self.resume.wait(30)
            return
        request.wfile.write(body if self.break_after is None else body[: self.break_after])
        request.wfile.flush()
        if self.break_after is not None:
            request.close_connection = True


@contextmanager
def serving(data: bytes) -> Iterator[FileServer]:
    """Serve ``data`` until the block ends."""
    file = FileServer(data)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    file.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield file
    finally:
        file.resume.set()
        server.shutdown()
        server.server_close()
        thread.join()
