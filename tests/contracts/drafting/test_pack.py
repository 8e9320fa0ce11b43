"""The pack file of contracts: five kinds, their checklists, and what a faulty file is told."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from qinglan.contracts.drafting.pack import ContractsFile, contract_rules, form_title, law
from qinglan.contracts.models.choices import ContractKind
from qinglan.kernel.rulebook.packs import PackError
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.market.contact.pack import contact

NATIONAL = Path(__file__).parents[3] / "packs" / "cn-national" / "contracts.yaml"


def test_the_five_kinds_have_their_checklists() -> None:
    rules = contract_rules()
    # the essential clauses of each kind, of its first sub-kind
    assert {
        row.code.value: [
            one.code for one in rules.clauses_for(row.code, row.forms[0].code) if one.essential
        ]
        for row in rules.kinds
    } == {
        "development": [
            "subject", "results", "plan", "client", "price", "confidentiality", "ownership", "acceptance",
            "risk", "breach", "changes", "disputes", "effect",
        ],
        "transfer": [
            "subject", "scope", "documents", "warranty", "price", "confidentiality", "improvements",
            "acceptance", "breach", "changes", "disputes", "effect",
        ],
        "licence": [
            "subject", "exclusivity", "documents", "warranty", "price", "confidentiality", "improvements",
            "acceptance", "breach", "changes", "disputes", "effect",
        ],
        "consulting": [
            "subject", "plan", "client", "questions", "price", "confidentiality", "ownership", "acceptance",
            "breach", "changes", "disputes", "effect",
        ],
        "service": [
            "subject", "plan", "client", "quality", "price", "confidentiality", "ownership", "acceptance",
            "breach", "changes", "disputes", "effect",
        ],
    }  # fmt: skip


def test_joint_development_says_who_brings_what() -> None:
    rules = contract_rules()
    joint = {one.code for one in rules.clauses_for(ContractKind.DEVELOPMENT, "cooperative")}
    alone = {one.code for one in rules.clauses_for(ContractKind.DEVELOPMENT, "commissioned")}
    assert joint - alone == {"contributions"}


def test_every_point_of_the_terms_finds_its_clause() -> None:
    """Whatever was agreed in the terms stands in some clause of a licence; what a clause asks for exists."""
    points = {point.code for point in contact().checklist}
    asked = {code for clause in contract_rules().clauses for code in clause.terms}
    of_a_licence = {
        code
        for clause in contract_rules().clauses_for(ContractKind.LICENCE, "ordinary")
        for code in clause.terms
    }
    assert asked <= points
    assert of_a_licence == points


def test_an_unknown_sub_kind_is_shown_as_it_stands() -> None:
    assert form_title(ContractKind.LICENCE, "sole") == "专利排他实施许可"
    assert form_title(ContractKind.LICENCE, "gone") == "gone"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("code: consulting", "code: advice"), "kinds"),
        (
            (
                "- code: transfer\n    title: {zh: 技术转让合同",
                "- code: licence\n    title: {zh: 技术转让合同",
            ),
            "name each once",
        ),
        (("{code: conversion,", "{code: cooperative,"), "a sub-kind of development stands twice"),
        (("- code: results\n", "- code: subject\n"), "a code stands twice"),
        (("forms: [cooperative]", "forms: [joint]"), "contributions names a sub-kind"),
        (("use_first:\n  form: ordinary", "use_first:\n  form: later"), "licences have no sub-kind later"),
        (("由{seller}按规定", "由{owner}按规定"), "effect names another side"),
    ],
)
def test_a_faulty_file_is_told_what_is_wrong(tmp_path: Path, change: Any, fault: str) -> None:
    text = NATIONAL.read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "contracts.yaml"
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        read_yaml(path, ContractsFile)
    assert any(fault in finding for finding in caught.value.findings), caught.value.findings


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "民法典第845条、第851条至第861条"), ("en", "Civil Code, art. 845, 851–861")],
)
def test_articles_are_named_in_the_readers_language(language: str, words: str) -> None:
    with translation.override(language):
        assert law("第845条、第851条至第861条") == words
