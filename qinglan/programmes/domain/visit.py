"""Verbs of the site visit 现场核查: plan, note what was found, photograph, hand in the signed report, conclude."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.documents.domain.file import store_file
from qinglan.programmes import recorded
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.check import reasoned
from qinglan.programmes.domain.draw import kind_words
from qinglan.programmes.models import (
    Case,
    CaseStatus,
    SiteVisit,
    StepType,
    VisitFinding,
    VisitLine,
    Visitor,
    VisitPhoto,
)
from qinglan.programmes.panels.events import VISIT_CONCLUDED, VISIT_PLANNED
from qinglan.programmes.panels.pool import staff_ties
from qinglan.programmes.panels.todos import visit_planned
from qinglan.programmes.panels.visit_files import VISIT_FILES

LEAST_TEAM = 2
PICTURES = (".jpg", ".jpeg", ".png")
SIGNED = (".pdf", ".jpg", ".jpeg", ".png")
MOST_PHOTOS = 60


@dataclass(frozen=True)
class Upload:
    """A file as it came."""

    name: str
    content: bytes
    declared_type: str = ""


@transaction.atomic
def plan_visit(
    *, acting_user: Any, case: Case, on: date, place: str, team: Sequence[Any], leader: Any
) -> SiteVisit:
    """Plan the visit of a case: day, place and team (at least two people, one of whom leads).

    The checklist is kept as the scheme has it. Planned again, day and team change and what was found stays.
    Nobody with a known tie to the applicant goes. Raises PermissionRefused, StaleEdit, Impossible.
    """
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.plan_visit", held)
    item = flow.item_at(held, StepType.SITE_VISIT)
    people = {person.pk: person for person in [*team, leader]}
    if on < clock.today():
        raise Impossible(_("This day is over. Choose the day of the visit."), field="on")
    if not place.strip():
        raise Impossible(_("Say where the team meets."), field="place")
    if len(people) < LEAST_TEAM:
        raise Impossible(_("At least two people visit together; one of them leads."), field="team")
    for person in people.values():
        known, _unknown = staff_ties(person, [held], on)
        if known:
            raise Impossible(
                _("%(name)s has a tie to the applicant (%(kind)s). Send somebody else.")
                % {"name": person, "kind": kind_words(known[held.pk])},
                field="team",
            )
    checklist = list(held.version.definition.step(item.step).settings.get("checklist", ()))
    visit, made = SiteVisit.objects.select_for_update(of=("self",)).get_or_create(
        item=item,
        defaults={
            "case": held,
            "on": on,
            "place": place.strip()[:200],
            "checklist": checklist,
            "planned_by": acting_user,
            "planned_at": clock.now(),
        },
    )
    if not made:
        visit.on, visit.place = on, place.strip()[:200]
        visit.revision += 1
        visit.save(update_fields=["on", "place", "revision"])
        visit.team.all().delete()
    Visitor.objects.bulk_create(
        Visitor(visit=visit, user=person, leads=key == leader.pk) for key, person in people.items()
    )
    recorded.record(
        acting_user, VISIT_PLANNED, held,
        on=on.isoformat(), team=[f"user:{key}" for key in sorted(people)], lines=len(checklist),
    )  # fmt: skip
    visit_planned(acting_user, held, item, list(people.values()))
    return visit


@transaction.atomic
def note_finding(*, acting_user: Any, visit: SiteVisit, line: int, finding: str, note: str = "") -> VisitLine:
    """Note what was found on a line; noted again, the later one counts. Raises as `plan_visit` does."""
    held = _open(acting_user, visit)
    if not 0 <= line < len(held.checklist):
        raise Impossible(_("The checklist has no such line."), field="line")
    if finding not in VisitFinding.values:
        raise Impossible(_("Say what was found."), field=f"finding_{line}")
    if finding != VisitFinding.AGREES and not note.strip():
        raise Impossible(
            _("Describe what differs or could not be seen: “%(line)s”.") % {"line": held.checklist[line]},
            field=f"note_{line}",
        )
    return VisitLine.objects.create(
        visit=held, line=line, finding=finding, note=note.strip()[:1000],
        made_at=clock.now(), made_by=acting_user,
    )  # fmt: skip


@transaction.atomic
def add_photo(
    *, acting_user: Any, visit: SiteVisit, upload: Upload, line: int | None = None, caption: str = ""
) -> VisitPhoto:
    """Add a photograph to a line, or to the whole. Raises as `plan_visit` does, and Refused for the file."""
    held = _open(acting_user, visit)
    if line is not None and not 0 <= line < len(held.checklist):
        raise Impossible(_("The checklist has no such line."), field="line")
    if held.photos.count() >= MOST_PHOTOS:
        raise Impossible(
            _("A visit takes at most %(most)s photographs.") % {"most": MOST_PHOTOS}, field="photo"
        )
    file = store_file(
        acting_user=acting_user, name=upload.name, content=upload.content,
        declared_type=upload.declared_type, holder=VISIT_FILES, holder_key=str(held.pk), endings=PICTURES,
    )  # fmt: skip
    return VisitPhoto.objects.create(
        visit=held, line=line, file=file, caption=caption.strip()[:200],
        added_at=clock.now(), added_by=acting_user,
    )  # fmt: skip


@transaction.atomic
def hand_in_report(*, acting_user: Any, visit: SiteVisit, upload: Upload) -> SiteVisit:
    """Hand in the report that the team and the visited signed, as a scan or photograph."""
    held = _open(acting_user, visit)
    held.report = store_file(
        acting_user=acting_user, name=upload.name, content=upload.content,
        declared_type=upload.declared_type, holder=VISIT_FILES, holder_key=str(held.pk), endings=SIGNED,
    )  # fmt: skip
    held.revision += 1
    held.save(update_fields=["report", "revision"])
    return held


@transaction.atomic
def conclude_visit(
    *,
    acting_user: Any,
    visit: SiteVisit,
    outcome: Literal["passed", "failed"],
    reason: str = "",
    clause: str = "",
) -> Case:
    """Conclude: every line is found out, the signed report is here; the case goes on or ends.

    Raises PermissionRefused; StaleEdit; Impossible while a line or the report is missing, before the day of the
    visit, and where it failed without reason and clause.
    """
    case = flow.locked(visit.case_id)
    held = _open(acting_user, visit)
    item = flow.item_at(case, StepType.SITE_VISIT)
    found = standing(held)
    missing = [text for number, text in enumerate(held.checklist) if number not in found]
    if missing:
        raise Impossible(_("Not noted yet: %(lines)s.") % {"lines": "；".join(missing)})
    if held.report_id is None:
        raise Impossible(_("Hand in the signed report first."), field="report")
    if held.on > clock.today():
        raise Impossible(_("The visit is on %(day)s.") % {"day": held.on.isoformat()})
    why = reasoned(reason, clause) if outcome == "failed" else flow.NO_REASON
    held.concluded_at = clock.now()
    held.revision += 1
    held.save(update_fields=["concluded_at", "revision"])
    assert held.report is not None
    recorded.record(
        acting_user, VISIT_CONCLUDED, case,
        outcome=outcome, report=held.report.digest, photos=held.photos.count(),
        findings=[found[number].finding for number in range(len(held.checklist))],
    )  # fmt: skip
    flow.close_item(acting_user=acting_user, case=case, item=item, outcome=outcome, reason=why)
    if case.status == CaseStatus.REFUSED:
        tell_applicant(acting_user=acting_user, case=case, what="refused")
    return case


def standing(visit: SiteVisit) -> dict[int, VisitLine]:
    """The last finding of each line."""
    return {one.line: one for one in visit.lines.order_by("pk")}


def _open(acting_user: Any, visit: SiteVisit) -> SiteVisit:
    """The visit, locked while it is open. Who changes its case too locks that one first."""
    rows = SiteVisit.objects.select_related("case__version__programme", "case__round", "report")
    held = rows.select_for_update(of=("self",)).get(pk=visit.pk)
    permissions.require(acting_user, "programmes.keep_visit", held)
    if held.concluded_at is not None:
        raise StaleEdit([Difference(str(_("visit")), str(_("open")), str(_("concluded")))])
    return held
