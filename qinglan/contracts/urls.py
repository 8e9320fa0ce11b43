"""Addresses of contracts."""

from django.urls import path

from qinglan.contracts.views import aids

app_name = "contracts"
urlpatterns = [
    path("contracts/aids/", aids.aids, name="aids"),
    path("contracts/aids/<slug:slug>/", aids.aid, name="aid"),
]
