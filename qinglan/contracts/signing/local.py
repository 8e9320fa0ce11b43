"""The local provider: seals by certificates of our own authority. For demonstration and internal use."""

from django.utils.translation import gettext as _

from qinglan.contracts.signing import authority, port


class LocalProvider:
    """A certificate for one act, signed by the root of this installation; its key is thrown away afterwards."""

    code = "local"
    is_licensed = False
    is_outside = False

    def title(self) -> str:
        """What it is called."""
        return _("Local certificates of this installation (demonstration and internal use)")

    def roots(self) -> tuple[bytes, ...]:
        """Our own root."""
        return (authority.root().der(),)

    def seal(self, order: port.Order) -> bytes:
        """The PDF with one more PAdES signature."""
        from qinglan.contracts.signing import local_seal  # noqa: PLC0415 - pyHanko is slow to load, and seldom used

        return local_seal.seal(order)

    def give_up(self, key: str) -> None:
        """It answers at once: there is nothing to give up."""


port.register(LocalProvider())
