"""Pages: files by permission, papers for officers, verification for everybody."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from qinglan.kernel.documents import code
from qinglan.kernel.documents.domain import paper as verbs
from qinglan.kernel.documents.domain.certificate import issue_certificate, revoke_certificate
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.documents.models import Certificate, Form, Paper
from qinglan.kernel.documents.rules import PAPERS
from qinglan.kernel.permissions import PermissionRefused
from tests.kernel.documents import samples


def certificate(officer, **changes) -> Certificate:
    given = {
        "title": "绿色技术创新企业认定证书",
        "issuer": "青蓝市科学技术局",
        "holder_name": "长寿化工（演示）有限公司",
        "statement": "经评审和公示，认定为绿色技术创新企业。",
        "rows": [("领域", "节能环保产业")],
        "number": "QL-2026-001",
        "subject": "awards:1",
        "site_address": "https://example.cn",
        "issued_on": dt.date(2026, 1, 1),
        "valid_to": dt.date(2099, 1, 1),
    }
    return issue_certificate(acting_user=officer, **given | changes)


def stored(officer, name: str, content: bytes):
    return store_file(acting_user=officer, name=name, content=content, holder=PAPERS, holder_key="1")


def test_a_file_opens_to_whom_its_holder_lets_and_hides_from_others(officer, stranger, client) -> None:
    file = stored(officer, "报告.docx", samples.docx())
    answers = []
    for user in (None, stranger, officer):
        client.logout() if user is None else client.force_login(user)
        answer = client.get(file.get_absolute_url())
        answers.append((answer.status_code, len(answer.getvalue()) > 0 and answer.streaming))
    assert answers == [(404, False), (404, False), (200, True)]
    answer = client.get(file.get_absolute_url() + "?inline=1")
    assert (
        b"".join(answer.streaming_content),
        answer["Content-Disposition"],
        answer["X-Content-Type-Options"],
    ) == (
        samples.docx(),
        "attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A.docx",
        "nosniff",
    )


def test_only_pdf_without_scripts_and_images_are_shown(officer, client) -> None:
    client.force_login(officer)
    files = {
        "a.pdf": samples.pdf(),
        "b.pdf": samples.pdf().replace(b"%%EOF", b"%/JavaScript\n%%EOF"),
        "c.png": samples.png(),
        "d.html": b"<p>x</p>",
    }
    shown = {}
    for name, content in files.items():
        answer = client.get(stored(officer, name, content).get_absolute_url() + "?inline=1")
        shown[name] = answer["Content-Disposition"].split(";")[0]
        b"".join(answer.streaming_content)
    assert shown == {"a.pdf": "inline", "b.pdf": "attachment", "c.png": "inline", "d.html": "attachment"}


def test_nobody_adds_files_to_what_is_not_registered(officer, stranger) -> None:
    for user, holder in ((stranger, PAPERS), (officer, "unknown.holder")):
        with pytest.raises(PermissionRefused):
            store_file(acting_user=user, name="a.txt", content=b"a", holder=holder, holder_key="1")


def test_an_officer_walks_a_paper_through_its_pages(officer, client) -> None:
    paper = verbs.draft_paper(acting_user=officer, content=samples.paper(), subject="plans.version:1")
    client.force_login(officer)
    steps = []

    def post(name: str, data: dict, *args):
        answer = client.post(reverse(f"documents:{name}", args=[paper.pk, *args]), data)
        paper.refresh_from_db()
        steps.append((name, answer.status_code, paper.state, paper.comparison))
        return answer

    taken = post("take", {}, "docx")
    assert taken["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    printed = post("take", {}, "print").content
    post("number", {"number": "无", "revision": 1})
    post("number", {"number": "青科发[2026]7号", "revision": 1})
    from django.core.files.uploadedfile import SimpleUploadedFile

    post("return", {"file": SimpleUploadedFile("a.pdf", samples.docx()), "revision": 2})
    post("return", {"file": SimpleUploadedFile("扫描.pdf", printed), "revision": 2})
    page = client.get(reverse("documents:compare", args=[paper.pk])).content.decode()
    assert reverse("documents:page", args=[paper.pk, "stamped", 1]) in page
    assert code.shown(paper.version_code) in page
    for side in ("draft", "stamped"):
        assert client.get(reverse("documents:page", args=[paper.pk, side, 1]))["Content-Type"] == "image/png"
    post("compare", {"result": "differs", "revision": 3})
    post("compare", {"result": "matches", "revision": 3})
    post("compare", {"result": "matches", "revision": 3})
    assert steps == [
        ("take", 200, "taken", "open"),
        ("take", 200, "taken", "open"),
        ("number", 422, "taken", "open"),
        ("number", 302, "numbered", "open"),
        ("return", 422, "numbered", "open"),
        ("return", 302, "returned", "open"),
        ("compare", 422, "returned", "open"),
        ("compare", 302, "returned", "matches"),
        ("compare", 409, "returned", "matches"),
    ]
    assert client.get(paper.get_absolute_url()).status_code == 200


def test_papers_are_closed_to_others(officer, stranger, client) -> None:
    paper = verbs.draft_paper(acting_user=officer, content=samples.paper(), subject="plans.version:1")
    client.force_login(stranger)
    addresses = [
        reverse("documents:papers"),
        paper.get_absolute_url(),
        reverse("documents:page", args=[paper.pk, "draft", 1]),
    ]
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    officer, client, count, django_assert_max_num_queries
) -> None:
    for _ in range(count):
        verbs.draft_paper(acting_user=officer, content=samples.paper(), subject="plans.version:1")
    client.force_login(officer)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("documents:papers")).content.decode()
    assert page.count('href="/papers/') >= count


def test_a_stranger_verifies_a_certificate(officer, client) -> None:
    issued = certificate(officer)
    address = reverse("documents:verify-code", args=[code.shown(issued.code)])
    answer = client.get(f"{address}?lang=en")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Genuine and in force." in text
    assert "长寿化工（演示）有限公司" in text
    assert "<svg" in text
    typed = client.get(reverse("documents:verify"), {"code": issued.code.lower()})
    assert typed["Location"] == address
    file = client.get(issued.file.get_absolute_url())
    assert b"".join(file.streaming_content).startswith(b"%PDF-")


def test_a_revoked_or_expired_certificate_says_so(officer, client) -> None:
    expired = certificate(officer, valid_to=dt.date(2026, 1, 2))
    revoked = revoke_certificate(
        acting_user=officer, certificate=certificate(officer), reason="被认定单位注销"
    )
    texts = [client.get(one.get_absolute_url() + "?lang=en").content.decode() for one in (expired, revoked)]
    assert [
        "no longer in force" in texts[0],
        "Genuine, but revoked." in texts[1],
        "被认定单位注销" in texts[1],
    ] == [True] * 3


@pytest.mark.parametrize("typed", ["x", "ABCD-EFGH-JKMN-01", "😀" * 50, "' OR 1=1 --"])
def test_a_wrong_code_is_answered_calmly_and_without_the_database(
    db, client, typed, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(reverse("documents:verify-code", args=[typed]) + "?lang=en")
    assert answer.status_code == 404
    assert "This code is not known here" in answer.content.decode()


def test_a_right_form_that_was_never_issued_is_unknown(client, db) -> None:
    assert client.get(reverse("documents:verify-code", args=[code.shown(code.new())])).status_code == 404


def test_a_certificate_with_an_unprintable_name_is_not_issued(officer) -> None:
    from qinglan.kernel.conflicts import Impossible

    with translation.override("en"), pytest.raises(Impossible, match="LAO LETTER KO"):
        certificate(officer, holder_name="ກ公司")
    assert not Certificate.objects.exists()


def test_the_drafts_form_matters_not_to_the_log(officer) -> None:
    paper = verbs.draft_paper(acting_user=officer, content=samples.paper(), subject="plans.version:1")
    for form in (Form.DOCX, Form.PRINT):
        verbs.take_paper(acting_user=officer, paper=paper, form=form)
    assert sorted(Paper.objects.get().takings.values_list("form", flat=True)) == ["docx", "print"]
