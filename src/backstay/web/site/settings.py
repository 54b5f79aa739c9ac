"""Settings of the application, read from the environment; `docs/reference/settings.md` lists them.

Nothing has to be set to try it: data and a secret key are kept in `BACKSTAY_DATA`.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import django_stubs_ext
from dj_database_url import parse
from environs import Env, validate

from backstay.web.site.secret import secret_key

django_stubs_ext.monkeypatch()
env = Env()

DATA = Path(env.str("BACKSTAY_DATA", "data")).resolve()
DEBUG = env.bool("BACKSTAY_DEBUG", False)
SECRET_KEY = env.str("BACKSTAY_SECRET_KEY", "") or secret_key(DATA)
NAMED: list[str] = env.list("BACKSTAY_HOSTS", [])  # the names that people open it by
ALLOWED_HOSTS = [*NAMED, "localhost", "127.0.0.1", "[::1]"]  # probes ask on this machine
HTTPS = env.bool("BACKSTAY_HTTPS", False)  # behind TLS: secure cookies, HSTS, redirects
BACKSTAY_OVERLAY = env.str("BACKSTAY_OVERLAY", "")  # YAML of the site's own protocol
BACKSTAY_DEMONSTRATION = env.bool("BACKSTAY_DEMONSTRATION", False)  # invented patients are shown
BACKSTAY_SITE = env.str("BACKSTAY_SITE", "")  # the hospital, as pages name it
# Whom to call in an emergency, "role|number" or "role|name|number" each, with ";" between them.
BACKSTAY_CALL: list[str] = env.list("BACKSTAY_CALL", [], delimiter=";")
# Record systems that can be asked for a patient's data: "https://address/of/fhir|client-id" each.
BACKSTAY_LAUNCHES: list[str] = env.list("BACKSTAY_LAUNCHES", [])
BACKSTAY_FETCH_SECONDS = env.float("BACKSTAY_FETCH_SECONDS", 15.0)  # for all that one launch reads
METRICS_TOKEN = env.str("BACKSTAY_METRICS_TOKEN", "")  # without one /metrics is for this machine
IDLE_MINUTES = env.float("BACKSTAY_IDLE_MINUTES", 20)
# "required" sends people without an app or a passkey to add one first; the hospital's identity has its own.
BACKSTAY_SECOND_FACTOR = env.str(
    "BACKSTAY_SECOND_FACTOR", "optional", validate=validate.OneOf(("optional", "required"))
)
EMERGENCY_ACCESS_HOURS = env.int("BACKSTAY_EMERGENCY_ACCESS_HOURS", 4)
# The hospital's own identity (OpenID Connect); the claim must be one that people cannot change themselves.
BACKSTAY_OIDC_SERVER = env.str("BACKSTAY_OIDC_SERVER", "")
BACKSTAY_OIDC_USERNAME = env.str("BACKSTAY_OIDC_USERNAME", "preferred_username")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules",
    "template_partials",
    "backstay.web.ui",
    "backstay.web.audit",
    "backstay.web.people",
    "backstay.web.records",
    "backstay.web.cases",
    "backstay.web.emergency",
    "backstay.web.library",
    "backstay.web.oversight",
    "backstay.web.site",
    # after ours, whose templates of the same names come first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "backstay.web.site.around.watched",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "backstay.web.site.limits.not_too_long",  # before any form is read, after what adds headers
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "backstay.web.site.limits.NoNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "backstay.web.people.idle.IdleMiddleware",
    "backstay.web.people.required.required_steps",
]
ROOT_URLCONF = "backstay.web.site.urls"
WSGI_APPLICATION = "backstay.web.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backstay.web.people.context.who",
                "backstay.web.ui.context.site",
            ],
        },
    }
]

_DATABASE: dict[str, Any] = dict(
    parse(env.str("DATABASE_URL", f"sqlite:///{DATA / 'backstay.sqlite3'}"), conn_max_age=60)
)
if _DATABASE["ENGINE"].endswith("sqlite3"):
    # Readers do not wait for a writer, and two writers wait for each other instead of failing.
    _DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # The last one lets INSERT OR REPLACE, which deletes, meet the triggers that forbid it.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA recursive_triggers=ON;",
    }
DATABASES = {"default": _DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Rate limits must count over all workers, so the cache is the database's.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Beyond this, rows go whether they count or not: names tried at random would push out a limit.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "backstay.web.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Backstay"
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ by some seconds
MFA_ADAPTER = "backstay.web.people.adapters.SecondFactorAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow passkeys on localhost alone then
SOCIALACCOUNT_ADAPTER = "backstay.web.people.adapters.HospitalAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link; a form may not lead to another site (CSP form-action)
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if BACKSTAY_OIDC_SERVER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "hospital",
                "name": env.str("BACKSTAY_OIDC_NAME", BACKSTAY_SITE or "your hospital"),
                "client_id": env.str("BACKSTAY_OIDC_CLIENT"),
                "secret": env.str("BACKSTAY_OIDC_SECRET"),
                "settings": {"server_url": BACKSTAY_OIDC_SERVER},
            }
        ],
    }
# Who asks is behind so many proxies; rates of sign-in are counted by who asks.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("BACKSTAY_PROXIES", 1 if HTTPS else 0)

SESSION_COOKIE_AGE = 12 * 60 * 60  # longer than IDLE_MINUTES, so that what comes late is kept
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked on this machine, before the proxy
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb")
}

LOGGING_CONFIG = None  # `backstay.web.site.logs` says what leaves

LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("BACKSTAY_TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
# The style of entries of the knowledge is that of the book.
STATICFILES_DIRS = [("present", Path(str(files("backstay.present") / "assets")))]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there
# `backstay serve` has collected the files: compressed, named by their content, kept by browsers for ever.
COLLECTED = env.bool("BACKSTAY_COLLECTED", False)
WHITENOISE_USE_FINDERS = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
EMAIL_BACKEND = env.str("BACKSTAY_EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
