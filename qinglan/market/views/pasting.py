"""粘贴成表: paste a paragraph or hand in a page, look at what was found beside its words, begin the draft."""

from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.texts import text_of_bytes
from qinglan.kernel.texts.errors import ReadError
from qinglan.kernel.web.forms import LimitedFileField, TextField
from qinglan.kernel.web.pasted import text as as_typed
from qinglan.market import lines
from qinglan.market.domain.pasted import begin_from_text
from qinglan.market.forms import GROUPS, Form
from qinglan.market.models import IpArrangement, Mode, NeedKind, PriceKind
from qinglan.market.pasting import known
from qinglan.market.pasting.found import Found
from qinglan.market.pasting.reading import Side, read
from qinglan.market.views.access import LISTS, SPACES, open_to, posted
from qinglan.market.views.writing import ask_for_owner, chosen_owner
from qinglan.parties import holding

LONGEST = 20_000
"""Characters of a text; a brief has one or two pages."""
TITLES = {
    "technology": gettext_lazy("Paste a technology"),
    "need": gettext_lazy("Paste a need"),
}
_CHOICES = {"kind": NeedKind, "ip_arrangement": IpArrangement, "price_kind": PriceKind}


class PasteForm(Form):
    """A text, or a file that holds it."""

    autosave = True
    text = TextField(
        label=pgettext_lazy("pasted", "text"),
        max_length=LONGEST,
        required=False,
        widget=django_forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "A message from a chat, a paragraph, a page: as it is. Chinese is understood best."
        ),
    )
    file = LimitedFileField(
        label=gettext_lazy("or a file"),
        required=False,
        help_text=gettext_lazy("docx, text PDF, html or txt, of one or two pages."),
    )
    read_on = django_forms.DateField(widget=django_forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """The text, from the file where one was handed in."""
        found = super().clean() or {}
        file = found.get("file")
        if file is not None:
            try:
                found["text"] = as_typed(text_of_bytes(file.read(), file.name)[0])
            except ReadError as error:
                words = error.english if get_language() == "en" else error.chinese
                self.add_error(
                    "file", _("%(reason)s. Or copy the text and paste it above.") % {"reason": words}
                )
        text = (found.get("text") or "").strip()
        if not text and not self.errors:
            self.add_error("text", _("Paste a text, or choose a file."))
        if len(text) > LONGEST:
            self.add_error(
                "file", _("This is longer than two pages. Copy the part that matters and paste it above.")
            )
        found["text"] = text
        return found


@open_to("market.begin")
def paste(request: HttpRequest, side: Side) -> HttpResponseBase:
    """``/market/technologies/paste/``, ``/market/needs/paste/``: the text, what was found in it, the draft."""
    form = PasteForm(posted(request), request.FILES or None)
    mine = list(holding.organisations_represented_by(request.user).order_by("name_key"))
    ask_for_owner(form, mine)
    context: dict[str, Any] = {"side": side, "title": TITLES[side], "breadcrumbs": _crumbs(side)}
    if request.method == "POST" and form.is_valid():
        owner = chosen_owner(form, mine)
        if owner is not None:
            today = form.cleaned_data["read_on"] or clock.today()
            text = form.cleaned_data["text"]
            findings, elsewhere = findings_of(side, text, today, owner)
            if "begin" in request.POST:
                left_in = {name for name in request.POST.getlist("keep") if name.isdecimal()}
                try:
                    listing = begin_from_text(
                        acting_user=request.user,
                        owner=owner,
                        side=side,
                        text=text,
                        findings=[one for number, one in enumerate(findings) if str(number) in left_in],
                    )
                except Impossible as refusal:
                    form.refuse(refusal)
                else:
                    messages.success(request, _("Saved as a draft. The page says what is still missing."))
                    return redirect(listing)
            rows = [shown_row(number, one, side, text) for number, one in enumerate(findings)]
            context |= {
                "form": form, "text": text, "rows": rows, "read_on": today, "owner": owner,
                "elsewhere": [one.value for one in elsewhere],
                "kept": set(request.POST.getlist("keep")) if "begin" in request.POST else None,
            }  # fmt: skip
            return render(request, "market/pasted.html", context)
    context |= {
        "form": form,
        "lead": _(
            "We look for the fields in it and show each with the words that it came from. Nothing is published."
        ),
        "submit": _("Look what is in it"),
        "uploads": True,
        "back_url": reverse(f"{SPACES[side]}:new"),
    }
    return render(request, "web/task.html", context)


def findings_of(side: Side, text: str, today: date, owner: Any) -> tuple[list[Found], list[Found]]:
    """What the draft could take over, in the order of the text, and rights that stand in no ledger of `owner`."""
    findings = read(side, text, today)
    of_ledger, elsewhere = known.rights(findings, owner)
    findings = [*(one for one in findings if one.name != "right"), *of_ledger]
    if (where := known.place(text)) is not None:
        findings.append(where)
    return sorted(findings, key=lambda one: (one.start, one.name)), elsewhere


def _crumbs(side: str) -> list[tuple[Any, str]]:
    space = SPACES[side]
    return [(LISTS[side], reverse(f"{space}:list")), (TITLES[side], "")]


def shown_row(number: int, one: Found, side: str, text: str) -> dict[str, Any]:
    """A finding as the page shows it, beside its words."""
    return {
        "number": str(number),
        "label": _label(side, one.name),
        "value": _shown(one),
        "quote": one.quote(text),
        "inferred": one.inferred,
    }


def _label(side: str, name: str) -> Any:
    if name in ("indicator", "right"):
        return _("figure to be reached") if name == "indicator" else _("right")
    for _title, form in GROUPS[side].values():
        if name in form.base_fields:
            return form.base_fields[name].label
    return name


def _shown(one: Found) -> str:
    value = one.value
    if one.name == "modes":
        return "、".join(str(Mode(mode).label) for mode in value)
    if one.name in _CHOICES:
        return str(_CHOICES[one.name](value).label)
    if one.name in ("price_min", "price_max", "budget_min", "budget_max"):
        return lines.wan(value)
    if one.name == "trl":
        return lines.level_words(value)
    if one.name == "indicator":
        return f"{value['name']} {value['present']} → {value['wanted']} {value['unit']}".strip()
    if one.name == "territory":
        return str(value.name)
    if value is True:
        return _("yes")
    return value.isoformat() if isinstance(value, date) else str(value)
