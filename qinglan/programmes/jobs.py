"""Background work on rounds and cases: what the clock does."""

from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("programmes.watch_awards", _("Look after awards: duties, lights, validity"))
job_titles.register("programmes.turn_rounds", _("Open and close rounds"))
job_titles.register("programmes.issue_certificate", _("Issue the certificate of an award"))
job_titles.register(
    "programmes.leave_certificate", _("Let a case go whose award ended before its certificate")
)
job_titles.register("programmes.reseat_panel", _("Count the seats of a panel anew"))
job_titles.register("programmes.watch_corrections", _("Warn of corrections that end, and let them lapse"))

job_titles.register("programmes.lapse_data_grants", _("Note consents of firms that ran out"))
job_titles.register("programmes.close_notices", _("Close public notices whose end has come"))
job_titles.register("programmes.snap_notices", _("Keep what public notices show, every hour"))


@app.periodic(cron="* * * * *")
@app.task(name="programmes.turn_rounds", queueing_lock="programmes.turn_rounds")
def turn(timestamp: int) -> None:
    """Rounds whose time has come open and close; what a verb accepts doesn't wait for it."""
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - jobs are found before models
    from qinglan.programmes.domain.round import turn_rounds  # noqa: PLC0415 - as above

    turn_rounds(acting_user=system_user())


@app.periodic(cron="*/10 * * * *")
@app.task(name="programmes.watch_corrections", queueing_lock="programmes.watch_corrections")
def watch_corrections(timestamp: int) -> None:
    """Corrections whose time has run out lapse; two working days before, their applicants are warned."""
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - jobs are found before models
    from qinglan.programmes.domain.correction import lapse_corrections, warn_corrections  # noqa: PLC0415 - as above

    warn_corrections(acting_user=system_user())
    lapse_corrections(acting_user=system_user())


@app.task(
    name="programmes.issue_certificate",
    retry=RetryStrategy(max_attempts=5, wait=20, exponential_wait=2),
)
def issue_certificate(award: int) -> None:
    """Issue the certificate of an award that was released or renewed; once, however often it runs."""
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - jobs are found before models
    from qinglan.programmes.domain.award import (  # noqa: PLC0415 - as above
        issue_award_certificate,
        needs_certificate,
    )
    from qinglan.programmes.models import STANDING, Award  # noqa: PLC0415 - as above

    one = Award.objects.get(pk=award)
    if one.state in STANDING and needs_certificate(one):
        issue_award_certificate(acting_user=system_user(), award=one)


@app.task(
    name="programmes.leave_certificate",
    retry=RetryStrategy(max_attempts=5, wait=20, exponential_wait=2),
)
def leave_certificate(award: int) -> None:
    """The case of an award that ended before its certificate no longer waits for it."""
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - jobs are found before models
    from qinglan.programmes.domain.award_end import drop_certificate  # noqa: PLC0415 - as above
    from qinglan.programmes.models import Award  # noqa: PLC0415 - as above

    drop_certificate(acting_user=system_user(), award=Award.objects.get(pk=award))


@app.task(name="programmes.reseat_panel", retry=RetryStrategy(max_attempts=5, wait=20, exponential_wait=2))
def reseat_panel(panel: int) -> None:
    """The seats of a panel one of whose cases came back to its review."""
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - jobs are found before models
    from qinglan.programmes.domain.seat import reseat  # noqa: PLC0415 - as above
    from qinglan.programmes.models import Panel  # noqa: PLC0415 - as above

    reseat(acting_user=system_user(), panel=Panel.objects.get(pk=panel))


@app.periodic(cron="* * * * *")
@app.task(name="programmes.close_notices", queueing_lock="programmes.close_notices")
def close_notices(timestamp: int) -> None:
    """Public notices whose end has come; an objection is judged by the clock and doesn't wait for it."""
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - jobs are found before models
    from qinglan.programmes.domain.notice_close import close_due_notices  # noqa: PLC0415 - as above

    close_due_notices(acting_user=system_user())


@app.periodic(cron="2 * * * *")
@app.task(name="programmes.snap_notices", queueing_lock="programmes.snap_notices")
def snap_notices(timestamp: int) -> None:
    """What each posted notice shows in this hour."""
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - jobs are found before models
    from qinglan.programmes.domain.notice_snapshot import snap_posted_notices  # noqa: PLC0415 - as above

    snap_posted_notices(acting_user=system_user())


@app.periodic(cron="10 17 * * *")
@app.task(name="programmes.watch_awards", queueing_lock="programmes.watch_awards")
def watch_awards(timestamp: int) -> None:
    """Awards run out; duties are entered, reminded of, marked late and sanctioned; lights are looked at."""
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - jobs are found before models
    from qinglan.programmes.domain.award_life import expire_awards  # noqa: PLC0415 - as above
    from qinglan.programmes.domain.duty import watch_duties  # noqa: PLC0415 - as above
    from qinglan.programmes.domain.monitor import watch_lights  # noqa: PLC0415 - as above

    expire_awards(acting_user=system_user())
    watch_duties(acting_user=system_user())
    watch_lights(acting_user=system_user())


@app.periodic(cron="20 16 * * *")
@app.task(name="programmes.lapse_data_grants", queueing_lock="programmes.lapse_data_grants")
def lapse_data_grants(timestamp: int) -> None:
    """Consents of firms whose last day is over are noted as such; they give nothing already."""
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - jobs are found before models
    from qinglan.programmes.domain.data_grant import lapse_data_grants as lapse  # noqa: PLC0415 - as above

    lapse(acting_user=system_user())
