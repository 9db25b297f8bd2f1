"""The article in a web page, by trafilatura; the only module that imports it."""

from monitor.errors import ParseError

PAGE_LIMIT = 2**20


def extract(html: bytes | str, url: str) -> str:
    """The main text of a page, one line per paragraph; empty when there is none. Raises ParseError."""
    from trafilatura import extract as find_text  # noqa: PLC0415 - 0.2 s to import, and only pages need it

    try:
        text = find_text(
            html[:PAGE_LIMIT], url=url, fast=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except MemoryError:
        raise
    except Exception as error:
        raise ParseError("unreadable", f"the page cannot be read ({type(error).__name__})") from error
    return text or ""
