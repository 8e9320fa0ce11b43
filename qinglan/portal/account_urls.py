"""Addresses of logging in and out, and of one's own password."""

from django.contrib.auth import views
from django.urls import path

from qinglan.portal.views.account import Login, PasswordChange

urlpatterns = [
    path("account/login/", Login.as_view(), name="login"),
    path("account/logout/", views.LogoutView.as_view(), name="logout"),
    path("account/password/", PasswordChange.as_view(), name="password_change"),
]
