"""Verbs on the duties of an award: made by the clock, reported by the holder, looked at by an officer."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.awards import events as award_events
from qinglan.programmes.awards import todos as award_todos
from qinglan.programmes.awards.duty_form import obligation_of, questions_of, report_of, state_of
from qinglan.programmes.awards.told import tell_holder
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.form_state import sentence
from qinglan.programmes.definition.after import RE_EVALUATION, Obligation
from qinglan.programmes.domain.award_life import (
    after,
    begin_rectification,
    ground_like,
    propose_revocation,
    reasoned,
    warn_by_rule,
)
from qinglan.programmes.domain.award_state import locked, standing
from qinglan.programmes.domain.duty_rows import read_answers, read_rows
from qinglan.programmes.domain.monitor import follow_lights
from qinglan.programmes.models import STANDING, Award, AwardState, Duty, DutyState
from qinglan.programmes.queries.award import standing_awards

OPEN = (DutyState.DUE, DutyState.LATE)
AHEAD = 366
"""How many days before its end a duty is entered: the holder sees the year."""
ONCE = "once"


def due_days(award: Award, obligation: Obligation, until: date) -> list[tuple[str, date]]:
    """The periods of an obligation that end by `until`, each with its last day, within the award's validity.

    A yearly one begins in the year after the award began; one `after` the award falls due once.
    """
    last = min(until, award.valid_to) if award.valid_to else until
    if obligation.after is not None:
        due = after(award.valid_from, obligation.after)
        return [(ONCE, due)] if due <= until else []
    if obligation.month is None or obligation.day is None:
        return []
    found = []
    for year in range(award.valid_from.year + 1, last.year + 1):
        due = _in_year(year, obligation.month, obligation.day)
        if award.valid_from < due <= last:
            found.append((str(year), due))
    return found


def _in_year(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February in a common year: the last day of the month
        return date(year, month, 28)


def open_duties(*, acting_user: Any, award: Award) -> list[Duty]:
    """Enter the duties of an award that fall due within a year; those entered before stay as they are.

    Raises PermissionRefused.
    """
    permissions.require(acting_user, "programmes.watch_awards")
    made = []
    with transaction.atomic():
        held = locked(award)
        if held.state not in STANDING:
            return []
        until = date.fromordinal(clock.today().toordinal() + AHEAD)
        for obligation in held.version.definition.after.obligations:
            for period, due in due_days(held, obligation, until):
                duty, new = Duty.objects.get_or_create(
                    award=held, obligation=obligation.id, period=period, defaults={"due_on": due}
                )
                if new:
                    made.append(duty)
                    if obligation.report:
                        award_todos.report_due(acting_user, duty)
        again = held.version.definition.after.re_evaluation
        if again is not None and held.re_evaluate_on is not None and held.re_evaluate_on <= until:
            duty, new = Duty.objects.get_or_create(
                award=held,
                obligation=RE_EVALUATION,
                period=held.re_evaluate_on.isoformat(),
                defaults={"due_on": held.re_evaluate_on},
            )
            if new:
                made.append(duty)
                award_todos.re_evaluation_due(acting_user, duty)
    return made


def watch_duties(*, acting_user: Any) -> dict[str, int]:
    """What the clock does: enter duties, remind, mark late, sanction. Each award and duty in its own transaction.

    Counts of what was done. Raises PermissionRefused.
    """
    permissions.require(acting_user, "programmes.watch_awards")
    owing = standing_awards(lambda scheme: bool(scheme.obligations or scheme.re_evaluation))
    opened = one_by_one("programmes.watch_awards/enter", owing, partial(_enter, acting_user))
    until = date.fromordinal(clock.today().toordinal() + AHEAD)
    waiting = Duty.objects.filter(state__in=OPEN, due_on__lte=until, award__state__in=STANDING)
    turned = one_by_one("programmes.watch_awards/turn", waiting, partial(_turn_one, acting_user))
    counts = Counter(what for one in turned for what in one)
    return {"opened": sum(opened), **{what: counts[what] for what in ("reminded", "late", "sanctioned")}}


def _enter(acting_user: Any, key: int) -> int:
    return len(open_duties(acting_user=acting_user, award=Award.objects.get(pk=key)))


@transaction.atomic
def turn_duty(*, acting_user: Any, duty: Duty) -> list[str]:
    """Remind of one duty, mark it late or sanction it, as the day asks for; what was done. Raises PermissionRefused."""
    permissions.require(acting_user, "programmes.watch_awards")
    return _turn_one(acting_user, duty.pk)


def _turn_one(acting_user: Any, key: int) -> list[str]:
    award = locked(Duty.objects.values_list("award", flat=True).get(pk=key))
    duty = _locked(key)
    duty.award = award
    if duty.state not in OPEN or award.state not in STANDING:
        return []
    return _turn(acting_user, duty, clock.today())


@transaction.atomic
def save_report(
    *,
    acting_user: Any,
    duty: Duty,
    answers: Mapping[str, Any],
    seen_revision: int,
    rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> Duty:
    """Save what was typed as a draft; only the holder and, once handed in, the office see it.

    `rows` are those of repeated sections, by section, which take the place of what was there.

    Raises PermissionRefused; ValidationError with a sentence for each answer that can't be; StaleEdit with
    the answers that somebody else changed; Impossible for a question that isn't asked or after handing in.
    """
    permissions.require(acting_user, "programmes.report_award", duty.award)
    held = _locked(duty.pk)
    _require_open(held)
    report = report_of(held)
    if report is None:
        raise Impossible(_("This duty has no report to fill in."))
    known = questions_of(report)
    foreign = set(answers) - set(known)
    if foreign:
        raise Impossible(
            _("The form holds answers that are not asked here. Nothing was saved; reload the page.")
        )
    stored = read_answers(known, answers)
    tables = read_rows(report, rows or {})
    changed = {name: value for name, value in stored.items() if value != held.answers.get(name)}
    if held.revision != seen_revision and any(made != held.rows.get(name) for name, made in tables.items()):
        raise StaleEdit([Difference(str(_("report")), "—", str(_("somebody saved it meanwhile")))])
    if held.revision != seen_revision and changed:
        raise StaleEdit(
            [
                Difference(
                    in_reader_language(known[name].text),
                    shown_answer(known[name], value),
                    shown_answer(known[name], held.answers.get(name)),
                )
                for name, value in changed.items()
            ]
        )
    kept = {**held.answers, **stored}
    held.answers = {name: value for name, value in kept.items() if value is not None}
    held.rows = {**held.rows, **tables}
    held.draft_saved_at = clock.now()
    held.revision += 1
    held.save(update_fields=["answers", "rows", "draft_saved_at", "revision"])
    return held


@transaction.atomic
def hand_in_report(*, acting_user: Any, duty: Duty, seen_revision: int) -> Duty:
    """Hand the report in; the monitor judges it at once, and an officer looks at it.

    Late it is taken too. Raises PermissionRefused, StaleEdit; Impossible with all that is missing.
    """
    permissions.require(acting_user, "programmes.report_award", duty.award)
    award = locked(duty.award_id)
    held = _locked(duty.pk)
    _require_open(held)
    standing(award)
    if held.revision != seen_revision:
        raise StaleEdit([Difference(str(_("report")), "—", str(_("somebody saved it meanwhile")))])
    _require_report(held)
    report = report_of(held)
    if report is not None:
        missing = [one for one in state_of(held, report).missing if one.what != "file"]
        if missing:
            listed = "；".join(sentence(report, one) for one in missing)
            raise Impossible(_("Still missing: {what}").format(what=listed))
    held.state, held.handed_in_at, held.handed_in_by = DutyState.DONE, clock.now(), acting_user
    held.remark = ""
    held.revision += 1
    lights = follow_lights(acting_user, award, held, report)
    held.lights = [one.id for one in lights]
    held.save(update_fields=["state", "handed_in_at", "handed_in_by", "remark", "revision", "lights"])
    digest = hashlib.sha256(json.dumps([held.answers, held.rows], sort_keys=True).encode()).hexdigest()
    award_events.record(
        acting_user, award_events.REPORTED, award,
        duty=held.obligation, period=held.period, digest=digest, lights=held.lights,
    )  # fmt: skip
    award_todos.reported(acting_user, held)
    return held


@transaction.atomic
def look_at_report(
    *, acting_user: Any, duty: Duty, outcome: str, remark: str = "", seen_revision: int | None = None
) -> Duty:
    """Settle a report: ``accepted``, ``returned`` (open again) or ``excused`` (nothing is owed for the period).

    Raises PermissionRefused, StaleEdit; Impossible without a reason where it isn't accepted, or for a report
    that wasn't handed in (accepted, returned).
    """
    permissions.require(acting_user, "programmes.keep_award", duty.award)
    locked(duty.award_id)
    held = _locked(duty.pk)
    if seen_revision is not None:
        require_unchanged(seen_revision, held)
    if outcome not in ("accepted", "returned", "excused"):
        raise ValueError(f"a report isn't {outcome}")
    if outcome != "accepted":
        remark = reasoned(remark)
    if outcome == "excused":
        _require_open(held)
        held.state = DutyState.EXCUSED
    elif held.state != DutyState.DONE:
        raise Impossible(_("This report hasn't been handed in."))
    elif held.obligation == RE_EVALUATION:
        _require_report(held)
    elif outcome == "returned":
        is_late = held.due_on < clock.today()
        held.state = DutyState.LATE if is_late else DutyState.DUE
        held.handed_in_at = held.handed_in_by = None
    held.looked_at, held.looked_by, held.remark = clock.now(), acting_user, remark.strip()[:1000]
    held.revision += 1
    held.save(
        update_fields=[
            "state", "handed_in_at", "handed_in_by", "looked_at", "looked_by", "remark", "revision",
        ]
    )  # fmt: skip
    award_events.record(
        acting_user, award_events.LOOKED_AT, held.award,
        duty=held.obligation, period=held.period, outcome=outcome, reason=held.remark,
    )  # fmt: skip
    award_todos.looked(acting_user, held)
    if outcome == "returned":
        award_todos.report_due(acting_user, held)
        tell_holder(
            acting_user=acting_user, award=held.award, what="returned", reason=held.remark, due=held.due_on
        )
    return held


def _turn(acting_user: Any, duty: Duty, today: date) -> list[str]:
    """Remind of, mark or sanction one locked duty, as the day asks for."""
    obligation = obligation_of(duty)
    if obligation is None:
        return []
    text = obligation.text.zh
    left = (duty.due_on - today).days
    if left >= 0:
        due = [days for days in obligation.remind if left <= days]
        nearest = min(due, default=None)
        if nearest is None or (duty.reminded_at_days is not None and duty.reminded_at_days <= nearest):
            return []
        duty.reminded_at_days = nearest
        duty.save(update_fields=["reminded_at_days"])
        what = "evaluate" if duty.obligation == RE_EVALUATION else "reminder"
        tell_holder(acting_user=acting_user, award=duty.award, what=what, reason=text, due=duty.due_on)
        return ["reminded"]
    done = []
    if duty.state == DutyState.DUE:
        duty.state = DutyState.LATE
        duty.save(update_fields=["state"])
        award_events.record(
            acting_user, award_events.LATE, duty.award, duty=duty.obligation, period=duty.period
        )
        tell_holder(acting_user=acting_user, award=duty.award, what="late", reason=text, due=duty.due_on)
        done.append("late")
    ends = after(duty.due_on, obligation.grace) if obligation.grace else duty.due_on
    if today > ends and duty.sanctioned_at is None and obligation.sanction != "none":
        duty.sanctioned_at = clock.now()
        duty.save(update_fields=["sanctioned_at"])
        _sanction(acting_user, duty, obligation, text)
        done.append("sanctioned")
    return done


def _sanction(acting_user: Any, duty: Duty, obligation: Obligation, text: str) -> None:
    """A warning or a rectification by the scheme's rule; a revocation is put before an officer, never done."""
    award = duty.award
    reason = _("not done by {day}: {text}").format(day=duty.due_on, text=text)
    if obligation.sanction == "warning":
        warn_by_rule(acting_user, award, reason)
    elif obligation.sanction == "rectification" and award.state != AwardState.RECTIFYING:
        begin_rectification(acting_user, award, reason)
    elif obligation.sanction == "revocation":
        words = "no_evaluation" if duty.obligation == RE_EVALUATION else "report"
        propose_revocation(acting_user, award, f"duty:{duty.pk}", ground_like(award, words), reason)


def _locked(key: int) -> Duty:
    """The duty, locked. Who changes its award too locks that one first."""
    rows = Duty.objects.select_for_update(of=("self",)).select_related(
        "award__version", "award__programme", "award__holder__territory"
    )
    return rows.get(pk=key)


def _require_open(duty: Duty) -> None:
    if duty.state not in OPEN:
        raise Impossible(_("This is settled already ({state}).").format(state=duty.get_state_display()))


def _require_report(duty: Duty) -> None:
    if duty.obligation == RE_EVALUATION:
        raise Impossible(
            _(
                "A re-evaluation is applied for like an award, and its case is decided. Begin it on the award's page."
            )
        )
