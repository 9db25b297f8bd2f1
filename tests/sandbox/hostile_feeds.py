"""Feeds made to hurt, and the task that reads one of them in a child. Children import this module."""

import json

from monitor.errors import ParseError
from monitor.normalise.html import to_text
from monitor.parse import parse
from monitor.sandbox import cpu_budget

CPU_SECONDS = 2.0
GOOD = b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>Jail attacked</title></item></channel></rss>'


def rss(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def titled(inside: str) -> bytes:
    return rss(f"<item><title>ok</title>{inside}</item>")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
SEEDS = {
    "80 KB of newlines": b'<?xml version="1.0"?>' + b"\n" * 80_000 + GOOD[21:],
    "100k attributes": rss("<item " + " ".join(f'a{n}="x"' for n in range(100_000)) + "></item>"),
    "100k attributes that hide tag ends": rss("<item " + " ".join(f'a{n}=">"' for n in range(100_000)) + "></item>"),
    "quadratic author": titled("<author>a@" + "a." * 16_000 + "!</author>"),
    "quadratic author in pieces": titled("<author>" + "a@<!-- -->" + "a.<!-- -->" * 100_000 + "!</author>"),
    "billion laughs": f'<!DOCTYPE r [<!ENTITY l0 "lol">{LAUGHS}]>'.encode() + titled("<description>&l9;</description>"),
    "60k entities": b"<!DOCTYPE r [" + b"".join(b'<!ENTITY e%d "x">' % n for n in range(60_000)) + b"]>" + GOOD,
    "800 kB of comment starts": titled("<description>" + "<!--" * 200_000 + "</description>"),
    "comment starts as text": titled("<description>" + "&lt;!--" * 130_000 + "</description>"),
    "20k nested div": titled("<description>" + "<div>" * 20_000 + "</div>" * 20_000 + "</description>"),
    "nested div as text": titled("<description>" + "&lt;div>" * 60_000 + "</description>"),
    "100k unclosed elements": rss("<a>" * 100_000),
    "800 kB of tag starts": rss("<a " * 270_000),
    "20k namespaces": rss("".join(f'<a{n}:x xmlns:a{n}="u{n}"/>' for n in range(20_000))),
    "100k tags": titled("".join(f"<category>{n}</category>" for n in range(100_000))),
    "nested JSON": b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 200_000,
    "200k items": rss("<item><title>x</title></item>" * 200_000),
}


def read(payload: bytes) -> bytes:
    """The titles in the feed, as a poll would read it: parsed and made plain within its budget."""
    with cpu_budget(CPU_SECONDS):
        try:
            feed = parse(payload, {}, "http://a.example/feed")
        except ParseError as error:
            return json.dumps({"refused": error.kind}).encode()
        titles = [item.title for item in feed.items if to_text(item.summary) is not None]
    return json.dumps({"titles": titles, "total": feed.total}).encode()
