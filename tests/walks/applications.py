"""Applications for 绿色技术创新企业 as firms hand them in; all figures invented."""

from typing import Any

from qinglan.programmes.cases.form_state import ROW, Place
from qinglan.programmes.domain.case import begin_case
from qinglan.programmes.domain.case_draft import NEW, save_rows, save_section
from qinglan.programmes.domain.case_file import Upload, attach_to_case
from qinglan.programmes.domain.case_submit import submit_case
from qinglan.programmes.models import Case, Round
from tests.programmes.applying import picture, revision_of

ANSWERS: dict[str, dict[str, Any]] = {
    "basics": {
        "fields": ["saving"], "contact": "示例联系人 023-60000000", "accident": "no", "dishonesty": "no",
    },
    "operation": {
        "revenue": "60000000", "green_revenue": "57000000", "research": "3900000", "staff": "120",
        "researchers": "30", "research_centre": "provincial",
    },
    "achievements": {
        "standards_led": "3", "transfers": "4", "contract_value": "5000000", "demonstration": "national",
        "green_factory": "yes", "environment_system": "yes", "energy_saved": "ten",
    },
}  # fmt: skip
RIGHTS = [f"一种水处理方法（演示{number}）" for number in (1, 2, 3)]
FILES = {
    ("operation", "revenue"): "审计报告.png",
    ("achievements", "transfers"): "应用证明.png",
    ("files", "application"): "申报书盖章扫描.png",
    ("files", "accounts"): "审计报告全文.png",
}


def drafted(user: Any, one: Round, firm: Any) -> Case:
    """An application that was begun and whose first part is filled in."""
    case = begin_case(acting_user=user, round=one, applicant=firm)
    _save(user, case, "basics")
    return case


def submitted(user: Any, one: Round, firm: Any) -> Case:
    """A whole application, handed in."""
    case = complete(user, one, firm)
    submit_case(acting_user=user, case=case, seen_revision=revision_of(case))
    case.refresh_from_db()
    return case


def complete(user: Any, one: Round, firm: Any) -> Case:
    """A whole application that waits to be handed in."""
    case = drafted(user, one, firm)
    _save(user, case, "operation")
    _save(user, case, "achievements")
    rows = [
        {
            ROW: NEW,
            "right_name": name,
            "right_kind": "invention",
            "right_number": name[-3:],
            "right_green": "yes",
        }
        for name in RIGHTS
    ]
    save_rows(acting_user=user, case=case, section="rights", rows=rows, seen_revision=revision_of(case))
    for number, ((section, question), name) in enumerate(FILES.items()):
        attach_to_case(
            acting_user=user, case=case, place=Place(section, question, None),
            upload=Upload(name, picture(number + 20)),
        )  # fmt: skip
    return case


def _save(user: Any, case: Case, section: str) -> None:
    save_section(
        acting_user=user,
        case=case,
        section=section,
        answers=ANSWERS[section],
        seen_revision=revision_of(case),
    )
