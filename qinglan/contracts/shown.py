"""The page of a contract is put together from the rooms: each registers a section, and gives acts.

    shown.register(30, "contracts/registering/_section.html", section)

`section(user, contract)` answers with the context of its template, or None where it has nothing to show.
The template finds it as ``s``, and the contract as ``contract``. Under ``acts`` it may give a list of ``{"label", "url", "post", "primary"}`` for the head of the page, under
``notes`` a list of ``{"light", "text", "url"}`` that stand above all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qinglan.contracts.models import Contract

Section = Callable[[Any, Contract], dict[str, Any] | None]


@dataclass(frozen=True)
class Shown:
    """A section as the page renders it."""

    template: str
    context: dict[str, Any]


_rooms: dict[int, tuple[str, Section]] = {}


def register(order: int, template: str, section: Section) -> None:
    """Show `template` at place `order`; a place is taken once."""
    if order in _rooms:
        raise ValueError(f"place {order} on the page of a contract is taken twice")
    _rooms[order] = (template, section)


def sections(user: Any, contract: Contract) -> list[Shown]:
    """The sections that this reader sees, in their order."""
    found = ((template, section(user, contract)) for _order, (template, section) in sorted(_rooms.items()))
    return [Shown(template, context) for template, context in found if context is not None]
