"""Claiming the web address."""

import socket

import pytest

from qinglan.kernel.supervisor.listening import AddressProblem, listen
from tests.support.running import free_port


def test_an_address_is_claimed_at_once() -> None:
    port = free_port()
    with listen("127.0.0.1", port), socket.create_connection(("127.0.0.1", port), timeout=1):
        pass


def test_a_taken_port_is_one_line() -> None:
    port = free_port()
    with listen("127.0.0.1", port), pytest.raises(AddressProblem) as caught:
        listen("127.0.0.1", port)
    assert str(caught.value) == (
        f"Port {port} on 127.0.0.1 is taken by another program: stop it or set QINGLAN_PORT."
    )


def test_a_port_is_free_again_right_after_its_use() -> None:
    port = free_port()
    with listen("127.0.0.1", port) as listener, socket.create_connection(("127.0.0.1", port)):
        listener.accept()[0].close()
    listen("127.0.0.1", port).close()


@pytest.mark.parametrize(
    ("host", "port"), [("no.such.host.invalid", 8000), ("127.0.0.1", 70000), ("192.0.2.1", 8000)]
)
def test_an_address_that_cannot_be_had_is_one_line(host: str, port: int) -> None:
    with pytest.raises(AddressProblem) as caught:
        listen(host, port)
    assert "\n" not in str(caught.value)
