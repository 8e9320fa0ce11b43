"""The evidence pack: the same bytes for the same facts, every day counted, nobody named who objected."""

import io
from typing import Any

import pypdfium2
import pytest
from django.contrib.auth.models import AnonymousUser

from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain.notice_close import close_due_notices
from qinglan.programmes.models import Notice
from qinglan.programmes.notices.evidence import counted_days, evidence_pack
from tests.programmes import making
from tests.programmes.notices.noticing import LETTER, objected, posted, scheme, set_clock, waiting

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_pack_of_a_closed_notice(officer: Any) -> None:
    set_clock("2026-09-28 10:00")
    one = making.open_round(officer, scheme())
    cases = [waiting(officer, one, number) for number in (1, 2)]
    notice = posted(officer, cases)
    made = objected(AnonymousUser(), notice, cases[1])
    set_clock("2026-10-11 00:00")
    close_due_notices(acting_user=system_user())
    notice = Notice.objects.get(pk=notice.pk)
    days = counted_days(notice)
    assert [f"{day:%m-%d}" for day, counts in days if counts.startswith("第")] == [
        "09-29",
        "09-30",
        "10-08",
        "10-09",
        "10-10",
    ]
    first, second = evidence_pack(notice), evidence_pack(notice)
    assert first == second
    text = text_of(first).replace("\r\n", "").replace(" ", "")
    digest = notice.snapshots.get(cause="closed").digest
    for shown in (cases[0].applicant_name, digest, "异议件数1件，其中成立0件，核查中1件", made.number[:4]):
        assert shown in text
    for secret in (LETTER.name, LETTER.organisation, LETTER.contact):
        assert secret not in text
