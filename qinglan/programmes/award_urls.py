"""Addresses of awards: the public register and what comes after the decision."""

from django.urls import path

from qinglan.programmes.views import award_register

app_name = "awards"
urlpatterns = [
    path("awards/", award_register.AwardRegister.as_view(), name="register"),
    path("awards/<int:pk>/", award_register.award, name="award"),
]
