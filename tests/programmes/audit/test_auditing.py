"""What an auditor does: population, sample, dossier, recomputation, money, measures, exports, evidence sheets."""

import io
import json
import subprocess
import sys
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.export import lines
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused, answer
from qinglan.programmes.audit.anomalies import Subject
from qinglan.programmes.audit.comparing import compare
from qinglan.programmes.audit.exports import check_export
from qinglan.programmes.audit.recomputing import recompute
from qinglan.programmes.audit.reconciling import reconcile
from qinglan.programmes.audit.sampling import draw
from qinglan.programmes.domain.audit import Evidence, draw_sample, make_evidence_sheet
from qinglan.programmes.domain.award_state import set_state
from qinglan.programmes.domain.entitlement import work_out_entitlements
from qinglan.programmes.domain.payment import approve_payment, enter_receipt, request_payments
from qinglan.programmes.models import (
    AuditReading,
    AwardState,
    Entitlement,
    EvidenceSheet,
    RequirementVerdict,
    Sample,
)
from qinglan.programmes.queries.audit import programmes_audited_by
from qinglan.programmes.views.audit_papers import SCRIPT
from tests.programmes import making
from tests.programmes.audit.made import auditor, case_of, revision_of
from tests.programmes.awarding import awarded
from tests.programmes.paying import at_payment, line_of, payee_of, paying_scheme
from tests.support.people import person

pytestmark = pytest.mark.django_db


def visitor(user: Any) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(user)
    return client


@given(
    st.sets(st.text("0123456789-", min_size=1), min_size=1, max_size=60),
    st.text("abc0", min_size=1),
    st.integers(1, 60),
)
def test_a_sample_is_part_of_the_population_whatever_its_order(
    numbers: set[str], seed: str, size: int
) -> None:
    drawn = draw(numbers, seed, size)
    assert len(drawn) == len(set(drawn)) == min(size, len(numbers))
    assert set(drawn) <= numbers
    assert draw(sorted(numbers, reverse=True), seed, size) == drawn
    assert draw(numbers, seed, len(numbers))[:size] == drawn


def test_a_sample_of_20_is_drawn_again_by_the_script(officer: Any, tmp_path: Any) -> None:
    one = making.open_round(officer)
    for number in range(1, 31):
        case_of(officer, one, number)
    user = auditor()
    made = draw_sample(acting_user=user, programme=one.version.programme, year=2026, size=20, seed="2026-")
    again = draw_sample(acting_user=user, programme=one.version.programme, year=2026, size=20, seed="2026-")
    other = draw_sample(acting_user=user, programme=one.version.programme, year=2026, size=20)
    assert (len(made.drawn), made.drawn == again.drawn, made.drawn == other.drawn) == (20, True, False)
    kinds = Event.objects.filter(stream=f"audit:{one.version.programme_id}").values_list("kind", flat=True)
    assert list(kinds) == ["programmes.sample-drawn"] * 3
    client = visitor(user)
    content = client.get(reverse("audit:sample-file", args=[made.pk])).content
    path = tmp_path / "sample.json"

    def replayed(text: bytes) -> tuple[int, str]:
        path.write_bytes(text)
        told = subprocess.run(
            [sys.executable, str(SCRIPT), str(path)], capture_output=True, text=True, check=False
        )
        return told.returncode, told.stdout.strip()

    assert replayed(content) == (0, "AGREES  20 of 30 cases")
    forged = json.loads(content)
    forged["drawn"][3], outside = (
        next(n for n in forged["population"] if n not in forged["drawn"]),
        forged["drawn"][3],
    )
    assert replayed(json.dumps(forged).encode()) == (
        1, f"DIFFERS  place 4: {forged['drawn'][3]} is recorded, the seed draws {outside}",
    )  # fmt: skip
    assert client.get(made.get_absolute_url()).context["status"]["kind"] == "done"
    for size, seed, why in ((0, "", "1 to 500"), (20, "ä b", "seed")):
        with pytest.raises(Impossible, match=why):
            draw_sample(acting_user=user, programme=one.version.programme, year=2026, size=size, seed=seed)
    with pytest.raises(Impossible, match="No case"):
        draw_sample(acting_user=user, programme=one.version.programme, year=2019, size=20)


def test_the_population_as_list_and_sheet_with_as_many_questions_for_many(officer: Any) -> None:
    one = making.open_round(officer)
    case_of(officer, one, 1)
    client = visitor(auditor())
    address = reverse("audit:population", args=[one.version.programme_id, 2026])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for number in range(2, 9):
        case_of(officer, one, number)
    making.case(officer, one, 20)  # a draft belongs to no population
    assert asked() == few
    sheet = client.get(address, {"export": "xlsx"}).content
    rows = list(load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert sum(str(row[0]).startswith("2026-") for row in rows) == 8


def test_eligibility_is_worked_out_by_the_rules_of_the_filing_day(officer: Any) -> None:
    one = making.open_round(officer)
    case = case_of(officer, one, 1)
    revision_of(officer, case, answers='{"income":"1000000","rd":"35000"}')
    for name, finding in (("research", "met"), ("credit", "unknown")):
        RequirementVerdict.objects.create(
            case=case,
            requirement=name,
            moment="submission",
            finding=finding,
            made_at=clock.now(),
            made_by=officer,
        )
    stricter = making.changed(
        requirements={
            "requirements": [
                {**making.SMALL["requirements"]["requirements"][0], "condition": "rd_share >= 5"}
            ]
        },
        manifest={**making.SMALL["manifest"], "edition": 2027},
    )
    making.version(officer, stricter)
    anew = recompute(case)
    assert anew is not None
    assert [(line.recorded, line.anew, line.today) for line in anew.lines] == [
        ("met", "met", "unmet"),
        ("unknown", "unknown", ""),
    ]
    assert (anew.is_whole, anew.differing) == (True, 0)
    page = visitor(auditor()).get(reverse("audit:case", args=[case.pk]))
    assert page.context["status"]["word"] == "agrees with the record"


def test_a_record_that_says_otherwise_and_a_content_that_was_changed_are_found(officer: Any) -> None:
    one = making.open_round(officer)
    case = case_of(officer, one, 1)
    revision = revision_of(officer, case, answers='{"income":"1000000","rd":"10000"}')
    RequirementVerdict.objects.create(
        case=case,
        requirement="research",
        moment="submission",
        finding="met",
        made_at=clock.now(),
        made_by=officer,
    )
    anew = recompute(case)
    assert anew is not None
    assert next((line.recorded, line.anew) for line in anew.lines) == ("met", "unmet")
    revision.digest = "0" * 64
    other = case_of(officer, one, 2)
    type(revision).objects.create(
        case=other, number=1, answers="{}", rows="{}", facts="{}", digest="0" * 64,
        submitted_at=clock.now(), submitted_by=officer,
    )  # fmt: skip
    found = recompute(other)
    assert found is not None
    assert not found.is_whole
    assert recompute(case_of(officer, one, 3)) is None


def test_approved_is_paid_is_receipt_and_what_is_not_is_named(officer: Any) -> None:
    chief = person("chief", "officer")
    one = making.open_round(officer, paying_scheme())
    line = line_of(officer, one)
    payments = []
    for number in (1, 2):
        case = at_payment(officer, one, number, (f"技-{number}", "200000", False))
        payee_of(officer, case, f"622200001111222{number}")
        [made] = work_out_entitlements(acting_user=officer, case=case)
        approve_payment(acting_user=chief, entitlement=made, line=line)
        payments.append(made)
    request_payments(
        acting_user=officer, entitlements=payments, issuer="青川市科学技术局", addressee="市财政局"
    )
    for number, made in enumerate(payments, 1):
        enter_receipt(acting_user=officer, entitlement=made, number=f"付-{number}", on=date(2026, 2, 2))
    subject = Subject(one.version.programme, 2026)
    clean = reconcile(subject)
    assert [clean.total(name) for name in ("approved", "promised", "paid", "posted")] == [4_000_000] * 4
    assert clean.differing == 0
    Entitlement.objects.filter(pk=payments[1].pk).update(amount=2_500_000, receipt="付-9")
    [bad] = [each for each in reconcile(subject).lines if each.differences]
    assert (bad.payment.pk, bad.differences) == (
        payments[1].pk,
        (
            "the ledger promised another amount than was approved",
            "the ledger paid another amount than the record says",
            "the receipt has another number in the ledger",
        ),
    )
    page = visitor(auditor()).get(reverse("audit:money", args=[subject.programme.pk, 2026]))
    assert page.context["agrees"] is False


def test_a_measure_then_and_now_row_by_row(officer: Any) -> None:
    stays = awarded(officer, 1, number="A1", granted_on=date(2025, 6, 1))
    gone = awarded(officer, 2, number="A2", granted_on=date(2025, 6, 1))
    awarded(officer, 3, number="A3", granted_on=date(2026, 6, 1))
    set_state(acting_user=officer, award=gone, to=AwardState.REVOKED, on=date(2026, 4, 1), reason="弄虚作假")
    today = clock.today()
    found = compare("programmes.awards_in_force", stays.programme, date(2025, 12, 31), today)
    assert {(line.evidence): line.counted[1:] for line in found.lines} == {
        "A1": (True, True),
        "A2": (True, False),
        "A3": (False, True),
    }
    assert found.values[1:] == (2, 2)
    assert found.values[0] == 0  # nothing of it was on record on that day
    page = visitor(auditor()).get(
        reverse("audit:measures", args=[stays.programme_id, 2026]),
        {"measure": "programmes.awards_in_force", "on": "2025-12-31"},
    )
    assert page.context["comparison"].changed == 3
    late = visitor(auditor("second")).get(
        reverse("audit:measures", args=[stays.programme_id, 2026]),
        {"measure": "programmes.awards_in_force", "on": (today + timedelta(days=1)).isoformat()},
    )
    assert "A day to come" in late.content.decode()


def test_an_export_is_sound_and_one_changed_byte_names_its_event(officer: Any) -> None:
    case = at_payment(officer, making.open_round(officer, paying_scheme()), 1, ("技-1", "200000", False))
    work_out_entitlements(acting_user=officer, case=case)
    content = b"".join(lines(f"case:{case.pk}"))
    sound = check_export(content)
    count = Event.objects.filter(stream=f"case:{case.pk}").count()
    assert (sound.sound, sound.stream, sound.events, sound.agrees_here) == (
        True,
        f"case:{case.pk}",
        count,
        True,
    )
    place = content.rindex(b"entitlement-worked-out")
    bad = check_export(content[:place] + b"E" + content[place + 1 :])
    assert (bad.sound, bad.event, bad.stream) == (False, count, f"case:{case.pk}")
    client = visitor(auditor())
    upload = io.BytesIO(content[:place] + b"E" + content[place + 1 :])
    upload.name = "case.jsonl"
    page = client.post(reverse("audit:verify"), {"file": upload})
    assert f"Event {count} of case:{case.pk} is not as it was appended." in page.content.decode()
    assert not check_export(b"PK\x03\x04nothing").sound
    assert not check_export(b"something else").sound


def test_an_evidence_sheet_as_docx_for_the_seal(officer: Any) -> None:
    one = making.open_round(officer)
    case = case_of(officer, one, 1)
    user = auditor()
    programme = one.version.programme
    client = visitor(user)
    address = reverse("audit:new-evidence", args=[programme.pk, 2026])
    page = client.get(address, {"case": case.pk})
    assert page.context["form"].initial["audited"] == "青川市科学技术局"
    sent = client.post(
        f"{address}?case={case.pk}",
        {"audited": "青川市科学技术局", "matter": "公示期限", "statement": "公示不足五个工作日。\n少一日。"},
    )
    sheet = EvidenceSheet.objects.get()
    assert (sent["Location"], sheet.number) == (sheet.get_absolute_url(), f"QZ-{clock.today().year}-0001")
    content = client.get(reverse("audit:evidence-file", args=[sheet.pk])).content
    assert client.get(reverse("audit:evidence-file", args=[sheet.pk])).content == content
    cells = {row.cells[0].text: row.cells[1].text for row in Document(io.BytesIO(content)).tables[0].rows}
    assert cells["被审计单位"] == "青川市科学技术局"
    assert cells["审计事项摘要"] == "公示不足五个工作日。\n少一日。"
    assert f"/awards/cases/{case.pk}/dossier/" in cells["证据"]
    assert "盖章" in cells["被审计单位意见"]
    with pytest.raises(Impossible, match="seal"):
        make_evidence_sheet(
            acting_user=user, programme=programme, year=2026, evidence=Evidence("", "公示", "不足")
        )


def test_only_an_auditor_within_his_time_and_territory_and_he_changes_nothing(officer: Any) -> None:
    from qinglan.kernel.codes.models import Territory

    one = making.open_round(officer)
    case = case_of(officer, one, 1)
    programme = one.version.programme
    east = Territory.objects.get(code="990101")
    people = {
        "auditor": auditor(),
        "of a district": auditor("east", territory=east),
        "run out": auditor("over", valid_to=clock.today() - timedelta(days=1)),
        "officer": officer,
        "decider": person("decider", "decider"),
        "audit administrator": person("admin", "auditor"),
        "stranger": person("stranger"),
    }
    may = {name: bool(answer(user, "programmes.audit", programme)) for name, user in people.items()}
    assert may == {name: name == "auditor" for name in people}
    listed = {
        name: programmes_audited_by(user).filter(pk=programme.pk).exists() for name, user in people.items()
    }
    assert listed == may
    for name, user in people.items():
        client = visitor(user)
        status = [
            client.get(reverse(f"audit:{page}", args=arguments)).status_code
            for page, arguments in (
                ("population", [programme.pk, 2026]),
                ("anomalies", [programme.pk, 2026]),
                ("money", [programme.pk, 2026]),
                ("measures", [programme.pk, 2026]),
                ("new-evidence", [programme.pk, 2026]),
                ("draw", [programme.pk, 2026]),
                ("case", [case.pk]),
            )
        ]
        assert status == [200 if may[name] else 403] * 7, name
        if not may[name]:
            with pytest.raises(PermissionRefused):
                draw_sample(acting_user=user, programme=programme, year=2026, size=1)
            with pytest.raises(PermissionRefused):
                make_evidence_sheet(
                    acting_user=user, programme=programme, year=2026, evidence=Evidence("a", "b", "c")
                )
    inspector = people["auditor"]
    for verb in (
        "judge_requirement",
        "prepare_decision",
        "keep_award",
        "pay",
        "release_decisions",
        "view_case",
    ):
        subject = {"keep_award": None, "pay": programme, "release_decisions": one}.get(verb, case)
        assert bool(answer(inspector, f"programmes.{verb}", subject)) == (verb == "view_case"), verb
    assert Sample.objects.count() == 0


def test_every_read_of_an_auditor_is_noted_and_of_nobody_else(officer: Any) -> None:
    one = making.open_round(officer)
    case = case_of(officer, one, 1)
    user, other = auditor(), auditor("second")
    client = visitor(user)
    for address in (
        reverse("audit:home"),
        reverse("awards:dossier", args=[case.pk]),
        reverse("programmes:case", args=[10**9]),
    ):
        client.get(address)
    visitor(officer).get(reverse("programmes:case", args=[case.pk]))
    visitor(other).get(reverse("audit:home"))
    rows = AuditReading.objects.filter(reader=user).order_by("pk")
    assert [(row.address, row.status, row.assignment.purpose) for row in rows] == [
        (reverse("audit:home"), 200, "专项审计（演示）"),
        (reverse("awards:dossier", args=[case.pk]), 200, "专项审计（演示）"),
        (reverse("programmes:case", args=[10**9]), 404, "专项审计（演示）"),
    ]
    assert not AuditReading.objects.filter(reader=officer).exists()
    keeper = person("keeper", "auditor")

    def shown(who: Any) -> set[str]:
        page = visitor(who).get(reverse("audit:log"))
        return {str(row.reader) for row in page.context["list"].items}

    assert (shown(user), shown(keeper)) == ({"inspector"}, {"inspector", "second"})
    assert visitor(officer).get(reverse("audit:log")).status_code == 403


def test_the_anomalies_of_many_cases_cost_no_more_questions(officer: Any) -> None:
    one = making.open_round(officer)
    user = auditor()
    client = visitor(user)
    address = reverse("audit:anomalies", args=[one.version.programme_id, 2026])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    revision_of(officer, case_of(officer, one, 1))
    asked()
    few = asked()
    for number in range(2, 8):
        revision_of(officer, case_of(officer, one, number))
    assert asked() == few


@pytest.mark.django_db(transaction=True)
def test_two_sheets_at_once_get_two_numbers(officer: Any) -> None:
    one = making.open_round(officer)
    user, programme = auditor(), one.version.programme
    ready = threading.Barrier(3)

    def run() -> None:
        ready.wait(10)
        try:
            make_evidence_sheet(
                acting_user=user, programme=programme, year=2026, evidence=Evidence("某局", "公示", "不足")
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    year = clock.today().year
    assert sorted(EvidenceSheet.objects.values_list("number", flat=True)) == [
        f"QZ-{year}-{number:04d}" for number in (1, 2, 3)
    ]
