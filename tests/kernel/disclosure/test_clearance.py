"""Nothing passes the gate with numbers of persons in it, unless an administrator answers for it."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation

from qinglan.kernel.disclosure.domain import (
    Attached,
    Check,
    NotCleared,
    clear_for_publication,
    require_clearance,
)
from qinglan.kernel.disclosure.models import Clearance
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from tests.kernel.disclosure.test_text import ID
from tests.kernel.documents import samples
from tests.support.people import person

pytestmark = pytest.mark.django_db
CHECK = Check("科技局办公室", dt.date(2026, 9, 28), "保密审查表第7号")
CLEAN = {"正文": "现予公示。"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def clear(user, texts=CLEAN, **options) -> Clearance:
    options = {"secrecy": CHECK, "publication": CHECK} | options
    return clear_for_publication(acting_user=user, subject="test:1", texts=texts, **options)


def test_a_clean_content_is_cleared_and_the_publisher_finds_it() -> None:
    made = clear(person("o", "officer"), files=[Attached("a.docx", samples.docx())])
    assert require_clearance("test:1", CLEAN, [Attached("a.docx", samples.docx())]) == made
    for texts, files in (({"正文": "改"}, []), (CLEAN, []), (CLEAN, [Attached("a.docx", b"x")])):
        with pytest.raises(NotCleared, match="not checked for publication yet"):
            require_clearance("test:1", texts, files)
    event = Event.objects.get(stream="clearance:test.1")
    assert (event.kind, made.findings, made.override_reason) == ("disclosure.cleared", [], "")


def test_numbers_refuse_and_are_named_masked() -> None:
    with pytest.raises(NotCleared) as refused:
        clear(person("o", "officer"), {"正文": f"张某 {ID}"}, files=[Attached("名单.txt", b"13800138000")])
    assert refused.value.message == (
        f"2 numbers of persons were found: identity number 500***********{ID[-4:]} (正文, line 1);"
        " mobile number 138****8000 (名单.txt, line 1)."
        " Remove or mask them, or say why they may become public."
    )
    assert not Clearance.objects.exists()


def test_only_an_officer_lets_findings_pass_and_says_why() -> None:
    texts = {"正文": f"张某 {ID}"}
    with pytest.raises(PermissionRefused):
        clear(person("a", "administrator"), texts, override_reason="本人同意")
    officer = person("o", "officer")
    with pytest.raises(NotCleared):
        clear(officer, texts, override_reason=" ")
    made = clear(officer, texts, override_reason="本人书面同意公开")
    assert (made.override_reason, [one["masked"] for one in made.findings]) == (
        "本人书面同意公开",
        [f"500***********{ID[-4:]}"],
    )
    assert ID not in str(made.findings)


def test_a_scan_has_to_be_read_by_a_person() -> None:
    user, files = person("o", "officer"), [Attached("扫描.jpg", samples.jpeg())]
    with pytest.raises(NotCleared, match=r"No machine can read 扫描\.jpg"):
        clear(user, files=files)
    assert clear(user, files=files, read_by_eye=True).unread == ["扫描.jpg"]


@pytest.mark.parametrize("which", ["secrecy", "publication"])
def test_a_check_without_a_basis_is_none(which: str) -> None:
    with pytest.raises(NotCleared, match="on what basis"):
        clear(person("o", "officer"), **{which: Check("甲", dt.date(2026, 1, 1), " ")})


def test_strangers_clear_nothing(client) -> None:
    stranger = person("s")
    with pytest.raises(PermissionRefused):
        clear(stranger)
    client.force_login(stranger)
    assert [client.get(reverse(f"disclosure:{name}")).status_code for name in ("list", "try")] == [403, 403]


@pytest.mark.parametrize(
    "change", ["UPDATE disclosure_clearance SET subject = ''", "DELETE FROM disclosure_clearance"]
)
def test_clearances_only_grow(change: str) -> None:
    clear(person("o", "officer"))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_officers_see_the_list_and_try_a_text(client) -> None:
    officer = person("o", "officer")
    clear(officer, {"正文": ID}, override_reason="本人同意")
    client.force_login(officer)
    page = client.get(reverse("disclosure:list") + "?lang=en").content.decode()
    assert ("保密审查表第7号" in page, "cleared over findings" in page) == (True, True)
    tried = client.post(reverse("disclosure:try") + "?lang=en", {"text": f"张某 {ID}"}).content.decode()
    masked = f"张某 500***********{ID[-4:]}"
    assert masked in tried
