"""Demonstration organisations: those that the demonstration figures of a pack are about."""

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.measures.demonstration import DemonstrationFile, EntryLine
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.parties.domain.organisation import Particulars
from qinglan.parties.domain.organisation_roster import preload_organisations
from qinglan.parties.domain.organisation_tag import Grounds
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_kind import GreenGround
from qinglan.parties.organisation_story import tag_together, verify_together

UNCLAIMED = 8
"""Every so manyth organisation stays preloaded, so that there is something to claim and to verify."""
ENTERED = timedelta(days=700)
"""So long before it is loaded the story begins: organisations were entered before anything was done with them."""
BASIS = "演示数据：与营业执照核对"


@transaction.atomic
def load_organisations(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Enter the organisations of a demonstration file as an officer would; those on record stay.

    Most are verified; those with an entry of a level on a list get a green tag on that ground.
    Returns how many were entered. Raises PackError.
    """
    content = read_yaml(path, DemonstrationFile)
    known = set(
        Organisation.objects.filter(code__in=[form.code for form in content.organisations]).values_list(
            "code", flat=True
        )
    )
    new = [form for form in content.organisations if form.code not in known]
    if not new:
        return 0
    territories = Territory.objects.in_bulk([form.territory for form in new])
    entries = [
        Particulars(
            name=form.name,
            code=form.code,
            kind=form.kind,
            territory=territories[form.territory],
            industry=form.industry or "",
            contact_name="联系人（演示）",
            contact_mobile=mobile_of(form.code),
            legal_representative="法定代表人（演示）",
            registered_on=registered_on(form.code),
        )
        for form in new
    ]
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    today = clock.today()
    with telling(clock.now() - ENTERED):
        count = preload_organisations(
            acting_user=acting_user,
            entries=entries,
            file_name=f"{pack.slug}/demo/figures.yaml",
            sha256=sha256,
        )
        _verify(
            acting_user, [form.code for index, form in enumerate(new) if index % UNCLAIMED != UNCLAIMED - 1]
        )
        _tag(acting_user, content, today)
    return count


def mobile_of(key: str) -> str:
    """A number of the form 199 and eight digits, different for each key and the same every time."""
    return f"199{_mixed(key) % 10**8:08d}"


def registered_on(key: str) -> date:
    """A day of registration from 2008 to 2019, the same for a key every time."""
    return date(2008, 1, 1) + timedelta(days=_mixed(key) % 4380)


def _mixed(key: str) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest(), 16)


def _verify(acting_user: Any, codes: list[str]) -> None:
    rows = Organisation.objects.filter(code__in=codes).select_for_update(of=("self",)).order_by("pk")
    verify_together(acting_user, list(rows), clock.today(), BASIS)


def _tag(acting_user: Any, content: DemonstrationFile, today: date) -> None:
    entries = {
        line.entry.subject: line.entry
        for line in content.figures
        if isinstance(line, EntryLine)
        and line.entry.subject
        and line.entry.level
        and line.entry.valid_from <= today
    }
    rows = Organisation.objects.filter(code__in=list(entries), is_public=True, green_tags__isnull=True)
    grounds = {}
    for one in rows.select_for_update(of=("self",)).order_by("pk"):
        entry = entries[one.code]
        grounds[one] = Grounds(GreenGround.LISTED, entry.evidence.zh[:300], entry.valid_from, entry.valid_to)
    tag_together(acting_user, grounds, today)


register(
    FileKind(
        "demonstration organisations",
        "demo/figures.yaml",
        DemonstrationFile,
        load_organisations,
        order=15,
        stage="demonstration",
    )
)
