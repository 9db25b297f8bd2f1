"""Which kind of web page stands where a feed should be. Each has a remedy of its own."""

import re

from monitor.errors import ParseError

_LOOKED_AT = 60_000

# Each with its kind and what a person is told; the first that fits. A page about any of these is not a feed either.
_MARKS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "parked",
        re.compile(
            r"sedoparking|parkingcrew|bodis\.com|hugedomains|afternic|above\.com/marketplace|parked-content"
            r"|(?:this )?domain (?:name )?(?:is|may be) (?:for sale|parked)|buy this domain|parked free",
            re.IGNORECASE,
        ),
        "this address serves the page of a parked domain, not a feed",
    ),
    (
        "captcha",
        re.compile(
            r"cf-chl|challenge-platform|cf-turnstile|<title>\s{0,9}just a moment|attention required!|hcaptcha"
            r"|g-recaptcha|px-captcha|ddos-guard|_incapsula_|awswafcaptcha"
            r"|verify(?:ing)? (?:that )?you are (?:a )?human"
            r"|are you a robot|i'?m not a robot|checking your browser|captcha",
            re.IGNORECASE,
        ),
        "this address serves a test for robots (captcha), not a feed",
    ),
    (
        "login",
        re.compile(
            r"<input[^<>]{0,200}type\s{0,3}=\s{0,3}[\"']?password"
            r"|<title>[^<]{0,60}(?:log ?in|sign ?in|hotspot|captive portal)\b",
            re.IGNORECASE,
        ),
        "this address serves a login page, not a feed",
    ),
)


def page_instead(text: str) -> ParseError:
    """The error that an HTML page is, by the marks in its first part: `parked`, `captcha`, `login`, else `web-page`."""
    start = text[:_LOOKED_AT]
    for kind, mark, sentence in _MARKS:
        if mark.search(start):
            return ParseError(kind, sentence)
    return ParseError("web-page", "this address serves a web page, not a feed")
