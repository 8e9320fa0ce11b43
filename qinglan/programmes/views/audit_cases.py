"""``/audit/cases/<pk>/``: eligibility on the filing day, worked out anew; ``/audit/samples/<pk>/``: a sample, replayed."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qinglan.kernel import permissions
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.web.dates import minute
from qinglan.programmes.audit.anomalies import Subject
from qinglan.programmes.audit.recomputing import FINDINGS, Recomputed, recompute
from qinglan.programmes.audit.sampling import digest_of
from qinglan.programmes.audit.sampling import draw as draw_again
from qinglan.programmes.models import Case, Sample
from qinglan.programmes.queries.audit import population
from qinglan.programmes.views.audit_door import title_of


@require_safe
@login_required
def case(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One case: the dossier, and what was recorded beside what comes out anew."""
    rows = Case.objects.select_related("version__programme", "round", "applicant").filter(
        submitted_at__isnull=False
    )
    one = get_object_or_404(rows, pk=pk)
    permissions.require(request.user, "programmes.audit", one)
    anew = recompute(one)
    subject = Subject(one.version.programme, one.round.year)
    context = {
        "title": str(one),
        "kind": one.version.title,
        "case": one,
        "anew": anew,
        "lines": _lines(anew),
        "status": _status(anew),
        "answer": _answer(anew),
        "act": {"url": reverse("awards:dossier", args=[one.pk]), "label": _("Take the dossier")},
        "summary": _summary(one, anew),
        "evidence_url": reverse("audit:new-evidence", args=[subject.programme.pk, subject.year])
        + f"?case={one.pk}",
        "stream_url": reverse("events:stream", args=[f"case:{one.pk}"]),
        "breadcrumbs": [
            (_("Audit"), reverse("audit:home")),
            (
                f"{title_of(subject.programme)} {subject.year}",
                reverse("audit:population", args=[subject.programme.pk, subject.year]),
            ),
            (str(one), ""),
        ],
        "visibility": _("External auditors of the scheme's territory. Your look is noted."),
    }
    return render(request, "programmes/audit/case.html", context)


def _lines(anew: Recomputed | None) -> list[dict[str, Any]]:
    lights = {"met": "done", "unmet": "late", "unknown": "due", "person": "due"}
    return [
        {
            "line": line,
            "recorded": FINDINGS.get(line.recorded, "—"),
            "anew": FINDINGS.get(line.anew, "—"),
            "today": FINDINGS.get(line.today, ""),
            "light": lights.get(line.anew, "idle"),
        }
        for line in (anew.lines if anew else ())
    ]


def _status(anew: Recomputed | None) -> dict[str, str]:
    if anew is None:
        return {"kind": "idle", "word": _("nothing was handed in")}
    if not anew.is_whole or anew.differing:
        return {"kind": "late", "word": _("differs from the record")}
    return {"kind": "done", "word": _("agrees with the record")}


def _answer(anew: Recomputed | None) -> str:
    if anew is None:
        return _("There is no revision to work out.")
    if not anew.is_whole:
        return _("What is stored of the application no longer has the digest that was recorded.")
    if anew.differing:
        return _("%(n)s conditions come out otherwise than was recorded on the filing day.") % {
            "n": anew.differing
        }
    return _("Every condition comes out as it was recorded on the filing day, by the rules of that day.")


def _summary(one: Case, anew: Recomputed | None) -> list[dict[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (_("Applicant"), f"{one.applicant_name}（{one.applicant.code}）"),
        (_("Round"), one.round.title),
        (_("Submitted"), minute(one.submitted_at) if one.submitted_at else ""),
        (_("Status"), one.get_status_display()),
        (_("Rules then (digest)"), f"{one.version.edition} · {one.version.digest}"),
    ]
    if anew is not None:
        rows.append((_("Digest of the application, recorded"), anew.revision.digest))
        rows.append((_("Digest worked out anew"), anew.digest_anew))
    return [{"label": label, "value": value} for label, value in rows if value]


@require_safe
def sample(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A sample: seed, population, cases; drawn anew at each look."""
    one = _sample(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    numbers = one.population.split("\n")
    same = draw_again(numbers, one.seed, one.size) == one.drawn and digest_of(numbers) == one.digest
    now = set(population(one.programme, one.year).values_list("number", flat=True))
    cases = {row.number: row for row in population(one.programme, one.year).filter(number__in=one.drawn)}
    drawn = [(number, cases.get(number)) for number in one.drawn]
    context = {
        "title": _("Sample of %(n)s") % {"n": len(one.drawn)},
        "kind": f"{title_of(one.programme)} {one.year}",
        "sample": one,
        "status": {
            "kind": "done" if same else "late",
            "word": _("drawn again: the same") if same else _("drawn again: differs"),
        },
        "answer": _(
            "The seed draws these cases of the population in this order; anybody can draw them again."
        ),
        "act": {"url": reverse("audit:sample-file", args=[one.pk]), "label": _("Take the sample (JSON)")},
        "summary": [
            {"label": _("Seed"), "value": one.seed},
            {"label": _("Population then"), "value": len(numbers)},
            {"label": _("Come since, or gone"), "value": len(now ^ set(numbers))},
            {"label": _("Digest of the population"), "value": one.digest},
            {"label": _("Algorithm"), "value": one.algorithm},
            {"label": _("Drawn"), "value": f"{minute(one.drawn_at)} · {one.drawn_by}"},
        ],
        "drawn": drawn,
        "script": "replay_sample.py",
        "command": f"python3 replay_sample.py sample-{one.pk}.json",
        "breadcrumbs": [
            (_("Audit"), reverse("audit:home")),
            (
                f"{title_of(one.programme)} {one.year}",
                reverse("audit:population", args=[one.programme_id, one.year]),
            ),
            (_("Sample"), ""),
        ],
        "visibility": _("External auditors of the scheme's territory."),
    }
    return render(request, "programmes/audit/sample.html", context)


@require_safe
def sample_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What `replay_sample.py` reads."""
    one = _sample(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    content = {
        "algorithm": one.algorithm,
        "scheme": one.programme.slug,
        "year": one.year,
        "seed": one.seed,
        "size": one.size,
        "population": one.population.split("\n"),
        "digest": one.digest,
        "drawn": one.drawn,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    return download(text.encode(), f"sample-{pk}.json", "application/json")


def _sample(request: HttpRequest, pk: int) -> Sample | HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    one: Sample = get_object_or_404(Sample.objects.select_related("programme", "drawn_by"), pk=pk)
    permissions.require(request.user, "programmes.audit", one.programme)
    return one
