"""A small scheme, a round and cases for tests; all invented."""

import copy
import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from qinglan.parties.models import Organisation
from qinglan.programmes.definition.whole import restored
from qinglan.programmes.models import Case, CaseDraft, DefinitionVersion, Programme, Round
from tests.parties.organisations.made import code, territories, verified

T = {"zh": "示例", "en": "Sample"}
BASIS = {"document": "示例办法", "article": "第一条", "certainty": "default"}
DAY = date(2026, 1, 5)


def text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def step(name: str, kind: str, owner: str, status: str, next_: dict[str, str], **more: Any) -> dict[str, Any]:
    title = text(f"环节 {name}", f"Step {name}")
    return {"id": name, "type": kind, "title": title, "owner": owner, "status": status, "next": next_, **more}


SMALL: dict[str, Any] = {
    "manifest": {
        "slug": "sample-scheme",
        "edition": 2026,
        "title": text("示例认定", "Sample recognition"),
        "summary": T,
        "nature": "recognition",
        "authority": "municipal",
        "decided": "here",
        "serves": [{"plan": "sample", "article": 3, "for": T}],
        "bodies": [{"role": "lead", "name": text("青川市科学技术局", "Science bureau of Qingchuan")}],
        "legal_basis": [BASIS],
        "valid": {"from": "2026-01-01"},
        "applicants": {"kinds": ["enterprise"]},
        "award": {
            "title": text("示例企业", "Sample enterprise"),
            "number": "QC{year}{serial:03d}",
            "valid_for": {"number": 3, "unit": "year"},
        },
    },
    "questions": {
        "sections": [
            {
                "id": "basics",
                "title": text("基本情况", "Basics"),
                "questions": [
                    {"id": "income", "type": "money", "text": text("营业收入", "Revenue"), "unit": "元"},
                    {"id": "rd", "type": "money", "text": text("研发费用", "R&D cost"), "unit": "元"},
                    {
                        "id": "licence",
                        "type": "file",
                        "text": text("营业执照", "Licence"),
                        "required": False,
                    },
                ],
            },
            {
                "id": "patents",
                "title": text("专利", "Patents"),
                "repeat": True,
                "most_rows": 5,
                "questions": [{"id": "patent", "type": "text", "text": text("专利名称", "Patent")}],
            },
        ],
        "derived": [
            {
                "id": "rd_share",
                "text": text("研发占比", "Share of R&D"),
                "kind": "share",
                "of": ["rd", "income"],
                "unit": "%",
            }
        ],
    },
    "requirements": {
        "requirements": [
            {
                "id": "research",
                "kind": "eligibility",
                "text": text("研发占比不低于3%", "At least 3 % for R&D"),
                "basis": BASIS,
                "condition": "rd_share >= 3",
            },
            {
                "id": "credit",
                "kind": "veto",
                "text": text("无严重失信", "No grave breach of trust"),
                "basis": BASIS,
                "ask": text("市发展改革委", "Development commission"),
                "moments": ["submission", "notice", "promulgation"],
            },
        ]
    },
    "steps": {
        "start": "application",
        "within": {"number": 60, "unit": "working_day"},
        "steps": [
            step("application", "form", "applicant", "draft", {"submitted": "check"}),
            step(
                "check",
                "formal_check",
                "recommender",
                "in_check",
                {"passed": "recommend", "to_correct": "correct", "failed": "refused"},
                within={"number": 5, "unit": "working_day"},
            ),
            step(
                "correct",
                "correction",
                "applicant",
                "in_correction",
                {"resubmitted": "check", "lapsed": "lapsed"},
                within={"number": 10, "unit": "working_day"},
                stops_clock=True,
                settings={"rounds": 2},
            ),
            step(
                "recommend",
                "recommendation",
                "recommender",
                "in_check",
                {"recommended": "joint", "returned": "correct", "declined": "refused"},
                within={"number": 5, "unit": "working_day"},
            ),
            step(
                "joint",
                "joint_check",
                "departments",
                "in_check",
                {"clear": "notice", "hit": "refused"},
                within={"number": 5, "unit": "working_day"},
                moment="notice",
            ),
            step(
                "notice",
                "public_notice",
                "officer",
                "on_notice",
                {"unopposed": "decide", "upheld": "refused"},
                within={"number": 5, "unit": "working_day"},
                stops_clock=True,
            ),
            step(
                "decide",
                "decision",
                "decision_maker",
                "in_decision",
                {"granted": "certify", "returned": "check", "refused": "refused"},
                within={"number": 10, "unit": "working_day"},
            ),
            step("certify", "certificate", "officer", "in_decision", {"issued": "granted"}),
        ],
    },
    "letters": {"summary": [{"heading": text("单位名称", "Name"), "shows": "organisation.name"}]},
    "after": {},
    "scoring": None,
    "money": None,
}


def changed(**parts: Any) -> dict[str, Any]:
    """The small scheme with some of its files replaced."""
    return {**copy.deepcopy(SMALL), **parts}


def version(officer: Any, content: dict[str, Any] | None = None, *, is_current: bool = True) -> Any:
    """A version of the small scheme, as a pack would have brought it."""
    kept = restored(content or SMALL).stored()
    manifest = kept["manifest"]
    programme, _ = Programme.objects.get_or_create(
        slug=manifest["slug"], territory=territories(), defaults={"pack": "test"}
    )
    digest = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
    return DefinitionVersion.objects.get_or_create(
        digest=digest,
        defaults={
            "programme": programme,
            "edition": manifest["edition"],
            "content": kept,
            "title_zh": manifest["title"]["zh"],
            "title_en": manifest["title"]["en"],
            "nature": manifest["nature"],
            "authority": manifest["authority"],
            "decided_here": manifest["decided"] == "here",
            "valid_from": date(2026, 1, 1),
            "is_current": is_current,
            "loaded_at": datetime(2026, 1, 1, tzinfo=UTC),
            "loaded_by": officer,
        },
    )[0]


def open_round(officer: Any, content: dict[str, Any] | None = None, **more: Any) -> Round:
    """A round of the small scheme that is open now."""
    now = timezone.now()
    values: dict[str, Any] = {
        "title": "2026年第一批",
        "year": 2026,
        "number": Round.objects.count() + 1,
        "state": "open",
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=30),
        "issuer": "青川市科学技术局",
        "created_by": officer,
        "created_at": now,
        **more,
    }
    return Round.objects.create(version=version(officer, content), **values)


def case(officer: Any, one: Round | None = None, number: int = 1, **more: Any) -> Case:
    """A draft of the numbered organisation, before its first work item."""
    one = one or open_round(officer)
    applicant = Organisation.objects.filter(code=code(number)).first() or verified(officer, number)
    made = Case.objects.create(
        round=one,
        version=one.version,
        applicant=applicant,
        applicant_name=applicant.name,
        territory=applicant.territory,
        begun_by=officer,
        begun_at=timezone.now(),
        **more,
    )
    CaseDraft.objects.create(case=made)
    return made


def submitted(officer: Any, one: Round | None = None, number: int = 1) -> Case:
    """A case at its formal check, brought there by the gate alone."""
    from django.db import transaction

    from qinglan.programmes.domain import flow

    made = case(officer, one, number)
    with transaction.atomic():
        item = flow.begin(acting_user=officer, case=made)
        made.submitted_at = timezone.now()
        made.save(update_fields=["submitted_at"])
        flow.close_item(acting_user=officer, case=made, item=item, outcome="submitted")
    return made


def walked(officer: Any, made: Case, *outcomes: str) -> Case:
    """The case after these outcomes, one step after another, by the gate alone."""
    from django.db import transaction

    from qinglan.programmes.domain import flow

    for outcome in outcomes:
        with transaction.atomic():
            held = flow.locked(made)
            flow.close_item(acting_user=officer, case=held, item=flow.open_item_of(held), outcome=outcome)
    made.refresh_from_db()
    return made
