"""Addresses of this app: language switch, health, status page and its stream, the style page."""

from django.urls import path

from qinglan.kernel.web.views import clock, counts, health, language, status, style

app_name = "web"
urlpatterns = [
    path("language/", language.set_language, name="set-language"),
    path("healthz", health.healthz, name="healthz"),
    path("counts/", counts.counts, name="counts"),
    path("status/", status.page, name="status"),
    path("status/stream", status.stream, name="status-stream"),
    path("status/clock/", clock.page, name="clock"),
    path("style/", style.index, name="style"),
    path("style/<slug:kind>/", style.page, name="style-page"),
]
