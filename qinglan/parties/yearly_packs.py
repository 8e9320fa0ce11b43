"""Yearly forms from packs: ``yearly.yaml``."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.db import transaction
from pydantic import Field, model_validator

from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.parties.models.organisation_figure import YearlyForm, YearlyQuestion
from qinglan.parties.models.organisation_kind import OrganisationKind

_EMPTY = Text(zh="", en="")


class QuestionForm(Strict):
    """One line; `indicator` names the indicator of the pack that takes the accepted amount."""

    key: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    label: Text
    unit: str = ""
    kind: Literal["amount", "count", "text"]
    required: bool
    hint: Text = _EMPTY
    indicator: str = ""


class Due(Strict):
    """The last day of the year after."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=28)


class ReturnForm(Strict):
    """One form with 表号, 制定机关, 批准文号, 有效期."""

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    title: Text
    number: str
    maker: str
    approval: str | None
    valid_until: date | None
    note: Text = _EMPTY
    kinds: tuple[str, ...]
    due: Due
    questions: tuple[QuestionForm, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> "ReturnForm":
        keys = [question.key for question in self.questions]
        if len(set(keys)) != len(keys):
            raise ValueError(f"{self.slug}: a question stands twice")
        if unknown := set(self.kinds) - set(OrganisationKind.values):
            raise ValueError(f"{self.slug}: no kind of organisation is called {', '.join(sorted(unknown))}")
        for question in self.questions:
            if question.kind != "text" and not question.unit:
                raise ValueError(f"{self.slug}: {question.key} needs a unit")
        return self

    def digest(self) -> str:
        """The hash of all that the form says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class YearlyFile(Strict):
    """``yearly.yaml``."""

    forms: tuple[ReturnForm, ...]


@transaction.atomic
def load_yearly_forms(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Bring the forms to the state of the file: a changed one becomes a new version, old reports keep theirs."""
    forms = read_yaml(path, YearlyFile).forms
    standing = YearlyForm.objects.select_for_update().filter(pack=pack.slug)
    standing.exclude(digest__in=[_digest(pack, form) for form in forms]).update(is_current=False)
    for form in forms:
        digest = _digest(pack, form)
        if YearlyForm.objects.filter(digest=digest).update(is_current=True):
            continue
        made = YearlyForm.objects.create(
            pack=pack.slug,
            slug=form.slug,
            digest=digest,
            title_zh=form.title.zh,
            title_en=form.title.en,
            number=form.number,
            maker=form.maker,
            approval=form.approval or "",
            valid_until=form.valid_until,
            note_zh=form.note.zh,
            note_en=form.note.en,
            territory=pack.manifest.territory,
            kinds=list(form.kinds),
            due_month=form.due.month,
            due_day=form.due.day,
        )
        YearlyQuestion.objects.bulk_create(
            YearlyQuestion(
                form=made,
                position=position,
                key=question.key,
                label_zh=question.label.zh,
                label_en=question.label.en,
                unit=question.unit,
                kind=question.kind,
                required=question.required,
                hint_zh=question.hint.zh,
                hint_en=question.hint.en,
                indicator=question.indicator,
            )
            for position, question in enumerate(form.questions, 1)
        )
    return len(forms)


def _digest(pack: Pack, form: ReturnForm) -> str:
    return hashlib.sha256(f"{pack.slug}:{form.digest()}".encode()).hexdigest()


register(FileKind("yearly forms", "yearly.yaml", YearlyFile, load_yearly_forms, order=27))
