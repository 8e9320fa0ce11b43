"""The page of a repeated section: its rows, one row at a time, and a block pasted from a spreadsheet."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.correction_scope import Scope
from qinglan.programmes.cases.form_state import ROW
from qinglan.programmes.cases.pasted_rows import BadBlock, rows_in
from qinglan.programmes.cases.section_form import SectionForm
from qinglan.programmes.definition.questions import Section
from qinglan.programmes.domain.case_draft import NEW, save_rows
from qinglan.programmes.domain.case_form import item_of
from qinglan.programmes.models import Case, CaseDraft
from qinglan.programmes.views.access import case_page, posted_number


class PasteForm(forms.Form):
    """A block of a spreadsheet."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    block = forms.CharField(
        label=gettext_lazy("Rows from the spreadsheet"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=200_000,
    )


def rows_page(
    request: HttpRequest, case: Case, part: Section, draft: CaseDraft, scope: Scope | None
) -> HttpResponseBase:
    """All rows of a section, with what is missing in each."""
    from qinglan.programmes.views import case_section  # noqa: PLC0415 - it calls this page

    context = case_section.context_of(request, case, part, draft, None, scope)
    missing = {line[2] for line in draft.standing["sections"].get(part.id, {}).get("missing", [])}
    rows = [
        {
            "number": row[ROW],
            "title": shown_answer(part.questions[0], row.get(part.questions[0].id))
            or _("row {row}").format(row=row[ROW]),
            "facts": [
                f"{in_reader_language(question.text)}：{shown_answer(question, row.get(question.id)) or '—'}"
                for question in part.questions[1:]
                if question.type != "file"
            ],
            "is_missing": row[ROW] in missing,
            "url": reverse("programmes:row", args=[case.pk, part.id, row[ROW]]),
        }
        for row in draft.rows.get(part.id, [])
    ]
    may_change = scope is None or part.id in scope.sections
    context |= {
        "rows": rows,
        "may_change": may_change,
        "is_full": len(rows) >= part.most_rows,
        "next_url": case_section.next_url(case, part, draft),
        "version": draft.revision,
    }
    return render(request, "programmes/rows.html", context)


@case_page("programmes.save_case")
def row(request: HttpRequest, case: Case, section: str, number: str) -> HttpResponseBase:
    """``/cases/<pk>/form/<section>/rows/<number>/``: one row, ``new`` for another one."""
    from qinglan.programmes.views import case_section  # noqa: PLC0415 - as above

    part = case_section.section_of(case, section)
    draft = CaseDraft.objects.select_related("saved_by").filter(case=case).first()
    if draft is None or item_of(case) is None:
        return redirect(case)
    stored = {str(one[ROW]): one for one in draft.rows.get(section, [])}
    if not part.repeat or (number != NEW and number not in stored):
        raise Http404
    scope = case_section.scope_now(case)
    questions = [
        one for one in part.questions if one.type != "file" and (scope is None or one.id in scope.questions)
    ]
    form = SectionForm(
        questions, stored.get(number, {}), request.POST if request.method == "POST" else None,
        initial={"version": draft.revision},
    )  # fmt: skip
    own = int(number) if number != NEW else None
    if request.method == "POST" and not wants_another_look(request):
        answer = _save(request, case, part, draft, form, own)
        if answer is not None:
            return answer
    if request.method == "POST":
        form.show_version(draft.revision)
    context = case_section.context_of(request, case, part, draft, form, scope)
    context |= {
        "title": _("{section}: row {row}").format(section=context["title"], row=number)
        if own
        else _("{section}: another row").format(section=context["title"]),
        "submit": _("Save the row"),
        "back_url": reverse("programmes:section", args=[case.pk, section]),
        "known": [],
        "file_places": case_section.file_places(case, part, draft, scope, own) if own else [],
        "files_later": not own and any(one.type == "file" or one.evidence for one in part.questions),
        "row": own,
    }
    return render(request, "programmes/section.html", context)


def _save(
    request: HttpRequest, case: Case, part: Section, draft: CaseDraft, form: SectionForm, own: int | None
) -> HttpResponseBase | None:
    rows: list[dict[str, Any]] = [{ROW: one[ROW]} for one in draft.rows.get(part.id, [])]
    if own is None:
        rows.append({ROW: NEW, **form.written()})
    elif request.POST.get("act") == "remove":
        rows = [one for one in rows if one[ROW] != own]
    else:
        rows = [one if one[ROW] != own else {ROW: own, **form.written()} for one in rows]
    place = next((place for place, one in enumerate(rows, 1) if one[ROW] == (own or NEW)), 0)
    try:
        saved = save_rows(
            acting_user=request.user,
            case=case,
            section=part.id,
            rows=rows,
            seen_revision=posted_number(request),
        )
    except StaleEdit as stale:
        current = CaseDraft.objects.get(case=case)
        return conflict(request, stale.differences, current_url=request.path, version=str(current.revision))
    except ValidationError as error:
        form.refuse({name.removesuffix(f"-{place}"): texts for name, texts in error.message_dict.items()})
        return None
    except Impossible as error:
        form.refuse({"": [error.message]})
        return None
    takes_files = any(one.type == "file" or one.evidence for one in part.questions)
    if own is None and takes_files:
        messages.success(request, _("The row is saved. Attach its files now."))
        return redirect("programmes:row", case.pk, part.id, str(saved.rows[part.id][-1][ROW]))
    return redirect("programmes:section", case.pk, part.id)


@case_page("programmes.save_case")
def paste(request: HttpRequest, case: Case, section: str) -> HttpResponseBase:
    """``/cases/<pk>/form/<section>/paste/``: rows copied from a spreadsheet, all taken or none."""
    from qinglan.programmes.views import case_section  # noqa: PLC0415 - as above

    part = case_section.section_of(case, section)
    draft = CaseDraft.objects.select_related("saved_by").filter(case=case).first()
    if draft is None or not part.repeat or item_of(case) is None:
        return redirect(case)
    form = PasteForm(request.POST or None, initial={"version": draft.revision})
    if request.method == "POST" and form.is_valid():
        try:
            pasted = rows_in(part, form.cleaned_data["block"])
            before = [{ROW: one[ROW]} for one in draft.rows.get(section, [])]
            save_rows(
                acting_user=request.user, case=case, section=section,
                rows=[*before, *({ROW: NEW, **one} for one in pasted)], seen_revision=posted_number(request),
            )  # fmt: skip
        except StaleEdit as stale:
            current = CaseDraft.objects.get(case=case)
            return conflict(
                request, stale.differences, current_url=request.path, version=str(current.revision)
            )
        except ValidationError as error:
            for line in block_errors(part, error, len(draft.rows.get(section, []))):
                form.add_error("block", line)
        except (Impossible, BadBlock) as error:
            form.add_error("block", getattr(error, "message", str(error)))
        else:
            messages.success(request, _("{count} rows were added.").format(count=len(pasted)))
            return redirect("programmes:section", case.pk, section)
    context = case_section.context_of(request, case, part, draft, form, case_section.scope_now(case))
    context |= {
        "title": _("{section}: paste rows").format(section=context["title"]),
        "lead": _("Copy the rows in your spreadsheet and paste them here. All rows are taken, or none."),
        "submit": _("Add the rows"),
        "back_url": reverse("programmes:section", args=[case.pk, section]),
        "known": [],
        "file_places": [],
        "columns": [in_reader_language(one.text) for one in part.questions if one.type != "file"],
    }
    return render(request, "programmes/section.html", context)


def block_errors(part: Section, error: ValidationError, before: int) -> list[str]:
    """Errors of pasted rows, each with its line and column."""
    titles = {one.id: in_reader_language(one.text) for one in part.questions}
    found = []
    for name, texts in error.message_dict.items():
        question, _dash, place = name.rpartition("-")
        found.append(
            _("Row {row}, {column}: {error}").format(
                row=int(place) - before, column=titles.get(question, question), error=texts[0]
            )
        )
    return found
