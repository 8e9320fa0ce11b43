"""``contracts.yaml`` of the packs: kinds and sub-kinds of technology contracts, and the checklist of their clauses."""

import hashlib
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import get_language
from pydantic import Field, model_validator

from qinglan.contracts.models.choices import ContractKind
from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.market.quality import CODE

LONGEST = 4000
"""Characters of one clause."""


class FormRow(Strict):
    """A sub-kind."""

    code: str = Field(pattern=CODE)
    title: Text


class KindRow(Strict):
    """A kind of contract: its title, what its sides are called, the articles of the Civil Code, its sub-kinds."""

    code: ContractKind
    title: Text
    seller: Text
    buyer: Text
    articles: str
    forms: tuple[FormRow, ...] = Field(min_length=1)

    def names_sides(self, wording: str) -> str:
        """A wording with the sides called as in this kind of contract."""
        return wording.replace("{seller}", self.seller.zh).replace("{buyer}", self.buyer.zh)


class ClauseRow(Strict):
    """A clause of the checklist: for which kinds (and sub-kinds, empty: all), whether it must be there, where the
    law speaks of it, which points of the terms say it, and the wording that a draft begins with (Chinese;
    ``{seller}`` and ``{buyer}`` stand for the sides; with `joined` it stands below agreed terms too).
    """

    code: str = Field(pattern=CODE)
    kinds: tuple[ContractKind, ...] = Field(min_length=1)
    forms: tuple[str, ...] = ()
    essential: bool = False
    title: Text
    hint: Text
    articles: str
    terms: tuple[str, ...] = ()
    draft: str = Field(default="", max_length=LONGEST)
    joined: bool = False

    def begins_with(self, kind: KindRow) -> str:
        """The wording, with the sides called as in this kind of contract."""
        return kind.names_sides(self.draft)

    def concerns(self, kind: str, form: str) -> bool:
        """Whether it belongs into a contract of this kind and sub-kind."""
        return kind in self.kinds and (not self.forms or form in self.forms)


class UseFirstRow(Strict):
    """先使用后付费, a way of paying and no kind of licence: the sub-kind of licence as which it is drafted, the
    milestone on which the price is paid, and with what the clause on the price begins (both Chinese).
    """

    form: str = Field(pattern=CODE)
    milestone: str = Field(min_length=1, max_length=200)
    price: str = Field(min_length=1, max_length=LONGEST)


class ContractsFile(Strict):
    """``contracts.yaml``."""

    source: str
    certainty: Literal["seen", "known", "default"]
    kinds: tuple[KindRow, ...]
    use_first: UseFirstRow
    clauses: tuple[ClauseRow, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> "ContractsFile":
        if [row.code for row in self.kinds] != list(ContractKind):
            raise ValueError(f"kinds: name each once, in this order: {', '.join(ContractKind)}")
        forms = {row.code: [form.code for form in row.forms] for row in self.kinds}
        for kind, codes in forms.items():
            if len(set(codes)) != len(codes):
                raise ValueError(f"kinds: a sub-kind of {kind} stands twice")
        if self.use_first.form not in forms[ContractKind.LICENCE]:
            raise ValueError(f"use_first: licences have no sub-kind {self.use_first.form}")
        codes = [row.code for row in self.clauses]
        if len(set(codes)) != len(codes):
            raise ValueError("clauses: a code stands twice")
        for clause in self.clauses:
            if "{" in clause.begins_with(self.kinds[0]):
                raise ValueError(
                    f"clauses: the draft of {clause.code} names another side than seller or buyer"
                )
            known = {code for kind in clause.kinds for code in forms[kind]}
            if set(clause.forms) - known:
                raise ValueError(f"clauses: {clause.code} names a sub-kind that its kinds don't have")
        return self

    def digest(self) -> str:
        """The hash of all that it says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def kind(self, code: str) -> KindRow:
        """A kind; all five are there. Raises KeyError for another word."""
        for row in self.kinds:
            if row.code == code:
                return row
        raise KeyError(code)

    def clauses_for(self, kind: str, form: str) -> tuple[ClauseRow, ...]:
        """The checklist of a contract of this kind and sub-kind."""
        return tuple(row for row in self.clauses if row.concerns(kind, form))

    def clause(self, code: str) -> ClauseRow | None:
        """A clause of the checklist, None where the pack no longer has it."""
        return next((row for row in self.clauses if row.code == code), None)


def load_contracts(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    return len(read_yaml(path, ContractsFile).clauses)


def contract_rules() -> ContractsFile:
    """The kinds and checklists in force. Raises LookupError without any."""
    return in_force("contracts.yaml", ContractsFile)


def law(articles: str) -> str:
    """Articles of the Civil Code in the reader's language.

    >>> from django.utils import translation
    >>> with translation.override("en"):
    ...     law("第845条、第851条至第861条")
    'Civil Code, art. 845, 851–861'
    """
    if get_language() == "en":
        numbers = articles.replace("条至第", "–").replace("条、第", ", ").strip("第条")
        return f"Civil Code, art. {numbers}"
    return f"民法典{articles}"


def form_title(kind: str, code: str) -> str:
    """A sub-kind in the reader's language, the code where the pack no longer has it."""
    return next(
        (in_reader_language(row.title) for row in contract_rules().kind(kind).forms if row.code == code), code
    )


def form_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """All sub-kinds by kind, for a field: ``kind/code`` and its words."""
    return [
        (
            str(ContractKind(row.code).label),
            [(f"{row.code}/{one.code}", in_reader_language(one.title)) for one in row.forms],
        )
        for row in contract_rules().kinds
    ]


register(FileKind("technology contracts", "contracts.yaml", ContractsFile, load_contracts, order=98))
