"""Task pages, one for each verb on an expert."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qinglan.parties import expert_forms as forms
from qinglan.parties.domain import expert as verbs
from qinglan.parties.domain import expert_record as parts
from qinglan.parties.models.expert import Expert, ExpertAbsence, ExpertEmployer
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.views.experts import expert_of
from qinglan.parties.views.person_task import Acts, PersonTask, SettleTask


class Apply(PersonTask):
    """``/experts/apply/``: for oneself."""

    permission = "experts.apply"
    form_class = forms.ExpertForm
    title = _("Apply to become an expert")
    lead = _("An officer admits you; then you can be drawn to review in your fields.")
    submit = _("Send the application")
    done = _(
        "The application is sent. Add your employer and declare your interests: an officer can then admit you."
    )

    def back(self) -> str:
        """The desk."""
        return reverse("portal:desk")

    def get_initial(self) -> dict[str, Any]:
        """What the account or an earlier record already says."""
        user: Any = self.request.user
        found = Expert.objects.filter(user=user).select_related("private").first()
        if found is not None:
            return forms.ExpertForm.initial_of(found)
        return {"name": user.display_name, "mobile": user.mobile, "email": user.email}

    def get_form(self, form_class: Any = None) -> Any:
        """With the consent that an identity number needs."""
        form = super().get_form(form_class)
        forms.ConsentField.ask(form, "agrees", self.request.user, self.request.user)
        return form

    def act(self, data: dict[str, Any]) -> str:
        """Apply."""
        made = verbs.apply_as_expert(
            acting_user=self.request.user,  # type: ignore[arg-type]
            particulars=self.form.particulars(),
            agrees=bool(data.get("agrees")),
        )
        return reverse("experts:record", args=[made.pk])


class Nominate(PersonTask):
    """``/organisations/<pk>/experts/nominate/``: an organisation nominates one of its people."""

    permission = "experts.nominate"
    form_class = forms.NominationForm
    title = _("Nominate an expert")
    lead = _("He is told, and links his own account by his mobile number; an officer admits him.")
    submit = _("Nominate the expert")
    done = _("The expert is nominated. An officer decides.")

    def subject(self) -> Organisation:
        """The organisation."""
        return get_object_or_404(Organisation, pk=self.kwargs["pk"])

    def back(self) -> str:
        """Its page."""
        return str(self.one.get_absolute_url())

    def crumbs(self) -> list[tuple[str, str]]:
        """Below the organisation."""
        return [(self.one.name, self.back())]

    def get_form(self, form_class: Any = None) -> Any:
        """Identity number and consent are the expert's own."""
        form = super().get_form(form_class)
        for name in ("id_number", "agrees"):
            del form.fields[name]
        return form

    def act(self, data: dict[str, Any]) -> str:
        """Nominate."""
        made = verbs.nominate_expert(
            acting_user=self.request.user,  # type: ignore[arg-type]
            organisation=self.one,
            particulars=self.form.particulars(),
            position=data["position"],
        )
        return reverse("experts:record", args=[made.pk])


class _OnExpert(PersonTask):
    permission = "experts.edit"

    def subject(self) -> Expert:
        """The expert."""
        return expert_of(self.kwargs["pk"])

    def back(self) -> str:
        """His record."""
        return reverse("experts:record", args=[self.kwargs["pk"]])

    def crumbs(self) -> list[tuple[str, str]]:
        """Below his record."""
        return [(self.one.name, self.back())]


class Edit(_OnExpert):
    """``/experts/<pk>/edit/``."""

    form_class = forms.ExpertForm
    title = _("Change the record")
    submit = _("Save the record")
    done = _("The record is changed.")

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        return forms.ExpertForm.initial_of(self.one)

    def get_form(self, form_class: Any = None) -> Any:
        """Contacts in full for himself alone; his consent is his to give."""
        form = super().get_form(form_class)
        if self.one.user_id != self.request.user.pk:
            form.mask({"mobile": self.one.private.mobile, "email": self.one.private.email})
        forms.ConsentField.ask(form, "agrees", self.request.user, self.one.user)
        return form

    def act(self, data: dict[str, Any]) -> str:
        """Change it."""
        verbs.edit_expert(
            acting_user=self.request.user,
            expert=self.seen(data["version"]),
            particulars=self.form.particulars(),
            agrees=bool(data.get("agrees")),
        )
        return self.back()


SETTLE: Acts = {
    "admit": (verbs.admit_expert, "experts.settle", _("Admit to the pool"), _("The expert is in the pool.")),
    "decline": (verbs.decline_expert, "experts.settle", _("Do not admit"), _("The expert was not admitted.")),
    "suspend": (
        verbs.suspend_expert,
        "experts.settle",
        _("Suspend the expert"),
        _("The expert is suspended."),
    ),
    "leave": (verbs.leave_pool, "experts.leave", _("Leave the pool"), _("The expert has left the pool.")),
}


class Settle(SettleTask, _OnExpert):
    """``/experts/<pk>/<verb>/``: admit, decline, suspend, leave, each with day and reason."""

    acts = SETTLE
    noun = "expert"


class Show(_OnExpert):
    """``/experts/<pk>/show/``: consent to a public profile, or withdraw it."""

    permission = "experts.show"
    form_class = forms.ShowForm
    done = _("Your choice is noted.")

    def get_form(self, form_class: Any = None) -> Any:
        """With the consent, where none stands and the profile is to be shown."""
        form = super().get_form(form_class)
        if self.one.is_shown:
            del form.fields["agrees"]
        else:
            forms.ConsentField.ask(form, "agrees", self.request.user, self.one.user)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it means."""
        self.title = (
            gettext("End my public profile") if self.one.is_shown else gettext("Show my public profile")
        )
        self.submit = self.title
        self.lead = gettext(
            "Name, title, degree, fields, languages, introduction and present employer; never contacts."
        )
        return super().get_context_data(**kwargs)

    def act(self, data: dict[str, Any]) -> str:
        """Turn it round."""
        verbs.show_expert(
            acting_user=self.request.user,
            expert=self.one,
            shown=not self.one.is_shown,
            agrees=bool(data.get("agrees")),
        )
        return self.back()


class Employer(_OnExpert):
    """``/experts/<pk>/employers/add/``."""

    form_class = forms.EmployerForm
    title = _("Add an employer")
    lead = _("Present and former ones: an expert does not review his own unit, nor one that he left lately.")
    submit = _("Add the employer")
    done = _("The employer is on record.")

    def act(self, data: dict[str, Any]) -> str:
        """Add it."""
        data.pop("version")
        parts.add_employer(acting_user=self.request.user, expert=self.one, **data)
        return self.back()


class EndEmployer(_OnExpert):
    """``/experts/<pk>/employers/<employer>/end/``."""

    form_class = forms.LastDayForm
    title = _("Set the last day at an employer")
    submit = _("Set the last day")
    done = _("The last day is on record.")

    def act(self, data: dict[str, Any]) -> str:
        """End it."""
        found = get_object_or_404(ExpertEmployer, pk=self.kwargs["employer"], expert=self.one)
        parts.end_employer(acting_user=self.request.user, employer=found, on=data["on"])
        return self.back()


class Absence(_OnExpert):
    """``/experts/<pk>/absences/add/``."""

    form_class = forms.AbsenceForm
    title = _("Enter a time without reviews")
    lead = _("On these days you are not drawn.")
    submit = _("Enter the time")
    done = _("The time is noted.")

    def act(self, data: dict[str, Any]) -> str:
        """Add it."""
        parts.add_absence(
            acting_user=self.request.user, expert=self.one, first=data["first"], last=data["last"]
        )
        return self.back()


class RemoveAbsence(_OnExpert):
    """``/experts/<pk>/absences/<absence>/remove/``."""

    form_class = forms.NothingForm
    title = _("Be available after all")
    submit = _("Remove the time")
    done = _("The time is removed.")

    def act(self, data: dict[str, Any]) -> str:
        """Remove it."""
        found = get_object_or_404(ExpertAbsence, pk=self.kwargs["absence"], expert=self.one)
        parts.remove_absence(acting_user=self.request.user, absence=found)
        return self.back()


class Training(_OnExpert):
    """``/experts/<pk>/trainings/add/``."""

    form_class = forms.TrainingForm
    title = _("Record a training")
    submit = _("Record the training")
    done = _("The training is on record.")

    def act(self, data: dict[str, Any]) -> str:
        """Add it."""
        data.pop("version")
        parts.add_training(acting_user=self.request.user, expert=self.one, **data)
        return self.back()
