"""The messages of applications and rounds."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages.templates_registry import register

CHASE = register(
    "programmes.chase",
    _("%(round)s: your application has not been submitted"),
    _(
        "%(applicant)s has begun an application and not submitted it. The round closes at %(closes)s. After that nothing can be handed in."
    ),
).name
SUBMITTED = register(
    "programmes.submitted",
    _("%(number)s: your application was submitted"),
    _(
        "%(applicant)s submitted its application to %(round)s at %(moment)s. Its number is %(number)s. You see on its page where it stands."
    ),
).name
CORRECTED = register(
    "programmes.corrected",
    _("%(number)s: your correction was handed in"),
    _("%(applicant)s handed in the correction at %(moment)s. The office goes on with the case."),
).name
WITHDRAWN = register(
    "programmes.withdrawn",
    _("%(number)s: your application was withdrawn"),
    _("%(applicant)s withdrew its application to %(round)s at %(moment)s. Nothing more happens to it."),
).name
CORRECTION_ENDS = register(
    "programmes.correction-ends",
    _("%(number)s: the time for your correction ends soon"),
    _(
        "The correction of %(applicant)s for %(round)s must be handed in before %(due)s. After that the application lapses; nothing can be handed in any more."
    ),
).name
CORRECTION_PASSES = register(
    "programmes.correction-passes",
    _("%(number)s: the time for your correction ends soon"),
    _(
        "The correction of %(applicant)s for %(round)s must be handed in before %(due)s. After that the case goes on without it, as the scheme says."
    ),
).name
CORRECTION_LAPSED = register(
    "programmes.correction-lapsed",
    _("%(number)s: your application has lapsed"),
    _(
        "The correction of %(applicant)s for %(round)s wasn't handed in before %(due)s, so the application has lapsed. What was submitted is kept. You may apply again in the next round."
    ),
).name
CORRECTION_PASSED = register(
    "programmes.correction-passed",
    _("%(number)s: the time for your correction is over"),
    _(
        "The correction of %(applicant)s for %(round)s wasn't handed in before %(due)s. The case goes on with what was submitted before."
    ),
).name
EVALUATION_OPEN = register(
    "programmes.evaluation-open",
    _("Apply for the re-evaluation: %(award)s"),
    _(
        "%(round)s evaluates %(award)s again, which is due on %(due)s. Begin the application on the page of the award; the round closes at %(closes)s."
    ),
).name
