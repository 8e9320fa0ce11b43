"""Addresses of personal data: one's own, requests, the log of looks."""

from django.urls import include, path, re_path

from qinglan.parties.views import readings

_personal = [
    re_path(r"^personal/show/(?P<field>[a-z_]+\.[a-z_]+)/(?P<pk>\d+)/$", readings.show, name="show"),
    path("personal/readings/", readings.AllReadings.as_view(), name="readings"),
    path("account/data/readings/", readings.OwnReadings.as_view(), name="own-readings"),
]
urlpatterns = [path("", include((_personal, "personal")))]
