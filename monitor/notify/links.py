"""Links in messages that let the person who got one answer without a password: signed, bound to one incident and one
channel, and soon expired. Pure: the key and the time are arguments.

Opening such a link changes nothing, ever: preview robots and mail scanners follow every link that they see. The page
behind it shows buttons; only what they POST, with the same token, is done. The token is authenticated, not encrypted:
whoever has the message has the link, so its powers end at the answers to that incident.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# A person on leave must not come back to a link that still acts.
LIVES = timedelta(days=7)
_VERSION = "1"
# 128 bits: a guess a nanosecond would take longer than the universe has lasted, and the link stays short.
_MAC_BYTES = 16
_LONGEST = 400
_ACTION = re.compile(r"[a-z][a-z-]{0,30}")
_REF = re.compile(r"[A-Za-z0-9-]{1,40}")
_TARGET = re.compile(r"[A-Za-z0-9_-]{1,41}")


@dataclass(frozen=True, slots=True)
class Permission:
    """What a token allows: `action` (messages carry `answer`: acknowledge, mute or judge) on the incident `ref`, for
    whoever got the message at the channel `target`, until `expires`."""

    action: str
    ref: str
    target: str
    expires: datetime


def sign(action: str, ref: str, target: str, expires: datetime, key: bytes) -> str:
    """A token for one action on one incident, fit for a URL. Raises ValueError for words that no token can carry."""
    if not key:
        raise ValueError("a token needs a key")
    if not (_ACTION.fullmatch(action) and _REF.fullmatch(ref) and _TARGET.fullmatch(target)):
        raise ValueError("an action, an incident and a channel are named by letters, digits and dashes")
    said = f"{_VERSION}.{action}.{ref}.{target}.{int(expires.timestamp()):x}".encode("ascii")
    return f"{_text(said)}.{_text(_mac(said, key))}"


def verify(token: str, key: bytes, now: datetime) -> Permission | None:
    """What the token allows now; None when it is not ours, was altered, or has expired."""
    said_text, dot, mac_text = token[: _LONGEST + 1].partition(".")
    said, mac = _bytes(said_text), _bytes(mac_text)
    if len(token) > _LONGEST or not dot or not key or said is None or mac is None:
        return None
    if not hmac.compare_digest(mac, _mac(said, key)):
        return None
    version, _, rest = said.decode("ascii").partition(".")
    words = rest.split(".")
    if version != _VERSION or len(words) != 4:
        return None
    action, ref, target, expires = words
    until = datetime.fromtimestamp(int(expires, 16), UTC)
    return Permission(action, ref, target, until) if now < until else None


def answer_link(console: str, ref: str, target: str, written_at: datetime, key: bytes) -> str:
    """The page of an incident; with a key, also the token that lets whoever reads this message answer there.

    It lives from when the notice was written, so that a message sent again carries the very same link.
    """
    page = f"{console.rstrip('/')}/i/{ref}"
    return f"{page}?t={sign('answer', ref, target, written_at + LIVES, key)}" if key else page


def _mac(said: bytes, key: bytes) -> bytes:
    return hmac.new(key, b"threat-monitor link " + said, hashlib.sha256).digest()[:_MAC_BYTES]


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes | None:
    """The bytes, and only of the one spelling that `_text` gives: a token has no second form."""
    try:
        data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        return None
    return data if _text(data) == text else None
