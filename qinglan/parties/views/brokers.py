"""The public list of brokers, one broker, and the task pages of each verb."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.web import dates
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.parties import fields as vocabulary
from qinglan.parties.broker_forms import BrokerForm
from qinglan.parties.domain import broker as verbs
from qinglan.parties.expert_queries import visible_brokers
from qinglan.parties.mobile import masked, masked_mail
from qinglan.parties.models.broker import Broker, BrokerLevel, BrokerState
from qinglan.parties.views.experts import FieldFilter, field_choices, field_words
from qinglan.parties.views.person_task import Acts, PersonTask, SettleTask

LIST = _("Technology brokers")


class BrokerFieldFilter(FieldFilter):
    """By the brokers' fields."""

    @staticmethod
    def model() -> Any:
        """Brokers."""
        return Broker


class BrokerList(ListPage):
    """``/brokers/``: everybody sees those on the list; officers all."""

    template_name = "parties/brokers.html"
    title = LIST
    lead = _("Who brings technology and need together: certified, and admitted by an officer.")
    export_name = LIST
    filters = (
        TextFilter("q", _("Name or agency"), ("name__icontains", "agency__name__icontains")),
        BrokerFieldFilter("field", _("Field"), field_choices, several=False),
        ChoiceFilter(
            "territory",
            _("Territory"),
            lambda: [(one.pk, one.name) for one in Territory.objects.order_by("parent_id", "pinyin")],
            "territories",
            several=False,
        ),
        ChoiceFilter("level", _("Level"), BrokerLevel.choices, "level"),
        ChoiceFilter("state", _("State"), BrokerState.choices, "state", several=False),
    )
    sorts = (Sort("name", _("Name"), "name_key"), Sort("new", _("Last admitted"), "-state_on"))
    columns = (
        ListColumn(_("Name"), "name"),
        ListColumn(_("Level"), lambda row: str(row.get_level_display())),
        ListColumn(_("Certificate number"), "certificate_number"),
        ListColumn(_("Issued by"), "certificate_issuer"),
        ListColumn(_("Valid to"), "valid_to"),
        ListColumn(_("Agency"), "agency.name"),
        ListColumn(_("Fields"), field_words),
        ListColumn(_("Public telephone"), "public_telephone"),
        ListColumn(_("State"), lambda row: str(row.get_state_display())),
    )
    empty_title = _("No broker is on the list yet")
    empty_text = _("Brokers apply with their certificate; an officer admits them.")
    empty_url = "/brokers/mine/"
    empty_action = _("Apply as a broker")

    def get_queryset(self) -> Rows:
        """What the reader may see."""
        return (
            visible_brokers(self.request.user)
            .select_related("agency")
            .prefetch_related("fields", "territories")
        )

    def get_context(self) -> dict[str, Any]:
        """Lights, and what an officer does from here."""
        officer = bool(permissions.answer(self.request.user, "brokers.import"))
        waiting = Broker.objects.filter(state=BrokerState.APPLIED).count() if officer else 0
        names = {(one.code_list.family, one.code): one.name for one in vocabulary.top_codes(clock.today())}
        return {
            "breadcrumbs": [(self.title, "")],
            "officer": officer,
            "waiting": waiting,
            "lights": verbs.LIGHTS,
            "names": names,
        }


def broker_of(pk: int) -> Broker:
    """The broker; Http404."""
    return get_object_or_404(Broker.objects.select_related("agency", "private", "user"), pk=pk)


@login_required
def own(request: HttpRequest) -> HttpResponseBase:
    """``/brokers/mine/``: one's own record, or the way to apply."""
    found = Broker.objects.filter(user=request.user.pk).first()
    return redirect("brokers:record", found.pk) if found else redirect("brokers:apply")


def record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/brokers/<pk>/``."""
    broker = broker_of(pk)
    permissions.require(request.user, "brokers.view", broker)
    inside = bool(permissions.answer(request.user, "brokers.see_record", broker))
    settles = bool(permissions.answer(request.user, "brokers.settle", broker))
    himself = broker.user_id is not None and broker.user_id == request.user.pk
    day = dates.day(broker.state_on, "prose")
    ran_out = broker.valid_to is not None and broker.valid_to < clock.today()
    context = {
        "title": broker.name,
        "kind": gettext("Technology broker"),
        "broker": broker,
        "status": {"kind": "late", "word": gettext("certificate ran out")}
        if ran_out
        else {"kind": verbs.LIGHTS[BrokerState(broker.state)], "word": broker.get_state_display()},
        "answer": gettext("%(state)s since %(day)s.") % {"state": broker.get_state_display(), "day": day},
        "summary": _summary(broker),
        "private_rows": _private(broker) if inside else [],
        "inside": inside,
        "again": himself and broker.state in ("left", "declined"),
        "first_act": _first_act(broker) if settles else None,
        "acts": _acts(broker) if settles else [],
        "may_leave": inside and broker.state in ("applied", "active", "suspended"),
        "breadcrumbs": [(str(LIST), reverse("brokers:list")), (broker.name, "")],
        "visibility": gettext(
            "Everybody sees this page while the broker is on the list; contacts stay with him and officers."
        ),
    }
    return render(request, "parties/broker.html", context)


def _summary(broker: Broker) -> list[dict[str, Any]]:
    words = pgettext("between items", "; ")
    end = dates.day(broker.valid_to) if broker.valid_to else gettext("no end named")
    rows = [
        (gettext("Level"), broker.get_level_display()),
        (gettext("Certificate"), f"{broker.certificate_number} ({broker.certificate_issuer})"),
        (gettext("Validity"), f"{dates.day(broker.valid_from)} – {end}"),
        (gettext("Training hours"), str(broker.training_hours) if broker.training_hours else ""),
        (gettext("Agency"), broker.agency.name if broker.agency else gettext("on his own account")),
        (gettext("Territories"), words.join(one.name for one in broker.territories.all())),
        (
            gettext("Fields"),
            words.join(vocabulary.words((one.family, one.code) for one in broker.fields.all())),
        ),
        (gettext("Public telephone"), broker.public_telephone),
        (gettext("Introduction"), broker.introduction),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _private(broker: Broker) -> list[dict[str, Any]]:
    private = broker.private
    shows = (
        ("mobile", gettext("Mobile number"), masked(private.mobile)),
        ("email", gettext("Mailbox"), masked_mail(private.email)),
    )
    rows: list[dict[str, Any]] = [
        {
            "label": label,
            "value": value or "—",
            "url": reverse("personal:show", args=[f"broker.{field}", broker.pk]) if value else "",
            "action": gettext("Show"),
        }
        for field, label, value in shows
    ]
    if broker.reason:
        rows.append({"label": gettext("Reason"), "value": broker.reason})
    return rows


def _act(name: str, broker: Broker, label: str) -> dict[str, str]:
    return {"url": reverse("brokers:settle", args=[broker.pk, name]), "label": label}


def _first_act(broker: Broker) -> dict[str, str] | None:
    if broker.state == BrokerState.APPLIED:
        return _act("admit", broker, gettext("Put on the list"))
    if broker.state == BrokerState.SUSPENDED:
        return _act("admit", broker, gettext("End the suspension"))
    return None


def _acts(broker: Broker) -> list[dict[str, str]]:
    if broker.state == BrokerState.APPLIED:
        return [_act("decline", broker, gettext("Do not admit"))]
    if broker.state == BrokerState.ACTIVE:
        return [_act("suspend", broker, gettext("Suspend the broker"))]
    return []


class Apply(PersonTask):
    """``/brokers/apply/``."""

    permission = "brokers.apply"
    form_class = BrokerForm
    title = _("Apply as a technology broker")
    lead = _("With your certificate. Once an officer admits you, you stand on the public list.")
    submit = _("Send the application")
    done = _("The application is sent. An officer compares it with the certificate.")

    def back(self) -> str:
        """The list."""
        return reverse("brokers:list")

    def crumbs(self) -> list[tuple[str, str]]:
        """Below the list."""
        return [(str(LIST), self.back())]

    def get_initial(self) -> dict[str, Any]:
        """What the account or an earlier record already says."""
        user: Any = self.request.user
        found = Broker.objects.filter(user=user).select_related("private", "agency").first()
        if found is not None:
            return BrokerForm.initial_of(found)
        return {"name": user.display_name, "mobile": user.mobile, "email": user.email}

    def act(self, data: dict[str, Any]) -> str:
        """Apply."""
        made = verbs.apply_as_broker(acting_user=self.request.user, particulars=self.form.particulars())  # type: ignore[arg-type]
        return reverse("brokers:record", args=[made.pk])


class _OnBroker(PersonTask):
    permission = "brokers.edit"

    def subject(self) -> Broker:
        """The broker."""
        return broker_of(self.kwargs["pk"])

    def back(self) -> str:
        """His record."""
        return reverse("brokers:record", args=[self.kwargs["pk"]])

    def crumbs(self) -> list[tuple[str, str]]:
        """Below his record."""
        return [(str(LIST), reverse("brokers:list")), (self.one.name, self.back())]


class Edit(_OnBroker):
    """``/brokers/<pk>/edit/``."""

    form_class = BrokerForm
    title = _("Change the record")
    submit = _("Save the record")
    done = _("The record is changed.")

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        return BrokerForm.initial_of(self.one)

    def get_form(self, form_class: Any = None) -> Any:
        """Contacts in full for himself alone."""
        form = super().get_form(form_class)
        if self.one.user_id != self.request.user.pk:
            form.mask({"mobile": self.one.private.mobile, "email": self.one.private.email})
        return form

    def act(self, data: dict[str, Any]) -> str:
        """Change it."""
        verbs.edit_broker(
            acting_user=self.request.user,
            broker=self.seen(data["version"]),
            particulars=self.form.particulars(),
        )
        return self.back()


SETTLE: Acts = {
    "admit": (
        verbs.admit_broker,
        "brokers.settle",
        _("Put on the list"),
        _("The broker is on the public list."),
    ),
    "decline": (verbs.decline_broker, "brokers.settle", _("Do not admit"), _("The broker was not admitted.")),
    "suspend": (
        verbs.suspend_broker,
        "brokers.settle",
        _("Suspend the broker"),
        _("The broker is suspended."),
    ),
    "leave": (verbs.leave_brokers, "brokers.edit", _("Leave the list"), _("The broker has left the list.")),
}


class Settle(SettleTask, _OnBroker):
    """``/brokers/<pk>/<verb>/``: admit, decline, suspend, leave, each with day and reason."""

    acts = SETTLE
    noun = "broker"
