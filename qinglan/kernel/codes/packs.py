"""Territories from packs."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.db import transaction
from pydantic import Field

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.codes.pinyin import pinyin_key
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml


class TerritoryForm(Strict):
    """One territory of a pack."""

    code: str
    name: Text
    kind: Literal["province", "prefecture", "division", "functional_zone"]
    parent: str | None = None
    valid_from: date | None = Field(None, alias="from")
    valid_to: date | None = Field(None, alias="to")
    reports_separately: bool = False
    note: Text = Text(zh="", en="")


class TerritoryFile(Strict):
    """``territories.yaml``; a parent stands before its parts."""

    territories: list[TerritoryForm]


@transaction.atomic
def load_territories(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Bring the table to the state of a pack's ``territories.yaml``; the number of territories.

    Territories that a pack no longer names stay: figures may refer to them.
    """
    forms = read_yaml(path, TerritoryFile).territories
    for form in forms:
        Territory.objects.update_or_create(
            code=form.code,
            defaults={
                "name_zh": form.name.zh,
                "name_en": form.name.en,
                "pinyin": pinyin_key(form.name.zh),
                "kind": form.kind,
                "parent_id": form.parent,
                "valid_from": form.valid_from,
                "valid_to": form.valid_to,
                "reports_separately": form.reports_separately,
                "note_zh": form.note.zh,
                "note_en": form.note.en,
            },
        )
    return len(forms)


register(FileKind("territories", "territories.yaml", TerritoryFile, load_territories, order=10))
