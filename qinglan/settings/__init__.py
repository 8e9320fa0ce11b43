"""Django settings of Qinglan. What an operator may change is declared in ``env``."""

import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from qinglan.kernel.database.location import django_database
from qinglan.parties import policy
from qinglan.settings import env, identity
from qinglan.settings.keys import secret_key

HOME = Path(env.HOME.text()).resolve()
MODE = env.MODE.text()
if MODE not in ("demonstration", "production"):
    raise env.SettingError(f"QINGLAN_MODE must be demonstration or production, not {MODE!r}")
DEMONSTRATION = MODE == "demonstration"

DEBUG = False
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = env.ALLOWED_HOSTS.words() or (["*"] if DEMONSTRATION else [])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

INSTALLED_APPS = [
    "pgtrigger",
    "pghistory",
    "qinglan.kernel.web",
    "qinglan.kernel.history",
    "qinglan.kernel.clock",
    "qinglan.kernel.ledger",
    "qinglan.kernel.rulebook",
    "qinglan.kernel.periods",
    "qinglan.kernel.codes",
    "qinglan.kernel.events",
    "qinglan.kernel.outbox",
    "qinglan.kernel.search",
    "qinglan.kernel.measures",
    "qinglan.kernel.documents",
    "qinglan.kernel.sheets",
    "qinglan.kernel.drafts",
    "qinglan.kernel.disclosure",
    "qinglan.kernel.messages",
    "qinglan.kernel.counter",
    "qinglan.kernel.outages",
    "qinglan.kernel.todos",
    "qinglan.kernel.jobs",
    "qinglan.parties",
    "qinglan.rights",
    "qinglan.market",
    "qinglan.auctions",
    "qinglan.contracts",
    "qinglan.programmes",
    "qinglan.plans",
    "qinglan.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "rules",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "qinglan.kernel.web.static_files.StaticFilesMiddleware",
    "qinglan.kernel.web.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "qinglan.kernel.web.middleware.LanguageMiddleware",
    "qinglan.kernel.web.middleware.AddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qinglan.kernel.history.middleware.HistoryMiddleware",
    "qinglan.programmes.audit.reading_log.AuditReadingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qinglan.kernel.web.downloads.DownloadMiddleware",
    "qinglan.kernel.drafts.middleware.FormsMiddleware",
]

ROOT_URLCONF = "qinglan.portal.site"
ASGI_APPLICATION = "qinglan.portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qinglan.kernel.web.context.site",
            ],
            "builtins": ["qinglan.kernel.drafts.templatetags.once"],
        },
    }
]
FORM_RENDERER = "qinglan.kernel.drafts.renderer.Renderer"
DRAFT_DAYS = env.DRAFT_DAYS.whole_number()

DATABASES = {
    "default": {
        **django_database("app"),
        "CONN_MAX_AGE": 0,  # ASGI gives each request a thread: what it kept would never be used again
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 24, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "portal:desk"
LOGOUT_REDIRECT_URL = "portal:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "qinglan.parties.passwords.ProfileValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "mobile", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SECURITY_PROFILE = env.SECURITY_PROFILE.text()
if SECURITY_PROFILE not in policy.PROFILES:
    raise env.SettingError(
        f"{env.SECURITY_PROFILE.name} must be one of {', '.join(policy.PROFILES)}, not {SECURITY_PROFILE!r}"
    )
# allauth: second factors and unified identity. Passwords, codes and locks are ours (decision 0004).
ALLAUTH_TRUSTED_PROXY_COUNT = env.PROXIES.whole_number()
ACCOUNT_ADAPTER = "qinglan.parties.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # ours count in the database: qinglan/parties/domain/guard.py
ACCOUNT_FORMS = {"reauthenticate": "qinglan.parties.account_forms.ReauthenticateForm"}
MFA_ADAPTER = "qinglan.parties.second.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # telephones without a good clock
MFA_TRUST_ENABLED = env.TRUST_BROWSERS.text() == "1"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMONSTRATION  # http://localhost
MFA_FORMS = {
    "authenticate": "qinglan.parties.account_forms.AuthenticateForm",
    "reauthenticate": "qinglan.parties.account_forms.SecondReauthenticateForm",
    "add_webauthn": "qinglan.parties.account_forms.AddKeyForm",
}
SOCIALACCOUNT_ADAPTER = "qinglan.parties.adapters.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that ends at another site would need a wider content policy
SOCIALACCOUNT_PROVIDERS = identity.providers(demonstration=DEMONSTRATION)
IDENTITY_NAME = env.IDENTITY_NAME.text() if SOCIALACCOUNT_PROVIDERS else ""
IDENTITY_CLAIMS = identity.claims()

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "qinglan_language"
LANGUAGE_COOKIE_AGE = 31_536_000
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = HOME / "files"
LARGEST_FILE = env.LARGEST_FILE.whole_number() * 1024 * 1024
SEAL_PROVIDER = env.SEAL_PROVIDER.text() or ("local" if DEMONSTRATION else "")
SEAL_SECRET = env.SEAL_SECRET.text()
if 0 < len(SEAL_SECRET) < 32:
    raise ImproperlyConfigured("QINGLAN_SEAL_SECRET is too short: take 32 characters or more.")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "qinglan.parties.sessions"
SESSION_COOKIE_AGE = int(policy.PROFILES[SECURITY_PROFILE].absolute.total_seconds())
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.SECURE.text() == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "qinglan.kernel.web.views.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SITE_NAME = {"zh-hans": env.SITE_NAME.text(), "en": env.SITE_NAME_EN.text()}
SITE_CONTACT = env.SITE_CONTACT.text()
ICP_NUMBER = env.ICP_NUMBER.text()
POLICE_NUMBER = env.POLICE_NUMBER.text()
SITE_CODE = env.SITE_CODE.text()
PACKS = Path(env.PACKS.text())
SEARCH_URL = env.SEARCH_URL.text()
ENCODER = env.ENCODER.text()

SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNING = "pytest" in sys.modules

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"qinglan": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}
