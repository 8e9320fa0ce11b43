"""The template tags of every page: ``{% load qinglan %}``. docs/how-to/add-a-page.md lists them."""

import datetime as dt
from typing import Any

from django import template
from django.forms.boundfield import BoundField, BoundWidget
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from qinglan.kernel.web import dates, forms, quantities
from qinglan.kernel.web import money as amounts
from qinglan.kernel.web.charts import Chart
from qinglan.kernel.web.tables import Table

register = template.Library()

LIGHTS = ("done", "due", "late", "idle")
EMPTY: tuple[Any, ...] = (None, "")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; hidden from screen readers unless it has a `label`."""
    address = f"{static('web/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="q-icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
        )
    return format_html('<svg class="q-icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def light(kind: str, word: str) -> SafeString:
    """A status light: shape and colour of `kind` (done, due, late, idle) beside its `word`."""
    if kind not in LIGHTS:
        raise template.TemplateSyntaxError(f"light {kind!r} is none of {', '.join(LIGHTS)}")
    return format_html(
        '<span class="q-light q-light-{}"><svg aria-hidden="true"><use href="{}#{}"/></svg>{}</span>',
        kind,
        static("web/shapes.svg"),
        kind,
        word,
    )


def missing() -> SafeString:
    """What stands where a value is missing: a dash, and the word for screen readers."""
    return format_html(
        '<span class="q-missing"><span aria-hidden="true">—</span><span class="q-hidden">{}</span></span>',
        gettext("no data"),
    )


@register.simple_tag
def money(fen: Any, unit: str = "") -> SafeString:
    """An amount of 分 with its unit, the exact yuan as a machine-readable value."""
    if fen in EMPTY:
        return missing()
    chosen: Any = unit or None
    return format_html(
        '<data class="q-num" value="{}">{}</data>',
        amounts.in_unit(fen, "yuan"),
        amounts.money(fen, chosen),
    )


@register.filter
def yuan(fen: Any) -> str:
    """分 → the number of 元 with two places, for a column headed 元."""
    return missing() if fen in EMPTY else amounts.number_in(fen, "yuan")


@register.filter
def wan(fen: Any) -> str:
    """分 → the number of 万元 with two places, for a column headed 万元."""
    return missing() if fen in EMPTY else amounts.number_in(fen, "wan")


@register.filter
def yi(fen: Any) -> str:
    """分 → the number of 亿元 with two places, for a column headed 亿元."""
    return missing() if fen in EMPTY else amounts.number_in(fen, "yi")


@register.simple_tag
def number(value: Any, unit: str = "", places: int | None = None) -> SafeString:
    """A number with thousands separators and, where given, its unit."""
    if value in EMPTY:
        return missing()
    text = quantities.with_unit(quantities.number(value, places), unit)
    return format_html('<span class="q-num">{}</span>', text)


@register.simple_tag
def percent(share: Any, places: int = 1) -> SafeString:
    """A fraction as a percentage."""
    if share in EMPTY:
        return missing()
    return format_html('<span class="q-num">{}</span>', quantities.percent(share, places))


@register.simple_tag
def quantity(comparator: str, value: Any, unit: str = "", upper: Any = None, per: str = "") -> SafeString:
    """A quantity of a plan with its comparator in words."""
    text = quantities.quantity(comparator, value, unit, upper, per=per)
    return format_html('<span class="q-num">{}</span>', text)


@register.simple_tag
def date(moment: dt.date | None, style: str = "table") -> SafeString:
    """A day as ``<time>``; `style` is table (2026-11-21) or prose (2026年11月21日)."""
    if moment in EMPTY:
        return missing()
    assert moment is not None
    chosen: Any = style
    return _time(moment, dates.day(moment, chosen))


@register.simple_tag
def datetime(moment: dt.datetime | None, style: str = "table") -> SafeString:
    """A day with hour and minute as ``<time>``, in the legal time zone."""
    if moment in EMPTY:
        return missing()
    assert moment is not None
    chosen: Any = style
    return _time(moment, dates.minute(moment, chosen))


@register.simple_tag
def end(moment: dt.datetime | None) -> SafeString:
    """An end as ``<time>``, in the legal time zone; at midnight that of the day which ends then, 24:00."""
    if moment in EMPTY:
        return missing()
    assert moment is not None
    return _time(moment, dates.end(moment))


@register.simple_tag
def days_left(working_days: int, until: dt.date) -> SafeString:
    """The time left in words with its light; the caller counts the working days."""
    return light(dates.urgency(working_days), _time(until, dates.days_left(working_days, until)))


def _time(moment: dt.date, text: str) -> SafeString:
    return format_html('<time class="q-num" datetime="{}">{}</time>', dates.machine(moment), text)


@register.simple_tag(takes_context=True)
def address(context: dict[str, Any], **changes: Any) -> str:
    """The query string of this page with `changes` (None drops a key): ``?status=open&page=2``."""
    request = context["request"]
    query: QueryDict = request.GET.copy()
    for key, value in changes.items():
        if value in EMPTY:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def control_kind(field: BoundField) -> str:
    """How a form field is drawn; used by the field template."""
    return forms.control_kind(field)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control of a form field with our classes, tied to its hint and its errors."""
    kind = forms.control_kind(field)
    described = []
    if field.help_text or getattr(field.field, "limits", ""):
        described.append(f"{field.auto_id}_helptext")
    if field.errors:
        described.append(f"{field.auto_id}_error")
    classes = {"check": "form-check-input", "select": "form-select"}
    attrs: dict[str, str | bool] = {"class": classes.get(kind, "form-control")}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    if kind == "money":
        unit = field.field.widget.unit_label
        attrs["aria-label"] = f"{field.label} ({unit})"
    return field.as_widget(attrs=attrs)


@register.simple_tag
def control_choice(choice: BoundWidget) -> SafeString:
    """One radio button or tick box of a group, without Django's own label around it."""
    choice.data["attrs"]["class"] = "form-check-input"
    choice.data["wrap_label"] = False
    return choice.tag(wrap_label=False)


@register.simple_tag
def chart(figure: Chart) -> SafeString:
    """A chart with the table behind it; the page needs the scripts of ``chart_scripts.html``."""
    return mark_safe(render_to_string("web/components/chart.html", {"chart": figure}))  # noqa: S308 - rendered by our own template


@register.inclusion_tag("web/components/table.html")
def table(data: Table) -> dict[str, Any]:
    """A table with caption and scoped headings; cards on phones."""
    return {"table": data}


@register.inclusion_tag("web/components/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, str]:
    """An empty state: what is empty, why, and the next step."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("web/components/confirm.html", takes_context=True)
def confirm(
    context: dict[str, Any], label: str, question: str, url: str, name: str = "", value: str = "1"
) -> dict[str, Any]:
    """A button that asks before it posts to `url`; works without scripts."""
    given = {"label": label, "question": question, "url": url, "name": name, "value": value}
    return {**given, "csrf_token": context.get("csrf_token"), "request": context.get("request")}


@register.inclusion_tag("web/components/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """How far something is, in words (3 / 6) and as a bar."""
    return {"done": done, "total": total, "label": label}


@register.simple_tag
def row(label: str, value: Any, url: str = "", action: str = "") -> dict[str, Any]:
    """One row for a summary list built in a template."""
    return {"label": label, "value": value, "url": url, "action": action}
