"""What may be typed at the counter: each app registers its forms here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from qinglan.kernel.permissions import Answer
from qinglan.kernel.web import dates

Text = str | Promise


@dataclass(frozen=True)
class CounterAct:
    """A form that an officer may type for its owner.

    `form(subject, data)` gives the form, bound to `data` (None: empty); `subject(key)` what it is
    about, None where there is no such thing; `allowed(owner, subject)` whether the owner himself may
    do it; `run(owner, officer, subject, form)` calls the verb with the owner as acting user, within
    the caller's transaction, and returns the address of the result. It may raise Impossible,
    StaleEdit and PermissionRefused. `about(subject, form)` names the subject in one line.
    """

    slug: str
    title: Text
    lead: Text
    form: Callable[[Any, QueryDict | None], forms.Form]
    allowed: Callable[[Any, Any], Answer]
    run: Callable[[Any, Any, Any, Any], str]
    about: Callable[[Any, Any], str]
    subject: Callable[[str], Any] | None = None


ACTS: dict[str, CounterAct] = {}


def register(act: CounterAct) -> CounterAct:
    """Let officers type `act`; a slug may be registered once."""
    if act.slug in ACTS:
        raise ValueError(f"the counter has an act {act.slug} already")
    ACTS[act.slug] = act
    return act


def data_of(values: Mapping[str, list[str]]) -> QueryDict:
    """The kept values as a form takes them."""
    data = QueryDict(mutable=True)
    for name, some in values.items():
        data.setlist(name, some)
    return data


def rows_of(form: forms.Form) -> list[dict[str, Any]]:
    """Exactly what the form says, field by field, as the owner reads it before he confirms."""
    form.is_valid()
    rows = []
    for field in form.visible_fields():
        value = form.cleaned_data.get(field.name, field.value()) if form.is_bound else field.value()
        if form.is_bound and value and field.value() in (None, "", []):
            value = _("(as on record)")  # Kept by the form; it may be personal data that is masked.
        rows.append({"label": field.label, "value": _words(field, value)})
    return rows


def _words(field: forms.BoundField, value: Any) -> str:
    if value is None or value in ("", []):
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = getattr(field.field, "choices", None)
    if isinstance(field.field, forms.ChoiceField) and not isinstance(field.field, forms.ModelChoiceField):
        flat = {str(key): str(label) for key, label in _flat(choices)}
        typed = field.value()
        some = typed if isinstance(typed, list | tuple) else [typed]
        return "、".join(flat.get(str(one), str(one)) for one in some)
    if isinstance(field.field, forms.DateField):
        return dates.day(value) if not isinstance(value, str) else value
    typed = field.value()
    unit = getattr(field.field.widget, "unit_label", "")
    if isinstance(value, int) and unit:
        return f"{typed} {unit}"
    return str(value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for key, label in choices or ():
        if isinstance(label, list | tuple):
            found.extend(label)
        else:
            found.append((key, label))
    return found
