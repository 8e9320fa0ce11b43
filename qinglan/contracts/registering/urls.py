"""Addresses of registrations, below ``/contracts/``."""

from django.urls import path

from qinglan.contracts.views import registration_desk as desk
from qinglan.contracts.views import registration_filing as filing
from qinglan.contracts.views import registration_list as lists
from qinglan.contracts.views import registration_writing as writing
from qinglan.contracts.views import registrations

_ONE = "registrations/<int:key>/"
urlpatterns = [
    path("registrations/", lists.RegistrationList.as_view(), name="registrations"),
    path("registrations/queue/", lists.Queue.as_view(), name="registration-queue"),
    path("registrations/offices/", desk.office_list, name="registration-offices"),
    path("registrations/offices/<int:key>/", desk.office, name="registration-office"),
    path(_ONE, registrations.record, name="registration"),
    path(f"{_ONE}project/", writing.project, name="registration-project"),
    path(f"{_ONE}amounts/", writing.amounts, name="registration-amounts"),
    path(f"{_ONE}sides/<slug:side>/", writing.side, name="registration-side"),
    path(f"{_ONE}paper/", writing.paper, name="registration-paper"),
    path(f"{_ONE}recheck/", writing.recheck, name="registration-recheck"),
    path(f"{_ONE}answers/", writing.answers, name="registration-answers"),
    path(f"{_ONE}hand-in/", writing.hand_in, name="registration-hand-in"),
    path(f"{_ONE}take-back/", writing.take_back, name="registration-take-back"),
    path(f"{_ONE}withdraw/", writing.withdraw, name="registration-withdraw"),
    path(f"{_ONE}change/", writing.change, name="registration-change"),
    path(f"{_ONE}cancel/", writing.cancel, name="registration-cancel"),
    path(f"{_ONE}accept/", desk.accept, name="registration-accept"),
    path(f"{_ONE}return/", desk.give_back, name="registration-return"),
    path(f"{_ONE}pass/", desk.let_pass, name="registration-pass"),
    path(f"{_ONE}refuse/", desk.refuse, name="registration-refuse"),
    path(f"{_ONE}review/", desk.review, name="registration-review"),
    path(f"{_ONE}opinion/", desk.opinion, name="registration-opinion"),
    path(f"{_ONE}conclude/", desk.conclude, name="registration-conclude"),
    path(f"{_ONE}green/", desk.green, name="registration-green"),
    path(f"{_ONE}not-green/", desk.not_green, name="registration-not-green"),
    path(f"{_ONE}settle-change/", desk.settle, name="registration-settle-change"),
    path(f"{_ONE}sheet/", filing.sheet, name="registration-sheet"),
    path(f"{_ONE}file/", filing.file, name="registration-file"),
    path(f"{_ONE}bring-back/", filing.bring_back, name="registration-bring-back"),
    path(f"{_ONE}number/", filing.number, name="registration-number"),
    path(f"{_ONE}correct-number/", filing.correct_number, name="registration-correct-number"),
    path(f"{_ONE}refusal/", filing.refusal, name="registration-refusal"),
    path(f"{_ONE}differences/<int:difference>/", filing.difference, name="registration-difference"),
    path("<slug:number>/register/", writing.prepare, name="registration-prepare"),
]
