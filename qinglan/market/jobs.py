"""Background work on listings: what has ended expires, owners are reminded."""

from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles
from qinglan.market.contact import jobs as contact_jobs
from qinglan.market.matching.later import AT_NIGHT

__all__ = ["contact_jobs"]

job_titles.register("market.expire", _("Expire technologies and needs after their last day"))
job_titles.register("market.tell_searches", _("Tell people what is new in their saved searches"))
job_titles.register("market.remind", _("Remind owners of technologies and needs that end or grow old"))
job_titles.register("market.refresh_matches", _("Find the matches of a technology or need anew"))
job_titles.register("market.deliver_matches", _("Tell owners of new matches"))
job_titles.register("market.lapse_introductions", _("End the protection of introductions"))
job_titles.register("market.refresh_needs", _("Find the matches of all public needs anew"))


@app.periodic(cron="15 16 * * *")
@app.task(name="market.expire", queueing_lock="market.expire")
def expire(timestamp: int) -> None:
    """At 00:15 in Beijing (16:15 UTC), one by one: a row that can't be expired stops no other."""
    from qinglan.market.domain.ageing import expire_all  # noqa: PLC0415 - jobs are found before models

    expire_all()


@app.periodic(cron="30 0 * * *")
@app.task(name="market.remind", queueing_lock="market.remind")
def remind(timestamp: int) -> None:
    """At 08:30 in Beijing: to-dos for what ends soon or was not confirmed for long."""
    from qinglan.market.domain.ageing import remind_all  # noqa: PLC0415 - as above

    remind_all()


@app.task(name="market.refresh_matches", retry=RetryStrategy(max_attempts=6, wait=2, exponential_wait=3))
def refresh_matches(side: str, key: int) -> None:
    """As soon as a listing is published, changed, renewed or gone."""
    from qinglan.market.domain import match  # noqa: PLC0415 - as above
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    match.refresh_matches(acting_user=system_user(), side=side, key=key)


@app.periodic(cron="0 1 * * *")
@app.task(name="market.deliver_matches", queueing_lock="market.deliver_matches")
def deliver_matches(timestamp: int) -> None:
    """At 09:00 in Beijing: owners hear of listings of others that fit theirs."""
    from qinglan.market.domain import match  # noqa: PLC0415 - as above
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    match.deliver_matches(acting_user=system_user())


@app.periodic(cron="0 18 * * *")
@app.task(name="market.refresh_needs", queueing_lock="market.refresh_needs")
def refresh_needs(timestamp: int) -> None:
    """At 02:00 in Beijing: files that brought in many technologies ask for no job each; the needs meet them here."""
    from qinglan.market.queries import published  # noqa: PLC0415 - as above

    for key in published("need").values_list("pk", flat=True).iterator(chunk_size=1_000):
        refresh_matches.configure(lock=f"market.matches:need:{key}", priority=AT_NIGHT).defer(
            side="need", key=key
        )


@app.periodic(cron="50 0 * * *")
@app.task(name="market.tell_searches", queueing_lock="market.tell_searches")
def tell_searches(timestamp: int) -> None:
    """At 08:50 in Beijing: what became public since yesterday."""
    from qinglan.market.domain.saved import tell_all  # noqa: PLC0415 - as above

    tell_all()


@app.periodic(cron="20 16 * * *")
@app.task(name="market.lapse_introductions", queueing_lock="market.lapse_introductions")
def lapse_introductions(timestamp: int) -> None:
    """At 00:20 in Beijing: protection whose last day is over ends."""
    from qinglan.market.domain import introduction  # noqa: PLC0415 - as above
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    introduction.lapse_introductions(acting_user=system_user())
