"""The verification page: is this certificate genuine and in force?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qinglan.kernel import clock
from qinglan.kernel.documents import code as codes
from qinglan.kernel.documents.forms import CodeForm
from qinglan.kernel.documents.models import Certificate
from qinglan.kernel.documents.printing import qr_svg


@require_safe
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """``/verify/``: type the code."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        typed = codes.normalised(form.cleaned_data["code"])[:20]
        return redirect("documents:verify-code", codes.shown(typed) or "-")
    context = {
        "title": _("Verify a certificate"),
        "form": form,
        "lead": _("Type the code that stands beside the QR code."),
    }
    return render(request, "documents/verify.html", context)


@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """``/verify/<code>/``: what was issued under this code.

    A code whose check characters are wrong is answered without asking the database, so that
    guessing costs the server next to nothing: 1 in 1,021 guesses gets further, 1 in 2⁶⁰ hits.
    """
    plain = codes.normalised(code)
    certificate = Certificate.objects.filter(code=plain).first() if codes.is_valid(plain) else None
    if certificate is None:
        context = {
            "title": _("This code is not known here"),
            "form": CodeForm(initial={"code": code[:40]}),
            "lead": _(
                "No certificate was issued here under this code. Most often a character was misread: compare it with the paper and type it again."
            ),
            "mistyped": not codes.is_valid(plain),
        }
        return render(request, "documents/verify.html", context, status=404)
    address = request.build_absolute_uri(certificate.get_absolute_url())
    today = clock.today()
    context = {
        "title": certificate.title,
        "issuer": certificate.issuer,
        "number": certificate.number,
        "day": certificate.issued_on,
        "certificate": certificate,
        "rows": [{"label": label, "value": value} for label, value in certificate.rows],
        "expired": certificate.valid_to is not None and certificate.valid_to < today,
        "checked": clock.now(),
        "verify_url": address,
        "qr": mark_safe(qr_svg(address)),  # noqa: S308 - drawn by segno from our own address
    }
    return render(request, "documents/certificate.html", context)
