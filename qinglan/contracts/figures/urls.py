"""Addresses of figures over registered contracts, below ``/contracts/``."""

from django.urls import path

from qinglan.contracts.views import figures

urlpatterns = [path("figures/", figures.figures_page, name="figures")]
