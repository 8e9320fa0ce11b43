"""``contact.yaml`` of the packs: questions, periods, reasons, the text of the agreement, the licence checklist."""

import hashlib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.language import text_of
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.market.quality import CODE


class Question(Strict):
    """A standard question to who enquires about a technology or a need."""

    code: str = Field(pattern=CODE)
    about: Literal["technology", "need"]
    text: Text
    hint: Text


class Coded(Strict):
    """A reason, or an option of a point."""

    code: str = Field(pattern=CODE)
    text: Text


class Days(Strict):
    """How many days an offer may stand."""

    least: int = Field(ge=1)
    usual: int = Field(ge=1)
    most: int = Field(le=366)


class ReplyTimes(Strict):
    """Over how many months reply times are reckoned, and from how many enquiries on they are shown."""

    months: int = Field(ge=1, le=60)
    least: int = Field(ge=3, le=100)


class AgreementText(Strict):
    """The text of the confidentiality agreement; `bring` is what somebody without authority is told."""

    title: str = Field(max_length=120)
    bring: Text
    articles: tuple[str, ...] = Field(min_length=3)


class TermPoint(Strict):
    """A point of the licence checklist."""

    code: str = Field(pattern=CODE)
    title: Text
    hint: Text
    essential: bool = False
    amount: bool = False
    options: tuple[Coded, ...] = ()

    def option(self, code: str) -> str:
        """An option in the reader's language; the code where the pack no longer has it."""
        return text_of(code, self.options)


class ContactFile(Strict):
    """``contact.yaml``."""

    source: str
    answer_within_working_days: int = Field(ge=1, le=60)
    offer_days: Days
    agreement_years: int = Field(ge=1, le=20)
    reply_times: ReplyTimes
    questions: tuple[Question, ...]
    neutral: Text
    declines: tuple[Coded, ...] = Field(min_length=1)
    outcomes: tuple[Coded, ...] = Field(min_length=1)
    agreement: AgreementText
    checklist: tuple[TermPoint, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> "ContactFile":
        for about in ("technology", "need"):
            if len(self.questions_about(about)) != 3:
                raise ValueError(f"questions: three are asked about a {about}")
        for name in ("questions", "declines", "outcomes", "checklist"):
            codes = [row.code for row in getattr(self, name)]
            if name != "questions" and len(set(codes)) != len(codes):
                raise ValueError(f"{name}: a code stands twice")
        days = self.offer_days
        if not days.least <= days.usual <= days.most:
            raise ValueError("offer_days: least, usual and most go from less to more")
        return self

    def digest(self) -> str:
        """The hash of all that it says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def questions_about(self, about: str) -> tuple[Question, ...]:
        """The three questions."""
        return tuple(one for one in self.questions if one.about == about)

    def point(self, code: str) -> TermPoint | None:
        """A point of the checklist, None where the pack no longer has it."""
        return next((one for one in self.checklist if one.code == code), None)


def load_contact(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    return len(read_yaml(path, ContactFile).checklist)


def contact() -> ContactFile:
    """The rules of first contact in force. Raises LookupError without any."""
    return in_force("contact.yaml", ContactFile)


register(FileKind("first contact in the market", "contact.yaml", ContactFile, load_contact, order=97))
