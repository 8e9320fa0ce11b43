"""A correction from the applicant's side: what may be changed, what is handed in, what lapses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.account import system_user
from qinglan.programmes.cases.correction_scope import with_dependent
from qinglan.programmes.cases.form_state import ROW
from qinglan.programmes.cases.revisions import content_of, differences
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.case_draft import NEW, save_rows
from qinglan.programmes.domain.correction import lapse_corrections, warn_corrections
from qinglan.programmes.models import Case, CaseDraft, CorrectionPoint, WorkItem
from tests.programmes import applying
from tests.programmes.applying import attach, begun, fill, revision_of, save, submit
from tests.programmes.making import version

pytestmark = pytest.mark.django_db


def asked(officer: Any, *points: dict[str, str]) -> tuple[Any, Any]:
    """A submitted case that went back to its applicant with these points."""
    case, user = begun(officer)
    fill(user, case)
    submit(user, case)
    with transaction.atomic():
        row = flow.locked(case)
        item = flow.close_item(
            acting_user=officer, case=row, item=flow.open_item_of(row), outcome="to_correct"
        )
        for point in points:
            CorrectionPoint.objects.create(item=item, **{"clause": "第五条", "text": "请核对", **point})
    case.refresh_from_db()
    return case, user


def test_only_what_was_asked_and_what_depends_on_it_can_be_changed(officer: Any) -> None:
    case, user = asked(officer, {"question": "has_system"})
    for section, answers in (
        ("figures", {"rd": "1"}),
        ("basics", {"size": "large"}),
        ("summary", {"product": "x"}),
    ):
        with pytest.raises(Impossible, match="not asked to be corrected"):
            save(user, case, section, **answers)
    rows = [{ROW: NEW, "patent": applying.PATENT, "patent_title": "x", "is_green": "yes"}]
    with pytest.raises(Impossible, match="not asked to be corrected"):
        save_rows(acting_user=user, case=case, section="patents", rows=rows, seen_revision=revision_of(case))
    with pytest.raises(Impossible):
        attach(user, case, "figures", "revenue")
    draft = save(user, case, "figures", has_system="yes", system_number="EnMS-7")
    assert draft.answers["system_number"] == "EnMS-7"
    attach(user, case, "figures", "system_file", name="证书.png")


def test_a_point_without_a_place_opens_the_whole_form(officer: Any) -> None:
    case, user = asked(officer, {})
    assert save(user, case, "summary", product="x").answers["product"] == "x"


def test_what_depends_is_found_through_derived_quantities(officer: Any) -> None:
    from qinglan.programmes.definition.whole import restored

    stored = applying.content()
    stored["questions"]["sections"][3]["questions"][0]["when"] = "green_share >= 50"
    definition = restored(stored)
    assert with_dependent(definition, {"revenue"}) == {"revenue", "product"}
    assert with_dependent(definition, {"has_system"}) == {"has_system", "system_number", "system_file"}


def test_handed_in_it_is_a_new_revision_with_its_differences(officer: Any) -> None:
    case, user = asked(officer, {"question": "has_system"}, {"question": "photograph"})
    save(user, case, "figures", has_system="yes", system_number="EnMS-7")
    attach(user, case, "figures", "system_file", name="证书.png")
    attach(user, case, "summary", "photograph", name="现场.png")
    second = submit(user, case)
    case.refresh_from_db()
    assert (second.number, case.status, case.step, case.number[-4:]) == (2, "in_check", "check", "0001")
    first = case.revisions.get(number=1)
    found = differences(case.version.definition, content_of(first), content_of(second))
    assert [(one.label, one.current, one.yours) for one in found] == [
        ("Is the energy management certified?", "no", "yes"),
        ("Number of the certificate", "", "EnMS-7"),
        ("Scan of the certificate: files", "", "证书.png"),
        ("Photograph of the line: files", "", "现场.png"),
    ]
    event = Event.objects.get(stream=f"case:{case.pk}", kind="programmes.case-corrected")
    assert b'"changed":["has_system","photograph","system_file","system_number"]' in bytes(event.payload)


def test_after_its_period_it_is_too_late_and_the_job_lets_it_lapse(officer: Any) -> None:
    case, user = asked(officer, {"question": "has_system"})
    assert lapse_corrections(acting_user=system_user()) == 0
    WorkItem.objects.filter(case=case, state="open").update(
        opened_at=clock.now() - timedelta(days=9), due_at=clock.now() - timedelta(seconds=1)
    )
    with pytest.raises(Impossible, match="The time for this ended"):
        save(user, case, "figures", has_system="yes")
    assert lapse_corrections(acting_user=system_user()) == 1
    case.refresh_from_db()
    assert (case.status, lapse_corrections(acting_user=system_user())) == ("lapsed", 0)
    assert CaseDraft.objects.filter(case=case).exists()
    told = Message.objects.get(recipient=user, template="programmes.correction-lapsed")
    assert "申报已失效" in told.text
    assert case.items.latest("pk").reason.startswith("not handed in before ")


def test_the_applicant_is_warned_once_before_the_end(officer: Any) -> None:
    case, user = asked(officer, {"question": "has_system"})
    WorkItem.objects.filter(case=case, state="open").update(due_at=clock.now() + timedelta(days=14))
    assert warn_corrections(acting_user=system_user()) == 0
    WorkItem.objects.filter(case=case, state="open").update(due_at=clock.now() + timedelta(hours=20))
    assert warn_corrections(acting_user=system_user()) == 1
    assert warn_corrections(acting_user=system_user()) == 0
    told = Message.objects.get(recipient=user, template="programmes.correction-ends")
    assert "逾期申报即失效" in told.text


def test_where_the_scheme_goes_on_without_a_correction_the_messages_say_so(officer: Any) -> None:
    case, user = asked(officer, {"question": "has_system"})
    content = applying.content()
    for step in content["steps"]["steps"]:
        if step["type"] == "correction":
            step["next"]["lapsed"] = "check"
    Case.objects.filter(pk=case.pk).update(version=version(officer, content, is_current=False))
    near = clock.now() + timedelta(hours=20)
    WorkItem.objects.filter(case=case, state="open").update(due_at=near)
    assert warn_corrections(acting_user=system_user()) == 1
    WorkItem.objects.filter(case=case, state="open").update(
        opened_at=clock.now() - timedelta(days=9), due_at=clock.now() - timedelta(seconds=1)
    )
    assert lapse_corrections(acting_user=system_user()) == 1
    case.refresh_from_db()
    templates = Message.objects.filter(recipient=user).values_list("template", flat=True).order_by("pk")
    assert list(templates)[-2:] == ["programmes.correction-passes", "programmes.correction-passed"]
    assert case.step == "check"


def test_the_clock_acts_for_the_system_alone(officer: Any) -> None:
    for act in (lapse_corrections, warn_corrections):
        with pytest.raises(PermissionRefused):
            act(acting_user=officer)
