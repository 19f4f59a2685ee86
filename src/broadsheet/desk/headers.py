"""Headers of everything under the desk's address."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

__all__ = ["keep_private"]


def keep_private(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: no search engine lists the desk, no cache keeps its pages."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/desk/"):
            response["X-Robots-Tag"] = "noindex, nofollow"
            if not response.has_header("Cache-Control"):
                response["Cache-Control"] = "no-store, private"
        return response

    return answer
