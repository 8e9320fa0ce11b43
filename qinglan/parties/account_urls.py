"""Addresses of logging in, of one's own account, and of the administrators' pages."""

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, include, path

from qinglan.parties.views import accounts, entering, logs, own, repairs, second, stages

# Names without a namespace are those that allauth and Django look for.
_entrance: list[URLPattern | URLResolver] = [
    path("login/", entering.Login.as_view(), name="login"),
    path("login/", entering.Login.as_view(), name="account_login"),
    path("login/code/", entering.AskLoginCode.as_view(), name="login_code"),
    path("login/code/confirm/", entering.LoginByCode.as_view(), name="login_code_confirm"),
    path("login/enrol/", stages.Enrol.as_view(), name="login_enrol"),
    path("login/new-password/", stages.RenewPassword.as_view(), name="login_new_password"),
    path("logout/", entering.Logout.as_view(), name="logout"),
    path("password/", own.Password.as_view(), name="password_change"),
    path("reset/", entering.AskResetCode.as_view(), name="password_reset"),
    path("reset/confirm/", entering.ResetByCode.as_view(), name="password_reset_confirm"),
    path("reset/new/", entering.ResetPassword.as_view(), name="password_reset_new"),
    path("confirm/", second.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("identity/<slug:provider_id>/", openid_connect.login, name="openid_connect_login"),
    path("identity/<slug:provider_id>/callback/", openid_connect.callback, name="openid_connect_callback"),
    path("identity-cancelled/", stages.IdentityCancelled.as_view(), name="socialaccount_login_cancelled"),
]
_second: list[URLPattern | URLResolver] = [
    path("", login_required(second.Index.as_view()), name="mfa_index"),
    path("authenticate/", stages.Authenticate.as_view(), name="mfa_authenticate"),
    path("confirm/", second.ReauthenticateByCode.as_view(), name="mfa_reauthenticate"),
    path("application/add/", login_required(second.ActivateTOTP.as_view()), name="mfa_activate_totp"),
    path("application/remove/", login_required(second.DeactivateTOTP.as_view()), name="mfa_deactivate_totp"),
    path("codes/", second.Codes.as_view(), name="mfa_view_recovery_codes"),
    path("codes/new/", login_required(second.NewCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("keys/", login_required(second.keys), name="mfa_list_webauthn"),
    path("keys/add/", login_required(second.AddKey.as_view()), name="mfa_add_webauthn"),
    path("keys/confirm/", second.ReauthenticateByKey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("keys/<int:pk>/remove/", login_required(second.RemoveKey.as_view()), name="mfa_remove_webauthn"),
]
if settings.MFA_TRUST_ENABLED:
    _second.append(path("trust/", stages.Trust.as_view(), name="mfa_trust"))
_own = [
    path("", own.own, name="own"),
    path("name/", own.Name.as_view(), name="name"),
    path("contact/", own.Contact.as_view(), name="contact"),
    path("contact/confirm/", own.ContactConfirm.as_view(), name="contact-confirm"),
    path("sessions/end/", own.end, name="end-sessions"),
    path("identities/", repairs.identities, name="identities"),
    path("lost-factor/", repairs.AskReset.as_view(), name="lost-factor"),
    path("lost-factor/confirm/", repairs.ConfirmReset.as_view(), name="lost-factor-confirm"),
    path("lost-factor/sent/", repairs.sent, name="lost-factor-sent"),
]
_accounts = [
    path("", accounts.AccountList.as_view(), name="list"),
    path("open/", accounts.Open.as_view(), name="open"),
    path("locks/", logs.LockList.as_view(), name="locks"),
    path("locks/unlock/", logs.unlock, name="unlock-address"),
    path("logins/", logs.LoginList.as_view(), name="logins"),
    path("resets/", repairs.ResetList.as_view(), name="resets"),
    path("resets/<int:pk>/", repairs.SettleReset.as_view(), name="settle-reset"),
    path("<int:pk>/", accounts.record, name="record"),
    path("<int:pk>/close/", accounts.Close.as_view(), name="close"),
    path("<int:pk>/give/", accounts.give, name="give"),
    path("<int:pk>/take/<slug:role>/", accounts.TakeRole.as_view(), name="take"),
    path("<int:pk>/reopen/", accounts.act, {"verb": "reopen"}, name="reopen"),
    path("<int:pk>/unlock/", accounts.act, {"verb": "unlock"}, name="unlock"),
    path("<int:pk>/end-sessions/", accounts.act, {"verb": "end"}, name="end"),
]

urlpatterns = [
    path("account/", include(_entrance)),
    path("account/second/", include(_second)),
    path("account/", include((_own, "account"))),
    path("accounts/", include((_accounts, "accounts"))),
]
