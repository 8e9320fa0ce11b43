"""Addresses of outages."""

from django.urls import path

from qinglan.kernel.outages.views import outages

app_name = "outages"
urlpatterns = [
    path("outages/", outages.OutageList.as_view(), name="list"),
    path("outages/new/", outages.certify, name="certify"),
]
