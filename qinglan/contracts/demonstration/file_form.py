"""What ``demo/contracts.yaml`` holds. Amounts are in 分, shares in ten-thousandths."""

from datetime import date
from typing import Literal

from pydantic import Field

from qinglan.kernel.rulebook.packs import Strict

STAGES = ("draft", "version", "signing", "in_force", "delivered", "registered", "paid", "completed", "terminated")  # fmt: skip
Stage = Literal["draft", "version", "signing", "in_force", "delivered", "registered", "paid", "completed", "terminated"]  # fmt: skip


Desk = Literal[
    "draft", "handed_in", "accepted", "returned", "review", "passed", "handed_over", "refused", "cancelled",
]  # fmt: skip


class Step(Strict):
    """A milestone; `days` after the beginning it is due."""

    title: str
    deliverable: str = ""
    days: int
    amount: int


class Change(Strict):
    """An amendment: one milestone is due `later` days after the day that stood; `agreed`, or still to be answered."""

    reason: str
    milestone: int
    later: int
    agreed: bool


class Quarrel(Strict):
    """A breach or dispute that the buyer raised. `answer` of the provider; `forum` and `words` of its mediation."""

    kind: Literal["breach", "dispute"]
    facts: str
    clause: str
    demand: str
    claim: int | None = None
    answer: str = ""
    forum: str = ""
    words: str = ""


class Story(Strict):
    """One contract: who sells what to whom, how far it is, how many days ago it began.

    `registration` holds what the national form asks; `number` its national number (demonstration digits).
    `desk` is how far the registration office has come that checks it here first, `desk_reason` why it ended so.
    `related` says how the parties are related. `fee` enters that the commission on what came in was paid.
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
    desk: Desk | Literal[""] = ""
    desk_reason: str = ""
    related: str = ""
    fee: bool = False
    change: Change | None = None
    quarrel: Quarrel | None = None


class Person(Strict):
    """An inventor: number, name (plainly demonstration), post, agreed part, whether a main contributor.

    `account` is the demonstration account that he reads his own rewards with.
    """

    number: str
    name: str
    post: str
    part: int
    is_main: bool = True
    account: str = ""


class Income(Strict):
    """A service invention whose conversion is the contract called `contract`: rule, people, costs.

    Its rewards stand on notice; `noticed` says for how many days already, so that a long one has ended.
    """

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
    noticed: int = 0


class Idle(Strict):
    """A service invention that lies idle, and what its inventor applied for. `answer` says that the unit agreed."""

    account: str
    inventor: str
    number: str
    title: str
    plan: str
    days: int
    answer: str = ""


class Shares(Strict):
    """Shares that the person of a move holds in the firm: hundredths of a per cent."""

    basis: Literal["reward", "invested", "incentive", "other"]
    share: int
    note: str


class Move(Strict):
    """Part-time work, a start-up, a leave, or enterprise staff who lead research.

    `starts` and `ends` are days from today. `person` is the account of somebody who applies himself; others are
    recorded by the unit. `longer` asks for so many days more, which the unit grants.
    """

    account: str
    form: Literal["part_time", "start_up", "leave", "lead"]
    name: str
    post: str
    firm: str
    firm_name: str = ""
    task: str
    starts: int
    ends: int
    stage: Literal["applied", "approved", "in_force"]
    person: str = ""
    years: int = 10
    longer: int = 0
    shares: Shares | None = None


class Proof(Strict):
    """A proof of results: who did what in which contract, for how many per cent of the work."""

    account: str
    name: str
    post: str
    contract: str
    part: str
    share: int


class BankRow(Strict):
    """A line of a statement; `contract` puts the number of that contract and its open payment in."""

    days: int
    payer: str
    text: str
    amount: int = 0
    contract: str = ""


class Statement(Strict):
    """A bank statement that a unit took over."""

    account: str
    name: str
    rows: tuple[BankRow, ...]


class Office(Strict):
    """The registration office that checks here first: its name in the directory, and its registrar's account."""

    name: str
    account: str


class Past(Strict):
    """Contracts registered elsewhere, one row each: what the national system's export holds. None of days to come."""

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
    office: Office | None = None
    income: tuple[Income, ...] = ()
    idle: tuple[Idle, ...] = ()
    moves: tuple[Move, ...] = ()
    proofs: tuple[Proof, ...] = ()
    statement: Statement | None = None
    past: tuple[Past, ...] = ()
