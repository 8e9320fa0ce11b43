"""The page of one registration."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from qinglan.contracts.models import Registration
from qinglan.contracts.registering import shown
from qinglan.contracts.views.registration_access import registration_open_to, trail


@registration_open_to("contracts.view_registration")
def record(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/``."""
    context: dict[str, Any] = {"title": row.title, "registration": row, "breadcrumbs": trail(row)}
    return render(request, "contracts/registering/record.html", context | shown.context(request.user, row))
