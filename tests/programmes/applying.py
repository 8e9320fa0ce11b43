"""Applications to the demonstration scheme of ``material``, from the applicant's side; all invented."""

import struct
import zlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from qinglan.programmes.definition.reading import read_definition
from tests.parties.organisations.made import person_account, verified
from tests.programmes.making import version
from tests.support.people import join

FOLDER = Path(__file__).parent / "material/packs/cn-990000-qingchuan/programmes/green-maker/2026"
PATENT = "ZL202110000001.6"


def content() -> dict[str, Any]:
    """The demonstration scheme as it is stored."""
    return read_definition(FOLDER).stored()


def scheme(officer: Any, **changes: Any) -> Any:
    """A version of the demonstration scheme."""
    return version(officer, content(), **changes)


def plan(**changes: Any) -> Any:
    """A round that is open for ten days from yesterday on."""
    from qinglan.kernel import clock
    from qinglan.programmes.domain.round import RoundPlan

    now = clock.now()
    values: dict[str, Any] = {
        "year": 2026,
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=10),
        "issuer": "青川市科学技术局",
        "contact_name": "高新处",
        "contact_telephone": "010-66660000",
        **changes,
    }
    return RoundPlan(**values)


def opened(officer: Any, **changes: Any) -> Any:
    """A round of the scheme that takes applications, by the verbs."""
    from qinglan.programmes.domain.round import announce_round, create_round

    one = create_round(acting_user=officer, version=scheme(officer), plan=plan(**changes))
    return announce_round(acting_user=officer, round=one, seen_revision=one.revision)


def applicant(officer: Any, number: int = 1, name: str = "manager", **changes: Any) -> tuple[Any, Any]:
    """A verified enterprise and one of its people, who can log in."""
    firm = verified(officer, number, **{"registered_on": date(2020, 3, 1), **changes})
    user = person_account(name)
    join(user, firm)
    return firm, user


def begun(officer: Any, number: int = 1, one: Any = None, name: str = "manager") -> tuple[Any, Any]:
    """A case that was just begun, and who began it."""
    from qinglan.programmes.domain.case import begin_case

    firm, user = applicant(officer, number, name)
    return begin_case(acting_user=user, round=one or opened(officer), applicant=firm), user


ANSWERS: dict[str, dict[str, Any]] = {
    "basics": {"industry": "C35", "size": "medium"},
    "figures": {
        "revenue": "12,000",
        "green_revenue": "4800",
        "rd": "600.5",
        "recovery_rate": "96.5%",
        "has_system": "no",
        "means": ["solar", "heat"],
    },
    "summary": {"product": "再生铝板", "result": "年节电120万千瓦时，按电表读数测算。"},
}


def revision_of(case: Any) -> int:
    """The revision of the draft."""
    from qinglan.programmes.models import CaseDraft

    return int(CaseDraft.objects.values_list("revision", flat=True).get(case=case))


def save(user: Any, case: Any, section: str, **answers: Any) -> Any:
    """Save a section as it stands now."""
    from qinglan.programmes.domain.case_draft import save_section

    return save_section(
        acting_user=user, case=case, section=section, answers=answers, seen_revision=revision_of(case)
    )


def picture(shade: int = 11) -> bytes:
    """A small photograph; another shade is another file."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes([0, shade, 110, 138]))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def attach(
    user: Any, case: Any, section: str, question: str, row: int | None = None, name: str = "审计报告.png"
) -> Any:
    """Attach a picture to a question."""
    from qinglan.programmes.cases.form_state import Place
    from qinglan.programmes.domain.case_file import Upload, attach_to_case

    return attach_to_case(
        acting_user=user, case=case, place=Place(section, question, row), upload=Upload(name, picture())
    )


def fill(user: Any, case: Any) -> Any:
    """Fill in all that is required."""
    from qinglan.programmes.cases.form_state import ROW
    from qinglan.programmes.domain.case_draft import NEW, save_rows

    for section, answers in ANSWERS.items():
        save(user, case, section, **answers)
    rows = [{ROW: NEW, "patent": PATENT, "patent_title": "铝灰回收方法", "is_green": "yes"}]
    save_rows(acting_user=user, case=case, section="patents", rows=rows, seen_revision=revision_of(case))
    attach(user, case, "figures", "revenue")
    return case


def submit(user: Any, case: Any) -> Any:
    """Submit the case as it stands."""
    from qinglan.programmes.domain.case_submit import submit_case

    return submit_case(acting_user=user, case=case, seen_revision=revision_of(case))
