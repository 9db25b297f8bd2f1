"""What Apprise neither hands out nor takes in: the HTTP answers below a send, the Message-ID of a mail, and the
transaction id by which a Matrix server knows a repeat.

Its plugins answer with one yes or no, and give each try of a message a new id. So what they call below themselves is
wrapped once, and listens only while one of our sends runs in the same thread: `with listening(...) as heard:`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from types import ModuleType
from typing import Any, Protocol
from urllib.parse import quote

_LONGEST_READ = 100_000
_EVENT = re.compile(r"(/_matrix/client/(?:v3|r0)/rooms/[^/?]+/send/[^/?]+/)([^/?]+)$")


class Answer(Protocol):
    """An HTTP answer as `requests` gives it."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes


class Request(Protocol):
    """An HTTP request as `requests` sends it."""

    method: str | None
    url: str | None


@dataclass(slots=True)
class Heard:
    """What went over the wire during one send. `message_id` is what a mail or an event of it is called; of several
    events for one room (`events`: where it was put -> the ids that Apprise gave them) those after the first are
    numbered."""

    message_id: str = ""
    answers: list[Answer] = field(default_factory=list)
    events: dict[str, list[str]] = field(default_factory=dict)

    def name(self, request: Request) -> None:
        """Put an event into a Matrix room under our id: one that the server has already is then not shown again."""
        found = _EVENT.search(request.url or "") if request.method == "PUT" and self.message_id else None
        if found is None:
            return
        put, given = found[1], found[2]
        known = self.events.setdefault(put, [])
        if given not in known:
            known.append(given)
        number = known.index(given)
        ours = self.message_id if number == 0 else f"{self.message_id}.{number}"
        request.url = f"{(request.url or '')[: found.start(2)]}{quote(ours, safe='')}"


_HEARD: ContextVar[Heard | None] = ContextVar("heard", default=None)


@contextmanager
def listening(message_id: str) -> Iterator[Heard]:
    """Hear what this thread receives meanwhile, and give its mails this id instead of a random one."""
    heard = Heard(message_id)
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)


def tap(requests: ModuleType, mail: ModuleType) -> None:
    """Wrap what the plugins call, once: `requests.Session.send`, and the `make_msgid` of Apprise's mail module."""
    if not hasattr(requests.Session.send, "tapped"):
        requests.Session.send = _with_ears(requests.Session.send)
    if not hasattr(mail.make_msgid, "tapped"):
        mail.make_msgid = _with_our_id(mail.make_msgid)  # type: ignore[attr-defined]  # the module imports it


def _with_ears(send: Callable[..., Answer]) -> Callable[..., Answer]:
    def listened(session: Any, request: Request, **options: Any) -> Answer:
        heard = _HEARD.get()
        if heard:
            heard.name(request)
        answer = send(session, request, **options)
        if heard:
            heard.answers.append(answer)
        return answer

    listened.tapped = True  # type: ignore[attr-defined]  # a mark that this is ours
    return listened


def _with_our_id(make: Callable[..., str]) -> Callable[..., str]:
    def stable(idstring: str | None = None, domain: str | None = None) -> str:
        heard = _HEARD.get()
        return f"<{heard.message_id}@{domain}>" if heard and heard.message_id and domain else make(idstring, domain)

    stable.tapped = True  # type: ignore[attr-defined]  # a mark that this is ours
    return stable


def key_of(ref: str, created_at: datetime) -> str:
    """What no other installation calls its message: a mailbox that gets mail of two must not take one for a repeat."""
    return f"{ref}.{int(created_at.timestamp() * 1000):x}"


def denied(answers: Sequence[Answer]) -> bool:
    """Whether one of the answers takes back its 2xx: a JSON object with `"ok": false` or `"success": false`."""
    return any(_takes_back(answer) for answer in answers)


def _takes_back(answer: Answer) -> bool:
    try:
        content = answer.content
    except RuntimeError:  # the plugin read it piece by piece
        return False
    if answer.status_code // 100 != 2 or len(content) > _LONGEST_READ or not content.lstrip().startswith(b"{"):
        return False
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return said.get("ok") is False or said.get("success") is False


def refused_with(answers: Sequence[Answer], only: int | None = None) -> int | None:
    """The status of the last answer, unless that is a yes; with `only`, that status if any answer had it: what a plugin
    tries after it was told to wait says nothing of the reason."""
    if only is not None:
        return only if any(answer.status_code == only for answer in answers) else None
    return answers[-1].status_code if answers and answers[-1].status_code // 100 != 2 else None


def asked_to_wait(answers: Sequence[Answer]) -> float | None:
    """The seconds of the last Retry-After; a date counts from the answer's own Date, whatever our clock says."""
    headers = next((answer.headers for answer in reversed(answers) if "Retry-After" in answer.headers), None)
    if headers is None:
        return None
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError):
        return None
    return max(0.0, wait.total_seconds())
