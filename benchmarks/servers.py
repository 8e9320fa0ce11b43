"""Compare the ASGI servers granian and uvicorn: throughput, memory, shutdown with open streams.

    python -m benchmarks.servers [--seconds 4] [--connections 16]

Each serves the same small Django application (a page of 20 kB through Django's handler, and an
endless event stream) from one process on loopback. Requests come from this process over keep-alive
connections. The figures carry decision 0002.
"""

import argparse
import importlib.util
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import psutil

_STREAMS = 50
_PATIENCE = 15.0


def _application() -> object:
    """The application under test; its settings are given here. Imports only where a server asks."""
    import asyncio  # noqa: PLC0415 - needs the settings

    from django.conf import settings  # noqa: PLC0415 - needs the settings

    if not settings.configured:
        settings.configure(SECRET_KEY="benchmark", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)  # noqa: S106 - no secret
    from django.core.asgi import get_asgi_application  # noqa: PLC0415 - needs the settings
    from django.http import HttpRequest, HttpResponse, StreamingHttpResponse  # noqa: PLC0415 - needs the settings
    from django.urls import path  # noqa: PLC0415 - needs the settings

    body = ("绿色技术创新 " * 1_000).encode()
    length = {"Content-Length": str(len(body))}

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(body, headers=length)

    async def ticks() -> AsyncIterator[bytes]:
        while True:
            yield b"data: tick\n\n"
            await asyncio.sleep(0.5)

    async def stream(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(ticks(), content_type="text/event-stream")

    urlpatterns[:] = [path("", page), path("stream", stream)]
    return get_asgi_application()


urlpatterns: list[object] = []


def __getattr__(name: str) -> object:
    """Build `application` when a server asks for it, and only then."""
    if name == "application":
        return _application()
    raise AttributeError(name)


@dataclass(frozen=True)
class Candidate:
    """A server: its name and its command for a port."""

    name: str
    command: list[str]
    needs: tuple[str, ...] = ()


_UVICORN = ["uvicorn", "--log-level=error", "--no-access-log", "--timeout-graceful-shutdown=1"]
_GRANIAN = ["granian", "--interface=asginl", "--log-level=error", "--workers-kill-timeout=1s"]
CANDIDATES = [
    Candidate("granian", [*_GRANIAN, "--workers=1"]),
    Candidate("uvicorn, h11", [*_UVICORN, "--http=h11", "--loop=asyncio"]),
    Candidate("uvicorn, httptools", [*_UVICORN, "--http=httptools", "--loop=asyncio"], ("httptools",)),
    Candidate(
        "uvicorn, httptools, uvloop",
        [*_UVICORN, "--http=httptools", "--loop=uvloop"],
        ("httptools", "uvloop"),
    ),
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _connect(port: int) -> socket.socket:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _ask(connection: socket.socket, path: str) -> None:
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())


def _read_answer(connection: socket.socket) -> None:
    """Read one answer with a Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, rest = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:80]
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    left = length - len(rest)
    while left > 0:
        left -= len(connection.recv(65536))


def _load(port: int, connections: int, seconds: float) -> tuple[float, float]:
    """Requests a second and the 99th percentile of the latency in milliseconds."""
    latencies: list[float] = []
    ends = time.monotonic() + seconds

    def work() -> None:
        with _connect(port) as connection:
            while time.monotonic() < ends:
                begin = time.perf_counter()
                _ask(connection, "/")
                _read_answer(connection)
                latencies.append(time.perf_counter() - begin)

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(latencies) / seconds, statistics.quantiles(latencies, n=100)[98] * 1000


def _memory(process: psutil.Process) -> float:
    """Unique memory of a process and its children, in MB."""
    family = [process, *process.children(recursive=True)]
    return sum(member.memory_full_info().uss for member in family) / 1e6


def _stop_with_streams(server: subprocess.Popen[bytes], port: int) -> float:
    """Seconds from SIGTERM to the end of the process with open event streams."""
    streams = [_connect(port) for _ in range(_STREAMS)]
    for stream in streams:
        _ask(stream, "/stream")
    for stream in streams:
        assert stream.recv(4096).startswith(b"HTTP/1.1 200")
    begin = time.monotonic()
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        return float("inf")
    finally:
        for stream in streams:
            stream.close()
    return time.monotonic() - begin


def measure(candidate: Candidate, connections: int, seconds: float) -> str:
    """One line of the table for `candidate`."""
    if missing := [name for name in candidate.needs if importlib.util.find_spec(name) is None]:
        return f"{candidate.name:28} not installed: {', '.join(missing)}"
    port = _free_port()
    begin = time.monotonic()
    command = [sys.executable, "-m", *candidate.command, "--host=127.0.0.1", f"--port={port}"]
    server = subprocess.Popen([*command, f"{__spec__.name}:application"], env={**os.environ})
    try:
        with _connect(port) as first:
            _ask(first, "/")
            _read_answer(first)
        up = time.monotonic() - begin
        _load(port, connections, 0.5)
        rate, slowest = _load(port, connections, seconds)
        memory = _memory(psutil.Process(server.pid))
        stop = _stop_with_streams(server, port)
    finally:
        for process in (
            [*psutil.Process(server.pid).children(recursive=True)] if server.poll() is None else []
        ):
            process.kill()
        server.kill()
        server.wait()
    return (
        f"{candidate.name:28} {rate:8.0f} /s  p99 {slowest:6.1f} ms  {memory:6.1f} MB  "
        f"up {up:4.2f} s  stop with {_STREAMS} streams {stop:5.2f} s"
    )


def main() -> None:
    """Measure every candidate in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    for candidate in CANDIDATES:
        print(measure(candidate, options.connections, options.seconds), flush=True)


if __name__ == "__main__":
    main()
