"""Addresses of awards: the public register and what comes after the decision."""

from django.urls import path

from qinglan.programmes.views import award_keeping, award_register, dossiers, duties, money, re_evaluations

app_name = "awards"
urlpatterns = [
    path("awards/", award_register.AwardRegister.as_view(), name="register"),
    path("awards/kept/", award_keeping.kept, name="kept"),
    path("awards/cases/<int:pk>/dossier/", dossiers.dossier, name="dossier"),
    path("awards/duties/<int:pk>/", duties.duty, name="duty"),
    path("awards/duties/<int:pk>/look/", duties.look, name="look"),
    path("awards/rectifications/<int:pk>/", award_keeping.rectification, name="rectification"),
    path("awards/proposals/<int:pk>/", award_keeping.proposal, name="proposal"),
    path("awards/bars/<int:pk>/", award_keeping.bar, name="bar"),
    path("awards/money/", money.payments, name="money"),
    path("awards/money/lines/new/", money.new_line, name="new-line"),
    path("awards/money/lines/<int:pk>/", money.line, name="budget-line"),
    path("awards/money/cases/<int:pk>/", money.work_out, name="work-out"),
    path("awards/money/<int:pk>/", money.entitlement, name="entitlement"),
    path("awards/money/<int:pk>/<slug:name>/", money.act, name="pay"),
    path("awards/payees/<int:pk>/", money.payee, name="payee"),
    path("awards/payees/<int:pk>/confirm/", money.confirm, name="confirm-payee"),
    path("awards/<int:pk>/", award_register.award, name="award"),
    path("awards/<int:pk>/keep/", award_keeping.keep, name="keep"),
    path("awards/<int:pk>/re-evaluate/", re_evaluations.re_evaluate, name="re-evaluate"),
    path("awards/<int:pk>/<slug:name>/", award_keeping.act, name="act"),
]
