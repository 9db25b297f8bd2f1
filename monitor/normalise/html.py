"""HTML to plain text: paragraphs become lines, entities letters, scripts nothing. The only importer of selectolax."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

HTML_LIMIT = 64 * 1024
_DEPTH = 1000

_TAGS = (
    "a|abbr|address|article|aside|b|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|embed|figcaption|figure"
    "|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|main|mark|meta|nav|noscript|object|ol"
    "|p|pre|q|s|script|section|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|template|textarea|tfoot"
    "|th|thead|time|title|tr|tt|u|ul|video|audio|button|select|option|link|center|picture"
)
_MARKUP = re.compile(rf"</?(?:{_TAGS})(?=[\s/>])|<!--", re.IGNORECASE)
_BLOCK = re.compile(
    r"<(?=/?(?:address|article|aside|blockquote|br|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li"
    r"|main|nav|ol|option|p|pre|section|table|tr|ul)[\s/>])",
    re.IGNORECASE,
)
_CELL = re.compile(r"<(?=/?(?:td|th)[\s/>])", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_DROPPED = [
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "select",
    "button",
    "textarea",
    "head",
]


def to_text(html: str) -> str:
    """The text of `html` (its first 64 KB), one line per paragraph, list item or row, without empty lines.

    Text without a tag of HTML in it is kept as it stands, whatever `<` it contains, but for its entities.
    """
    if not _MARKUP.search(html):
        return _tidy(unescape(html))
    html = _cut(html)
    if html.count("<") - 2 * html.count("</") > _DEPTH:  # deep nesting is quadratic in the parser
        return _tidy(unescape(_ANY_TAG.sub("\n", html)))
    html = _CELL.sub(" <", _BLOCK.sub("\n<", html.replace("\n", " ").replace("\r", " ")))
    tree = LexborHTMLParser(html)
    tree.strip_tags(_DROPPED)
    body = tree.body
    return _tidy(body.text() if body is not None else "")


def to_line(html: str) -> str:
    """The text of `html` as one line: for titles and names."""
    return " ".join(to_text(html).split())


def _cut(html: str) -> str:
    if len(html) <= HTML_LIMIT:
        return html
    html = html[:HTML_LIMIT]
    return html[: html.rfind("<")] if html.rfind("<") > html.rfind(">") else html


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
