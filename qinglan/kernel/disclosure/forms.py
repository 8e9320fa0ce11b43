"""The fields that every page of a publication asks for: who checked, when, on what basis."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import clock
from qinglan.kernel.disclosure.domain import Check
from qinglan.kernel.web.forms import DateField

_BASIS = gettext_lazy(
    "The form, decision or rule by which it was checked, such as the number of a review form."
)


def _day_field(label: Any) -> DateField:
    return DateField(label=label, help_text=gettext_lazy("Not after today."))


class ClearanceForm(forms.Form):
    """Both checks before publication; a publisher's own page extends it."""

    secrecy_by = forms.CharField(label=gettext_lazy("Secrecy check made by"), max_length=100)
    secrecy_on = _day_field(gettext_lazy("Day of the secrecy check"))
    secrecy_basis = forms.CharField(
        label=gettext_lazy("Basis of the secrecy check"), max_length=300, help_text=_BASIS
    )
    publication_by = forms.CharField(label=gettext_lazy("Publication check made by"), max_length=100)
    publication_on = _day_field(gettext_lazy("Day of the publication check"))
    publication_basis = forms.CharField(
        label=gettext_lazy("Basis of the publication check"),
        max_length=300,
        help_text=gettext_lazy("What says that it is to be open, such as the approval of its publication."),
    )
    override_reason = forms.CharField(
        label=gettext_lazy("Why the numbers may become public all the same"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, user: Any, asks_override: bool = False, **kwargs: Any) -> None:
        """`asks_override` shows the field for a reason to publish in spite of what was found."""
        today = clock.today()
        name = str(user)
        kwargs["initial"] = {
            "secrecy_by": name,
            "secrecy_on": today,
            "publication_by": name,
            "publication_on": today,
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if not asks_override:
            del self.fields["override_reason"]

    def clean(self) -> dict[str, Any]:
        """No check is made in the future."""
        found = super().clean() or {}
        for name in ("secrecy_on", "publication_on"):
            day = found.get(name)
            if day is not None and day > clock.today():
                self.add_error(name, _("This day is still to come. Write the day on which it was checked."))
        return found

    @property
    def secrecy(self) -> Check:
        """The secrecy check."""
        return self._check("secrecy")

    @property
    def publication(self) -> Check:
        """The publication check."""
        return self._check("publication")

    def _check(self, kind: str) -> Check:
        found = self.cleaned_data
        return Check(found[f"{kind}_by"], found[f"{kind}_on"], found[f"{kind}_basis"])
