"""Headers of every answer, and the refusal of posts that another site caused."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the icons come inside the page: the neutral one is there on a dead connection
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Safety: nothing of a page is kept, framed, sent elsewhere or told to the next site
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def add_headers(app: Flask, site_url: str) -> None:
    """Put the headers on every answer of an app; HSTS when it is served over https."""
    headers = dict(HEADERS)
    if site_url.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    def write_headers(response: Response) -> Response:
        given = {name.lower() for name, _ in response.headers}
        for name, value in headers.items():
            if name.lower() not in given:
                response.headers.add(name, value)
        return response

    app.after_request(write_headers)


def is_from_another_site() -> bool:
    """Say whether a browser tells that another site caused this request.

    Our pages send no referrer, so browsers may write `Origin: null`; Sec-Fetch-Site tells the truth where it exists.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None or origin == "null":
        return False
    try:
        return urlsplit(origin).netloc != request.host
    except ValueError:
        return True  # no browser writes such an origin
