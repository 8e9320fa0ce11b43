"""Addresses of auctions: those of each room, all in the namespace ``auctions``."""

from django.urls import include, path

_ROOMS = ("bidders", "bidding", "sealing", "results", "verifying", "lots")
"""Lots come last: the page of a lot takes every single word below ``/auctions/``."""

rooms = [path("", include(f"qinglan.auctions.{room}.urls")) for room in _ROOMS]
urlpatterns = [path("auctions/", include((rooms, "auctions")))]
