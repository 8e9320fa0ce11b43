"""A version on paper: PDF with its version code on every page. Always in Chinese, as what is signed."""

from typing import Any

from django.utils import translation

from qinglan.contracts.drafting.facts import head_rows, party_rows, side_words
from qinglan.contracts.drafting.pack import contract_rules
from qinglan.contracts.models.choices import PartySide
from qinglan.contracts.models.version import ContractVersion
from qinglan.kernel import clock
from qinglan.kernel.documents.typesetting import refuse_missing, typeset
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.money import number_in

PREAMBLE = "各方依据《中华人民共和国民法典》合同编技术合同一章的有关规定，经平等协商，就“{title}”订立本合同，共同遵守。"
_NUMBERS = "一二三四五六七八九十"
_OPEN = "（未定）"


def version_pdf(version: ContractVersion) -> bytes:
    """The paper of a version (prefetch ``clauses``); the same version gives the same bytes."""
    day = version.made_at.astimezone(clock.SHANGHAI).date()
    return typeset("clauses", _data(version), day=day)


def refuse_unprintable(facts: dict[str, Any], clauses: dict[str, str]) -> None:
    """Raise Impossible where a character of a version could not be printed, by name and place."""
    refuse_missing({"合同": "\n".join(_texts(facts)), **clauses})


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


def _data(version: ContractVersion) -> dict[str, Any]:
    facts = version.facts
    with translation.override("zh-hans"):
        kind = contract_rules().kind(facts["kind"])
        skipped = {"number", "title"}
        rows = [
            [row.label, row.value or _OPEN]
            for row in head_rows(facts)
            if row.key not in skipped and (row.value or row.key != "rights")
        ]
        # the buyer is 甲方 and stands first, as in the model contracts of the field
        order = sorted(facts["parties"], key=lambda one: (one["side"] != PartySide.BUYER, one["position"]))
        parties = [_party(facts, party) for party in order]
    return {
        "title": kind.title.zh,
        "subtitle": facts["title"],
        "author": parties[0]["name"] if parties else "",
        "number": facts["number"],
        "code": version.code_shown,
        "mark": demonstration.mark(),
        "rows": rows,
        "parties": parties,
        "preamble": PREAMBLE.format(title=facts["title"]),
        "clauses": [
            {"number": f"第{_chinese(place)}条", "title": one.title, "text": one.text}
            for place, one in enumerate(version.clauses.all(), 1)
        ],
        "steps": [_step(one) for one in facts["milestones"]],
    }


def _party(facts: dict[str, Any], party: dict[str, Any]) -> dict[str, Any]:
    return {
        "word": side_words(facts["kind"], party["side"], party["position"]),
        "name": party["name"],
        "rows": [
            [row.label, row.value]
            for row in party_rows(facts, party)
            if row.value and not row.key.endswith("-name")
        ],
    }


def _step(step: dict[str, Any]) -> list[str]:
    amount = number_in(step["amount"], "yuan") if step["amount"] else "—"
    return [str(step["number"]), step["title"], step["deliverable"] or "—", step["due_on"] or "—", amount]


def _chinese(number: int) -> str:
    """A number up to 99 as articles are counted."""
    if number <= 10:
        return _NUMBERS[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _NUMBERS[tens - 1]) + "十" + (_NUMBERS[ones - 1] if ones else "")
