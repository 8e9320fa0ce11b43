"""Browsers inside chat programs, and photographs as attachments."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from qinglan.kernel.web.downloads import DownloadMiddleware
from qinglan.kernel.web.embedded import program_of
from qinglan.kernel.web.photographs import MEGABYTE, PhotographsField

ANDROID = "Mozilla/5.0 (Linux; Android 12; M2102 Build/SKQ1; wv) AppleWebKit/537.36 Chrome/86.0.4240.99 Mobile Safari/537.36 "
AGENTS = {
    ANDROID + "MicroMessenger/8.0.42.2460(0x28002A37) WeChat/arm64 NetType/WIFI": "微信",
    ANDROID + "wxwork/4.1.20 MicroMessenger/7.0.1 Language/zh": "企业微信",
    ANDROID + "MicroMessenger/7.0.1 zwwx/2.6": "政务微信",
    ANDROID + "AliApp(DingTalk/7.5.0) com.alibaba.android.rimet/0": "钉钉",
    ANDROID: "",
    "": "",
}


@pytest.mark.parametrize(("agent", "name"), AGENTS.items())
def test_the_program_is_known_by_its_name(agent: str, name: str, rf: RequestFactory) -> None:
    program = program_of(rf.get("/", headers={"User-Agent": agent}))
    assert str(program.name if program else "") == name


def answered(rf: RequestFactory, agent: str, response: Any, method: str = "get") -> Any:
    request = getattr(rf, method)("/files/1/?export=csv", headers={"User-Agent": agent})
    return DownloadMiddleware(lambda _request: response)(request)


def attachment(kind: str) -> HttpResponse:
    return HttpResponse(
        b"content", content_type=kind, headers={"Content-Disposition": 'attachment; filename="a"'}
    )


WECHAT = next(iter(AGENTS))


@pytest.mark.django_db
def test_a_download_becomes_a_page_with_the_address_to_copy(rf: RequestFactory) -> None:
    page = answered(rf, WECHAT, attachment("text/csv"))
    text = page.content.decode()
    assert page["Content-Type"].startswith("text/html")
    assert "在浏览器打开" in text
    assert 'data-q-copy="http://testserver/files/1/?export=csv"' in text
    assert "Content-Disposition" not in page.headers
    assert 'class="q-nav"' not in text


def test_a_picture_is_shown_and_everything_else_is_left_alone(rf: RequestFactory) -> None:
    picture = answered(rf, WECHAT, attachment("image/png"))
    assert (picture["Content-Disposition"], picture.content) == ('inline; filename="a"', b"content")
    for agent, method in ((ANDROID, "get"), (WECHAT, "post")):
        kept = answered(rf, agent, attachment("text/csv"), method)
        assert kept["Content-Disposition"] == 'attachment; filename="a"'
    assert answered(rf, WECHAT, HttpResponse("page")).content == b"page"


@pytest.mark.django_db
def test_a_file_that_is_not_sent_is_closed(rf: RequestFactory, tmp_path: Any) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    file = path.open("rb")
    answered(rf, WECHAT, FileResponse(file, as_attachment=True, filename="a.pdf"))
    assert file.closed


JPEG = b"\xff\xd8\xff\xe0" + b"0" * 100


def photograph(name: str = "a.jpg", content: bytes = JPEG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_several_photographs_in_the_order_chosen() -> None:
    files = [photograph("1.jpg"), photograph("2.png", b"\x89PNG\r\n\x1a\n00")]
    assert PhotographsField().clean(files) == files
    assert PhotographsField(required=False).clean([]) == []


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([], "required"),
        ([photograph() for _n in range(10)], "most"),
        ([photograph(content=JPEG + b"0" * MEGABYTE)], "size"),
        ([photograph("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic0000")], "heic"),
        ([photograph("IMG_1.jpg", b"\x00\x00\x00\x18ftypmif10000")], "heic"),
        ([photograph("a.jpg", b"<html>")], "kind"),
        ([photograph("a.jpg", b"")], "empty"),
    ],
)
def test_what_is_refused_and_why(files: list[Any], code: str) -> None:
    with pytest.raises(ValidationError) as raised:
        PhotographsField(max_bytes=MEGABYTE).clean(files)
    assert raised.value.code == code
