"""Verbs of external auditors: draw a sample, make an evidence sheet. They change nothing that is audited."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.database.turns import wait_turn
from qinglan.kernel.events.canonical import encode
from qinglan.programmes.audit import events
from qinglan.programmes.audit.sampling import ALGORITHM, digest_of, draw
from qinglan.programmes.models import Case, EvidenceSheet, Programme, Sample
from qinglan.programmes.queries.audit import population

MOST = 500
"""Cases of one sample."""
_SEED = re.compile(r"[0-9A-Za-z._:-]{1,64}")


@transaction.atomic
def draw_sample(*, acting_user: Any, programme: Programme, year: int, size: int, seed: str = "") -> Sample:
    """Draw `size` cases of the scheme's population of the year by `seed`, or by a random one that is recorded.

    Raises PermissionRefused; Impossible for an empty population, a size or a seed that can't be.
    """
    permissions.require(acting_user, "programmes.audit", programme)
    if not 1 <= size <= MOST:
        raise Impossible(_("A sample has 1 to {most} cases.").format(most=MOST), field="size")
    chosen = seed.strip() or secrets.token_hex(16)
    if not _SEED.fullmatch(chosen):
        raise Impossible(
            _(
                "A seed has up to 64 letters, digits, dots, colons and hyphens, so that it can be typed again."
            ),
            field="seed",
        )
    numbers = sorted(population(programme, year).values_list("number", flat=True))
    if not numbers:
        raise Impossible(_("No case of this scheme was submitted in a round of this year."), field="size")
    made = Sample.objects.create(
        programme=programme,
        year=year,
        size=size,
        seed=chosen,
        algorithm=ALGORITHM,
        population="\n".join(numbers),
        digest=digest_of(numbers),
        drawn=draw(numbers, chosen, size),
        drawn_at=clock.now(),
        drawn_by=acting_user,
    )
    events.record(
        acting_user, events.DRAWN, programme,
        sample=made.pk, year=year, size=size, seed=chosen, population=made.digest, drawn=made.drawn,
    )  # fmt: skip
    return made


@dataclass(frozen=True)
class Evidence:
    """What an evidence sheet says: the audited body, the matter, what was found, and the evidence with its address."""

    audited: str
    matter: str
    statement: str
    rows: Sequence[tuple[str, str]] = ()
    case: Case | None = None
    rule: str = field(default="")


@transaction.atomic
def make_evidence_sheet(
    *, acting_user: Any, programme: Programme, year: int, evidence: Evidence
) -> EvidenceSheet:
    """Make a 取证单 with the next number of this calendar year, for the audited body to confirm by seal.

    Raises PermissionRefused; Impossible where body, matter or findings are missing, or the case is another
    scheme's.
    """
    permissions.require(acting_user, "programmes.audit", programme)
    for name, text in (
        ("audited", evidence.audited),
        ("matter", evidence.matter),
        ("statement", evidence.statement),
    ):
        if not text.strip():
            raise Impossible(_("Fill this in: the audited body confirms it by its seal."), field=name)
    if evidence.case is not None and evidence.case.version.programme_id != programme.pk:
        raise Impossible(_("This case belongs to another scheme."))
    wait_turn("programmes.evidence-sheet")
    today = clock.today()
    before = EvidenceSheet.objects.filter(number__startswith=f"QZ-{today.year}-").count()
    made = EvidenceSheet.objects.create(
        programme=programme,
        year=year,
        case=evidence.case,
        number=f"QZ-{today.year}-{before + 1:04d}",
        audited=" ".join(evidence.audited.split())[:120],
        matter=" ".join(evidence.matter.split())[:200],
        statement=evidence.statement.strip()[:4000],
        rows=[[text[:500], url[:500]] for text, url in evidence.rows],
        rule=evidence.rule,
        made_at=clock.now(),
        made_by=acting_user,
    )
    events.record(
        acting_user, events.EVIDENCE, programme,
        sheet=made.number, case=evidence.case.number if evidence.case else "", digest=digest_of_sheet(made),
    )  # fmt: skip
    return made


def digest_of_sheet(sheet: EvidenceSheet) -> str:
    """SHA-256 over what the sheet says."""
    content = {
        "number": sheet.number,
        "audited": sheet.audited,
        "matter": sheet.matter,
        "statement": sheet.statement,
        "rows": sheet.rows,
    }
    return hashlib.sha256(encode(content)).hexdigest()
