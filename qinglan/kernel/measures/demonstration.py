"""Demonstration figures of a pack: ``demo/figures.yaml``."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.db import transaction
from pydantic import Field

from qinglan.kernel import clock
from qinglan.kernel.measures.domain.entry import Listing, enter_items
from qinglan.kernel.measures.domain.figure import Report, report_figures
from qinglan.kernel.measures.models import Entry, Figure, Indicator
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import ExactNumber, Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml


class OrganisationForm(Strict):
    """A demonstration organisation; its name says that it is one."""

    code: str
    name: str
    territory: str
    industry: str | None = None
    kind: str = "enterprise"


class AmountForm(Strict):
    """A reported amount."""

    indicator: str
    subject: str | None = None
    territory: str
    year: int
    value: ExactNumber
    unit: str | None = None
    evidence: Text
    reporter: str = ""
    reported_on: date


class EntryForm(Strict):
    """An entry of a list."""

    indicator: str
    subject: str | None = None
    name: str | None = None
    territory: str
    level: Literal["district", "municipal", "provincial", "national"] | None = None
    stage: str | None = None
    valid_from: date = Field(alias="from")
    valid_to: date | None = Field(None, alias="to")
    number: str | None = None
    evidence: Text
    reporter: str = ""
    reported_on: date


class EntryLine(Strict):
    """``- entry: {…}``."""

    entry: EntryForm


class DemonstrationFile(Strict):
    """The whole file."""

    organisations: list[OrganisationForm]
    figures: list[AmountForm | EntryLine]


@transaction.atomic
def load_figures(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Bring the figures of a demonstration file on record, unless the pack has figures already.

    What lies ahead of today is left out, so that an early clock does no harm.
    `acting_user` must be allowed to report figures. Returns how many were brought. Raises PackError.
    """
    if (
        Figure.objects.filter(indicator__pack=pack.slug).exists()
        or Entry.objects.filter(indicator__pack=pack.slug).exists()
    ):
        return 0
    content = read_yaml(path, DemonstrationFile)
    indicators = {indicator.slug: indicator for indicator in Indicator.objects.filter(pack=pack.slug)}
    names = {organisation.code: organisation.name for organisation in content.organisations}
    faults = [
        f"{path}:1: there is no indicator {slug!r}"
        for slug in sorted(
            {
                line.entry.indicator if isinstance(line, EntryLine) else line.indicator
                for line in content.figures
            }
            - set(indicators)
        )
    ]
    if faults:
        raise PackError(faults)
    today = clock.today()
    amounts = [
        _report(line, indicators, names)
        for line in content.figures
        if isinstance(line, AmountForm) and line.reported_on <= today
    ]
    items = [
        _listing(line.entry, indicators, names)
        for line in content.figures
        if isinstance(line, EntryLine) and max(line.entry.valid_from, line.entry.reported_on) <= today
    ]
    return report_figures(acting_user=acting_user, reports=amounts) + enter_items(
        acting_user=acting_user, listings=items
    )


def _report(form: AmountForm, indicators: dict[str, Indicator], names: dict[str, str]) -> Report:
    indicator = indicators[form.indicator]
    return Report(
        indicator=indicator,
        territory_id=form.territory,
        year=form.year,
        value=form.value,
        evidence=form.evidence.zh,
        reported_on=form.reported_on,
        confidentiality=indicator.confidentiality,
        subject_code=form.subject or "",
        subject_name=names[form.subject] if form.subject else "",
    )


def _listing(form: EntryForm, indicators: dict[str, Indicator], names: dict[str, str]) -> Listing:
    indicator = indicators[form.indicator]
    return Listing(
        indicator=indicator,
        territory_id=form.territory,
        subject_code=form.subject or "",
        subject_name=form.name or names[form.subject or ""],
        level=form.level or "",
        stage=form.stage or "",
        number=form.number or "",
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        evidence=form.evidence.zh,
        reported_on=form.reported_on,
        confidentiality=indicator.confidentiality,
    )


register(
    FileKind(
        "demonstration figures",
        "demo/figures.yaml",
        DemonstrationFile,
        load_figures,
        order=20,
        stage="demonstration",
    )
)
