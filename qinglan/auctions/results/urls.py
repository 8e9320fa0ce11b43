"""Addresses of this room, below ``/auctions/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
