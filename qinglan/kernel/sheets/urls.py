"""Addresses of spreadsheets that come in."""

from django.urls import path

from qinglan.kernel.sheets.views import upload

app_name = "sheets"
urlpatterns = [
    path("sheets/<slug:slug>/", upload.choose, name="choose"),
    path("sheets/<slug:slug>/template/", upload.empty_template, name="template"),
    path("sheets/<slug:slug>/<str:token>/", upload.report, name="report"),
    path("sheets/<slug:slug>/<str:token>/faults/", upload.faults, name="faults"),
    path("sheets/<slug:slug>/<str:token>/apply/", upload.apply, name="apply"),
]
