"""The web server process: uvicorn on a socket that the supervisor opened.

    python -m qinglan.kernel.supervisor.web APPLICATION DESCRIPTOR

`APPLICATION` is `module:attribute` of an ASGI application, `DESCRIPTOR` the number of the inherited
listening socket.
"""

import socket
import sys
from types import FrameType

import uvicorn

_FOR_OPEN_REQUESTS = 1
"""Seconds that open requests get at shutdown. Event streams end at once by themselves."""


class _Server(uvicorn.Server):
    """Ends open event streams before waiting for requests: uvicorn would wait for them in vain."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        from qinglan.kernel.web.sse import close_all  # noqa: PLC0415 - needs Django's settings

        close_all()
        super().handle_exit(sig, frame)


def serve(application: str, descriptor: int) -> None:
    """Serve `application` until SIGTERM."""
    config = uvicorn.Config(
        application,
        lifespan="off",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_FOR_OPEN_REQUESTS,
    )
    with socket.socket(fileno=descriptor) as listener:
        _Server(config).run(sockets=[listener])


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
