"""“What can I get”, for anybody with a code; and for officers whom to invite."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web import exports
from qinglan.parties.holding import represents
from qinglan.parties.models import Organisation, OrganisationState
from qinglan.parties.organisation_codes import checked_code, is_local
from qinglan.parties.organisation_queries import visible_organisations
from qinglan.programmes.cases.time_left import days_left
from qinglan.programmes.forms import CodeForm
from qinglan.programmes.models import Round
from qinglan.programmes.queries.scheme import OPEN_NOW, schemes_for, with_open_rounds
from qinglan.programmes.rounds.entitlement import Outlook, invited, outlook
from qinglan.programmes.views.access import round_page
from qinglan.programmes.views.schemes import certainty_words

MOST_INVITED = 500
"""Organisations that are looked at for one list: each costs a few questions to the database."""
MOST_SHOWN = 100
"""Lines of the page; the export has all."""
LIGHTS = {"met": "done", "unmet": "late", "unknown": "due"}


def benefits(request: HttpRequest) -> HttpResponseBase:
    """``/what-can-i-get/?code=…``: per scheme what is met, unmet, unknown; the window and the money."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    organisation: Organisation | None = None
    if form.is_bound and form.is_valid():
        organisation = _organisation(request, form)
    mine = organisation is not None and _may_see_all(request.user, organisation)
    found = _outlooks(organisation, confidential=mine) if organisation is not None else []
    context = {
        "title": _("What can I get"),
        "lead": _(
            "Enter the code of an organisation and see, for each scheme, which conditions it meets by what the system knows."
        ),
        "form": form,
        "organisation": organisation,
        "mine": mine,
        "found": [_shown(one) for one in found],
        "breadcrumbs": [(_("Schemes"), reverse("programmes:schemes")), (_("What can I get"), "")],
    }
    return render(request, "programmes/benefits.html", context)


def _organisation(request: HttpRequest, form: CodeForm) -> Organisation | None:
    text = form.cleaned_data["code"].strip()
    try:
        code = text.upper() if is_local(text.upper()) else checked_code(text)
    except Impossible as error:
        form.add_error("code", error.message)
        return None
    found = visible_organisations(request.user).filter(code=code).first()
    if found is None:
        form.add_error(
            "code",
            _(
                "No organisation with this code is on the public record here. Its own people see it after they have claimed it."
            ),
        )
    return found


def _may_see_all(user: Any, organisation: Organisation) -> bool:
    return represents(user, organisation) or bool(
        permissions.answer(user, "organisations.see_contact", organisation)
    )


def _outlooks(organisation: Organisation, *, confidential: bool) -> list[Outlook]:
    today = clock.today()
    rows = with_open_rounds(schemes_for(organisation.territory))
    found = [
        outlook(
            organisation,
            version,
            today,
            one=next(iter(getattr(version, OPEN_NOW)), None),
            confidential=confidential,
        )
        for version in rows
    ]
    return sorted(found, key=lambda one: (one.unmet > 0, one.round is None, one.unknown, one.version.pk))


def _shown(one: Outlook) -> dict[str, Any]:
    words = {"met": _("met"), "unmet": _("not met"), "unknown": _("not known yet")}
    if one.unmet:
        light, word = "late", _("a condition is not met")
    elif one.unknown:
        light, word = "due", _("nothing speaks against it; something is not known yet")
    else:
        light, word = "done", _("all conditions are met")
    return {
        "outlook": one,
        "light": light,
        "word": word,
        "left": days_left(one.round.closes_at) if one.round else None,
        "lines": [
            {
                "line": line,
                "light": LIGHTS[line.standing],
                "word": words[line.standing],
                "certainty": certainty_words(line.certainty),
            }
            for line in one.lines
        ],
    }


@round_page("programmes.invite")
def invite(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/invite/``: verified organisations that meet every condition that is known 免申即享; with export."""
    kinds = one.version.definition.manifest.applicants.kinds
    begun = set(one.cases.exclude(status__in=["withdrawn", "lapsed"]).values_list("applicant", flat=True))
    place = one.version.programme.territory_id
    within = Q(territory=place) | Q(territory__parent=place) | Q(territory__parent__parent=place)
    rows = visible_organisations(request.user).filter(
        within, kind__in=kinds, state=OrganisationState.VERIFIED
    )
    looked_at = list(rows.order_by("name_key", "pk")[: MOST_INVITED + 1])
    found = invited(one.version, looked_at[:MOST_INVITED], clock.today(), one)
    lines = [(organisation, seen, organisation.pk in begun) for organisation, seen in found]
    kind = request.GET.get("export", "")
    if kind in ("csv", "xlsx"):
        headings = [
            _("Name"),
            _("Code"),
            _("District"),
            _("Conditions met"),
            _("Not known yet"),
            _("Has begun"),
        ]
        cells = [
            [organisation.name, organisation.code, organisation.territory.name, seen.met, seen.unknown, _("yes") if has else _("no")]
            for organisation, seen, has in lines
        ]  # fmt: skip
        return exports.answer(kind, _("Whom to invite"), headings, cells)
    context = {
        "title": _("Whom to invite"),
        "lead": one.title,
        "lines": lines[:MOST_SHOWN],
        "count": len(lines),
        "is_cut": len(looked_at) > MOST_INVITED,
        "most": MOST_INVITED,
        "breadcrumbs": [
            (_("Rounds"), reverse("programmes:rounds")),
            (one.title, reverse("programmes:follow", args=[one.pk])),
            (_("Whom to invite"), ""),
        ],
    }
    return render(request, "programmes/invite.html", context)
