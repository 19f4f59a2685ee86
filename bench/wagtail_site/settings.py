"""The paper's settings, with the middleware of a new Wagtail project and Wagtail's own pages."""

from broadsheet.config.settings import *  # noqa: F403 -- as Django's settings are extended

ROOT_URLCONF = "bench.wagtail_site.urls"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
]
