"""A proof of results as a paper to be printed and stamped: a sheet of Word in the layout of letters, in Chinese."""

from collections.abc import Sequence

from django.utils import translation

from qinglan.contracts.mobility.proving import ProvedLine
from qinglan.contracts.models import ResultProof
from qinglan.kernel.documents.official.content import PaperContent, Paragraph, Table
from qinglan.kernel.documents.official.docx import docx
from qinglan.kernel.web.money import number_in


def proof_docx(proof: ResultProof, lines: Sequence[ProvedLine]) -> bytes:
    """The paper. Amounts in 万元; each contract has both its numbers, or says that it isn't registered."""
    with translation.override("zh-hans"):
        rows = tuple(
            (
                str(place),
                f"{one.title}（{one.kind}）",
                f"{_registered(one)}，平台编号 {one.number}",
                one.other_side,
                one.signed_on.isoformat() if one.signed_on else "—",
                number_in(one.amount, "wan") if one.amount else "—",
                one.part if one.share is None else f"{one.part}（{one.share}%）",
            )
            for place, one in enumerate(lines, 1)
        )
    content = PaperContent(
        kind="recommendation",
        issuer=proof.unit.name,
        title=f"科技成果转化业绩证明（{proof.number}）",
        addressee=proof.purpose,
        blocks=(
            Paragraph(
                text=f"兹证明{proof.person_name}（{proof.post}）参与完成下列技术合同，供申报职称时作为成果转化业绩使用。"
            ),
            Table(
                headings=("序号", "合同名称", "登记编号", "对方", "签订日期", "成交额（万元）", "承担的工作"),
                rows=rows,
                widths=(1, 4, 4, 3, 3, 2, 4),
            ),
            Paragraph(text="以上内容以合同原件和技术合同认定登记证明为准。"),
        ),
        day=proof.issued_on,
    )
    return docx(content)


def _registered(one: ProvedLine) -> str:
    if one.national_number:
        return one.national_number
    return "登记已注销" if one.is_cancelled else "未登记"
