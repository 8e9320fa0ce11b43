"""The port of electronic seals: a provider licensed by 电子签名法 fills it; so does the local certificate authority.

    port.register(OurProvider())     # at start-up

A provider takes a PDF with the signatures made so far and gives it back with one more, appended as an incremental
update (PAdES), so that those before stay valid: at once, or `Later`. What it gives back is not believed but checked
(`checking`). What comes later is brought by the party, or sent by the provider itself (`answering`).

One that is outside of this machine is asked for an order that is committed here before, outside of every transaction
(`domain/seal_asking.py`): whatever fails on the way, nothing is ordered there that nobody here knows.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from qinglan.contracts.signing.place import Place
from qinglan.kernel.conflicts import Impossible


@dataclass(frozen=True)
class Order:
    """What is to be sealed: the PDF with the signatures so far, for which party, by which person.

    `key` names the order in what the provider answers, and makes it one order however often it is sent; empty for who
    is not outside. `place` is where on the paper the party signs, None where it
    has no place of its own; `town` the place of signing in words.
    """

    pdf: bytes
    field: str
    organisation: str
    code: str
    person: str
    reason: str
    town: str
    place: Place | None = None
    key: str = ""


@dataclass(frozen=True)
class Later:
    """The provider took the order and answers later. `hint` says to the signatory what comes next, in his language."""

    hint: str = ""


class Provider(Protocol):
    """Makes electronic seals. `is_licensed`: it is an authority in the sense of 电子签名法; if not, pages say so.

    `is_outside`: it keeps what it is asked for elsewhere. One that isn't makes the seal here, at once and with no trace.
    """

    code: str
    is_licensed: bool
    is_outside: bool

    def title(self) -> str:
        """What it is called, in the reader's language."""

    def seal(self, order: Order) -> bytes | Later:
        """The PDF with one more signature, or that it comes later. An order with a `key` that it has is the same order.

        Raises Impossible, in the reader's words, where it can't and keeps nothing; OSError (TimeoutError,
        ConnectionError) where no answer came and nobody knows whether the order arrived: it is asked again.
        """

    def give_up(self, key: str) -> None:
        """The order with this key, if it came, is not wanted any more; an answer to it is refused. Raises nothing."""

    def roots(self) -> tuple[bytes, ...]:
        """Its root certificates (DER), by which its signatures are checked."""


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Enter a provider; a code may be entered once."""
    if provider.code in _providers:
        raise ValueError(f"the provider {provider.code} is registered twice")
    _providers[provider.code] = provider


def chosen() -> Provider | None:
    """The provider of this installation (setting SEAL_PROVIDER), None where contracts are signed on paper alone."""
    return _providers.get(settings.SEAL_PROVIDER)


def provider(code: str) -> Provider:
    """The provider with this code. Raises Impossible where the installation no longer has it."""
    found = _providers.get(code)
    if found is None:
        raise Impossible(
            _(
                "The provider “{code}” is not set up here any more. Take the contract back and have it signed on paper."
            ).format(code=code)
        )
    return found


def known(code: Any) -> Provider | None:
    """The provider with this code, None where there is none: for pages."""
    return _providers.get(code)
