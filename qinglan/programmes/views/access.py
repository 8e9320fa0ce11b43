"""The door before pages about rounds and cases of the applicant's side."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from qinglan.kernel.web.doors import door
from qinglan.programmes.models import Case, Round


def case_of(pk: int) -> Case:
    """The case with what its pages show; Http404."""
    rows = Case.objects.select_related(
        "round", "version__programme", "applicant__territory", "territory", "recommender"
    )
    return get_object_or_404(rows, pk=pk)


def round_of(pk: int) -> Round:
    """The round with its scheme and call; Http404."""
    return get_object_or_404(Round.objects.select_related("version__programme", "call"), pk=pk)


case_page = door(case_of, "pk", given="case")
"""Give the view the case of the address; others get 403 with the reason, strangers the login."""
round_page = door(round_of, "pk", given="one", to_strangers={"programmes.view_round"})
"""The same for a round, which everybody may look at."""


def posted_number(request: HttpRequest, name: str = "version") -> int:
    """A number that a form carries along; -1, which nothing has, where it is missing."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
