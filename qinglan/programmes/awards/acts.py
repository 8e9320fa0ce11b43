"""What can be done to an award: verb, form and words of each act, by whose permission."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.programmes.awards import forms
from qinglan.programmes.domain import award_life
from qinglan.programmes.models import STANDING, Award, AwardState

Text = str | Promise


@dataclass(frozen=True)
class Act:
    """One act: in which states, by whose permission, with which form; `run` calls the verb."""

    name: str
    states: tuple[AwardState, ...]
    permission: str
    form: type[forms.AwardForm]
    run: Callable[[Any, Award, Any], object]
    title: Text
    lead: Text
    submit: Text
    done: Text
    danger: bool = False


def _why(verb: Any) -> Callable[[Any, Award, Any], object]:
    def run(user: Any, award: Award, form: Any) -> object:
        data = form.cleaned_data
        return verb(acting_user=user, award=award, reason=data["reason"], seen_revision=data["seen"])

    return run


def _revoke(user: Any, award: Award, form: Any) -> object:
    data = form.cleaned_data
    return award_life.revoke_award(
        acting_user=user,
        award=award,
        ground=data["ground"],
        reason=data["reason"],
        seen_revision=data["seen"],
    )


KEEP, REPORT = "programmes.keep_award", "programmes.report_award"
ACTS = {
    one.name: one
    for one in (
        Act(
            "warn",
            (AwardState.IN_FORCE,),
            KEEP,
            forms.WhyForm,
            _why(award_life.warn_award),
            _("Warn the holder"),
            _("The award stays in force. The register shows the warning until you lift it."),
            _("Warn the holder"),
            _("The holder was warned."),
        ),
        Act(
            "lift-warning",
            (AwardState.WARNED,),
            KEEP,
            forms.WhyForm,
            _why(award_life.lift_warning),
            _("Lift the warning"),
            _("What was asked for has been done."),
            _("Lift the warning"),
            _("The warning is lifted."),
        ),
        Act(
            "rectify",
            (AwardState.IN_FORCE, AwardState.WARNED),
            KEEP,
            forms.WhyForm,
            _why(award_life.open_rectification),
            _("Ask for rectification"),
            _("The holder hands in a plan and puts it right within the scheme's periods; then you check."),
            _("Ask for rectification"),
            _("The holder was told what to put right and until when."),
        ),
        Act(
            "revoke",
            STANDING,
            KEEP,
            forms.RevokeForm,
            _revoke,
            _("Revoke the award"),
            _(
                "The certificate ends with it, and where the ground brings one, a bar on applying again begins."
            ),
            _("Revoke the award"),
            _("The award is revoked."),
            danger=True,
        ),
        Act(
            "exit",
            STANDING,
            REPORT,
            forms.WhyForm,
            _why(award_life.exit_award),
            _("Give the award up"),
            _("It ends today, with its certificate. You may apply again."),
            _("Give the award up"),
            _("The award has ended."),
            danger=True,
        ),
    )
}


def acts_on(user: Any, award: Award) -> list[dict[str, Any]]:
    """What `user` may do to the award as it stands, as links."""
    return [
        {"label": one.title, "url": reverse("awards:act", args=[award.pk, one.name])}
        for one in ACTS.values()
        if award.state in one.states and permissions.answer(user, one.permission, award)
    ]
