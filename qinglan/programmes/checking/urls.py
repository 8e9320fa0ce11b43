"""Addresses of the green check, of watch lists, and of requests for data."""

from django.urls import path

from qinglan.programmes.views import check_sheets, checking, data_grants, watching

app_name = "checking"
urlpatterns = [
    path("check/", checking.check_codes, name="check"),
    path("check/sheets/", check_sheets.find, name="find-sheet"),
    path("check/sheets/new/", check_sheets.make, name="make-sheet"),
    path("check/sheets/<str:code>/", check_sheets.sheet, name="sheet"),
    path("check/sheets/<str:code>/<slug:form>/", check_sheets.file, name="sheet-file"),
    path("check/watch/", watching.WatchList.as_view(), name="watch"),
    path("check/watch/add/", watching.add, name="add-watch"),
    path("check/watch/noted/", watching.noted, name="note-alerts"),
    path("check/watch/<int:pk>/end/", watching.end, name="end-watch"),
    path("check/data/", data_grants.GrantList.as_view(), name="grants"),
    path("check/data/new/", data_grants.ask, name="ask"),
    path("check/data/<int:pk>/", data_grants.grant, name="grant"),
    path("check/data/<int:pk>/facts/", data_grants.facts, name="facts"),
    path("check/data/<int:pk>/<slug:name>/", data_grants.act, name="grant-act"),
]
