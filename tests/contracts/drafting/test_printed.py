"""The paper of a version: all five kinds, the same bytes twice, its code on every page, nothing left out."""

from datetime import date
from typing import Any

import pypdfium2
import pytest

from qinglan.contracts.domain.version import write_version
from qinglan.contracts.drafting.pack import contract_rules
from qinglan.contracts.drafting.printed import version_pdf
from qinglan.contracts.models import ContractKind, ContractVersion
from qinglan.kernel.documents.printing import pages_with_code
from tests.contracts import made
from tests.contracts.signing.made import clauses

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    """All that is printed, without blanks: where lines break is not the matter."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [document[index].get_textpage().get_text_bounded() for index in range(len(document))]
    finally:
        document.close()
    return "".join("".join(pages).split())


def written(kind: str, **changes: Any) -> ContractVersion:
    who = made.parties()
    form = contract_rules().kind(kind).forms[0].code
    contract = made.contract(who, kind=kind, form=form, **changes)
    return write_version(acting_user=who["member"], contract=contract, clauses=clauses(contract), seen=0)


@pytest.mark.parametrize("kind", list(ContractKind))
def test_each_kind_has_its_paper(kind: str, settings: Any) -> None:
    version = written(kind)
    pdf = version_pdf(version)
    assert version_pdf(ContractVersion.objects.get(pk=version.pk)) == pdf
    said, row = text_of(pdf), contract_rules().kind(kind)
    for part in (
        row.title.zh, f"{row.buyer.zh}（甲方）", f"{row.seller.zh}（乙方）", version.facts["number"],
        version.facts["title"], "200万元（人民币贰佰万元整）", "第一条", "2,000,000.00", "演示数据",
        "法定代表人或授权代表（签字）",
    ):  # fmt: skip
        assert "".join(part.split()) in said, part
    for clause in version.clauses.all():
        assert clause.title in said
        assert "".join(clause.text.split()) in said
    pages = pages_with_code(pdf, version.version_code)
    assert pages is not None
    assert pages == list(range(1, len(pages) + 1))


def test_outside_of_demonstration_the_paper_carries_no_mark(settings: Any) -> None:
    settings.DEMONSTRATION = False
    assert "演示数据" not in text_of(version_pdf(written(ContractKind.LICENCE)))


def test_a_party_abroad_and_open_points_are_printed(settings: Any) -> None:
    abroad = made.Particulars(
        name="Umwelttechnik Beispiel GmbH", country="德国", address="Musterstr. 1, Berlin"
    )
    version = written(
        ContractKind.TRANSFER, buyer=abroad, amount=None, begins_on=date(2026, 2, 1), ends_on=None
    )
    said = text_of(version_pdf(version))
    for part in ("Umwelttechnik Beispiel GmbH", "德国", "2026-02-01", "（未定）"):
        assert "".join(part.split()) in said, part
