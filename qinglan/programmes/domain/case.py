"""Verbs: begin an application, and withdraw a case."""

import unicodedata
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import send_message
from qinglan.parties.holding import ACTS, people_of
from qinglan.parties.models import Organisation, OrganisationKind, OrganisationState
from qinglan.programmes import recorded
from qinglan.programmes.cases import events as case_events
from qinglan.programmes.cases.form_state import settle
from qinglan.programmes.cases.known_facts import bar_of
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.case_facts import facts_of
from qinglan.programmes.domain.round_state import locked as locked_round
from qinglan.programmes.domain.round_state import require_accepting, said
from qinglan.programmes.messages import WITHDRAWN
from qinglan.programmes.models import ENDED, Award, Case, CaseDraft, CaseStatus, Round

LONGEST_SUBJECT = 160
LIVE_CONSTRAINT = "one_case_per_applicant_subject_and_round"


def begin_case(
    *,
    acting_user: Any,
    round: Round,
    applicant: Organisation,
    subject_name: str = "",
    recommender: Organisation | None = None,
    renews: Award | None = None,
) -> Case:
    """Begin an application, or give back the one that was begun for the same applicant, subject and round.

    `subject_name` names what is put forward where that isn't the applicant itself; `recommender` is one of the
    bodies of the round, None for the applicant's district; `renews` the award that is evaluated again, whose own verb
    has looked at it. Raises PermissionRefused; Impossible, which says what
    stands in the way: the round, the organisation's state or kind, a bar and until when.
    """
    permissions.require(acting_user, "programmes.begin_case", applicant)
    try:
        with transaction.atomic():
            return _begin(acting_user, round, applicant, subject_name, recommender, renews)
    except IntegrityError as error:
        if LIVE_CONSTRAINT not in str(error):
            raise
    # Somebody began it at this moment: there is one case, and this is it.
    return _live(round, applicant, subject_key(subject_name)).get()


def _begin(
    acting_user: Any,
    round: Round,
    applicant: Organisation,
    subject_name: str,
    recommender: Organisation | None,
    renews: Award | None,
) -> Case:
    one = locked_round(round)
    require_accepting(one, clock.now())
    if one.re_evaluates_by is not None and renews is None:
        raise Impossible(_("This round evaluates awards again. Open the award's page and begin from there."))
    version = one.version
    name = checked_subject(version.definition.manifest.applicants.subject, subject_name)
    key = subject_key(name)
    if standing := _live(one, applicant, key).first():
        if renews is not None and standing.renews_id != renews.pk:
            raise Impossible(
                _(
                    "“{case}” was begun in this round for the same subject. Finish or withdraw it first."
                ).format(case=standing)
            )
        return standing
    applicant = Organisation.objects.select_related("territory").get(pk=applicant.pk)
    require_may_apply(one, applicant)
    if recommender is not None and not one.quotas.filter(organisation=recommender).exists():
        raise Impossible(
            _("“{name}” recommends nobody in this round. Choose one of the bodies listed.").format(
                name=recommender
            ),
            field="recommender",
        )
    case = Case.objects.create(
        round=one,
        version=version,
        applicant=applicant,
        applicant_name=applicant.name,
        territory=applicant.territory,
        recommender=recommender,
        subject_key=key,
        subject_name=name,
        renews=renews,
        begun_by=acting_user,
        begun_at=clock.now(),
    )
    question = version.definition.manifest.applicants.subject_question
    state = settle(version.definition, {question: name} if question and name else {}, {}, facts_of(case), ())
    CaseDraft.objects.create(case=case, answers=state.answers, rows=state.rows, standing=state.standing())
    recorded.record(
        acting_user, case_events.BEGUN, case,
        round=one.pk, applicant=applicant.code, definition=version.digest,
    )  # fmt: skip
    flow.begin(acting_user=acting_user, case=case)
    return case


def require_may_apply(one: Round, applicant: Organisation) -> None:
    """Raise Impossible where the organisation can't apply to the round's scheme, with the reason and until when."""
    if applicant.has_ended:
        raise Impossible(_("“{name}” has ended; it can't apply.").format(name=applicant.name))
    if applicant.state == OrganisationState.SUSPENDED:
        raise Impossible(
            _("“{name}” is suspended. Ask the office why before you apply.").format(name=applicant.name)
        )
    if not _lies_in(applicant.territory, one.version.programme.territory_id):
        raise Impossible(
            _("“{name}” lies in {place}; this scheme is for another territory.").format(
                name=applicant.name, place=applicant.territory.name
            )
        )
    kinds = one.version.definition.manifest.applicants.kinds
    if applicant.kind not in kinds:
        labels = {value: str(label) for value, label in OrganisationKind.choices}
        raise Impossible(
            _(
                "This scheme is for: {kinds}. “{name}” is registered as: {kind}. If that is wrong, ask an officer to correct it."
            ).format(
                kinds="、".join(labels.get(kind, kind) for kind in kinds),
                name=applicant.name,
                kind=labels.get(applicant.kind, applicant.kind),
            )
        )
    bar = bar_of(applicant, one.version.programme, clock.today())
    if bar is not None and bar.until is None:
        raise Impossible(
            _("“{name}” may not apply to this scheme again: {reason}").format(
                name=applicant.name, reason=bar.reason
            )
        )
    if bar is not None:
        raise Impossible(
            _("“{name}” may not apply to this scheme until {until} (that day included): {reason}").format(
                name=applicant.name, until=bar.until, reason=bar.reason
            )
        )


@transaction.atomic
def withdraw_case(*, acting_user: Any, case: Case, reason: str = "") -> Case:
    """Take a case back, draft or submitted, until its decision is released. A second time changes nothing.

    Raises PermissionRefused; Impossible for a case that has ended otherwise or whose decision is out.
    """
    permissions.require(acting_user, "programmes.withdraw_case", case)
    row = flow.locked(case)
    if row.status == CaseStatus.WITHDRAWN:
        return row
    if row.status in ENDED or row.decisions.filter(release__isnull=False).exclude(verdict="return").exists():
        raise Impossible(
            _("The case has been decided ({status}); it can't be withdrawn any more.").format(
                status=CaseStatus(row.status).label
            )
        )
    flow.end_case(acting_user=acting_user, case=row, status=CaseStatus.WITHDRAWN)
    recorded.record(acting_user, case_events.WITHDRAWN, row, given_reason=bool(reason.strip()))
    send_message(
        acting_user=acting_user,
        recipients=people_of(row.applicant, *ACTS),
        template=WITHDRAWN,
        values={
            "number": row.number or row.round.title,
            "applicant": row.applicant_name,
            "round": row.round.title,
            "moment": said(clock.now()),
        },
        url=row.get_absolute_url(),
    )
    return row


def subject_key(name: str) -> str:
    """What tells the subjects of one applicant apart: the name without blanks, width and case."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())[:LONGEST_SUBJECT]


def checked_subject(subject: str, name: str) -> str:
    """The subject's name as it is kept: "" where the organisation itself is the subject. Raises Impossible."""
    if subject == "organisation":
        return ""
    clean = " ".join(name.split())
    if not clean:
        raise Impossible(
            _("Name what the application is about: the product, machine, project or site."),
            field="subject_name",
        )
    if len(clean) > LONGEST_SUBJECT:
        raise Impossible(
            _("The name has more than {most} characters.").format(most=LONGEST_SUBJECT), field="subject_name"
        )
    return clean


def _live(round: Round, applicant: Organisation, key: str) -> QuerySet[Case]:
    rows = Case.objects.filter(round=round, applicant=applicant, subject_key=key)
    return rows.exclude(status__in=[CaseStatus.WITHDRAWN, CaseStatus.LAPSED])


def _lies_in(place: Territory, code: str) -> bool:
    """Whether a territory is the one of this code or lies in it."""
    seen: Territory | None = place
    while seen is not None:
        if seen.pk == code:
            return True
        seen = seen.parent
    return False
