"""Addresses of this app, and of logging in."""

from django.urls import path

from qinglan.portal.views import desk, home, search

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.results, name="search"),
    path("desk/", desk.desk, name="desk"),
]
