"""A page in the place of a feed is named by its marks, because the owner's remedy differs."""

import pytest

from monitor.errors import ParseError
from monitor.parse import parse

PAGES = {
    "captcha": [
        "<html><head><title>Just a moment...</title></head><body><div class='cf-turnstile'></div></body>",
        "<html><body><h1>Are you a robot?</h1></body></html>",
    ],
    "login": [
        "<html><body><form><input name=p type='password'></form></body></html>",
        "<!doctype html><title>Hotel Guest Sign in</title><body>Welcome</body>",
    ],
    "parked": [
        "<html><body>This domain is for sale. Make an offer.</body></html>",
        "<html><script src='https://img.sedoparking.com/x.js'></script></html>",
    ],
    "web-page": ["<html><body><h1>Welcome to our newspaper</h1></body></html>"],
}


@pytest.mark.parametrize(("kind", "page"), [(kind, page) for kind, pages in PAGES.items() for page in pages])
def test_the_kind_of_page_is_named(kind: str, page: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(page.encode(), {}, "https://news.example/feed")
    assert caught.value.kind == kind


def test_a_feed_that_writes_about_captchas_and_logins_is_a_feed() -> None:
    body = (
        b"<rss version='2.0'><channel><title>Captcha news</title><item><title>Log in, are you a robot?</title>"
        b"<guid>1</guid></item></channel></rss>"
    )
    assert parse(body, {}, "https://news.example/feed").total == 1
