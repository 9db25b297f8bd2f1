"""Why a service refused a message, from the lines that Apprise's plugins log about it: (level, text). Pure."""

import re
from collections.abc import Iterable

# What the same try cannot get past without a person: the token, the address, or the message itself.
ACCESS_CODES = frozenset({401, 403, 404, 405, 410, 530, 534, 535, 550, 551, 553})
CONTENT_CODES = frozenset({400, 413, 414, 415, 422, 552, 554})
_HTTP_CODE = re.compile(r"error=(\d{3})\b")
_SMTP_CODE = re.compile(r"\((\d{3}), b['\"]|was refused: (\d{3}) ")
_RETRY_AFTER = re.compile(r"retry[_-]after(_ms)?['\"]?\s*[:=]\s*['\"]?(\d{1,9}(?:\.\d{1,6})?)", re.IGNORECASE)


def status_code(lines: Iterable[tuple[str, str]]) -> int | None:
    """The last status in lines that hold no text of ours: a headline must not be able to say `error=404`. Of several
    recipients' answers, one that may change counts before those that stay."""
    found = []
    for level, text in lines:
        if level == "DEBUG" and text.startswith("Socket Exception:"):
            match = _SMTP_CODE.search(text)
        elif level != "DEBUG":
            match = _HTTP_CODE.search(text) or _SMTP_CODE.search(text)
        else:
            continue
        if match:
            found.append(int(next(group for group in match.groups() if group)))
    passing = [code for code in found if code not in CONTENT_CODES | ACCESS_CODES]
    return passing[-1] if passing else found[-1] if found else None


def retry_after(lines: Iterable[tuple[str, str]]) -> float | None:
    """Seconds asked for in the body of the answer (Telegram, Discord, Matrix); Apprise does not hand out headers."""
    for level, text in lines:
        if level == "DEBUG" and text.startswith("Response Details") and (match := _RETRY_AFTER.search(text)):
            return float(match[2]) / (1000 if match[1] else 1)
    return None
