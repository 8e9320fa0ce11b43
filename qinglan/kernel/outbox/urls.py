"""Addresses of the change log's page for the operator."""

from django.urls import path

from qinglan.kernel.outbox.views import lag, stream

app_name = "outbox"
urlpatterns = [
    path("status/changes/", lag.page, name="lag"),
    path("status/changes/stream", stream.stream, name="stream"),
]
