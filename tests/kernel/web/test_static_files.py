"""Static files are answered whole, with their type, age and ranges, and without a warning."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from qinglan.kernel import web
from qinglan.kernel.web.static_files import StaticFilesMiddleware

LOGO = (Path(web.__file__).parent / "static" / "web" / "logo.svg").read_bytes()


@pytest.fixture
def ask(static_root):
    middleware = StaticFilesMiddleware(lambda request: HttpResponse("no file", status=404))
    return lambda path, **headers: middleware(RequestFactory().get(path, headers=headers))


def test_a_file_is_answered_whole(ask):
    response = ask("/static/web/logo.svg")
    assert (response.status_code, response.content, response.streaming) == (200, LOGO, False)
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Length"] == str(len(LOGO))


def test_a_part_and_an_unchanged_file_are_answered_as_asked(ask):
    part = ask("/static/web/logo.svg", Range="bytes=0-3")
    assert (part.status_code, part.content) == (206, LOGO[:4])
    changed = ask("/static/web/logo.svg")["Last-Modified"]
    unchanged = ask("/static/web/logo.svg", If_Modified_Since=changed)
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_what_is_no_file_goes_on(ask):
    assert ask("/static/web/../../secret").content == b"no file"
    assert ask("/plans/").content == b"no file"
