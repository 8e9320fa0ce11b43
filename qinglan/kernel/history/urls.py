"""Addresses of history."""

from django.urls import path

from qinglan.kernel.history.views import changes

app_name = "history"
urlpatterns = [path("history/<str:model>/<str:pk>/", changes.changes, name="changes")]
