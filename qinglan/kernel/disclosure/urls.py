"""Addresses of the gate before publication."""

from django.urls import path

from qinglan.kernel.disclosure.views import listing

app_name = "disclosure"
urlpatterns = [
    path("clearances/", listing.ClearanceList.as_view(), name="list"),
    path("clearances/try/", listing.look_through, name="try"),
]
