"""Django's settings of the hub, made from its data folder. Holds no secret and no rule.

``MITMACH_HUB_DATA`` names the data folder (``python -m sync.hub --data DIR`` sets it).
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from sync.hub.config import load_hub_config
from sync.hub.data_folder import HubFolder
from sync.hub.database_settings import database_settings

HUB_FOLDER = HubFolder.from_environment()
HUB_CONFIG = load_hub_config(HUB_FOLDER.config)

DEBUG = False
ALLOWED_HOSTS = list(HUB_CONFIG.hosts)
ROOT_URLCONF = "sync.hub.urls"
WSGI_APPLICATION = "sync.hub.wsgi.application"


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, PermissionError):
        # Before `init`, and in the worker (which may not see it), there is nothing to sign that would have to last.
        return secrets.token_urlsafe(64)


SECRET_KEY = _read_secret(HUB_FOLDER.django_secret)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "sync.hub",
    "sync.hub.audit",
    "sync.hub.announcements",
    "sync.hub.choices",
    "sync.hub.text_blocks",
    "sync.hub.ballot_log",
    "sync.hub.stations",
    "sync.hub.intake",
    "sync.hub.backups",
    "sync.hub.forwarding",
    "sync.hub.triage",
    "sync.hub.accounts",
    "sync.hub.reports",
    "sync.hub.contributions",
    "sync.hub.enclosures",
    "sync.hub.handover",
    "sync.hub.polls",
    "sync.hub.counting",
    "sync.hub.drafts",
    "sync.hub.promises",
    "sync.hub.claims",
    "sync.hub.surveys",
    "sync.hub.publishing",
    "sync.hub.visits",
    "sync.hub.indicators",
    "sync.hub.closures",
    "sync.hub.paper",
    "sync.hub.monitoring",
    "sync.hub.public",
    "sync.hub.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sync.hub.console.web.border.BorderMiddleware",
    "csp.middleware.CSPMiddleware",
    "sync.hub.public.door.PublicDoorMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sync.hub.console.web.session_end.SessionEndMiddleware",
    "sync.hub.console.web.session_end.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sync.hub.console.web.first_password.FirstPasswordMiddleware",
    "sync.hub.console.web.second_step.SecondStepMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sync.hub.console.web.context.console_frame",
            ]
        },
    }
]

DATABASES = {"default": database_settings(HUB_FOLDER, HUB_CONFIG)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# The brake on guessing: sync/hub/accounts/sign_in_brake.py
AXES_HANDLER = "sync.hub.accounts.sign_in_brake.SignInBrake"
AXES_CLIENT_IP_CALLABLE = "sync.hub.accounts.sign_in_brake.origin_of"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "console/shut_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Who comes and goes stands in the audit log; no second list of it, and no address of anybody, is kept.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "answer"]
LOGIN_URL = "console:login"
LOGIN_REDIRECT_URL = "console:home"

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
FORMAT_MODULE_PATH = ["sync.hub.formats"]
TIME_ZONE = HUB_CONFIG.time_zone
USE_TZ = True

STATIC_URL = "/static/"
# Served straight from the source folders: nothing has to be collected first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# A batch is the longest thing ever sent here; its view has a bound of its own, just above it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A file of the content is filled in on one page: every category of reports, for example.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Files are passed over unread, but for the one page that takes what a stick holds, and there they are bounded.
FILE_UPLOAD_HANDLERS = ["sync.hub.console.web.uploads.NoUploads"]
DATA_UPLOAD_MAX_NUMBER_FILES = 20_000

# A session ends half an hour after its last page (console/web/session_end.py), and with the browser.
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sync.hub.console.pages.faults.untrusted_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HUB_CONFIG.https:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refused station is the station's trouble and is told to it; it is no fault of the server.
    "loggers": {"django.request": {"level": "ERROR"}},
}
