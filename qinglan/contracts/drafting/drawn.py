"""The clauses with which writing begins: from the agreed terms, from the wording of the checklist."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from qinglan.contracts.drafting.pack import ClauseRow, contract_rules
from qinglan.contracts.models.contract import Contract
from qinglan.contracts.models.version import ContractVersion
from qinglan.market.contact.comparing import said
from qinglan.market.contact.pack import contact
from qinglan.market.models import HandOver, Mode

LATER = "later"
"""The option of the point “fees” of the agreed terms that says 先使用后付费."""


@dataclass(frozen=True)
class Drawn:
    """The text with which a clause begins, and where it comes from in words ("" for nowhere)."""

    text: str = ""
    origin: str = ""


def drawn(contract: Contract) -> dict[str, Drawn]:
    """For each clause of the checklist the text to begin with: the last version, the agreed terms, the wording."""
    checklist = contract_rules().clauses_for(contract.kind, contract.form)
    last = contract.versions.order_by("-number").prefetch_related("clauses").first()
    if last is not None:
        return _of_version(last, checklist)
    points, kind = _agreed(contract.hand_over), contract_rules().kind(contract.kind)
    wordings = {row.code: row.begins_with(kind) for row in checklist}
    if pays_later(contract) and "price" in wordings:
        later = kind.names_sides(contract_rules().use_first.price)
        wordings["price"] = f"{later}\n{wordings['price']}".strip()
    return {row.code: _begin(row, wordings[row.code], points) for row in checklist}


def pays_later(contract: Contract) -> bool:
    """Whether the lot or the agreed terms that it comes from say 先使用后付费: use first, pay later."""
    if contract.result is not None:
        return contract.result.lot.transfer_mode == Mode.USE_FIRST
    return contract.hand_over is not None and agreed_later(contract.hand_over)


def agreed_later(handed: HandOver) -> bool:
    """Whether the agreed terms say so."""
    return handed.sheet.lines.filter(code="fees", choice=LATER).exists()


def _of_version(last: ContractVersion, checklist: tuple[ClauseRow, ...]) -> dict[str, Drawn]:
    stand = {one.code: one.text for one in last.clauses.all()}
    return {row.code: Drawn(stand.get(row.code, "")) for row in checklist}


def _agreed(handed: HandOver | None) -> dict[str, str]:
    """What the agreed terms say to each point, by its title."""
    if handed is None:
        return {}
    with translation.override("zh-hans"):  # the paper is Chinese, whoever writes it
        return said(handed.sheet)


def _begin(row: ClauseRow, wording: str, points: dict[str, str]) -> Drawn:
    titles = {point.code: point.title.zh for point in contact().checklist}
    lines = [f"{titles.get(code, code)}：{points[code]}" for code in row.terms if points.get(code)]
    if not lines:
        return Drawn(wording, _("Wording of the checklist") if wording else "")
    return Drawn("\n".join([*lines, *([wording] if row.joined else [])]), _("From the agreed terms"))
