"""Addresses of this room, below ``/auctions/``."""

from django.urls import path

from qinglan.auctions.views import bidding

urlpatterns = [
    path("<str:number>/live/", bidding.page, name="live"),
    path("<str:number>/live/stream/", bidding.stream, name="live-stream"),
    path("<str:number>/live/bids/", bidding.bid, name="live-bid"),
]
