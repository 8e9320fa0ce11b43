"""Addresses of personal data: one's own, requests, the log of looks."""

from django.urls import include, path, re_path

from qinglan.parties.views import personal, readings

_personal = [
    re_path(r"^personal/show/(?P<field>[a-z_]+\.[a-z_]+)/(?P<pk>\d+)/$", readings.show, name="show"),
    path("personal/readings/", readings.AllReadings.as_view(), name="readings"),
    path("personal/requests/", personal.Requests.as_view(), name="requests"),
    path("personal/requests/<int:pk>/", personal.Settle.as_view(), name="settle"),
    path("account/data/", personal.mine, name="mine"),
    re_path(r"^account/data/export/(?P<kind>json|xlsx)/$", personal.export, name="export"),
    re_path(r"^account/data/ask/(?P<kind>correction|erasure)/$", personal.Ask.as_view(), name="ask"),
    path("account/data/requests/<int:pk>/withdraw/", personal.Withdraw.as_view(), name="withdraw"),
    path("account/data/consents/", personal.consents, name="consents"),
    path("account/data/readings/", readings.OwnReadings.as_view(), name="own-readings"),
]
urlpatterns = [path("", include((_personal, "personal")))]
