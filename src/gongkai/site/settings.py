"""Django's settings: one file, the environment decides what differs between installations.

The public site and the back office are two processes (docs/decisions/0002): GONGKAI_ROLE says which one this is.
Variables: GONGKAI_HOME, GONGKAI_PAGES, DATABASE_URL, GONGKAI_ROLE, GONGKAI_ALLOWED_HOSTS, GONGKAI_PUBLIC_URL,
GONGKAI_OFFICE_URL, GONGKAI_HTTPS, GONGKAI_PROXY, GONGKAI_DEBUG, GONGKAI_SECRET_KEY (or GONGKAI_SECRET_KEY_FILE),
GONGKAI_PROTECTION_KEYS, GONGKAI_EMAIL_URL, GONGKAI_EMAIL_FROM, GONGKAI_ATTACHMENT_MB.
"""

from pathlib import Path

import dj_database_url

from gongkai.site import env
from gongkai.site.mail import mail_from

HOME = Path(env.text("GONGKAI_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)
# The written pages: a folder that the web server in front reads too, and that several application servers share.
PAGES = Path(env.text("GONGKAI_PAGES", str(HOME / "pages"))).resolve()
ROLE = env.choice("GONGKAI_ROLE", ("public", "office"), "office")
HTTPS = env.flag("GONGKAI_HTTPS")
# The address of the proxy in front: its word on the visitor's address and on TLS is believed, nobody else's.
PROXY = env.text("GONGKAI_PROXY", "")
DEBUG = env.flag("GONGKAI_DEBUG")
SECRET_KEY = env.secret("GONGKAI_SECRET_KEY", HOME / "secret-key")
# What encrypts personal data: kept and backed up apart from the database, or a stolen copy would hold both.
PROTECTION_KEYS = Path(env.text("GONGKAI_PROTECTION_KEYS", str(HOME / "protection-keys")))
ALLOWED_HOSTS = env.words("GONGKAI_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")

# Where people reach the two processes; each links to the other by these.
PUBLIC_URL = env.text("GONGKAI_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
OFFICE_URL = env.text("GONGKAI_OFFICE_URL", "http://127.0.0.1:8001").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL, OFFICE_URL]

INSTALLED_APPS = [
    # Before Wagtail, so that our templates are found first.
    "gongkai.site",
    "gongkai.portal",
    "gongkai.annual_reports",
    "gongkai.disputes",
    "gongkai.applications",
    "gongkai.library",
    "gongkai.publishing",
    "gongkai.agencies",
    "gongkai.ledger",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

_FIRST = "gongkai.site.frames.RoomForFramesMiddleware"
_EVERYWHERE = [
    "django.middleware.security.SecurityMiddleware",
    "gongkai.site.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
]
# The public process knows no accounts: a stolen officer's cookie opens nothing there.
PUBLIC_MIDDLEWARE = [
    _FIRST,
    "gongkai.portal.written.keeping.KeepPagesMiddleware",
    *_EVERYWHERE,
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
OFFICE_MIDDLEWARE = [
    _FIRST,
    *_EVERYWHERE,
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PUBLIC_URLCONF = "gongkai.site.urls_public"
OFFICE_URLCONF = "gongkai.site.urls_office"

MIDDLEWARE = PUBLIC_MIDDLEWARE if ROLE == "public" else OFFICE_MIDDLEWARE
ROOT_URLCONF = PUBLIC_URLCONF if ROLE == "public" else OFFICE_URLCONF
WSGI_APPLICATION = "gongkai.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{HOME / 'gongkai.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers wait for one another instead of failing, and readers never wait. A transaction takes the write lock
    # when it begins: one that reads first and writes later could otherwise only be refused.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": "PRAGMA journal_mode=WAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["gongkai.agencies.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
SESSION_COOKIE_NAME = "gongkai_office"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = f"gongkai_{ROLE}_csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = ROLE == "public"  # the back office's own scripts read it
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor's preview is a frame of the same origin

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
# Files are served straight from the packages: no collecting step between an update and the first page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000  # annual reports of a whole city at once, where scripts do not run
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # page forms with many blocks have more than a thousand fields
# Of one file of published information, by what it is. A file is held in memory while it is taken in.
ATTACHMENT_MEGABYTES = env.sizes(
    "GONGKAI_ATTACHMENT_MB", {"paper": 50, "picture": 50, "archive": 100, "audio": 100, "video": 300}
)

TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

_MAIL = mail_from(env.text("GONGKAI_EMAIL_URL", ""))
EMAIL_BACKEND = _MAIL.backend
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
EMAIL_TIMEOUT = 30
EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = env.text("GONGKAI_EMAIL_FROM", "gongkai@localhost")

WAGTAIL_SITE_NAME = "公开"
WAGTAILADMIN_BASE_URL = OFFICE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "gongkai.site.forms.OfficeLoginForm"
# Decided before the first migration, since they cannot be changed later (docs/decisions/0001).
WAGTAIL_PAGE_MODEL = "publishing.BasePage"
WAGTAILIMAGES_IMAGE_MODEL = "publishing.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "publishing.Attachment"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "gongkai.publishing.finishing.finish"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Nothing is fetched from, or told to, another host.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Accounts are made and given their roles by the three administrators, not by whoever knows an address.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        # It tells each page that is made; the ledger does so too, and in Chinese.
        "wagtail": {"level": "WARNING"},
        # Somebody asked for another site: he gets his answer, and the log no traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
