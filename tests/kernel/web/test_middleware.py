"""Language and security headers of every answer."""

import pytest
from django.http import HttpResponse
from django.test import AsyncRequestFactory, RequestFactory

from qinglan.kernel.web.middleware import LanguageMiddleware, SecurityHeadersMiddleware
from qinglan.kernel.web.policy import content_security_policy

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    ("path", "cookie", "accepted", "language"),
    [
        ("/", "", "en-GB,en", "zh-hans"),
        ("/", "en", "zh-CN", "en"),
        ("/?lang=en", "", "", "en"),
        ("/?lang=en", "zh-hans", "", "en"),
        ("/?lang=zh", "en", "", "zh-hans"),
        ("/?lang=zh-hans", "en", "", "zh-hans"),
        ("/?lang=fr", "en", "", "en"),
        ("/", "../../etc", "", "zh-hans"),
    ],
)
def test_chinese_unless_the_reader_chose_english(path, cookie, accepted, language):
    request = RequestFactory().get(path, headers={"Accept-Language": accepted})
    request.COOKIES["qinglan_language"] = cookie
    response = LanguageMiddleware(lambda request: HttpResponse())(request)
    assert response["Content-Language"] == language
    assert response["Vary"] == "Cookie"


def test_every_answer_carries_the_security_headers():
    response = SecurityHeadersMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert dict(response.headers) == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def test_a_view_may_widen_its_own_policy():
    @content_security_policy(frame_ancestors="'self'", img_src="")
    def view(request):
        return HttpResponse()

    response = SecurityHeadersMiddleware(view)(RequestFactory().get("/"))
    assert response["Content-Security-Policy"] == (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_both_work_asynchronously(await_in_thread):
    @content_security_policy(script_src="'self'")
    async def view(request):
        return HttpResponse()

    request = AsyncRequestFactory().get("/?lang=en")
    response = await_in_thread(LanguageMiddleware(SecurityHeadersMiddleware(view))(request))
    assert response["Content-Language"] == "en"
    assert response["Content-Security-Policy"] == f"{POLICY}; script-src 'self'"
