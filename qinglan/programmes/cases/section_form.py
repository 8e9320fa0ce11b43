"""A section of a definition as a form of the page; what was written is judged by the verb alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.forms import DateInput
from qinglan.programmes.cases.answers import in_wan, written_answer
from qinglan.programmes.definition.questions import Question

RADIOS_UP_TO = 6
NUMERIC = {"inputmode": "decimal", "autocomplete": "off"}


class SectionForm(forms.Form):
    """The questions as fields. It cleans nothing: `written` is what goes to the verb, whose errors are added."""

    autosave = True
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, questions: Iterable[Question], stored: Mapping[str, Any], *args: Any, **kwargs: Any
    ) -> None:
        questions = list(questions)
        initial = {question.id: written_answer(question, stored.get(question.id)) for question in questions}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.id] = field_of(question)

    def _clean_fields(self) -> None:
        """Nothing is cleaned here."""

    def written(self) -> dict[str, Any]:
        """What was sent for each question of the form; a question that wasn't sent is left out."""
        found = {}
        for question in self.questions:
            name = self.add_prefix(question.id)
            if name in self.data or question.type == "choices":
                widget = self.fields[question.id].widget
                found[question.id] = widget.value_from_datadict(self.data, self.files, name)
        return found

    def show_version(self, revision: int) -> None:
        """Let the form carry the revision that now stands, whatever was sent."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent["version"] = str(revision)
        self.data = sent

    def refuse(self, errors: Mapping[str, Any]) -> None:
        """Put the verb's errors beside their fields, others on top."""
        self.full_clean()
        for name, texts in errors.items():
            self.add_error(name if name in self.fields else None, list(texts))


def field_of(question: Question) -> forms.Field:
    """The control for a question."""
    label = in_reader_language(question.text)
    unit = unit_of(question)
    what: dict[str, Any] = {
        "label": with_unit(label, unit),
        "help_text": in_reader_language(question.help) if question.help else "",
        "required": question.required,
    }
    choices = [(one.id, in_reader_language(one.text)) for one in question.options]
    if question.type == "long_text":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), **what)
    if question.type == "date":
        return forms.CharField(widget=DateInput(), **what)
    if question.type == "yes_no":
        return forms.ChoiceField(
            choices=[("yes", _("yes")), ("no", _("no"))], widget=forms.RadioSelect, **what
        )
    if question.type == "choice" and len(choices) <= RADIOS_UP_TO:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **what)
    if question.type == "choice":
        return forms.ChoiceField(choices=[("", gettext_lazy("Choose one")), *choices], **what)
    if question.type == "choices":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **what)
    if question.type in ("integer", "number", "money", "percent", "year"):
        return forms.CharField(widget=forms.TextInput(attrs=NUMERIC), **what)
    return forms.CharField(widget=forms.TextInput(), **what)


def with_unit(label: str, unit: str) -> str:
    """A label with its unit behind it."""
    return (
        pgettext("label with its unit", "{label} ({unit})").format(label=label, unit=unit) if unit else label
    )


def unit_of(question: Question) -> str:
    """The unit in which a question is answered."""
    if question.type == "money":
        return _("10,000 yuan") if in_wan(question) else _("yuan")
    return question.unit or ("%" if question.type == "percent" else "")
