"""Addresses of panels of experts, reviews and site visits."""

from django.urls import path

app_name = "panels"
urlpatterns: list[object] = []
