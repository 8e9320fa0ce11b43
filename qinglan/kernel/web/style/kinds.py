"""The invented content of the style page, one function for each kind of page."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.web import money
from qinglan.kernel.web.charts import Chart, Series, Target
from qinglan.kernel.web.forms import DateField, LimitedFileField, MoneyField
from qinglan.kernel.web.style.listing import listing
from qinglan.kernel.web.tables import Column, Table

Context = dict[str, Any]


def _moment(month: int, day: int, hour: int = 17, minute: int = 30) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


class NeedForm(forms.Form):
    """A task with every kind of control."""

    name = forms.CharField(
        label=gettext_lazy("Name of the need"),
        help_text=gettext_lazy("Say what has to be solved, not which product you want."),
        max_length=60,
    )
    field = forms.ChoiceField(
        label=gettext_lazy("Field"),
        choices=[
            ("", gettext_lazy("Choose a field")),
            ("energy", gettext_lazy("Energy saving")),
            ("water", gettext_lazy("Water treatment")),
            ("waste", gettext_lazy("Use of waste")),
        ],
    )
    problem = forms.CharField(label=gettext_lazy("The problem"), widget=forms.Textarea)
    budget = MoneyField(label=gettext_lazy("Budget"), unit="wan", required=False)
    until = DateField(label=gettext_lazy("Solution wanted by"))
    shown = forms.ChoiceField(
        label=gettext_lazy("Who may see your organisation's name"),
        widget=forms.RadioSelect,
        choices=[
            ("all", gettext_lazy("Everybody")),
            ("matched", gettext_lazy("Only those you answer")),
        ],
    )
    brief = LimitedFileField(label=gettext_lazy("One-page brief"), required=False)
    checked = forms.BooleanField(
        label=gettext_lazy("Our organisation has checked this for secrets and agrees to publish it.")
    )


def front(request: HttpRequest) -> Context:
    """The front page of a city."""
    return {
        "title": _("From a published need to a signed contract, in the open"),
        "lead": _("Find green technology, say what you need, see what your firm can get, and check how the plan stands."),
        "doors": [
            {"label": _("Find technology"), "text": _("Results of universities and institutes, with maturity and way of transfer"), "url": "/style/list/"},
            {"label": _("Publish a need"), "text": _("Eight questions; your name can stay hidden"), "url": "/style/task/"},
            {"label": _("What can I get"), "text": _("Schemes that fit your firm, by its credit code"), "url": "/style/record/"},
            {"label": _("Public notices"), "text": _("What is open for objections, and until when"), "url": "/style/public-record/"},
        ],
        "open_entries": [
            {"title": _("Recognition of green technology enterprises, round 2 of 2026"), "url": "/style/record/", "facts": _("Science and Technology Bureau · all districts"), "working_days": 3, "until": _moment(11, 26)},
            {"title": _("Public notice: green data centres recommended for 2026"), "url": "/style/public-record/", "facts": _("Bureau of Economy and Information · 12 centres"), "working_days": 5, "until": _moment(11, 28, 24 - 1, 59)},
            {"title": _("Call for technical needs: treatment of water with high salt content"), "url": "/style/task/", "facts": _("Changshou district"), "working_days": 14, "until": _moment(12, 11)},
        ],
        "figures": figures(),
    }  # fmt: skip


def figures() -> list[Context]:
    """Four figures of a plan."""
    return [
        {"label": _("Green technology enterprises"), "value": "26", "unit": _("of 30"), "note": _("as of 31 October 2026")},
        {"label": _("Technology value, January to October"), "value": money.number_in(31_840_000_000_000, "yi", 0), "unit": money.unit_name("yi"), "note": _("12.4% more than a year before")},
        {"label": _("Green patents in force"), "value": "8,412", "unit": _("items"), "note": _("target reached in June")},
        {"label": _("Tasks on time"), "value": "41", "unit": _("of 46"), "note": _("3 due this month, 2 late")},
    ]  # fmt: skip


def record(request: HttpRequest) -> Context:
    """A case."""
    return {
        "title": _("Qinghe Environmental Technology (demonstration) Ltd: green technology enterprise"),
        "kind": _("Case 2026-RD-0173"),
        "status": {"kind": "due", "word": _("Correction wanted")},
        "answer": _("One stamp is missing; the clock stands still until you answer."),
        "act": {"url": "/style/task/", "label": _("Hand in the correction")},
        "has_aside": True,
        "summary": [
            {"label": _("Applicant"), "value": _("Qinghe Environmental Technology (demonstration) Ltd")},
            {"label": _("Round"), "value": _("Recognition of green technology enterprises, round 2 of 2026")},
            {"label": _("District"), "value": _("Changshou district")},
            {"label": _("Green income, 2025"), "value": money.money(3_260_000_000), "url": "/style/task/"},
            {"label": _("Share of income spent on research"), "value": "6.8%", "url": "/style/task/"},
            {"label": _("Bank account"), "value": _("withheld: shown to the finance office only")},
        ],
        "history": [
            {"when": _moment(11, 20, 9, 12), "who": _("Formal check"), "text": _("Correction wanted: page 4 of the commitment letter has no stamp (notice, section 3, item 2).")},
            {"when": _moment(11, 18, 16, 40), "who": _("Applicant"), "text": _("Case handed in with 7 attachments.")},
            {"when": _moment(11, 3, 10, 5), "who": _("Applicant"), "text": _("Draft begun; 31 of 46 answers filled in from the enterprise's record.")},
        ],
        "visibility": _("Seen by the applicant, the district bureau and the city bureau. Public from the notice onwards: name and district only."),
    }  # fmt: skip


def task(request: HttpRequest) -> Context:
    """A task, with its errors when it is sent."""
    wrong = {"name": "", "budget": "1.234567", "until": "2026-13-01", "field": ""}
    form = NeedForm(wrong) if "errors" in request.GET else NeedForm()
    return {
        "title": _("What do you need?"),
        "step": 3,
        "steps": 6,
        "saved": _moment(11, 21, 10, 26),
        "form": form,
        "submit": _("Save and go on"),
        "back_url": "/style/record/",
        "uploads": True,
        "has_help": True,
    }


def review(request: HttpRequest) -> Context:
    """The page before sending."""
    return {
        "title": _("Check your need before you publish it"),
        "lead": _("Everything below becomes public, except your organisation's name."),
        "groups": [
            {"title": _("The need"), "change_url": "/style/task/", "rows": [
                {"label": _("Name of the need"), "value": _("Removing chloride from the waste water of a dye works")},
                {"label": _("Field"), "value": _("Water treatment")},
                {"label": _("Budget"), "value": money.money(126_000_000)},
            ]},
            {"title": _("Publication"), "change_url": "/style/task/", "rows": [
                {"label": _("Shown as"), "value": _("A chemical enterprise in Changshou district")},
                {"label": _("Solution wanted by"), "value": "2027-06-30"},
            ]},
        ],
        "declaration": _("By publishing you confirm that your organisation has checked this need for state and work secrets."),
        "submit": _("Publish the need"),
        "back_url": "/style/task/",
    }  # fmt: skip


def confirmation(request: HttpRequest) -> Context:
    """What happens next."""
    return {
        "title": _("Your need is published"),
        "reference_label": _("Number"),
        "reference": "XQ-2026-0418",
        "next_steps": [
            _("Within one working day we match it with 5,214 technologies and show you the best ten."),
            _("Owners who are interested write to you here; you decide whom you answer."),
            _("On 20 February 2027 we ask you whether the need still stands."),
        ],
        "links": [{"url": "/style/list/", "label": _("Find technology")}, {"url": "/style/desk/", "label": _("My desk")}],
    }  # fmt: skip


def desk(request: HttpRequest) -> Context:
    """An officer's desk."""
    return {
        "title": _("My desk"),
        "lead": _("Science and Technology Bureau, division of social development"),
        "due": [
            {"title": _("Reply to the objection against case 2026-RD-0161"), "url": "/style/record/", "facts": _("Received on 2026-11-16 · handled with the district bureau"), "working_days": -1, "until": _moment(11, 20)},
            {"title": _("Formal check of 6 cases"), "url": "/style/list/", "facts": _("Green technology enterprises, round 2 of 2026"), "working_days": 0, "until": _moment(11, 21)},
            {"title": _("Report the output value of leading enterprises, third quarter"), "url": "/style/task/", "facts": _("Form QL-07 · 5 of 9 enterprises have reported"), "working_days": 3, "until": _moment(11, 26)},
            {"title": _("Draft of the notice for round 1 of 2027"), "url": "/style/task/", "facts": _("Quotas of 4 districts are still open"), "working_days": 12, "until": _moment(12, 9)},
        ],
        "waiting": [
            {"title": _("Joint check: credit, environment, safety, tax"), "url": "/style/record/", "facts": _("Sent on 2026-11-17 · 3 of 4 departments have replied"), "who": _("Emergency Management Bureau")},
            {"title": _("Drafted, not handed in"), "url": "/style/list/", "facts": _("17 enterprises, 9 of them in Changshou district"), "who": _("Enterprises")},
        ],
        "shortcuts": [
            {"label": _("Open a round"), "url": "/style/task/"},
            {"label": _("Message all with a draft"), "url": "/style/list/"},
            {"label": _("How the plan stands"), "url": "/style/report/"},
        ],
        "changed": [
            {"when": _moment(11, 21, 9, 2), "text": _("Two certificates were issued"), "url": "/style/public-record/"},
            {"when": _moment(11, 20, 18, 11), "text": _("Yubei district confirmed its quota of 8"), "url": ""},
            {"when": _moment(11, 20, 9, 12), "text": _("Case 2026-RD-0173 went back for correction"), "url": "/style/record/"},
        ],
    }  # fmt: skip


YEARS = ["2020", "2021", "2022", "2023", "2024", "2025", "2026"]


def report(request: HttpRequest) -> Context:
    """Three findings."""
    enterprises = Chart(
        title=_("Four more enterprises are needed to reach the thirty of the plan"),
        categories=YEARS,
        series=[Series(_("Green technology enterprises"), [None, 4, 9, 15, 19, 23, 26])],
        unit=_("enterprises"),
        target=Target(30, "2027"),
        source=_("Recognitions in force at the end of each year; 2026 until October. Before 2021 not recorded."),
        category_label=_("Year"),
    )  # fmt: skip
    value = Chart(
        title=_("Technology value grows faster in energy saving than elsewhere"),
        categories=YEARS[1:],
        series=[
            Series(_("Energy saving"), [Decimal("31.2"), Decimal("40.5"), Decimal("55.1"), Decimal("78.9"), Decimal("101.4"), Decimal("126.0")]),
            Series(_("Water"), [Decimal("22.8"), Decimal("26.1"), Decimal("30.4"), None, Decimal("41.7"), Decimal("47.2")]),
            Series(_("Waste"), [Decimal("18.0"), Decimal("17.2"), Decimal("19.5"), Decimal("21.1"), Decimal("20.3"), Decimal("24.6")]),
        ],
        unit=money.unit_name("yi"),
        source=_("Contracts with a national registration number. Water 2024 is under review."),
        category_label=_("Year"),
    )  # fmt: skip
    names = [_("Changshou"), _("Yubei"), _("Fuling"), _("Jiangjin"), _("Wanzhou"), _("Bishan"), _("Liangping")]  # fmt: skip
    districts = Chart(
        title=_("Changshou has a quarter of all recognised enterprises"),
        categories=names,
        series=[Series(_("Green technology enterprises"), [7, 6, 4, 3, 3, 2, 1])],
        unit=_("enterprises"),
        kind="ranked",
        highlight=names[0],
        source=_("Recognitions in force on 31 October 2026, by district of registration."),
        category_label=_("District"),
    )
    quarters = Chart(
        title=_("Most rounds hand out their money in the fourth quarter"),
        categories=[_("Q1"), _("Q2"), _("Q3"), _("Q4")],
        series=[Series("2024", [120, 310, 420, 1260]), Series("2025", [180, 350, 610, 1420])],
        unit=money.unit_name("wan"),
        kind="bar",
        source=_("Payments with a bank receipt."),
        category_label=_("Quarter"),
    )
    return {
        "title": _("How the plan stands"),
        "kind": _("Monthly report"),
        "lead": _("Nine of fourteen targets are reached or on course; three need a decision this quarter."),
        "figures": figures(),
        "charts": [enterprises, value, districts, quarters],
        "as_of": date(2026, 10, 31),
    }  # fmt: skip


def live(request: HttpRequest) -> Context:
    """An open auction."""
    return {
        "title": _("Licence to use: membrane for desalting dye works' water (demonstration)"),
        "kind": _("Lot 2026-019 · online bidding"),
        "mine": request.GET.get("mine", "ahead"),
        "bids": [
            {"when": _moment(11, 21, 10, 26), "who": "0417", "fen": 126_000_000},
            {"when": _moment(11, 21, 10, 25), "who": "0388", "fen": 125_000_000},
            {"when": _moment(11, 21, 10, 21), "who": "0417", "fen": 123_000_000},
            {"when": _moment(11, 21, 10, 15), "who": "0402", "fen": 120_000_000},
        ],
        "fen": 126_000_000,
    }


def public_record(request: HttpRequest) -> Context:
    """A public notice."""
    columns = [Column(_("No."), numeric=True), Column(_("Enterprise")), Column(_("District"))]
    rows = [
        ["1", _("Qinghe Environmental Technology (demonstration) Ltd"), _("Changshou district")],
        ["2", _("Lanting New Materials (demonstration) Ltd"), _("Yubei district")],
        ["3", _("Yunwu Energy Saving (demonstration) Ltd"), _("Fuling district")],
    ]
    return {
        "title": _("Public notice: enterprises to be recognised as green technology enterprises, round 2 of 2026"),
        "issuer": _("Science and Technology Bureau of the City (demonstration)"),
        "number": _("Public notice 2026 No. 37 (demonstration)"),
        "day": date(2026, 11, 21),
        "table": Table(_("Enterprises to be recognised"), columns, rows),
        "until": _moment(11, 27, 17, 30),
        "verify_url": "https://example.invalid/verify/2026-37",
    }  # fmt: skip


def components(request: HttpRequest) -> Context:
    """Everything on one page."""
    columns = [
        Column(_("Enterprise")),
        Column(_("District")),
        Column(_("Signed on"), sorted="descending", url="?sort=signed"),
        Column(_("Contract value (10,000 yuan)"), numeric=True),
        Column(_("Technology value (10,000 yuan)"), numeric=True),
    ]
    rows = [
        [_("Qinghe Environmental Technology (demonstration) Ltd"), _("Changshou district"), "2026-10-16", "500.00", "420.00"],
        [_("Lanting New Materials (demonstration) Ltd"), _("Yubei district"), "2026-09-28", "1,260.00", "1,260.00"],
        [_("Yunwu Energy Saving (demonstration) Ltd"), _("Fuling district"), "2026-08-05", "86.50", "—"],
    ]  # fmt: skip
    return {
        "title": _("Style"),
        "lead": _("Every component of our pages, with invented content."),
        "kinds": [*PAGES, "conflict", "error"],
        "table": Table(_("Registered contracts"), columns, rows, [_("Sum"), "", "", "1,846.50", "1,680.00"]),
        "form": NeedForm(),
        "now": _moment(11, 21, 10, 26),
        "soon": _moment(11, 26),
        "fen": 126_000_000,
        "big": 30_500_000_000,
        "charts": report(request)["charts"][:1],
    }  # fmt: skip


PAGES: dict[str, tuple[str, Callable[[HttpRequest], Context]]] = {
    "front": ("web/style/front.html", front),
    "list": ("web/style/list.html", listing),
    "record": ("web/style/record.html", record),
    "task": ("web/style/task.html", task),
    "review": ("web/review.html", review),
    "confirmation": ("web/confirmation.html", confirmation),
    "desk": ("web/desk.html", desk),
    "report": ("web/report.html", report),
    "live": ("web/style/live.html", live),
    "public-record": ("web/style/public_record.html", public_record),
}
