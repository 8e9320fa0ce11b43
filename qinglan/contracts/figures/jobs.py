"""Background work on the sums over contracts: fold them every minute, count the parties behind them every night."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("contracts.fold_figures", _("Fold the differences of sums over contracts"))
job_titles.register("contracts.count_units", _("Count the parties behind sums over contracts"))


@app.periodic(cron="* * * * *")
@app.task(name="contracts.fold_figures", queueing_lock="contracts.fold_figures")
def fold(timestamp: int) -> None:
    """Every minute."""
    from qinglan.contracts.domain.figure import fold_figures  # noqa: PLC0415 - jobs before models
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    fold_figures(acting_user=system_user())


@app.periodic(cron="40 17 * * *")
@app.task(name="contracts.count_units", queueing_lock="contracts.count_units")
def count(timestamp: int) -> None:
    """Every day at 01:40 in Beijing, for the years that may have changed."""
    from qinglan.contracts.domain.figure import count_units, years_to_count  # noqa: PLC0415 - jobs before models
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    for year in years_to_count():
        count_units(acting_user=system_user(), year=year)
