"""Indicators from packs."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.db import transaction

from qinglan.kernel import outbox
from qinglan.kernel.measures.models import Indicator
from qinglan.kernel.measures.recorded import CHANGED, key_of
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml


class FormNumber(Strict):
    """The statistical form: 表号, 制定机关, 批准文号, 有效期."""

    number: str
    maker: str | None = None
    approval: str | None = None
    valid_until: date | None = None


class IndicatorForm(Strict):
    """One indicator of a pack."""

    slug: str
    name: Text
    definition: Text
    unit: str
    subject: Literal["organisation", "territory", "none"]
    period: Literal["year", "date"]
    kind: Literal["amount", "entry"]
    stages: tuple[Literal["signed", "registered", "paid_in", "producing"], ...] = ()
    form: FormNumber
    confidentiality: Literal["public", "names_only", "confidential"]
    note: Text | None = None


class IndicatorFile(Strict):
    """``indicators.yaml``."""

    indicators: list[IndicatorForm]


@transaction.atomic
def load_indicators(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Bring the indicators to the state of a pack's ``indicators.yaml``; their number."""
    forms = read_yaml(path, IndicatorFile).indicators
    for form in forms:
        indicator, _made = Indicator.objects.update_or_create(
            pack=pack.slug,
            slug=form.slug,
            defaults={
                "territory_id": pack.manifest.territory,
                "name_zh": form.name.zh,
                "name_en": form.name.en,
                "definition_zh": _with_note(form.definition.zh, form.note.zh if form.note else ""),
                "definition_en": _with_note(form.definition.en, form.note.en if form.note else ""),
                "unit": form.unit,
                "subject": form.subject,
                "period": form.period,
                "kind": form.kind,
                "stages": list(form.stages),
                "form_number": form.form.number,
                "form_maker": form.form.maker or "",
                "form_approval": form.form.approval or "",
                "form_valid_until": form.form.valid_until,
                "confidentiality": form.confidentiality,
            },
        )
        outbox.enqueue(CHANGED, key_of(indicator))
    return len(forms)


def _with_note(text: str, note: str) -> str:
    return f"{text} {note}".strip() if note else text


register(FileKind("indicators", "indicators.yaml", IndicatorFile, load_indicators, order=20))
