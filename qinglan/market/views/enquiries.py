"""Enquiries: send one, the lists of both sides, one enquiry and its answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.rulebook.language import text_of
from qinglan.kernel.web import dates
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.task_page import form_page
from qinglan.kernel.web.views.errors import conflict
from qinglan.market.contact import queries
from qinglan.market.contact.forms import AskForm, DeclineForm, EnquiryForm, ReplyForm
from qinglan.market.contact.pack import contact
from qinglan.market.contact.rules import side_represented
from qinglan.market.domain import enquiry as verbs
from qinglan.market.lines import joined
from qinglan.market.models.enquiry import Enquiry, EnquiryState, Side
from qinglan.market.queries import own
from qinglan.market.views.access import LISTS, SPACES, open_to, posted
from qinglan.market.views.contact_access import enquiry_open_to, trail_of_enquiry
from qinglan.parties import holding
from qinglan.parties.models.organisation_kind import OrganisationState


@open_to("contacts.enquire")
def new(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/technologies/<pk>/enquire/``, ``/market/needs/<pk>/enquire/``.

    Who comes from a match brings the other half of it along (`?offered=`), unless that would name an anonymous need.
    """
    units = [
        one
        for one in holding.organisations_represented_by(request.user).order_by("name_key")
        if one.state == OrganisationState.VERIFIED and one.pk != listing.owner_id
    ]
    other_side = "need" if side == "technology" else "technology"
    offers = [
        one
        for one in own(other_side, request.user)
        if one.is_public and one.owner_id in {u.pk for u in units}
    ]
    brought = [one.pk for one in offers if not getattr(one, "is_anonymous", False)]
    asked = next((pk for pk in brought if str(pk) == request.GET.get("offered")), None)
    initial = {} if asked is None else {"offered": asked}
    form = EnquiryForm(posted(request), listing=listing, units=units, offers=offers, initial=initial)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        sender = next(
            (one for one in units if one.pk == data.get("sender")), units[0] if units else listing.owner
        )
        sent = verbs.send_enquiry(
            acting_user=request.user,
            listing=listing,
            sender=sender,
            answers={name: value for name, value in data.items() if isinstance(value, str)},
            offered=next((one for one in offers if one.pk == data.get("offered")), None),
            anonymous=bool(data.get("anonymous")),
        )
        return redirect("enquiries:sent", sent.pk)

    title = _("Enquire about %(title)s") % {"title": listing}
    lead = _("Three questions. The owner answers yes, no, or asks back, within %(days)s working days.")
    context = {
        "title": title,
        "lead": lead % {"days": contact().answer_within_working_days},
        "submit": _("Send the enquiry"),
        "back_url": listing.get_absolute_url(),
        "breadcrumbs": [
            (LISTS[side], reverse(f"{SPACES[side]}:list")),
            (str(listing), listing.get_absolute_url()),
            (_("Enquire"), ""),
        ],
    }
    return form_page(request, form, act, context)


@enquiry_open_to("contacts.pursue")
def sent(request: HttpRequest, enquiry: Enquiry) -> HttpResponseBase:
    """``/market/enquiries/<pk>/sent/``: what happens next."""
    context = {
        "title": _("The enquiry was sent"),
        "reference_label": _("Number"),
        "reference": enquiry.reference,
        "next_steps": [
            _("The other side finds it on its desk and answers by %(day)s.")
            % {"day": dates.day(enquiry.last_day, "prose")},
            _("If it says yes, a negotiation room opens for both of you; you get a message."),
            _("If nobody answers in time, the enquiry expires and may be sent again."),
        ],
        "links": [
            {"url": enquiry.get_absolute_url(), "label": _("Open the enquiry")},
            {"url": reverse("enquiries:list"), "label": _("My enquiries")},
        ],
    }
    return render(request, "web/confirmation.html", context)


@method_decorator(login_required, name="get")
class EnquiryList(ListPage):
    """``/market/enquiries/``: those that one's organisations sent, and at ``received/`` those that they got."""

    template_name = "market/enquiries.html"
    title = gettext_lazy("My enquiries")
    received = False
    filters = (
        TextFilter("q", gettext_lazy("Words"), ("technology__title__icontains", "need__title__icontains")),
        ChoiceFilter("state", gettext_lazy("State"), EnquiryState.choices, "state"),
    )
    sorts = (
        Sort("new", gettext_lazy("Last sent first"), "-sent_at"),
        Sort("due", gettext_lazy("Soonest end"), "expires_at"),
    )
    columns = (
        ListColumn(gettext_lazy("Number"), "reference"),
        ListColumn(gettext_lazy("About"), lambda row: str(row.listing)),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
        ListColumn(gettext_lazy("Sent"), "sent_at"),
        ListColumn(gettext_lazy("To be answered by"), "last_day"),
    )
    empty_title = gettext_lazy("There is no enquiry here")
    empty_text = gettext_lazy("Open a technology or a need and choose “Enquire”.")
    empty_url = "/market/technologies/"
    empty_action = gettext_lazy("Look for technologies")

    def get_queryset(self) -> Rows:
        """Sent or received."""
        find = queries.received_by if self.received else queries.sent_by
        return find(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Tabs, and how many wait for one's own side."""
        user = self.request.user
        mine = Side.OWNING if self.received else Side.ASKING
        return {
            "breadcrumbs": [(self.title, "")],
            "received": self.received,
            "mine": mine,
            "theirs": mine.other,
            "waiting_received": queries.received_by(user).filter(state=EnquiryState.SENT).count(),
            "waiting_sent": queries.sent_by(user).filter(state=EnquiryState.ASKED).count(),
        }


class ReceivedList(EnquiryList):
    """``/market/enquiries/received/``."""

    received = True
    empty_text = gettext_lazy("Who wants to talk about what you published asks you here.")
    empty_url = "/market/needs/mine/"
    empty_action = gettext_lazy("My needs")


@enquiry_open_to("contacts.view")
def record(request: HttpRequest, enquiry: Enquiry) -> HttpResponseBase:
    """``/market/enquiries/<pk>/``."""
    side = side_represented(request.user, enquiry)
    other = Side(side).other
    room = getattr(enquiry, "room", None)
    steps = list(enquiry.steps.select_related("acting_user"))
    context = {
        "title": str(enquiry.listing),
        "kind": joined(_("Enquiry"), enquiry.reference),
        "enquiry": enquiry,
        "side": side,
        "room": room,
        "agreement": getattr(enquiry, "agreement", None),
        "status": {"kind": enquiry.light, "word": enquiry.get_state_display()},
        "answer": _answer(enquiry, side),
        "summary": _summary(enquiry, side, other),
        "asked": enquiry.answers.all(),
        "talk": [
            {"act": one.get_act_display(), "who": enquiry.name_of(one.side, side) if one.side else "",
             "mine": one.side == side, "person": str(one.acting_user) if one.side == side else "",
             "when": one.happened_at, "text": one.text if _reads(one, side) else ""}
            for one in steps
        ],
        "may_answer": side == Side.OWNING and enquiry.state == EnquiryState.SENT,
        "may_refuse": side == Side.OWNING and enquiry.state == EnquiryState.ASKED,
        "may_reply": side == Side.ASKING and enquiry.state == EnquiryState.ASKED,
        "may_withdraw": side == Side.ASKING and enquiry.state in (EnquiryState.SENT, EnquiryState.ASKED),
        "words": _closing_words(enquiry, side),
        "breadcrumbs": trail_of_enquiry(enquiry),
        "visibility": _("Both sides see this page; officers see numbers, not contents."),
    }  # fmt: skip
    return render(request, "market/enquiry.html", context)


def _reads(step: Any, side: str) -> bool:
    """A note to a refusal is for the own side; the rest is said to the other."""
    return bool(step.act != "declined" or step.side == side)


def _answer(enquiry: Enquiry, side: str) -> str:
    sender, receiver = enquiry.name_of(Side.ASKING, side), enquiry.name_of(Side.OWNING, side)
    return _("%(sender)s asks %(receiver)s.") % {"sender": sender, "receiver": receiver}


def _closing_words(enquiry: Enquiry, side: str) -> str:
    if enquiry.state != EnquiryState.DECLINED:
        return ""
    if side == Side.OWNING:
        told = (
            _("the other side reads it") if enquiry.shows_reason else _("the other side reads neutral words")
        )
        return joined(text_of(enquiry.reason, contact().declines), told)
    return verbs.words_of_decline(enquiry)


def _summary(enquiry: Enquiry, side: str, other: Side) -> list[dict[str, Any]]:
    def link(listing: Any) -> Any:
        return format_html('<a href="{}">{}</a>', listing.get_absolute_url(), listing)

    rows: list[dict[str, Any]] = [{"label": _("About"), "value": link(enquiry.listing)}]
    if enquiry.offered is not None:
        rows.append({"label": _("Brought along"), "value": link(enquiry.offered)})
    theirs = enquiry.name_of(other, side)
    if not enquiry.is_named(other):
        theirs = joined(theirs, _("says who it is when it signs"))
    rows.append({"label": _("Other side"), "value": theirs})
    mine = enquiry.organisation(side).name
    if not enquiry.is_named(side):
        mine = joined(mine, _("the other side reads an alias"))
    rows.append({"label": _("Your side"), "value": mine})
    if side == Side.ASKING:
        rows.append({"label": _("Asked by"), "value": str(enquiry.asked_by)})
    rows.append({"label": _("Sent"), "value": clock_words(enquiry.sent_at)})
    if enquiry.state in (EnquiryState.SENT, EnquiryState.ASKED):
        rows.append({"label": _("To be answered by"), "value": dates.day(enquiry.last_day)})
    return [{"url": "", "action": "", **row} for row in rows]


def clock_words(moment: Any) -> str:
    """A moment as Shanghai reads it."""
    return str(moment.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M"))


def _pinned(request: HttpRequest, enquiry: Enquiry) -> Enquiry:
    """The enquiry with the revision that the page showed, so that the verb notices a later answer."""
    shown = request.POST.get("version", "")
    if shown.isdigit():
        enquiry.revision = int(shown)
    return enquiry


@require_POST
@enquiry_open_to("contacts.answer")
def accept(request: HttpRequest, enquiry: Enquiry) -> HttpResponseBase:
    """Yes."""
    try:
        row = verbs.accept_enquiry(acting_user=request.user, enquiry=_pinned(request, enquiry))
    except StaleEdit as error:
        return conflict(request, error.differences, current_url=enquiry.get_absolute_url(), version="")
    except Impossible as refusal:
        messages.error(request, refusal.message)
        return redirect(enquiry)
    messages.success(request, _("Accepted. The room is open; sign the confidentiality agreement next."))
    return redirect(row.room)


@require_POST
@enquiry_open_to("contacts.pursue")
def withdraw(request: HttpRequest, enquiry: Enquiry) -> HttpResponseBase:
    """The asking side takes it back."""
    try:
        verbs.withdraw_enquiry(acting_user=request.user, enquiry=_pinned(request, enquiry))
    except StaleEdit as error:
        return conflict(request, error.differences, current_url=enquiry.get_absolute_url(), version="")
    except Impossible as refusal:
        messages.error(request, refusal.message)
    return redirect(enquiry)


@enquiry_open_to("contacts.answer")
def decline(request: HttpRequest, enquiry: Enquiry) -> HttpResponseBase:
    """No, with a coded reason."""
    form = DeclineForm(posted(request), initial={"version": enquiry.revision})

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        verbs.decline_enquiry(
            acting_user=request.user,
            enquiry=_pinned(request, enquiry),
            reason=data["reason"],
            shows_reason=data["shows_reason"],
            note=data["note"],
        )
        messages.success(request, _("Declined. The other side has a message."))
        return redirect(enquiry)

    return _task(request, enquiry, form, act, _("Decline the enquiry"), _("Decline"))


@enquiry_open_to("contacts.answer")
def ask(request: HttpRequest, enquiry: Enquiry) -> HttpResponseBase:
    """A question first."""
    form = AskForm(posted(request), initial={"version": enquiry.revision})

    def act() -> HttpResponseBase:
        verbs.ask_back(
            acting_user=request.user,
            enquiry=_pinned(request, enquiry),
            question=form.cleaned_data["question"],
        )
        messages.success(request, _("Asked. You get a to-do when the reply is there."))
        return redirect(enquiry)

    return _task(request, enquiry, form, act, _("Ask back"), _("Send the question"))


@enquiry_open_to("contacts.pursue")
def reply(request: HttpRequest, enquiry: Enquiry) -> HttpResponseBase:
    """The reply to it."""
    form = ReplyForm(posted(request), initial={"version": enquiry.revision})

    def act() -> HttpResponseBase:
        verbs.reply(
            acting_user=request.user, enquiry=_pinned(request, enquiry), text=form.cleaned_data["text"]
        )
        messages.success(request, _("Sent. The other side answers now."))
        return redirect(enquiry)

    return _task(request, enquiry, form, act, _("Reply to the question"), _("Send the reply"))


def _task(
    request: HttpRequest, enquiry: Enquiry, form: Any, act: Any, title: str, submit: str
) -> HttpResponseBase:
    question = enquiry.steps.filter(act="asked").last() if isinstance(form, ReplyForm) else None
    context = {
        "title": title,
        "lead": question.text if question else str(enquiry.listing),
        "submit": submit,
        "back_url": enquiry.get_absolute_url(),
        "breadcrumbs": trail_of_enquiry(enquiry, (title, "")),
    }
    return form_page(request, form, act, context, stale_url=enquiry.get_absolute_url())


def enquire_acts(listing: Any) -> list[dict[str, Any]]:
    """What the page of a listing offers to those outside: to enquire. Who may not is told why, and what to do."""
    if not listing.is_public:
        return []
    return [{"label": _("Enquire"), "url": reverse(f"enquire-{listing.SIDE}", args=[listing.pk])}]
