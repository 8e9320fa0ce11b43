"""The site visit: plan, checklist, photographs, signed report, result."""

import struct
import zlib
from typing import Any

import pytest

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from qinglan.programmes.domain.visit import (
    Upload,
    add_photo,
    conclude_visit,
    hand_in_report,
    note_finding,
    plan_visit,
    standing,
)
from qinglan.programmes.models import Case, SiteVisit
from tests.programmes.panels import making
from tests.support.people import join, person


@pytest.fixture
def case(officer: Any) -> Case:
    """A case at its site visit."""
    one = making.waiting(officer, making.open_round(officer))
    return making.base.walked(officer, one, "drawn", "passed")


@pytest.fixture
def team(officer: Any) -> list[Any]:
    return [person("lead"), person("second")]


def planned(officer: Any, case: Case, team: list[Any], **more: Any) -> SiteVisit:
    values = {"on": clock.today(), "place": "厂区大门", "team": team, "leader": team[0], **more}
    return plan_visit(acting_user=officer, case=case, **values)


def picture() -> Upload:
    """A PNG of one point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    content += chunk(b"IDAT", zlib.compress(b"\x00\x0b\x6e\x8a")) + chunk(b"IEND", b"")
    return Upload("现场.png", content, "image/png")


@pytest.mark.django_db
def test_a_visit_goes_from_plan_to_signed_report_and_the_case_goes_on(
    officer: Any, case: Case, team: list[Any]
) -> None:
    visit = planned(officer, case, team)
    lead = team[0]
    assert visit.checklist == ["研发场所和人员在岗", "知识产权证书原件"]
    assert case.stops.filter(item__step="visit", last_day__isnull=True).count() == 1
    note_finding(acting_user=lead, visit=visit, line=0, finding="agrees")
    add_photo(acting_user=lead, visit=visit, upload=picture(), line=0)
    with pytest.raises(Impossible, match="Not noted yet: 知识产权证书原件"):
        conclude_visit(acting_user=lead, visit=visit, outcome="passed")
    with pytest.raises(Impossible, match="Describe what differs"):
        note_finding(acting_user=lead, visit=visit, line=1, finding="differs")
    note_finding(acting_user=lead, visit=visit, line=1, finding="differs", note="一件专利已转让")
    note_finding(acting_user=lead, visit=visit, line=1, finding="agrees")
    assert {number: one.finding for number, one in standing(visit).items()} == {0: "agrees", 1: "agrees"}
    with pytest.raises(Impossible, match="signed report first"):
        conclude_visit(acting_user=lead, visit=visit, outcome="passed")
    hand_in_report(acting_user=lead, visit=visit, upload=picture())
    conclude_visit(acting_user=lead, visit=visit, outcome="passed")
    case.refresh_from_db()
    assert case.step == "decide"
    assert case.stops.filter(item__step="visit", last_day__isnull=True).count() == 0
    with pytest.raises(StaleEdit):
        note_finding(acting_user=lead, visit=visit, line=0, finding="agrees")


@pytest.mark.django_db
def test_a_failed_visit_says_why_by_which_clause(officer: Any, case: Case, team: list[Any]) -> None:
    visit = planned(officer, case, team)
    for line in (0, 1):
        note_finding(acting_user=team[1], visit=visit, line=line, finding="not_there", note="无人在场")
    hand_in_report(acting_user=team[1], visit=visit, upload=picture())
    with pytest.raises(Impossible, match="Say why"):
        conclude_visit(acting_user=team[1], visit=visit, outcome="failed")
    conclude_visit(
        acting_user=team[1], visit=visit, outcome="failed", reason="研发场所不存在", clause="第七条"
    )
    case.refresh_from_db()
    assert (case.status, case.items.get(step="visit").clause) == ("refused", "第七条")


@pytest.mark.django_db
def test_nobody_goes_alone_or_with_a_tie(officer: Any, case: Case, team: list[Any]) -> None:
    with pytest.raises(Impossible, match="At least two people"):
        planned(officer, case, team[:1])
    join(team[1], case.applicant)
    with pytest.raises(Impossible, match=r"second has a tie to the applicant \(employment\)"):
        planned(officer, case, team)
    assert not SiteVisit.objects.filter(case=case).exists()


@pytest.mark.django_db
def test_who_plans_and_who_writes(officer: Any, case: Case, team: list[Any]) -> None:
    from qinglan.kernel.codes.models import Territory
    from tests.support.people import assign

    east, west = person("east"), person("west")
    assign(east, "officer", territory=Territory.objects.get(code="990101"))
    assign(west, "officer", territory=Territory.objects.get(code="990102"))
    visit = planned(east, case, team)
    plans = {"officer": officer, "secretary": person("s", "secretary"), "east": east}
    others = {"west": west, "team": team[0], "stranger": person("x"), "decider": person("d", "decider")}
    for name, who in {**plans, **others}.items():
        assert bool(permissions.answer(who, "programmes.plan_visit", case)) == (name in plans), name
        assert bool(permissions.answer(who, "programmes.keep_visit", visit)) == (
            name in plans or name == "team"
        )
    with pytest.raises(PermissionRefused):
        note_finding(acting_user=west, visit=visit, line=0, finding="agrees")
    with pytest.raises(PermissionRefused):
        add_photo(acting_user=west, visit=visit, upload=picture())
    assert permissions.answer(person("applicant"), "programmes.see_visit", visit).allowed is False


@pytest.mark.django_db
def test_the_page_of_the_case_leads_to_the_visit_once_it_is_over(
    officer: Any, case: Case, team: list[Any], client: Any
) -> None:
    member = person("member")
    join(member, case.applicant)
    client.force_login(member)
    visit = planned(officer, case, team)
    link = f'href="/visits/cases/{case.pk}/"'
    assert link not in client.get(case.get_absolute_url()).content.decode()
    for line in range(2):
        note_finding(acting_user=team[0], visit=visit, line=line, finding="agrees")
    hand_in_report(acting_user=team[0], visit=visit, upload=picture())
    conclude_visit(acting_user=team[0], visit=visit, outcome="passed")
    assert link in client.get(case.get_absolute_url()).content.decode()
    assert client.get(f"/visits/cases/{case.pk}/").status_code == 200
