"""Background work of the clock."""

import logging

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles

job_titles.register("clock.note", _("Note how far the clock has come"))

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="clock.note", queueing_lock="clock.note")
def note(timestamp: int) -> None:
    """Every minute: note how far the clock has come; an error in the log when the machine's was set back."""
    from qinglan.kernel.clock.domain.setting import note_time  # noqa: PLC0415 - jobs come before apps are ready

    behind = note_time()
    if behind:
        logger.error("the machine's clock was set back: time stands still for another %s", behind)
