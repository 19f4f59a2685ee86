"""Addresses that Django answers: the desk's. Readers' addresses are in ``site.urls``.

Neither Wagtail's page serving nor its public API is here, and must not be: they
would show drafts' rows (see ``desk.checks``). Nothing here is open but what
Wagtail needs for signing in.
"""

from django.urls import include, path
from wagtail.admin import urls as desk_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as document_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from broadsheet.desk import media

handler500 = "broadsheet.desk.faults.server_error"

_files = [
    path("media/<path:path>", media.media),
    path("pictures/<int:key>/<int:width>.<str:extension>", media.draft_picture),
    # Wagtail would hand documents to anybody.
    path("documents/", include(document_urls)),
]

urlpatterns = [
    path("desk/", include(decorate_urlpatterns(_files, require_admin_access))),
    path("desk/", include(desk_urls)),
]
