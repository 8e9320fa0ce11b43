"""Addresses of measures and reported figures."""

from django.urls import path

from qinglan.kernel.measures.views import catalogue, change, listing, record, report

app_name = "measures"
urlpatterns = [
    path("measures/", catalogue.catalogue, name="list"),
    path("figures/", listing.FigureList.as_view(), name="figures"),
    path("figures/report/", report.choose_amount, name="report"),
    path("figures/report/<slug:pack>/<slug:slug>/<int:year>/", report.report_amount, name="report-for"),
    path("figures/enter/", report.choose_entry, name="enter"),
    path("figures/enter/<slug:pack>/<slug:slug>/<str:day>/", report.report_entry, name="enter-for"),
    path("figures/<int:pk>/", record.figure, name="figure"),
    path("figures/<int:pk>/correct/", change.correct, name="correct"),
    path("figures/<int:pk>/withdraw/", change.withdraw_amount, name="withdraw-figure"),
    path("figures/entries/<int:pk>/", record.entry, name="entry"),
    path("figures/entries/<int:pk>/end/", change.end, name="end"),
    path("figures/entries/<int:pk>/withdraw/", change.withdraw_entry, name="withdraw-entry"),
]
