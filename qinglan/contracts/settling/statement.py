"""Statement of account 对账单 of one party: what is owed and paid by contract, and every movement of a period."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.contracts.models import Charge, ChargeKind, ChargeState, ContractParty, Movement, PartySide
from qinglan.kernel.documents import code
from qinglan.kernel.documents.printing import qr_svg
from qinglan.kernel.documents.typesetting import refuse_missing, typeset
from qinglan.kernel.ledger.models import Entry
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.money import money, number_in
from qinglan.parties.models import Organisation
from qinglan.settings.env import SITE_ADDRESS

IN = ("received", "carried", "released")
MOST = 5_000


@dataclass(frozen=True)
class Standing:
    """One contract of the party: its side, what is owed to it or by it, what of it was paid. In 分."""

    contract: Any
    side: str
    owed: int
    paid: int

    @property
    def open(self) -> int:
        """What is still to be paid."""
        return self.owed - self.paid

    @property
    def words(self) -> str:
        """Its side, in the reader's language."""
        return str(PartySide(self.side).label)


@dataclass(frozen=True)
class Line:
    """One movement from the party's own point of view: `amount` in 分, below nought where it pays."""

    movement: Movement
    amount: int


@dataclass(frozen=True)
class Statement:
    """The statement of `unit` for the days from `first` to `last`, both included."""

    unit: Organisation
    first: date
    last: date
    standings: tuple[Standing, ...]
    lines: tuple[Line, ...]

    @property
    def came_in(self) -> int:
        """What the party received in the period, in 分."""
        return sum(one.amount for one in self.lines if one.amount > 0)

    @property
    def went_out(self) -> int:
        """What the party paid in the period, in 分."""
        return -sum(one.amount for one in self.lines if one.amount < 0)


def statement_of(unit: Organisation, first: date, last: date) -> Statement:
    """Read the statement; five queries, whatever its length.

    What a supervised account holds is paid for the buyer and not yet received for the provider. Commissions stand with who
    pays them as paid, and with the organisation that earns them as received.
    """
    sides = {
        one.contract_id: one.side
        for one in ContractParty.objects.filter(organisation=unit).order_by("-position")
    }
    charges = Charge.objects.filter(contract__in=sides).exclude(kind__in=(ChargeKind.FEE, ChargeKind.BOND))
    by_contract: dict[int, list[Charge]] = {}
    for charge in charges.select_related("contract").order_by("contract_id", "pk"):
        if charge.state != ChargeState.STOPPED or charge.paid:
            by_contract.setdefault(charge.contract_id, []).append(charge)
    standings = tuple(_standing(rows, sides[key]) for key, rows in sorted(by_contract.items(), reverse=True))
    about = Q(charge__contract__in=sides) | Q(charge__fee__organisation=unit)
    movements = Movement.objects.filter(about, day__gte=first, day__lte=last).select_related(
        "charge__contract", "charge__account", "charge__payer", "charge__fee", "corrects"
    )
    found = list(movements.order_by("day", "pk")[:MOST])
    own = _own_part(found)
    lines = [_line(unit, one, sides.get(one.charge.contract_id), own) for one in found]
    return Statement(unit, first, last, standings, tuple(one for one in lines if one is not None))


def _standing(rows: list[Charge], side: str) -> Standing:
    owed = sum(one.paid if one.state == ChargeState.STOPPED else one.amount for one in rows)
    paid = sum(one.released if side == PartySide.SELLER else one.paid for one in rows)
    return Standing(rows[0].contract, side, owed, paid)


def _own_part(movements: list[Movement]) -> dict[int, int]:
    """Of money that went back from a supervised account: what of it had been paid on to the payee, by posting."""
    postings = [one.posting_id for one in movements if one.kind in ("refunded", "corrected")]
    rows = Entry.objects.filter(posting__in=postings, account__purpose__startswith="payee ")
    return {key: abs(amount) for key, amount in rows.values_list("posting_id", "amount")}


def _line(unit: Organisation, one: Movement, side: str | None, own: dict[int, int]) -> Line | None:
    """The movement with its sign for the party; None where it is none of the party's own."""
    kind = one.corrects.kind if one.corrects is not None else one.kind
    back = kind in ("refunded", "forfeited")
    sign = -1 if one.corrects is not None else 1
    if one.charge.kind == ChargeKind.FEE:
        earns = one.charge.fee.organisation_id == unit.pk
        pays = one.charge.payer is not None and one.charge.payer.organisation_id == unit.pk
        return Line(one, sign * one.amount if earns else -sign * one.amount) if earns or pays else None
    account = one.charge.account
    supervised = account is not None and account.is_supervised
    if side == PartySide.SELLER:
        if supervised and kind in ("received", "carried"):
            return None  # It stands with the supervised account.
        if supervised and back:
            part = own.get(one.posting_id, 0)
            return Line(one, -sign * part) if part else None
        return Line(one, sign * (-one.amount if back else one.amount))
    if kind == "released":
        return None
    return Line(one, sign * (one.amount if kind == "refunded" else -one.amount if kind != "forfeited" else 0))


def headings() -> list[str]:
    """The columns of the movements, as files print them."""
    return [
        _("Day"), _("Contract number"), pgettext("settling", "Contract"), _("For which payment"),
        pgettext("settling", "What happened"), _("Number of the receipt"), pgettext("settling", "Custodian"),
        _("In (yuan)"), _("Out (yuan)"),
    ]  # fmt: skip


def rows(found: Statement) -> list[list[Any]]:
    """The movements as rows of a file; amounts as text to the cent."""
    return [
        [
            one.movement.day, one.movement.charge.contract.number, one.movement.charge.contract.title,
            one.movement.charge.title, str(one.movement.get_kind_display()), one.movement.receipt,
            one.movement.custodian, number_in(one.amount, "yuan") if one.amount > 0 else "",
            number_in(-one.amount, "yuan") if one.amount < 0 else "",
        ]
        for one in found.lines
    ]  # fmt: skip


def summary(found: Statement, today: date) -> str:
    """What the period comes to, and how all contracts stand today, in two sentences."""
    return _("{count} movements: in {came_in}, out {went_out}. As things stand on {day}, over all contracts {owed} is owed, {paid} was paid, {open} is open.").format(
        count=len(found.lines), day=today.isoformat(), came_in=money(found.came_in), went_out=money(found.went_out),
        owed=money(sum(one.owed for one in found.standings)), paid=money(sum(one.paid for one in found.standings)),
        open=money(sum(one.open for one in found.standings)),
    )  # fmt: skip


def printed(found: Statement, day: date) -> bytes:
    """The PDF/A in the reader's language; the same statement gives the same bytes.

    Raises Impossible for a character that can't be printed.
    """
    lines = [[str(cell) for cell in row] for row in rows(found)]
    title = _("Statement of account")
    said = [title, found.unit.name, summary(found, day), *headings()]
    version = code.derived("\n".join([*said, *("|".join(line) for line in lines)]).encode())
    data = {
        "title": title,
        "subtitle": f"{found.unit.name} · {found.first.isoformat()} – {found.last.isoformat()}",
        "summary": summary(found, day),
        "headings": headings(),
        "widths": [0, 0, 3, 3, 0, 3, 4, 0, 0],
        "lines": lines,
        "closing": [
            _("Recorded by receipts of the custodians named above. This platform holds no money."),
            _("Confirmed by (stamp): ________________    Day: ________________"),
        ],
        "code": code.shown(version),
        "code_words": _("Version code"),
        "qr": qr_svg(SITE_ADDRESS.text().rstrip("/") + "/contracts/statements/"),
        "mark": demonstration.mark(),
    }
    refuse_missing({title: "".join(said) + "".join(cell for line in lines for cell in line)})
    return typeset("list", data, day=day)
