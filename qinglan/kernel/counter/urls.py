"""Addresses of the counter."""

from django.urls import path

from qinglan.kernel.counter.views import confirm, entries, typing

app_name = "counter"
urlpatterns = [
    path("counter/", entries.EntryList.as_view(), name="entries"),
    path("counter/new/<slug:act>/", typing.new, name="new"),
    path("counter/new/<slug:act>/<slug:subject>/", typing.new, name="new-for"),
    path("counter/<int:pk>/", entries.record, name="record"),
    path("counter/<int:pk>/withdraw/", entries.withdraw, name="withdraw"),
    path("c/<str:token>/", confirm.page, name="confirm"),
    path("c/<str:token>/code/", confirm.code, name="code"),
    path("c/<str:token>/decline/", confirm.decline, name="decline"),
]
