"""The first page of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel.parts import PARTS
from qinglan.kernel.web import site
from qinglan.plans.views.plan_row import plan_rows


def home(request: HttpRequest) -> HttpResponse:
    """What this city does, what a visitor can do here, how its plans stand."""
    doors = [
        {
            "label": _("See how the plans stand"),
            "text": _("Targets, their history, and what is counted."),
            "url": reverse("plans:list"),
        },
        {
            "label": _("Understand a figure"),
            "text": _("What each measure counts, who reports it, on which form."),
            "url": reverse("measures:list"),
        },
    ]
    context = {
        "title": site.name(),
        "lead": _(
            "Here you see what the city has set out to do for green technology, how far it has come, and what each figure is made of."
        ),
        "doors": doors,
        "plans": plan_rows(request.user, only_published=True),
        "parts": list(PARTS.values()),
    }
    return render(request, "portal/home.html", context)
