"""Addresses of what a stranger checks, below ``/auctions/``."""

from django.urls import path

from qinglan.auctions.views import verifying

urlpatterns = [
    path("verify_auction.py", verifying.script, name="script"),
    path("<str:number>/export.zip", verifying.export, name="export"),
]
