"""Addresses that Django answers: the desk's. Readers' addresses are in ``site.urls``."""

from django.urls import include, path
from wagtail.admin import urls as desk_urls
from wagtail.documents import urls as document_urls

urlpatterns = [
    path("desk/documents/", include(document_urls)),
    path("desk/", include(desk_urls)),
]
