"""What runs by the clock: reminders, and what is overdue."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles
from qinglan.kernel.history.context import acting_as
from qinglan.kernel.todos.domain.watching import flag_overdue, send_reminders

job_titles.register("todos.watch", _("Remind of to-dos, and mark what is overdue"))


@app.periodic(cron="*/5 * * * *")
@app.task(name="todos.watch", queueing_lock="todos.watch")
def watch(timestamp: int) -> None:
    """Every five minutes: send the reminders whose time has come, mark what is overdue."""
    system = get_user_model()._default_manager.filter(is_system=True).first()
    if system is None:
        return
    with acting_as(system, "job todos.watch"):
        send_reminders(acting_user=system)
        flag_overdue(acting_user=system)
