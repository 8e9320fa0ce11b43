"""What runs by the clock: the figures of the year that is over fall due."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles
from qinglan.kernel.history.context import acting_as
from qinglan.kernel.measures.todos import open_due_figures

job_titles.register("measures.figures_due", _("Ask for the yearly figures that are missing"))


@app.periodic(cron="40 18 * * *")
@app.task(name="measures.figures_due", queueing_lock="measures.figures_due")
def figures_due(timestamp: int) -> None:
    """At 02:40 Beijing time: open a to-do for each yearly figure that is missing."""
    system = get_user_model()._default_manager.filter(is_system=True).first()
    if system is not None:
        with acting_as(system, "job measures.figures_due"):
            open_due_figures(acting_user=system)
