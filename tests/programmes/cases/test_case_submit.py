"""From the first word of an application to its submission."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.programmes.cases.form_state import ROW
from qinglan.programmes.domain.case import begin_case, withdraw_case
from qinglan.programmes.domain.case_draft import NEW, save_rows, save_section
from qinglan.programmes.domain.case_submit import Incomplete, submit_case
from qinglan.programmes.models import Bar, Case, CaseDraft, CaseFile, CaseRevision, DefinitionVersion, Round
from tests.programmes import applying
from tests.programmes.applying import begun, fill, opened, revision_of, save, submit
from tests.support.people import person

pytestmark = pytest.mark.django_db


def test_a_case_is_begun_with_what_the_system_knows(officer: Any) -> None:
    case, user = begun(officer)
    draft = CaseDraft.objects.get(case=case)
    assert draft.answers == {
        "applicant_name": "青川第1环保有限公司",
        "applicant_code": case.applicant.code,
        "registered_on": "2020-03-01",
        "contact_mobile": "19900000001",
    }
    assert draft.standing["prefilled"] == [
        "applicant_code",
        "applicant_name",
        "contact_mobile",
        "registered_on",
    ]
    assert draft.standing["sections"]["patents"] == {
        "begun": False,
        "missing": [["patents", "", None, "rows"]],
    }
    assert (case.status, case.step, case.number) == ("draft", "form", "")
    assert begin_case(acting_user=user, round=case.round, applicant=case.applicant) == case


def test_what_was_typed_is_stored_exactly_and_conditions_are_evaluated_on_write(officer: Any) -> None:
    case, user = begun(officer)
    draft = save(
        user,
        case,
        "figures",
        **{**applying.ANSWERS["figures"], "has_system": "yes", "system_number": "EnMS-1"},
    )
    assert {name: draft.answers[name] for name in ("revenue", "rd", "recovery_rate", "means")} == {
        "revenue": "120000000",
        "rd": "6005000",
        "recovery_rate": "96.5",
        "means": ["solar", "heat"],
    }
    assert ["figures", "system_file", None, "answer"] in draft.standing["sections"]["figures"]["missing"]
    draft = save(user, case, "figures", has_system="no")
    assert "system_number" not in draft.answers  # What isn't asked isn't kept.
    assert "system_number" not in draft.standing["asked"]


@pytest.mark.parametrize(
    ("section", "answers", "wrong"),
    [
        ("figures", {"revenue": "viel"}, "revenue"),
        ("figures", {"recovery_rate": "101"}, "recovery_rate"),
        ("figures", {"revenue": "0.0000001"}, "revenue"),
        ("basics", {"size": "huge"}, "size"),
        ("basics", {"industry": "Z9"}, "industry"),
        ("summary", {"product": "铝" * 61}, "product"),
        ("figures", {"means": ["solar", "coal"]}, "means"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_saved(
    officer: Any, section: str, answers: Any, wrong: str
) -> None:
    case, user = begun(officer)
    before = CaseDraft.objects.get(case=case)
    with pytest.raises(ValidationError) as refused:
        save(user, case, section, **answers)
    assert list(refused.value.message_dict) == [wrong]
    after = CaseDraft.objects.get(case=case)
    assert (after.answers, after.revision) == (before.answers, before.revision)


@pytest.mark.parametrize(
    ("section", "answers"),
    [
        ("basics", {"score": "100"}),
        ("basics", {"revenue": "1"}),
        ("nowhere", {}),
        ("patents", {}),
        ("figures", {"system_file": "x"}),
    ],
)
def test_forged_ids_are_refused(officer: Any, section: str, answers: Any) -> None:
    case, user = begun(officer)
    with pytest.raises(Impossible):
        save(user, case, section, **answers)
    assert revision_of(case) == 0


def test_prefilled_facts_cannot_be_overwritten(officer: Any) -> None:
    case, user = begun(officer)
    draft = save(user, case, "basics", applicant_name="别的公司")
    assert draft.answers["applicant_name"] == "青川第1环保有限公司"


def test_a_stale_save_shows_both_versions(officer: Any) -> None:
    case, user = begun(officer)
    save(user, case, "figures", rd="100")
    with pytest.raises(StaleEdit) as stale:
        save_section(acting_user=user, case=case, section="figures", answers={"rd": "200"}, seen_revision=0)
    assert [(one.label, one.yours, one.current) for one in stale.value.differences][1:] == [
        ("Research cost of last year", "200", "100")
    ]
    assert CaseDraft.objects.get(case=case).answers["rd"] == "1000000"


def test_rows_keep_their_numbers_and_foreign_rows_are_refused(officer: Any) -> None:
    case, user = begun(officer)
    one = {"patent": applying.PATENT, "patent_title": "甲", "is_green": "是"}

    def rows(*given: dict[str, Any]) -> Any:
        return save_rows(
            acting_user=user, case=case, section="patents", rows=given, seen_revision=revision_of(case)
        ).rows["patents"]

    assert [row[ROW] for row in rows({ROW: NEW, **one}, {ROW: NEW, **one, "patent_title": "乙"})] == [1, 2]
    assert [(row[ROW], row["patent_title"]) for row in rows({ROW: 2, "patent_title": "丙"})] == [(2, "丙")]
    for forged in (1, 7, "2"):
        with pytest.raises(Impossible):
            rows({ROW: forged, **one})
    with pytest.raises(Impossible):
        rows({ROW: 2, **one}, {ROW: 2, **one})
    with pytest.raises(ValidationError) as refused:
        rows({ROW: 2, **one}, {ROW: NEW, **one, "patent": "ZL202110000001.7"})
    assert list(refused.value.message_dict) == ["patent-2"]
    with pytest.raises(Impossible):
        rows(*({ROW: NEW, **one} for _number in range(31)))


def test_a_submission_is_kept_for_ever_and_moves_the_case_on(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    revision = submit(user, case)
    case.refresh_from_db()
    assert (case.status, case.step, case.number) == ("in_check", "check", f"2026-{case.round_id:04d}-0001")
    answers = json.loads(revision.answers)
    assert answers["revenue"] == "120000000"
    assert json.loads(revision.rows) == {
        "patents": [{"_row": 1, "patent": applying.PATENT, "patent_title": "铝灰回收方法", "is_green": True}]
    }
    assert json.loads(revision.facts)["organisation.months"] == str(applying_months())
    assert [(file["question"], file["name"]) for file in revision.files] == [("revenue", "审计报告.png")]
    assert [(one.requirement, one.finding) for one in case.verdicts.all()] == [
        ("age", "met"), ("share", "met"), ("not_barred", "met"), ("safety", "person"),
    ]  # fmt: skip
    kinds = list(
        Event.objects.filter(stream=f"case:{case.pk}").order_by("sequence").values_list("kind", flat=True)
    )
    assert kinds == [
        "programmes.case-begun", "programmes.item-opened", "programmes.case-submitted",
        "programmes.item-closed", "programmes.item-opened",
    ]  # fmt: skip
    assert Message.objects.filter(recipient=user, template="programmes.submitted").count() == 1


def applying_months() -> int:
    today = clock.today()
    return (today.year - 2020) * 12 + today.month - 3


def test_what_is_missing_is_named_and_nothing_is_submitted(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    CaseFile.objects.filter(case=case).update(removed_at=clock.now())
    save(user, case, "basics", size="")
    with pytest.raises(Incomplete) as refused:
        submit(user, case)
    assert refused.value.sentences == [
        "Size",
        "Revenue of last year: a file is missing (Audit report of last year)",
    ]
    assert not CaseRevision.objects.filter(case=case).exists()
    assert Case.objects.get(pk=case.pk).status == "draft"


def test_a_second_late_is_late_and_the_draft_is_kept(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    Round.objects.filter(pk=case.round_id).update(closes_at=clock.now() - timedelta(milliseconds=1))
    with pytest.raises(Impossible, match=r"closed at .* Your draft is kept"):
        submit(user, case)
    assert CaseDraft.objects.get(case=case).answers["product"] == "再生铝板"
    assert Case.objects.get(pk=case.pk).status == "draft"


def test_submitted_twice_it_is_one_submission(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    assert submit(user, case) == submit(user, case)
    assert CaseRevision.objects.filter(case=case).count() == 1


def test_edited_meanwhile_the_submission_is_stale(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    seen = revision_of(case)
    save(user, case, "summary", product="再生铜板")
    with pytest.raises(StaleEdit):
        submit_case(acting_user=user, case=case, seen_revision=seen)
    assert not CaseRevision.objects.filter(case=case).exists()


def test_numbers_of_a_round_have_no_gaps(officer: Any) -> None:
    one = opened(officer)
    first, mine = begun(officer, 1, one)
    second, theirs = begun(officer, 2, one, "other")
    third, last = begun(officer, 3, one, "third")
    for case, user in ((first, mine), (third, last)):
        fill(user, case)
    submit(mine, first)
    with pytest.raises(Incomplete):
        submit(theirs, second)
    submit(last, third)
    numbers = [Case.objects.get(pk=case.pk).number[-4:] for case in (first, second, third)]
    assert numbers == ["0001", "", "0002"]


def test_a_changed_definition_does_not_touch_a_running_case(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    changed = applying.content()
    changed["questions"]["sections"][3]["questions"].append(
        {"id": "new_question", "type": "text", "text": {"zh": "新问题", "en": "New question"}}
    )
    DefinitionVersion.objects.filter(pk=case.version_id).update(is_current=False)
    from tests.programmes.making import version

    assert version(officer, changed).pk != case.version_id
    assert submit(user, case).number == 1
    with pytest.raises(Impossible):
        save(user, case, "summary", new_question="x")


def test_barred_is_refused_with_until_when(officer: Any) -> None:
    one = opened(officer)
    firm, user = applying.applicant(officer)
    programme = one.version.programme
    bar = Bar.objects.create(
        programme=programme,
        organisation=firm,
        since=date(2025, 1, 1),
        until=date(2099, 6, 30),
        reason="提供虚假材料",
    )
    with pytest.raises(Impossible, match=r"until 2099-06-30 .*提供虚假材料"):
        begin_case(acting_user=user, round=one, applicant=firm)
    bar.lifted_on = date(2026, 1, 1)
    bar.save()
    assert begin_case(acting_user=user, round=one, applicant=firm).status == "draft"


def test_the_wrong_kind_of_organisation_is_told_so(officer: Any) -> None:
    one = opened(officer)
    firm, user = applying.applicant(officer, kind="university")
    with pytest.raises(Impossible, match="This scheme is for: Enterprise"):
        begin_case(acting_user=user, round=one, applicant=firm)


def test_a_withdrawn_case_frees_the_place_and_cannot_be_submitted(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    withdraw_case(acting_user=user, case=case)
    with pytest.raises(Impossible, match="withdrawn"):
        submit(user, case)
    again = begin_case(acting_user=user, round=case.round, applicant=case.applicant)
    assert again.pk != case.pk
    assert withdraw_case(acting_user=user, case=case).status == "withdrawn"


def test_a_submitted_case_is_withdrawn_and_keeps_what_was_submitted(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    submit(user, case)
    withdraw_case(acting_user=user, case=case, reason="条件变化")
    case.refresh_from_db()
    assert (case.status, case.ended_at is not None, case.revisions.count()) == ("withdrawn", True, 1)
    assert case.items.filter(state="open").count() == 0


@pytest.mark.parametrize("role", ["officer", "decider", "secretary", "administrator", "auditor", None])
def test_only_people_of_the_applicant_write(officer: Any, role: str | None) -> None:
    case, user = begun(officer)
    fill(user, case)
    other = person(f"other-{role}", *([role] if role else []))
    seen = revision_of(case)
    acts = (
        lambda: begin_case(acting_user=other, round=case.round, applicant=case.applicant),
        lambda: save_section(acting_user=other, case=case, section="basics", answers={}, seen_revision=seen),
        lambda: save_rows(acting_user=other, case=case, section="patents", rows=[], seen_revision=seen),
        lambda: applying.attach(other, case, "figures", "revenue"),
        lambda: submit_case(acting_user=other, case=case, seen_revision=seen),
        lambda: withdraw_case(acting_user=other, case=case),
    )
    for act in acts:
        with pytest.raises(PermissionRefused):
            act()
    assert revision_of(case) == seen


def test_files_of_another_case_cannot_be_taken_off_and_places_are_checked(officer: Any) -> None:
    from qinglan.programmes.domain.case_file import remove_from_case

    one = opened(officer)
    mine, user = begun(officer, 1, one)
    theirs, other = begun(officer, 2, one, "other")
    fill(other, theirs)
    foreign = CaseFile.objects.get(case=theirs)
    with pytest.raises(Impossible):
        remove_from_case(acting_user=user, case=mine, file=foreign.pk)
    for section, question, row in (
        ("figures", "rd", None),
        ("basics", "revenue", None),
        ("patents", "patent", 1),
        ("figures", "revenue", 1),
    ):
        with pytest.raises(Impossible):
            applying.attach(user, mine, section, question, row)
