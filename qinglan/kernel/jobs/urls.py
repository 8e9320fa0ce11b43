"""Addresses of background jobs."""

from django.urls import path

from qinglan.kernel.jobs.views import listing

app_name = "jobs"
urlpatterns = [
    path("jobs/", listing.JobList.as_view(), name="list"),
    path("jobs/<int:pk>/<slug:verb>/", listing.act, name="act"),
]
