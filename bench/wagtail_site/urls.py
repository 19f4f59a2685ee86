"""What the paper itself never mounts: Wagtail's tree of pages."""

from django.urls import include, path
from wagtail import urls as wagtail_urls

from broadsheet.config.urls import urlpatterns as paper_urls

urlpatterns = [*paper_urls, path("", include(wagtail_urls))]
