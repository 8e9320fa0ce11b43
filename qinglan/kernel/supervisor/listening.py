"""The web address: claimed first, and handed to the web server as an open socket.

So a taken port is noticed before anything heavy starts, nobody can take the port in between, and a
web server that is being restarted loses no connection: they wait in the socket's queue.
"""

import errno
import socket

_BACKLOG = 2048


class AddressProblem(Exception):
    """The address can't be had; the message is one line for the operator."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `host` and `port`; raises `AddressProblem`."""
    if not 0 < port < 65536:
        raise AddressProblem(f"{port} is no port: a number from 1 to 65535 is needed.")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror:
        raise AddressProblem(f"{host} is no address to listen on.") from None
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise AddressProblem(
                f"Port {port} on {host} is taken by another program: stop it or set QINGLAN_PORT."
            ) from None
        raise AddressProblem(f"Can't listen on {host}:{port}: {error.strerror}.") from None
    return listener
