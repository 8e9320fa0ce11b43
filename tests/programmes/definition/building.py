"""A small scheme in Python, for tests that need one detail of a definition."""

from typing import Any

from qinglan.programmes.definition.whole import Definition, restored


def text(zh: str) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": zh, "en": f"{zh} (en)"}


BASIS = {"document": "办法", "article": "第一条"}
MANIFEST: dict[str, Any] = {
    "slug": "small-scheme",
    "edition": 2026,
    "title": text("小项目"),
    "summary": text("测试"),
    "nature": "recognition",
    "authority": "municipal",
    "decided": "here",
    "serves": [{"plan": "implementation-opinions", "article": 3, "for": text("用途")}],
    "bodies": [{"role": "lead", "name": text("市科技局")}],
    "legal_basis": [BASIS],
    "valid": {"from": "2026-01-01", "to": None},
    "applicants": {"kinds": ["enterprise"]},
    "award": {
        "title": text("证书"),
        "number": "小{year}-{serial}",
        "valid_for": {"number": 3, "unit": "year"},
    },
}
STEPS: dict[str, Any] = {
    "start": "form",
    "within": {"number": 60, "unit": "working_day"},
    "steps": [
        {
            "id": "form",
            "type": "form",
            "title": text("填报"),
            "owner": "applicant",
            "status": "draft",
            "within": {"number": 30, "unit": "day"},
            "next": {"submitted": "decision"},
        },
        {
            "id": "decision",
            "type": "decision",
            "title": text("决定"),
            "owner": "decision_maker",
            "status": "in_decision",
            "within": {"number": 10, "unit": "working_day"},
            "next": {"granted": "granted", "returned": "form", "refused": "refused"},
        },
    ],
}
QUESTION = {"id": "first", "type": "number", "text": text("数")}


def question(id_: str, type_: str = "number", **more: Any) -> dict[str, Any]:
    """A question."""
    return {"id": id_, "type": type_, "text": text(id_), **more}


def options(*ids: str) -> list[dict[str, Any]]:
    """Options of a choice."""
    return [{"id": one, "text": text(one)} for one in ids]


def item(id_: str, marks: str, scorer: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An item of the score."""
    return {"id": id_, "text": text(id_), "marks": marks, "scorer": scorer, **more}


def group(id_: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A group of the score."""
    return {"id": id_, "text": text(id_), "items": list(items), **more}


def grade(id_: str, at_least: str, *, passes: bool) -> dict[str, Any]:
    """A grade."""
    return {"id": id_, "text": text(id_), "at_least": at_least, "passes": passes}


GRADES = [grade("fail", "0", passes=False), grade("pass", "60", passes=True)]


def scheme(
    *questions: dict[str, Any],
    sections: tuple[dict[str, Any], ...] = (),
    requirements: tuple[dict[str, Any], ...] = (),
    scoring: dict[str, Any] | None = None,
    money: dict[str, Any] | None = None,
    **more: Any,
) -> Definition:
    """A definition with these questions in one section, and `sections` after it."""
    first = {"id": "main", "title": text("一"), "questions": list(questions) or [QUESTION]}
    return restored(
        {
            "manifest": {**MANIFEST, **more.get("manifest", {})},
            "questions": {
                "sections": [first, *sections],
                "tallies": more.get("tallies", []),
                "derived": more.get("derived", []),
            },
            "requirements": {
                "requirements": list(requirements)
                or [
                    {"id": "sound", "kind": "eligibility", "text": text("好"), "basis": BASIS, "person": True}
                ]
            },
            "steps": more.get("steps", STEPS),
            "letters": more.get("letters", {"summary": [{"heading": text("数"), "shows": "first"}]}),
            "after": more.get("after", {}),
            "scoring": scoring,
            "money": money,
        }
    )
