"""How the worker does, for the health page."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateWorker

from qinglan.kernel.web import health

SILENCE = timedelta(seconds=30)
"""A worker that has not been heard of for so long counts as gone."""


def worker() -> health.State:
    """`up` when a worker gave a sign of life lately, else `down`."""
    well = ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - SILENCE).exists()
    detail = "" if well else _("no worker has been heard of for half a minute: start one with qinglan run")
    return health.State(well, "up" if well else "down", detail)


health.register("worker", worker)
