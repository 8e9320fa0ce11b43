"""Error pages say what happened, why and what to do; the conflict page loses no input."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import translation

from qinglan.kernel.conflicts import Difference
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.web.views import errors


def asked(method="get", **data):
    request = getattr(RequestFactory(), method)("/somewhere?a=1", data)
    request.user = AnonymousUser()
    request.session = SessionStore()
    return request


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_each_error_has_its_status_reason_and_way_out():
    answers = [
        errors.bad_request(asked(), ValueError()),
        errors.forbidden(asked(), PermissionDenied()),
        errors.not_found(asked(), ValueError()),
        errors.csrf_failure(asked(), "Referer checking failed"),
        errors.server_error(asked()),
    ]
    assert [answer.status_code for answer in answers] == [400, 403, 404, 403, 500]
    titles = [answer.content.decode().split("<h1>")[1].split("</h1>")[0] for answer in answers]
    assert titles == [
        "We could not read this request",
        "You may not open this page",
        "There is no page at this address",
        "The form was not accepted",
        "Something broke on our side",
    ]
    assert all('href="/"' in answer.content.decode() for answer in answers)


def test_a_refusal_gives_its_reason_and_offers_the_way_in():
    text = errors.forbidden(asked(), PermissionRefused("a.b", "Only the owner may do this.")).content.decode()
    assert "Only the owner may do this." in text
    assert "?next=/somewhere%3Fa%3D1" in text


def test_a_reason_is_text_and_never_markup():
    text = errors.forbidden(asked(), PermissionDenied("<b>x</b>")).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in text


def test_the_500_page_needs_no_database_and_no_middleware():
    def refuse(*args):
        raise AssertionError("the 500 page asked the database")

    with connection.execute_wrapper(refuse):
        answer = errors.server_error(RequestFactory().get("/"))
    assert "演示" not in answer.content.decode().split("<title>")[1].split("</title>")[0]
    assert answer.status_code == 500


def test_the_conflict_page_shows_both_versions_and_keeps_the_input():
    request = asked("post", name="甲\n\n  <乙>", tags="1", version="7", csrfmiddlewaretoken="x")
    request.POST = request.POST.copy()
    request.POST.setlist("tags", ["1", "2"])
    answer = errors.conflict(
        request, [Difference("Name", "<mine>", "theirs")], current_url="/record/9/", version="8"
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert '<th scope="row">Name</th><td data-label="Yours">&lt;mine&gt;</td>' in text
    assert '<textarea name="name" hidden>\n甲\n\n  &lt;乙&gt;</textarea>' in text
    assert text.count('<textarea name="tags" hidden>') == 2
    assert '<input type="hidden" name="version" value="8">' in text
    assert 'href="/record/9/"' in text
    assert 'value="7"' not in text


def test_another_look_is_asked_for_by_the_conflict_page():
    assert errors.wants_another_look(asked("post", look_again="1"))
    assert not errors.wants_another_look(asked("post", name="a"))


@pytest.mark.django_db
def test_a_missing_page_is_chinese_by_default():
    answer = Client().get("/no-such-page/")
    assert answer.status_code == 404
    assert '<html lang="zh-Hans-CN">' in answer.content.decode()
    assert "此网址没有页面" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_explained():
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "表单未被接收" in answer.content.decode()
