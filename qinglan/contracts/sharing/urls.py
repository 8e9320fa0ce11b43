"""Addresses of service inventions and their income, below ``/contracts/``."""

from django.urls import path

from qinglan.contracts.views import (
    conversions,
    distributions,
    idle,
    income,
    inventions,
    inventors,
    rewards,
    share_notices,
    share_rules,
)

_INVENTION = "income/inventions/<slug:number>/"
_CONVERSION = "income/conversions/<slug:number>/"
_PLAN = f"{_CONVERSION}plans/<int:plan>/"
_NOTICE = "income/notices/<int:pk>/"

urlpatterns = [
    path("income/", conversions.ConversionList.as_view(), name="income"),
    path("income/new/", conversions.new, name="conversion-new"),
    path("income/mine/", income.mine, name="own-income"),
    path("income/yearly/", income.year, name="income-year"),
    path("income/rules/", share_rules.rules, name="share-rules"),
    path("income/rules/new/", share_rules.new, name="share-rule-new"),
    path("income/people/", inventors.InventorList.as_view(), name="inventors"),
    path("income/people/new/", inventors.new, name="inventor-new"),
    path("income/people/<int:pk>/", inventors.edit, name="inventor"),
    path("income/people/<int:pk>/left/", inventors.left, name="inventor-left"),
    path("income/inventions/", inventions.InventionList.as_view(), name="inventions"),
    path("income/inventions/new/", inventions.new, name="invention-new"),
    path(_INVENTION, inventions.record, name="invention"),
    path(f"{_INVENTION}edit/", inventions.edit, name="invention-edit"),
    path(f"{_INVENTION}check/", inventions.check, name="invention-check"),
    path(f"{_INVENTION}people/", inventions.people, name="invention-people"),
    path(f"{_INVENTION}parts/", inventions.parts, name="invention-parts"),
    path(f"{_INVENTION}apply/", idle.apply, name="invention-apply"),
    path("income/applications/<int:pk>/", idle.application, name="use-application"),
    path("income/applications/<int:pk>/answer/", idle.answer, name="use-answer"),
    path("income/applications/<int:pk>/withdraw/", idle.withdraw, name="use-withdraw"),
    path(_CONVERSION, conversions.record, name="conversion"),
    path(f"{_CONVERSION}edit/", conversions.edit, name="conversion-edit"),
    path(f"{_CONVERSION}decide/", conversions.decide, name="conversion-decide"),
    path(f"{_CONVERSION}notice/", conversions.notice, name="conversion-notice"),
    path(f"{_CONVERSION}contract/", conversions.contract, name="conversion-contract"),
    path(f"{_CONVERSION}begin/", conversions.begin, name="conversion-begin"),
    path(f"{_CONVERSION}close/", conversions.close, name="conversion-close"),
    path(f"{_CONVERSION}stop/", conversions.stop, name="conversion-stop"),
    path(f"{_CONVERSION}costs/new/", conversions.cost, name="conversion-cost"),
    path(f"{_CONVERSION}costs/<int:cost>/", conversions.reverse_, name="conversion-reverse"),
    path(f"{_CONVERSION}share/", conversions.share, name="conversion-share"),
    path(_PLAN, distributions.record, name="distribution"),
    path(f"{_PLAN}notice/", distributions.notice, name="distribution-notice"),
    path(f"{_PLAN}tax/", distributions.tax, name="distribution-tax"),
    path(f"{_PLAN}pay/", distributions.pay, name="distribution-pay"),
    path(f"{_PLAN}file/", distributions.file, name="distribution-file"),
    path(f"{_PLAN}equity/", distributions.equity, name="distribution-equity"),
    path(f"{_PLAN}drop/", distributions.drop, name="distribution-drop"),
    path(f"{_PLAN}<slug:name>.<slug:kind>", distributions.paper, name="distribution-paper"),
    path("income/rewards/<int:pk>/hold/", rewards.hold, name="reward-hold"),
    path("income/rewards/<int:pk>/release/", rewards.release, name="reward-release"),
    path("income/notices/", share_notices.notices, name="share-notices"),
    path(_NOTICE, share_notices.record, name="share-notice"),
    path(f"{_NOTICE}paper/<slug:kind>/", share_notices.paper, name="share-notice-paper"),
    path(f"{_NOTICE}post/", share_notices.post, name="share-notice-post"),
    path(f"{_NOTICE}drop/", share_notices.drop, name="share-notice-drop"),
    path(f"{_NOTICE}scan/", share_notices.scan, name="share-notice-scan"),
    path(f"{_NOTICE}object/", share_notices.object_to, name="share-notice-object"),
    path("income/objections/<int:pk>/", share_notices.rule, name="share-ruling"),
]
