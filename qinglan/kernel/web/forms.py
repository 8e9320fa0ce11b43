"""Forms as our pages draw them: renderer, widgets and fields.

Setting ``FORM_RENDERER = "qinglan.kernel.web.forms.Renderer"`` gives every Django form labels, the
word “optional” where a field is, hints and errors tied to the control by ``aria-describedby``, and
controls in our style. A form needs nothing beyond Django's own ``{{ form }}``.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, gettext_noop, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import pasted
from qinglan.kernel.web.choosing import ChooseInput
from qinglan.kernel.web.money import FEN, Unit, unit_name

#: What an office uploads. A kind that cannot be shown is stored all the same.
FILE_KINDS = (
    ".pdf", ".ofd", ".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".txt", ".html", ".zip",
    ".jpg", ".jpeg", ".png",
)  # fmt: skip

#: Django's own words that ours replace in Chinese: kept here so that the check knows them.
REPLACED = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
        "max",
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
        "max",
    ),
)
FIRST_YEAR = 1800
"""From here on a day is one that somebody means: “26” typed in a picker is the year 26."""


class Renderer(TemplatesSetting):
    """Draws forms and fields with the templates of this app."""

    form_template_name = "web/fields/form.html"
    field_template_name = "web/fields/field.html"


class DateInput(forms.DateInput):
    """The browser's own date picker; the value is 2026-11-21 in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day, typed, picked or pasted: 2026-11-21, 2026/11/21, 2026.11.21, 20261121, 2026年11月21日."""

    widget = DateInput

    def to_python(self, value: Any) -> date | None:
        """The day; None for an empty box."""
        if isinstance(value, str) and value.strip():
            return super().to_python(pasted.day(value) or value.strip())
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        """Required, and in a year that somebody means."""
        super().validate(value)
        if value is not None and value.year < FIRST_YEAR:
            raise ValidationError(
                _("The year is %(year)s. Write it with four digits, such as 2026."),
                code="year",
                params={"year": value.year},
            )


class MoneyInput(forms.TextInput):
    """A text box for an amount, with the unit printed behind it."""

    def __init__(self, attrs: dict[str, Any] | None = None, unit: Unit = "yuan") -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off"} | (attrs or {}))
        self.unit = unit

    @property
    def unit_label(self) -> str:
        """The unit as printed behind the box."""
        return unit_name(self.unit)


class MoneyField(forms.Field):
    """An amount typed in 元, 万元 or 亿元, as an integer of 分.

    Accepts digits, thousands separators, one decimal point, all of them full-width too, and a unit
    behind (“126万元”), which is then taken at its word. An amount with parts of a 分 is refused rather
    than rounded.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Write the amount in digits, such as 1,260,000.50."),
        "fraction": _("The amount has parts of a cent (分). Write it to the cent."),
        "min_value": _("The amount must be at least %(limit)s."),
        "max_value": _("The amount must be at most %(limit)s."),
    }

    def __init__(
        self,
        *,
        unit: Unit = "yuan",
        min_fen: int | None = 0,
        max_fen: int | None = 10**17,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", MoneyInput(unit=unit))
        super().__init__(**kwargs)
        self.unit = unit
        self.min_fen = min_fen
        self.max_fen = max_fen

    def to_python(self, value: Any) -> int | None:
        """The integer of 分; None for an empty box."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        yuan = pasted.money(str(value), FEN[self.unit] // FEN["yuan"])
        if yuan is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        fen = yuan * FEN["yuan"]
        if fen != fen.to_integral_value():
            raise ValidationError(self.error_messages["fraction"], code="fraction")
        return int(fen)

    def validate(self, value: Any) -> None:
        """Required, and within the limits."""
        super().validate(value)
        if value is None:
            return
        for code, limit, broken in (
            ("min_value", self.min_fen, self.min_fen is not None and value < self.min_fen),
            ("max_value", self.max_fen, self.max_fen is not None and value > self.max_fen),
        ):
            if broken:
                assert limit is not None
                text = f"{self.prepare_value(limit)} {unit_name(self.unit)}"
                raise ValidationError(self.error_messages[code], code=code, params={"limit": text})

    def prepare_value(self, value: Any) -> Any:
        """An integer of 分 as the text that stands in the box."""
        if isinstance(value, bool) or not isinstance(value, int):
            return value
        text = f"{Decimal(value) / FEN[self.unit]:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


class NumberInput(forms.TextInput):
    """A text box for a number: the browser's own box for numbers drops what is pasted with separators."""

    def __init__(self, attrs: dict[str, Any] | None = None, mode: str = "decimal") -> None:
        super().__init__({"inputmode": mode, "autocomplete": "off"} | (attrs or {}))


class NumberField(forms.DecimalField):
    """A number as people paste it: full-width digits, separators before groups of three."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", NumberInput())
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs derive it from IntegerField
        """The exact number; None for an empty box."""
        if isinstance(value, str) and value.strip():
            value = _plain_number(value)
        return super().to_python(value)


class WholeNumberField(forms.IntegerField):
    """A whole number as people paste it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", NumberInput(mode="numeric"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """The number; None for an empty box."""
        if isinstance(value, str) and value.strip():
            value = _plain_number(value)
        return super().to_python(value)


def _plain_number(value: str) -> str:
    """In digits as Django reads them; unchanged where it is no number, which Django then says."""
    found = pasted.number(value)
    return value if found is None else f"{found:f}"


class LineField(forms.CharField):
    """One line of text, without what office programs leave in a pasted one."""

    def to_python(self, value: Any) -> Any:
        """The cleaned line."""
        return pasted.line(str(value)) if value not in self.empty_values else self.empty_value


class TextField(forms.CharField):
    """Several lines of text, cleaned alike; bullets become hyphens."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """The cleaned text."""
        return pasted.text(str(value)) if value not in self.empty_values else self.empty_value


class CodeField(forms.CharField):
    """A code: capitals, no blanks, half-width. Whether it is a right one, its verb says."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The code as it is kept."""
        return pasted.code(str(value)) if value not in self.empty_values else self.empty_value


class FileInput(forms.ClearableFileInput):
    """A file box that says what it takes; pages with one show the secrecy banner."""

    template_name = "web/fields/file.html"


class LimitedFileField(forms.FileField):
    """An upload of limited size and kinds; both are printed as the hint of the field."""

    widget = FileInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "size": _("The file is larger than %(limit)s. Make it smaller or split it."),
        "kind": _("This kind of file is not taken here. Taken are: %(kinds)s."),
    }

    def __init__(
        self,
        *,
        max_bytes: int = 10 * 1024 * 1024,
        kinds: Sequence[str] = FILE_KINDS,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.max_bytes = max_bytes
        self.kinds = tuple(kinds)
        self.widget.attrs["accept"] = ",".join(self.kinds)

    @property
    def limits(self) -> str:
        """“PDF, DOCX …; at most 10 MB”, in the reader's language."""
        kinds = " ".join(kind.lstrip(".").upper() for kind in self.kinds)
        size = filesizeformat(self.max_bytes)
        return gettext("%(kinds)s; at most %(size)s") % {"kinds": kinds, "size": size}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The uploaded file, when it keeps to the limits."""
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            if (file.size or 0) > self.max_bytes:
                raise ValidationError(
                    self.error_messages["size"],
                    code="size",
                    params={"limit": filesizeformat(self.max_bytes)},
                )
            if PurePath(file.name or "").suffix.lower() not in self.kinds:
                kinds = " ".join(kind.lstrip(".").upper() for kind in self.kinds)
                raise ValidationError(self.error_messages["kind"], code="kind", params={"kinds": kinds})
        return file


def control_kind(field: forms.BoundField) -> str:
    """How the template draws a field: check, choices, choose, select, money, date, file, area or text."""
    widget = field.field.widget
    kinds: Mapping[type[forms.Widget], str] = {
        forms.HiddenInput: "hidden",
        forms.CheckboxInput: "check",
        ChooseInput: "choose",
        forms.CheckboxSelectMultiple: "choices",
        forms.RadioSelect: "choices",
        forms.Select: "select",
        MoneyInput: "money",
        forms.DateInput: "date",
        forms.FileInput: "file",
        forms.Textarea: "area",
    }
    for kind in type(widget).__mro__:
        if kind in kinds:
            return kinds[kind]
    return "text"
