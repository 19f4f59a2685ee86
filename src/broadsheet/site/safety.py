"""Headers that keep a page from running, loading or sending anything it should not."""

from django.http import HttpResponse

from . import theme

__all__ = ["secured"]


def secured(response: HttpResponse, *, framed_by: str = "'none'") -> HttpResponse:
    """The response with its security headers set; ``framed_by`` as CSP names sources."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response.headers["Content-Security-Policy"] = _policy(response, framed_by)
    return response


def _policy(response: HttpResponse, framed_by: str) -> str:
    if not response.headers["Content-Type"].startswith("text/html"):
        # Opened by itself a feed or a picture needs nothing; an SVG could ask for much.
        return "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    # connect-src: no script runs that could connect, but auditors fetch robots.txt in the page.
    return (
        f"default-src 'none'; style-src {theme.source_hash()}; img-src 'self' data:; "
        f"connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors {framed_by}"
    )
