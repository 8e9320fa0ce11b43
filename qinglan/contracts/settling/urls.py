"""Addresses of the money of contracts, below ``/contracts/``."""

from django.urls import path

from qinglan.contracts.views import (
    bank,
    bank_lines,
    bank_upload,
    deals,
    fees,
    followed,
    money,
    money_entering,
    money_statement,
)

urlpatterns = [
    path("bank/", bank.accounts, name="bank"),
    path("bank/new/", bank.new, name="bank-new"),
    path("bank/<int:pk>/", bank.BankLineList.as_view(), name="bank-account"),
    path("bank/<int:pk>/statement/", bank_upload.upload, name="bank-statement"),
    path("bank/<int:pk>/checked/<str:token>/", bank_upload.checked, name="bank-checked"),
    path("bank/<int:pk>/confirm/", bank_lines.confirm_all, name="bank-confirm"),
    path("bank/lines/<int:pk>/", bank_lines.line, name="bank-line"),
    path("bank/lines/<int:pk>/assign/", bank_lines.assign, name="bank-line-assign"),
    path("bank/lines/<int:pk>/aside/", bank_lines.aside, name="bank-line-aside"),
    path("bank/lines/<int:pk>/back/", bank_lines.back, name="bank-line-back"),
    path("bank/lines/<int:pk>/return/", bank_lines.give_back, name="bank-line-return"),
    path("fees/", fees.fee_list, name="fees"),
    path("fees/<int:pk>/", fees.fee, name="fee"),
    path("fees/<int:pk>/pay/", fees.pay, name="fee-pay"),
    path("fees/<int:pk>/choose/", fees.choose, name="fee-choose"),
    path("followed/<slug:number>/", followed.record, name="followed"),
    path("deals/", deals.results, name="deals"),
    path("deals/claim/", deals.claim, name="deal-claim"),
    path("deals/<int:pk>/release/", deals.release, name="deal-release"),
    path("deals/apply/<int:case>/", deals.take, name="deals-apply"),
    path("statements/", money_statement.statement, name="statement"),
    path("movements/<int:pk>/correct/", money_entering.correct, name="movement-correct"),
    path("<slug:number>/money/", money.record, name="money"),
    path("<slug:number>/money/receipt/", money_entering.receipt, name="money-receipt"),
    path("<slug:number>/money/account/", money_entering.account, name="money-account"),
    path("<slug:number>/money/add/", money_entering.add, name="money-add"),
    path("<slug:number>/money/platform/", money_entering.platform, name="money-platform"),
    path("<slug:number>/money/deposit/", money_entering.deposit, name="money-deposit"),
    path("<slug:number>/money/<int:charge>/<slug:way>/", money_entering.move, name="money-move"),
]
