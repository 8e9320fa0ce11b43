"""Verbs: save what the applicant writes, section by section; nothing is submitted by it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.cases.answers import shown_answer, stored_answer
from qinglan.programmes.cases.form_state import ROW
from qinglan.programmes.definition.questions import Question, Section
from qinglan.programmes.domain.case import checked_subject, subject_key
from qinglan.programmes.domain.case_form import Turn, keep, require_seen, turn_of
from qinglan.programmes.models import Case, CaseDraft, CaseFile

NEW = "new"
"""What a row that has no number yet says in its place."""
Row = Mapping[str, Any]


@transaction.atomic
def save_section(
    *, acting_user: Any, case: Case, section: str, answers: Mapping[str, Any], seen_revision: int
) -> CaseDraft:
    """Save the answers to the questions of a section as they were written; an empty one is no answer.

    Questions that aren't named keep their answer. Raises PermissionRefused; StaleEdit with both versions; ValidationError
    by question for what can't be read; Impossible for ids that are not in the definition and for a case that isn't open.
    """
    permissions.require(acting_user, "programmes.save_case", case)
    turn = turn_of(case)
    part = _section(turn, section, repeat=False)
    known = _only_its_own(part, answers)
    if turn.draft.revision != seen_revision:
        require_seen(turn.draft, seen_revision, _differences(known, answers, turn.draft.answers))
    stored = _read(known, answers)
    prefilled = set(turn.draft.standing.get("prefilled", ()))
    for name, value in stored.items():
        if name in prefilled:
            continue
        if turn.scope is not None and value != turn.draft.answers.get(name):
            turn.scope.require(name)
        if value is None:
            turn.draft.answers.pop(name, None)
        else:
            turn.draft.answers[name] = value
    _rename_subject(turn, stored)
    return keep(acting_user, turn)


@transaction.atomic
def save_rows(
    *, acting_user: Any, case: Case, section: str, rows: Sequence[Row], seen_revision: int
) -> CaseDraft:
    """Put these rows in the place of those of a repeated section; each names its number under `ROW`, new ones NEW.

    Raises as `save_section` does; ValidationError names ``<question>-<place>``, places counted from 1.
    """
    permissions.require(acting_user, "programmes.save_case", case)
    turn = turn_of(case)
    part = _section(turn, section, repeat=True)
    if turn.draft.revision != seen_revision:
        require_seen(turn.draft, seen_revision)
    if len(rows) > part.most_rows:
        raise Impossible(
            _("“{section}” takes at most {most} rows; there are {count}.").format(
                section=in_reader_language(part.title), most=part.most_rows, count=len(rows)
            )
        )
    before = {row[ROW]: row for row in turn.draft.rows.get(section, ())}
    made = _numbered(part, rows, before)
    if turn.scope is not None and section not in turn.scope.sections and made != list(before.values()):
        raise Impossible(_("This was not asked to be corrected and stays as it was submitted."))
    turn.draft.rows[section] = made
    gone = set(before) - {row[ROW] for row in made}
    CaseFile.objects.filter(case=turn.case, section=section, row__in=gone, removed_at__isnull=True).update(
        removed_at=clock.now()
    )
    return keep(acting_user, turn)


def _numbered(part: Section, rows: Sequence[Row], before: Mapping[int, Row]) -> list[dict[str, Any]]:
    errors: dict[str, str] = {}
    made: list[dict[str, Any]] = []
    used: set[int] = set()
    following = max(before, default=0) + 1
    for place, row in enumerate(rows, 1):
        number = row.get(ROW, NEW)
        if number == NEW:
            number, following = following, following + 1
        elif number not in before or number in used:
            raise Impossible(_("A row in the form is not one of this application. Reload the page."))
        used.add(number)
        known = _only_its_own(part, {name: value for name, value in row.items() if name != ROW})
        try:
            stored = _read(known, row)
        except ValidationError as error:
            errors |= {f"{name}-{place}": str(texts[0]) for name, texts in error.message_dict.items()}
            continue
        kept = {name: value for name, value in before.get(number, {}).items() if name not in stored}
        made.append(
            {**kept, ROW: number, **{name: value for name, value in stored.items() if value is not None}}
        )
    if errors:
        raise ValidationError(errors)
    return made


def _section(turn: Turn, section_id: str, *, repeat: bool) -> Section:
    try:
        section = turn.case.version.definition.section(section_id)
    except KeyError:
        raise Impossible(_("The form of this application has no such part. Reload the page.")) from None
    if section.repeat is not repeat:
        raise Impossible(_("The form of this application has no such part. Reload the page."))
    return section


def _only_its_own(section: Section, answers: Mapping[str, Any]) -> dict[str, Question]:
    known = {question.id: question for question in section.questions if question.type != "file"}
    if foreign := set(answers) - set(known):
        raise Impossible(
            _(
                "The form holds answers to questions that are not asked here: {names}. Nothing was saved; reload the page."
            ).format(names=", ".join(sorted(str(name)[:50] for name in foreign)[:5]))
        )
    return {name: known[name] for name in answers}


def _read(known: Mapping[str, Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    errors: dict[str, str] = {}
    stored: dict[str, Any] = {}
    for name, question in known.items():
        try:
            stored[name] = stored_answer(question, answers[name])
        except Impossible as error:
            errors[name] = error.message
    if errors:
        raise ValidationError(errors)
    return stored


def _differences(
    known: Mapping[str, Question], answers: Mapping[str, Any], current: Mapping[str, Any]
) -> list[Difference]:
    found = []
    for name, question in known.items():
        yours, theirs = (
            str(answers[name] if answers[name] is not None else ""),
            shown_answer(question, current.get(name)),
        )
        try:
            yours = shown_answer(question, stored_answer(question, answers[name]))
        except Impossible:
            pass  # What can't be read is shown as it was written.
        if yours != theirs:
            found.append(Difference(in_reader_language(question.text), yours, theirs))
    return found


def _rename_subject(turn: Turn, stored: Mapping[str, Any]) -> None:
    """The answer that names the subject names the case too, as long as it wasn't submitted."""
    applicants = turn.case.version.definition.manifest.applicants
    question = applicants.subject_question
    if question is None or question not in stored or turn.case.submitted_at is not None:
        return
    name = checked_subject(applicants.subject, str(stored[question] or ""))
    if name == turn.case.subject_name:
        return
    same = Case.objects.filter(
        round=turn.case.round_id, applicant=turn.case.applicant_id, subject_key=subject_key(name)
    ).exclude(status__in=["withdrawn", "lapsed"])
    if same.exclude(pk=turn.case.pk).exists():
        raise ValidationError(
            {question: _("There is another application of yours for this in the same round.")}
        )
    turn.case.subject_name, turn.case.subject_key = name, subject_key(name)
    turn.case.save(update_fields=["subject_name", "subject_key"])
