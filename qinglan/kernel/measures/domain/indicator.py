"""Verb: define an indicator by hand, for a plan whose pack does not have it."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.codes.pinyin import pinyin_key
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.measures import recorded
from qinglan.kernel.measures.models import Indicator, Kind, Period, SubjectKind


@dataclass(frozen=True)
class Definition:
    """What is to be reported: name and definition in Chinese (English optional), unit, whether an
    amount or a list is reported, whom it is about, its form number, and who sees single figures.
    """

    pack: str
    territory_id: str
    name: str
    definition: str
    unit: str
    kind: str
    subject: str
    form_number: str
    confidentiality: str
    name_en: str = ""
    definition_en: str = ""


@transaction.atomic
def define_indicator(*, acting_user: Any, definition: Definition) -> Indicator:
    """Add an indicator to those of a pack or a plan.

    A list is reported by day, an amount by year. The address is the name in pinyin, numbered where
    it is taken. Raises PermissionRefused; Impossible where name, definition or form number is
    missing, or an indicator of this name exists.
    """
    permissions.require(acting_user, "measures.define")
    for name, message in (
        ("name", _("Name the indicator.")),
        ("definition", _("Say what is counted, when and by whom; an auditor will ask.")),
        ("form_number", _("Give the number of the form on which it is reported.")),
    ):
        if not getattr(definition, name).strip():
            raise Impossible(message, field=name)
    if Indicator.objects.filter(pack=definition.pack, name_zh=definition.name.strip()).exists():
        raise Impossible(_("An indicator of this name exists already. Choose it instead."), field="name")
    indicator = Indicator.objects.create(
        pack=definition.pack,
        territory_id=definition.territory_id,
        slug=_free_slug(definition),
        name_zh=definition.name.strip(),
        name_en=definition.name_en.strip() or definition.name.strip(),
        definition_zh=definition.definition.strip(),
        definition_en=definition.definition_en.strip() or definition.definition.strip(),
        unit=definition.unit.strip(),
        subject=definition.subject if definition.kind == Kind.AMOUNT else SubjectKind.ORGANISATION,
        period=Period.YEAR if definition.kind == Kind.AMOUNT else Period.DATE,
        kind=definition.kind,
        form_number=definition.form_number.strip(),
        confidentiality=definition.confidentiality,
    )
    recorded.record_definition(acting_user, indicator)
    return indicator


def _free_slug(definition: Definition) -> str:
    words = re.sub(r"[^a-z]+", "-", pinyin_key(definition.name).replace("5", "")).strip("-")
    stem = words[:70].rstrip("-") or "indicator"
    taken = set(Indicator.objects.filter(pack=definition.pack).values_list("slug", flat=True))
    return next(slug for slug in [stem, *(f"{stem}-{n}" for n in range(2, 1000))] if slug not in taken)
