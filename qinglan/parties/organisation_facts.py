"""What higher floors say about an organisation on its page: short facts, each from a function that they register."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from qinglan.parties.models.organisation import Organisation

Fact = Callable[[Organisation], str]
"""An organisation → one sentence in the reader's language, "" where there is nothing to say. For everybody."""


@dataclass(frozen=True)
class Registered:
    """A fact, under its label."""

    label: str | Promise
    fact: Fact


_facts: list[Registered] = []


def register(label: str | Promise, fact: Fact) -> None:
    """Show a fact on the page of every organisation."""
    _facts.append(Registered(label, fact))


def facts_about(organisation: Organisation) -> list[tuple[str, str]]:
    """What there is to say, with its labels."""
    found = [(str(one.label), one.fact(organisation)) for one in _facts]
    return [(label, words) for label, words in found if words]
