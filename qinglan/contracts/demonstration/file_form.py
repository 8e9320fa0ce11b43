"""What ``demo/contracts.yaml`` holds. Amounts are in 分, shares in ten-thousandths."""

from datetime import date
from typing import Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import Strict

STAGES = ("draft", "version", "signing", "in_force", "delivered", "registered", "paid", "completed", "terminated")  # fmt: skip
Stage = Literal["draft", "version", "signing", "in_force", "delivered", "registered", "paid", "completed", "terminated"]  # fmt: skip


class Step(Strict):
    """A milestone; `days` after the beginning it is due."""

    title: str
    deliverable: str = ""
    days: int
    amount: int


class Story(Strict):
    """One contract: who sells what to whom, how far it is, how many days ago it began.

    `registration` holds what the national form asks; `number` its national number (demonstration digits).
    """

    title: str
    kind: str
    form: str
    seller: str
    buyer: str
    days: int
    steps: tuple[Step, ...]
    stage: Stage
    technology: str = ""
    registration: dict[str, str] = Field(default_factory=dict)
    number: str = ""
    green: str = ""
    reason: str = ""


class Person(Strict):
    """An inventor: number, name (plainly demonstration), post, agreed part, whether a main contributor."""

    number: str
    name: str
    post: str
    part: int
    is_main: bool = True


class Income(Strict):
    """A service invention whose conversion is the contract called `contract`: rule, people, costs, how far."""

    account: str
    contract: str
    title: str
    rule: str
    document: str
    since: date
    shares: dict[str, int]
    tail: str
    people: tuple[Person, ...]
    costs: tuple[tuple[str, int], ...]


class Past(Strict):
    """Contracts registered before the system began, one row each: what the national system's export holds."""

    number: str
    day: date
    title: str
    kind: str
    field: str
    seller: str
    buyer: str
    into: str
    amount: int
    technology: int
    green: bool = True


class ContractsFile(Strict):
    """``demo/contracts.yaml``."""

    officer: str
    contracts: tuple[Story, ...]
    income: tuple[Income, ...] = ()
    past: tuple[Past, ...] = ()
