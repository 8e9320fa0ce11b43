"""One organisation: what is public, what members and officers see besides, and its history."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.kernel import clock, permissions
from qinglan.kernel.measures.models import Confidentiality, Entry, Figure
from qinglan.kernel.measures.units import amount_words
from qinglan.kernel.web import dates, tables
from qinglan.kernel.web.money import number_in
from qinglan.parties.mobile import masked
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_change import Succession
from qinglan.parties.models.organisation_kind import OrganisationState
from qinglan.parties.models.organisation_membership import Membership, MembershipRole
from qinglan.parties.models.organisation_tag import GreenTag
from qinglan.parties.organisation_facts import facts_about
from qinglan.parties.views.organisation_access import open_to

Rows = list[dict[str, Any]]
MOST_FIGURES = 60


@open_to("organisations.view")
def record(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """``/organisations/<pk>/``."""
    inside = bool(permissions.answer(request.user, "organisations.see_contact", organisation))
    officer = bool(permissions.answer(request.user, "organisations.verify", organisation))
    context = {
        "title": organisation.name,
        "kind": organisation.get_kind_display(),
        "organisation": organisation,
        "status": {"kind": organisation.light, "word": organisation.get_state_display()},
        "answer": _answer(organisation),
        "breadcrumbs": [
            (_("Directory of organisations"), reverse("organisations:list")),
            (organisation.name, ""),
        ],
        "summary": _public_rows(organisation),
        "inside": inside,
        "sees_people": bool(permissions.answer(request.user, "people.see_members", organisation)),
        "contact_rows": _contact_rows(organisation) if inside else [],
        "may_edit": not organisation.has_ended
        and bool(permissions.answer(request.user, "organisations.edit", organisation)),
        "officer": officer,
        "acts": _acts(organisation) if officer else [],
        "first_act": _first_act(organisation) if officer else None,
        "tags": _tags(organisation),
        "predecessors": [one.predecessor for one in _links(predecessor=False, organisation=organisation)],
        "successors": [one.successor for one in _links(predecessor=True, organisation=organisation)],
        "former": [name for name in organisation.names.all() if name.valid_to is not None],
        "figures": _figures_table(organisation, inside),
        "entries": _entries_table(organisation, inside),
        "today": clock.today(),
        "claimable": not organisation.has_ended and not inside and not _administrator(organisation),
        "visibility": _visibility(organisation, inside),
    }
    return render(request, "parties/organisation.html", context)


@open_to("organisations.view")
def history(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """``/organisations/<pk>/history/``: all acts, with day and basis; who acted is shown to insiders only."""
    inside = bool(permissions.answer(request.user, "organisations.see_contact", organisation))
    changes = organisation.changes.select_related("acting_user").prefetch_related("successions__successor")
    lines = [
        {
            "when": change.recorded_at,
            "who": str(change.acting_user) if inside else "",
            "text": _change_words(change, inside),
        }
        for change in changes[:200]
        if inside or change.kind not in ("edited", "preloaded", "registered", "handed_over", "claimed")
    ]
    context = {
        "title": _("History of %(name)s") % {"name": organisation.name},
        "organisation": organisation,
        "history": lines,
        "names": tables.build(
            _("Names"),
            [_("Name"), _("First day"), _("Last day")],
            [
                (
                    name.name,
                    dates.day(name.valid_from) if name.valid_from else "—",
                    dates.day(name.valid_to) if name.valid_to else _("present name"),
                )
                for name in organisation.names.all()
            ],
        ),
        "breadcrumbs": [
            (_("Directory of organisations"), reverse("organisations:list")),
            (organisation.name, organisation.get_absolute_url()),
            (_("History"), ""),
        ],
        "visibility": _("Acts are shown to everybody; members and officers also see edits and who acted."),
    }
    return render(request, "parties/organisation_history.html", context)


def _answer(organisation: Organisation) -> str:
    where = {"territory": organisation.territory.name, "kind": organisation.get_kind_display()}
    if organisation.state == OrganisationState.VERIFIED and organisation.verified_on:
        day = dates.day(organisation.verified_on, "prose")
        return _("%(kind)s in %(territory)s; an officer verified it on %(day)s.") % {**where, "day": day}
    if organisation.has_ended and organisation.ended_on:
        day = dates.day(organisation.ended_on, "prose")
        return _("%(kind)s in %(territory)s; it ended on %(day)s.") % {**where, "day": day}
    if organisation.state == OrganisationState.SUSPENDED:
        return _("%(kind)s in %(territory)s; suspended by an officer.") % where
    return _("%(kind)s in %(territory)s; not verified yet.") % where


def _public_rows(organisation: Organisation) -> Rows:
    code_label = _("Unified social credit code") if organisation.has_national_code else _("Local code")
    rows = [
        _row(code_label, format_html('<span class="q-num">{}</span>', organisation.code)),
        _row(_("Territory"), f"{organisation.territory.name} ({organisation.territory_id})"),
        _row(_("Industry (GB/T 4754)"), organisation.industry),
        _row(
            _("Date of registration"),
            dates.day(organisation.registered_on) if organisation.registered_on else "",
        ),
        _row(_("Registered capital (10,000 yuan)"), _capital(organisation)),
        _row(_("Address"), organisation.address),
        _row(_("Public telephone"), organisation.telephone),
        _row(_("Website"), _link(organisation.website)),
        _row(_("Introduction"), organisation.introduction),
        *(_row(label, words) for label, words in facts_about(organisation)),
    ]
    return [row for row in rows if row["value"]]


def _capital(organisation: Organisation) -> str:
    if organisation.registered_capital is None:
        return ""
    return str(number_in(organisation.registered_capital, "wan"))


def _link(address: str) -> Any:
    return format_html('<a href="{0}" rel="noopener nofollow">{0}</a>', address) if address else ""


def _contact_rows(organisation: Organisation) -> Rows:
    contact = organisation.contact
    rows = [
        _row(_("Legal representative"), contact.legal_representative or "—"),
        _row(_("Contact person"), contact.contact_name or "—"),
        {
            **_row(_("Mobile number of the contact person"), masked(contact.contact_mobile) or "—"),
            "url": reverse("personal:show", args=["organisation.contact_mobile", organisation.pk])
            if contact.contact_mobile
            else "",
            "action": _("Show"),
        },
    ]
    administrator = _administrator(organisation)
    words = _("nobody yet; it can be claimed")
    if administrator is not None:
        since = dates.day(administrator.valid_from)
        words = _("%(name)s, since %(day)s") % {"name": administrator.user, "day": since}
    return [*rows, _row(_("Administrator here"), words)]


def _administrator(organisation: Organisation) -> Membership | None:
    rows = organisation.memberships.in_force().filter(role=MembershipRole.ADMINISTRATOR)
    return rows.select_related("user").first()


def _first_act(organisation: Organisation) -> dict[str, str] | None:
    if organisation.state in (OrganisationState.PRELOADED, OrganisationState.CLAIMED):
        return _act("verify", organisation, _("Verify the organisation"))
    if organisation.state == OrganisationState.SUSPENDED:
        return _act("resume", organisation, _("End the suspension"))
    if organisation.state == OrganisationState.VERIFIED:
        return _act("tag", organisation, _("Give a green tag"))
    return None


def _acts(organisation: Organisation) -> list[dict[str, str]]:
    """What else an officer may do, by the state."""
    if organisation.has_ended:
        return []
    acts = [
        _act("rename", organisation, _("Change its name")),
        _act("recode", organisation, _("Change the code")),
        _act("merge", organisation, _("Merge into another")),
        _act("split", organisation, _("Split")),
        _act("cancel", organisation, _("Cancel")),
    ]
    if organisation.state != OrganisationState.SUSPENDED:
        acts.append(_act("suspend", organisation, _("Suspend")))
    if organisation.state != OrganisationState.VERIFIED:
        acts.append(_act("tag", organisation, _("Give a green tag")))
    acts.append(
        {
            "label": _("Change particulars at the counter"),
            "url": reverse("counter:new-for", args=["particulars", organisation.pk]),
        }
    )
    return acts


def _act(name: str, organisation: Organisation, label: str) -> dict[str, str]:
    return {"url": reverse(f"organisations:{name}", args=[organisation.pk]), "label": label}


def _tags(organisation: Organisation) -> list[dict[str, Any]]:
    today = clock.today()
    found = []
    for tag in GreenTag.objects.filter(organisation=organisation).select_related(
        "confirmed_by", "revoked_by"
    ):
        if tag.revoked_on is not None and tag.revoked_on <= today:
            light, word = "late", _("Revoked")
        elif tag.valid_to is not None and tag.valid_to < today:
            light, word = "idle", _("Ran out")
        elif tag.valid_from > today:
            light, word = "due", _("Not yet begun")
        else:
            light, word = "done", _("In force")
        found.append({"tag": tag, "light": light, "word": word, "may_revoke": tag.revoked_on is None})
    return found


def _links(*, predecessor: bool, organisation: Organisation) -> Any:
    rows = Succession.objects.select_related("predecessor", "successor").order_by("pk")
    return rows.filter(predecessor=organisation) if predecessor else rows.filter(successor=organisation)


def _figures_table(organisation: Organisation, inside: bool) -> tables.Table:
    rows = (
        Figure.objects.filter(subject_code=organisation.code, closed_at__isnull=True)
        .select_related("indicator")
        .order_by("-year", "indicator_id")
    )
    if not inside:
        rows = rows.filter(confidentiality=Confidentiality.PUBLIC)
    values = [
        (
            str(one.year),
            one.indicator.name,
            amount_words(one.value, one.indicator.unit),
            dates.day(one.reported_on),
        )
        for one in rows[:MOST_FIGURES]
    ]
    amount = tables.Column(_("Amount"), numeric=True)
    return tables.build(
        _("Yearly figures"), [_("Year"), _("Indicator"), amount, _("Date of the report")], values
    )


def _entries_table(organisation: Organisation, inside: bool) -> tables.Table:
    rows = (
        Entry.objects.filter(subject_code=organisation.code, closed_at__isnull=True)
        .select_related("indicator")
        .order_by("-valid_from", "indicator_id")
    )
    if not inside:
        rows = rows.exclude(confidentiality=Confidentiality.CONFIDENTIAL)
    values = [
        (
            one.indicator.name,
            one.get_level_display() if one.level else "—",
            dates.day(one.valid_from),
            dates.day(one.valid_to) if one.valid_to else "—",
        )
        for one in rows[:MOST_FIGURES]
    ]
    return tables.build(_("Lists"), [_("List"), _("Level"), _("First day"), _("Last day")], values)


def _change_words(change: Any, inside: bool) -> str:
    parts = [
        pgettext("label", ": ").join(
            part
            for part in (str(change.get_kind_display()), change.detail if _tells(change, inside) else "")
            if part
        ),
        _("as of %(day)s") % {"day": dates.day(change.happened_on)},
    ]
    if change.basis and (inside or change.kind != "suspended"):
        parts.append(_("basis") + pgettext("label", ": ") + change.basis)
    return pgettext("between items", "; ").join(parts)


def _tells(change: Any, inside: bool) -> bool:
    return inside or change.kind != "edited"


def _visibility(organisation: Organisation, inside: bool) -> str:
    if not organisation.is_public:
        return _("Only members and officers see this page until the organisation is verified.")
    if inside:
        return _(
            "Everybody sees this page without the part for members and officers; confidential figures stay with them."
        )
    return _("Everybody sees this page. Contact persons and confidential figures are not public.")


def _row(label: str, value: Any) -> dict[str, Any]:
    return {"label": label, "value": value, "url": "", "action": ""}
