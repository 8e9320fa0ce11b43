"""The operator's page: queues, jobs by the clock, and every job."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from procrastinate.contrib.django.models import ProcrastinateJob

from qinglan.kernel import job_titles, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.jobs import queries
from qinglan.kernel.jobs.domain.job import cancel_job, retry_job
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter

WORDS = {
    "todo": pgettext_lazy("job", "waiting"),
    "doing": pgettext_lazy("job", "running"),
    "failed": pgettext_lazy("job", "failed"),
    "succeeded": pgettext_lazy("job", "done"),
    "cancelled": pgettext_lazy("job", "cancelled"),
    "aborted": pgettext_lazy("job", "broken off"),
}
LIGHTS = {
    "todo": "idle",
    "doing": "due",
    "failed": "late",
    "succeeded": "done",
    "cancelled": "idle",
    "aborted": "idle",
}
MOST_FAULTS = 50
"""Rows left out that the page shows."""
VERBS = {"retry": retry_job, "cancel": cancel_job}


class JobList(ListPage):
    """``/jobs/``."""

    template_name = "jobs/list.html"
    title = gettext_lazy("Background jobs")
    lead = gettext_lazy(
        "What the system does by itself: what waits, runs, failed, and what runs by the clock."
    )
    filters = (
        TextFilter("q", gettext_lazy("Name"), ("task_name__icontains",)),
        ChoiceFilter("state", gettext_lazy("State"), list(WORDS.items()), "status"),
    )
    sorts = (Sort("new", gettext_lazy("Newest first"), "-id"),)
    columns = (
        ListColumn(gettext_lazy("Number"), "id"),
        ListColumn(gettext_lazy("Name"), lambda job: str(job_titles.title_of(job.task_name))),
        ListColumn(gettext_lazy("Code name"), "task_name"),
        ListColumn(gettext_lazy("State"), lambda job: str(WORDS[job.status])),
        ListColumn(gettext_lazy("Tries"), "attempts"),
        ListColumn(gettext_lazy("Not before"), "scheduled_at"),
    )
    empty_title = gettext_lazy("No job yet")
    empty_text = gettext_lazy("Jobs appear here when the worker runs or somebody causes one.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For administrators."""
        permissions.require(request.user, "jobs.operate")
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """All jobs that are kept."""
        return ProcrastinateJob.objects.all()

    def get_context(self) -> dict[str, Any]:
        """Queues, jobs by the clock, words of states."""
        queues = [
            {"name": queue.name, "counts": [(WORDS[state], queue.counts[state]) for state in queries.STATES]}
            for queue in queries.queues()
        ]
        failed = any(count for queue in queues for word, count in queue["counts"] if word is WORDS["failed"])
        faults = queries.open_faults()
        shown = list(faults[: MOST_FAULTS + 1])
        return {
            "queues": queues,
            "failed": failed,
            "periodic": queries.periodic_jobs(),
            "faults": shown[:MOST_FAULTS],
            "fault_count": faults.count() if len(shown) > MOST_FAULTS else len(shown),
        }


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Start a failed job again, or cancel a waiting one."""
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb](acting_user=request.user, job_id=pk)
    except Impossible as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Done."))
    return redirect("jobs:list")
