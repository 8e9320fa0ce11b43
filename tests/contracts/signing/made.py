"""Contracts that are put to signature, and scans, for tests; all invented."""

from functools import cache
from typing import Any

from qinglan.contracts.domain import signing
from qinglan.contracts.domain.version import write_version
from qinglan.contracts.drafting.pack import contract_rules
from qinglan.contracts.models import Contract, ContractVersion, Signing, SigningWay
from tests.contracts import made
from tests.support.people import join, person


def parties() -> dict[str, Any]:
    """`tests.contracts.made.parties` with a signatory of each side: `owner_seal`, `buyer_seal`."""
    who = made.parties()
    for name, unit in (("owner_seal", who["owner"]), ("buyer_seal", who["buyer_unit"])):
        who[name] = person(name.replace("_", "-"))
        join(who[name], unit, "signatory")
    return who


def clauses(contract: Contract) -> dict[str, str]:
    """Every essential clause in a sentence."""
    rules = contract_rules()
    kind = rules.kind(contract.kind)
    return {
        row.code: row.begins_with(kind) or f"{row.title.zh}按约定（演示）。"
        for row in rules.clauses_for(contract.kind, contract.form)
        if row.essential
    }


def version(who: dict[str, Any], contract: Contract | None = None, **changes: Any) -> ContractVersion:
    """A complete first version."""
    row = contract or made.contract(who, **changes)
    return write_version(acting_user=who["member"], contract=row, clauses=clauses(row), seen=0)


def put(who: dict[str, Any], way: str = SigningWay.PAPER, **changes: Any) -> Signing:
    """A complete contract that is put to signature by its provider."""
    return signing.put_to_signature(acting_user=who["member"], version=version(who, **changes), way=way)


def keys(row: Signing, *sides: str) -> list[int]:
    """The keys of the signatures of these sides."""
    return [one.pk for one in row.signatures.filter(side__in=sides)]


@cache
def scan() -> bytes:
    """A scan: one white page of a PDF without text."""
    import io

    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
