"""Django's settings, made from the paper's folder. See ``folder.MachineSettings`` for what can be set."""

from django.utils.translation import gettext_lazy as _

from .database import databases
from .folder import PaperFolder

PAPER_FOLDER = PaperFolder.of_environment()
MACHINE = PAPER_FOLDER.machine_settings()

# ---- what the paper is made of -------------------------------------------------------
INSTALLED_APPS = [
    "broadsheet.ops",
    "broadsheet.desk",
    "broadsheet.press",
    "broadsheet.site",
    "broadsheet.imports",
    "broadsheet.syndication",
    "broadsheet.fronts",
    "broadsheet.versions",
    "broadsheet.articles",
    "broadsheet.paper",
    "broadsheet.changes",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
AUTH_USER_MODEL = "broadsheet_paper.User"
WAGTAILIMAGES_IMAGE_MODEL = "broadsheet_articles.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "broadsheet_articles.Attachment"

# Only the desk passes these: readers are answered before Django (press.serving).
MIDDLEWARE = [
    "broadsheet.desk.headers.keep_private",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.locale.LocaleMiddleware",
]
ROOT_URLCONF = "broadsheet.config.urls"
WSGI_APPLICATION = "broadsheet.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PAPER_FOLDER.templates],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# ---- where things lie ----------------------------------------------------------------
DATABASES = databases(PAPER_FOLDER, MACHINE.database)
DATABASE_ROUTERS = ["broadsheet.changes.readers.ReadersRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
BROADSHEET_RUN_FOLDER = PAPER_FOLDER.root / "run"
BROADSHEET_PRESS_FOLDER = PAPER_FOLDER.root / "press"
BROADSHEET_PAGE_BUDGET = MACHINE.page_budget
BROADSHEET_THREADS = MACHINE.threads

MEDIA_ROOT = PAPER_FOLDER.root / "media"
MEDIA_URL = "/desk/media/"  # the desk's own view; readers get pressed pictures
STATIC_URL = "/static/"
STATIC_ROOT = PAPER_FOLDER.root / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # no collectstatic needed on a small server
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long article's form has many fields

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ---- words and times -----------------------------------------------------------------
LANGUAGE_CODE = MACHINE.language
TIME_ZONE = MACHINE.time_zone
USE_TZ = True
USE_I18N = True

# ---- safety --------------------------------------------------------------------------
SECRET_KEY = PAPER_FOLDER.secret_key()
DEBUG = False
ALLOWED_HOSTS = list(MACHINE.hosts)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MACHINE.https
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/desk/"  # reader pages never see a cookie
# In a cookie of their own they would travel with the readers' pages.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the desk shows its own previews in frames
if MACHINE.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in MACHINE.hosts]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

# ---- the desk (Wagtail) --------------------------------------------------------------
WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILADMIN_BASE_URL = f"http{'s' if MACHINE.https else ''}://{MACHINE.hosts[0]}"
WAGTAIL_FINISH_WORKFLOW_ACTION = "broadsheet.versions.approval.publish_approved"
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.articles.picture_form.PictureForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000_000  # 100 megapixels; more is a decompression bomb
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 40 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAIL_ENABLE_UPDATE_CHECK = False  # nothing calls home
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = True
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"broadsheet": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
LANGUAGES = [("ar", _("Arabic")), ("de", _("German")), ("en", _("English")), ("fr", _("French"))]
