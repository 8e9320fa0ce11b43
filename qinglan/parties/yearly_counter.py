"""What an officer may type at the counter for a member who brings the yearly return on paper."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.counter import acts
from qinglan.kernel.permissions import Answer
from qinglan.parties.domain import yearly_report as verbs
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_figure import YearlyForm
from qinglan.parties.yearly_forms import FillForm

Subject = tuple[Organisation, YearlyForm, int]


def key_of(organisation: Organisation, form: YearlyForm, year: int) -> str:
    """How the counter's address names the return of an organisation for a year."""
    return f"{organisation.pk}-{form.pk}-{year}"


def _subject(key: str) -> Subject | None:
    parts = key.split("-")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 10 for part in parts):
        return None
    organisation = Organisation.objects.filter(pk=int(parts[0])).first()
    form = YearlyForm.objects.filter(pk=int(parts[1]), is_current=True).first()
    return (organisation, form, int(parts[2])) if organisation and form else None


def _form(subject: Subject, data: QueryDict | None) -> FillForm:
    return FillForm(data, questions=list(subject[1].questions.all()), draft=False)


def _may(owner: Any, subject: Subject) -> Answer:
    return permissions.answer(owner, "yearly.report", subject[0])


def _submit(owner: Any, officer: Any, subject: Subject, form: Any) -> str:
    """Fill in and submit; what stood in an open draft is replaced by the paper."""
    organisation, questions, year = subject
    report = verbs.begin_report(acting_user=owner, organisation=organisation, form=questions, year=year)
    kept = verbs.save_answers(acting_user=owner, report=report, texts=form.texts())
    verbs.submit_report(acting_user=owner, report=kept)
    return organisation.get_absolute_url() + "yearly/"


FIGURES = acts.register(
    acts.CounterAct(
        slug="yearly-figures",
        title=_("Submit the yearly figures of an organisation"),
        lead=_("For a member who brings the return on paper and confirms on his telephone."),
        form=_form,
        allowed=_may,
        run=_submit,
        about=lambda subject, _form: f"{subject[0].name} {subject[2]}",
        subject=_subject,
    )
)
