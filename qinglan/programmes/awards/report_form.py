"""The form of a report on an award: its single questions, and each repeated section as rows pasted from a spreadsheet."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.cases.answers import written_answer
from qinglan.programmes.cases.pasted_rows import BadBlock, rows_in
from qinglan.programmes.cases.section_form import SectionForm, unit_of, with_unit
from qinglan.programmes.definition.questions import Question, Section
from qinglan.programmes.models import Duty


class ReportForm(SectionForm):
    """A field for each question, and one for the rows of each repeated section, cells parted by tabs."""

    def __init__(
        self,
        questions: Iterable[Question],
        sections: Iterable[Section],
        duty: Duty,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        self.sections = list(sections)
        kwargs["initial"] = {
            one.id: block_of(one, duty.rows.get(one.id, ())) for one in self.sections
        } | kwargs.get("initial", {})
        super().__init__(questions, duty.answers, *args, **kwargs)
        for one in self.sections:
            columns = "、".join(
                with_unit(in_reader_language(each.text), unit_of(each)) for each in asked_in(one)
            )
            self.fields[one.id] = forms.CharField(
                label=in_reader_language(one.title),
                required=one.least_rows > 0,
                widget=forms.Textarea(attrs={"rows": 6, "class": "q-num"}),
                help_text=_(
                    "One row a line, copied from a spreadsheet, with these columns: {columns}. At most {most} rows."
                ).format(columns=columns, most=one.most_rows),
            )

    def written_rows(self) -> dict[str, list[dict[str, str]]]:
        """The rows that were sent. Raises ValidationError by section for a block that can't be read."""
        found: dict[str, list[dict[str, str]]] = {}
        errors: dict[str, list[str]] = {}
        for one in self.sections:
            block = str(self.data.get(self.add_prefix(one.id), ""))
            try:
                found[one.id] = rows_in(one, block) if block.strip() else []
            except BadBlock as error:
                errors[one.id] = [str(error)]
        if errors:
            raise ValidationError(errors)
        return found


def asked_in(section: Section) -> list[Question]:
    """The columns of a section: its questions but for files."""
    return [question for question in section.questions if question.type != "file"]


def block_of(section: Section, rows: Iterable[Mapping[str, Any]]) -> str:
    """Stored rows as they are pasted, with a heading; "" for none."""
    questions = asked_in(section)
    lines = ["\t".join(_cell(one, row.get(one.id)) for one in questions) for row in rows]
    if not lines:
        return ""
    return "\n".join(["\t".join(in_reader_language(one.text) for one in questions), *lines])


def _cell(question: Question, value: Any) -> str:
    written = written_answer(question, value)
    return (
        "、".join(written)
        if isinstance(written, list | tuple)
        else str(written if written is not None else "")
    )
