"""The form of a yearly return: one field for each question."""

from typing import Any

from django import forms

from qinglan.kernel.measures.units import unit_words
from qinglan.parties.models.organisation_figure import QuestionKind, YearlyQuestion, YearlyReport


class FillForm(forms.Form):
    """One field for each question; drafts may leave out what is required."""

    autosave = True
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, questions: list[YearlyQuestion], draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [question.key for question in questions]
        for question in questions:
            numeric = question.kind != QuestionKind.TEXT
            unit = f" ({unit_words(question.unit)})" if question.unit else ""
            self.fields[question.key] = forms.CharField(
                label=f"{question}{unit}",
                required=question.required and not draft,
                max_length=500,
                help_text=question.hint,
                widget=forms.TextInput(
                    attrs={"inputmode": "decimal" if numeric else "text", "autocomplete": "off"}
                ),
            )

    def texts(self) -> dict[str, str]:
        """What was typed, by the questions' keys."""
        return {key: str(self.cleaned_data[key]) for key in self.keys}


def initial_of(report: YearlyReport) -> dict[str, Any]:
    """What stands in the form when the report is opened."""
    answers = {
        one.question.key: one.text if one.value is None else f"{one.value.normalize():f}"
        for one in report.answers.select_related("question")
    }
    return {**answers, "version": report.revision}
