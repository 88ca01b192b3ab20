"""Django's settings, all of them from the table in `environment`."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from tauliah.config.environment import Database, environment, read_environment

_values, _wrong = read_environment(environment())
if _wrong:
    raise ImproperlyConfigured("\n".join(_wrong))

PACKAGE = Path(__file__).resolve().parent.parent
EMBEDDED: bool = _values["TAULIAH_MODE"] == "embedded"
DATA: Path = _values["TAULIAH_DATA"]
ADDRESS: str = _values["TAULIAH_ADDRESS"]
PROXY: str = _values["TAULIAH_PROXY"]
SIGNING_KEY_FILE: Path = _values["TAULIAH_SIGNING_KEY"] or DATA / "signing.key"
SIGNING_KEY_SECRET: str = _values["TAULIAH_SIGNING_KEY_SECRET"]
SIGNER: str = _values["TAULIAH_SIGNER"]
# the days of each thing that a time sets an end to, by the name of its setting; 0 keeps it for good
RETENTION: dict[str, int] = {
    name: value for name, value in _values.items() if name.startswith("TAULIAH_KEEP_")
}
TRIAL_ISSUER: str = _values["TAULIAH_TRIAL_ISSUER"]
RECORD_STORE: str = _values["TAULIAH_RECORD_STORE"]
RECORD_STORE_KEY_FILE: Path = _values["TAULIAH_RECORD_STORE_KEY"] or DATA / "record-store.key"
RECORD_STORE_KEY_SECRET: str = _values["TAULIAH_RECORD_STORE_KEY_SECRET"]
_host = urlsplit(ADDRESS)
ISSUER = "did:web:" + _host.netloc.replace(":", "%3A")


def _kept_secret() -> str:
    """The secret of an embedded site: made once, kept in the data folder for its owner only."""
    file = DATA / "secret.key"
    if not file.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return file.read_text(encoding="utf-8").strip()


SECRET_KEY: str = _values["TAULIAH_SECRET_KEY"] or _kept_secret()
DEBUG = False
ALLOWED_HOSTS = [_host.hostname or "localhost"]
if EMBEDDED:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
_secure = _host.scheme == "https"

INSTALLED_APPS = [
    "tauliah.apps.people",
    "tauliah.apps.itembank",
    "tauliah.apps.standards",
    "tauliah.apps.catalogue",
    "tauliah.apps.record",
    "tauliah.apps.study",
    "tauliah.apps.reading",
    "tauliah.apps.sittings",
    "tauliah.apps.marking",
    "tauliah.apps.results",
    "tauliah.apps.mock_exams",
    "tauliah.apps.classes",
    "tauliah.apps.analyses",
    "tauliah.apps.awards",
    "tauliah.apps.access",
    "tauliah.apps.trials",
    "tauliah.apps.experience",
    "tauliah.apps.privacy",
    "tauliah.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
MIDDLEWARE = [
    "tauliah.web.quick_saves.QuickSaves",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tauliah.web.content_policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tauliah.web.permissions.PermissionMiddleware",
]
ROOT_URLCONF = "tauliah.config.urls"
WSGI_APPLICATION = "tauliah.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tauliah.web.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]


def _database(chosen: Database | None) -> dict[str, Any]:
    if chosen is None or chosen.engine == "sqlite":
        file = chosen.name if chosen else str(DATA / "tauliah.sqlite3")
        if chosen is None:
            DATA.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "tauliah.config.sqlite",
            "NAME": file,
            # closing the last connection copies the log into the file: too dear for each request
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                # FULL: an answer that was acknowledged survives a power cut
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": chosen.name,
        "HOST": chosen.host,
        "PORT": chosen.port,
        "USER": chosen.user,
        "PASSWORD": chosen.password,
        # a connection that died with the database is found before a request meets it
        "CONN_HEALTH_CHECKS": True,
        # one for each thread that answers and each that works behind them; psycopg's pool waits 30 s
        # for one unless told: a candidate will not
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 12, "timeout": 4}},
    }


DATABASES = {"default": _database(_values["TAULIAH_DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# the moment by which exams run, as a function without arguments
EXAM_CLOCK = "tauliah.apps.sittings.clock.database_time"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ms", "Bahasa Melayu")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["tauliah.apps.people.sessions.AccountBackend"]
SESSION_ENGINE = "tauliah.apps.people.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "tauliah.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "tauliah.web.accounts.SignUpDetails"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _host.scheme
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tauliah"
# a passkey asks for a secure origin; browsers take localhost for one
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "front"

_mail = _values["TAULIAH_MAIL"]
if _mail == "console":
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    _server = urlsplit(_mail)
    EMAIL_HOST = _server.hostname or ""
    EMAIL_PORT = _server.port or (465 if _server.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_server.username or "")
    EMAIL_HOST_PASSWORD = unquote(_server.password or "")
    EMAIL_USE_SSL = _server.scheme == "smtps"
    EMAIL_USE_TLS = _server.scheme == "smtp" and bool(_server.username)
DEFAULT_FROM_EMAIL = _values["TAULIAH_MAIL_FROM"]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"route": {"()": "tauliah.config.logs.RouteForPath"}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    # where Django says of a request by its path that it was not found, forbidden or failed
    "loggers": {
        name: {"filters": ["route"]} for name in ("django.request", "django.security.csrf")
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
