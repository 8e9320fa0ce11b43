"""A form that leads to one verb: what the verb refuses stands beside the field."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.generic import FormView

from qinglan.kernel.conflicts import Impossible


class VerbForm(FormView):  # type: ignore[type-arg]  # Django at run time takes no parameter
    """A task page whose form is answered by `act`; a refusal is shown and nothing is lost."""

    template_name = "web/task.html"
    done: str | Promise = ""

    def act(self, data: dict[str, Any]) -> HttpResponse | str:
        """Call the verb; return where to go, or an answer. May raise Impossible."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Act, or show what was refused."""
        try:
            answer = self.act(form.cleaned_data)
        except Impossible as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, refusal.message)
            return self.form_invalid(form)
        if self.done:
            messages.success(self.request, str(self.done))
        return redirect(answer) if isinstance(answer, str) else answer


def refused(request: HttpRequest, refusal: Impossible, target: str) -> HttpResponse:
    """Say what was refused on the page `target`."""
    messages.error(request, refusal.message)
    return redirect(target)
