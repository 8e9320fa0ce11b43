"""Addresses of lots."""

from django.urls import path

from qinglan.auctions.views import lots

urlpatterns = [
    path("", lots.LotList.as_view(), name="list"),
    path("<slug:number>/", lots.record, name="lot"),
]
