"""The clauses with which writing begins: from the agreed terms, from the wording of the checklist."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from qinglan.contracts.drafting.pack import ClauseRow, contract_rules
from qinglan.contracts.models.contract import Contract
from qinglan.contracts.models.version import ContractVersion
from qinglan.market.contact.comparing import said
from qinglan.market.contact.pack import contact
from qinglan.market.models import HandOver


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
    return {row.code: _begin(row, row.begins_with(kind), points) for row in checklist}


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
