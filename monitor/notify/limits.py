"""How much each service takes, by the schema of its Apprise URL, counted in the unit that the service counts in."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["characters", "utf16", "bytes", "sms"]
Format = Literal["chat", "email", "short", "terminal"]

# The GSM 03.38 basic set; one letter outside it makes a text message UCS-2, which holds 70 instead of 160.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_ESCAPED = frozenset("^{}\\[~]|€")


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest title and body a service takes. `title` 0: it has no title, so ours becomes the body's first line."""

    title: int
    body: int
    unit: Unit = "characters"


# References are about seven letters long.
_ONE_REF, _TITLE_AND_TAIL, _MOST_NAMED, _NAMED_IN_SMS = 10, 250, 300, 6

UNKNOWN = Limits(title=0, body=1000, unit="bytes")
OWN = Limits(title=250, body=20_000)
# Two parts: 306 letters of the GSM set or 133 of any other script, enough for an Arabic headline and a link.
_SMS = Limits(title=0, body=306, unit="sms")

BY_SCHEMA: dict[str, Limits] = {
    "terminal": OWN,
    "file": OWN,
    "feed": OWN,
    "webhook": OWN,
    "mailto": Limits(200, 20_000),
    "json": OWN,
    "xml": OWN,
    "form": OWN,
    "tgram": Limits(0, 4096, "utf16"),
    # Its 2,000 hold the title too.
    "discord": Limits(200, 1700, "utf16"),
    "slack": Limits(200, 3500, "utf16"),
    # Its clients show a title as a line that begins with #, so ours is the first line.
    "matrix": Limits(0, 8000, "bytes"),
    "mmost": Limits(0, 4000),
    "rocket": Limits(0, 1000),
    "gchat": Limits(0, 4000, "utf16"),
    "zulip": Limits(60, 8000),
    "workflows": Limits(200, 1000),
    # The server's limit is 4,096 bytes; beyond it a message turns into an attachment.
    "ntfy": Limits(180, 3900, "bytes"),
    "pover": Limits(200, 1024, "utf16"),
    "gotify": Limits(200, 3500),
    "signal": Limits(0, 2000, "utf16"),
    "whatsapp": Limits(0, 1024, "utf16"),
    "webex": Limits(0, 1000, "bytes"),
    "twilio": _SMS,
    "vonage": _SMS,
    "msgbird": _SMS,
    "clickatell": _SMS,
    "bulksms": _SMS,
    "sinch": _SMS,
    "sns": _SMS,
}
_SAME = {
    "mailtos": "mailto",
    "jsons": "json",
    "xmls": "xml",
    "forms": "form",
    "telegram": "tgram",
    "matrixs": "matrix",
    "mmosts": "mmost",
    "mattermost": "mmost",
    "mattermosts": "mmost",
    "rockets": "rocket",
    "workflow": "workflows",
    "ntfys": "ntfy",
    "pushover": "pover",
    "gotifys": "gotify",
    "signals": "signal",
    "wxteams": "webex",
    "nexmo": "vonage",
}


def schema_of(url: str) -> str:
    """The lower-case schema of a channel URL, "" when it has none."""
    return url.partition(":")[0].strip().lower() if ":" in url else ""


def limits_of(url: str) -> Limits:
    """The limits of the service that a channel URL names; careful ones for a service we have no figures for."""
    schema = schema_of(url)
    return BY_SCHEMA.get(_SAME.get(schema, schema), UNKNOWN)


def format_of(url: str) -> Format:
    """How a message for this service is best written."""
    schema = schema_of(url)
    if schema in {"mailto", "mailtos", "feed"}:
        return "email"
    if schema in {"terminal", "file", "webhook"}:
        return "terminal"
    return "short" if limits_of(url).unit == "sms" else "chat"


def room_of(limits: Limits) -> int:
    """How many notices one message can name by their references, whatever script its title has."""
    if limits.unit == "sms":
        return _NAMED_IN_SMS
    return max(1, min(_MOST_NAMED, (limits.body - _TITLE_AND_TAIL) // _ONE_REF))


def measure(text: str, unit: Unit) -> int:
    """How long a service that counts in `unit` finds the text. One text message is always 160, whatever its letters."""
    if unit == "utf16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    if unit == "bytes":
        return len(text.encode("utf-8", "surrogatepass"))
    if unit == "sms":
        if all(char in _GSM or char in _GSM_ESCAPED for char in text):
            return sum(2 if char in _GSM_ESCAPED else 1 for char in text)
        return -(-measure(text, "utf16") * 160 // 70)
    return len(text)


def cut(text: str, limit: int, unit: Unit) -> str:
    """The text, or its longest beginning that fits with an ellipsis: at a word if one ends near, never within a
    character that is written with several code points."""
    if measure(text, unit) <= limit:
        return text
    ellipsis = "..." if unit == "sms" else "…"
    room = limit - measure(ellipsis, unit)
    if room <= 0:
        return ""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle] + ellipsis, unit) <= limit:
            low = middle
        else:
            high = middle - 1
    kept = text[: _whole(text, low)]
    space = kept.rfind(" ")
    if space > len(kept) * 2 // 3:
        kept = kept[:space]
    return kept.rstrip() + ellipsis


def _whole(text: str, end: int) -> int:
    """Step back to where no combining mark, joiner, variation selector or modifier belongs to the letter before."""
    while 0 < end < len(text) and (_continues(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return end


def _continues(char: str) -> bool:
    code = ord(char)
    return (
        0x300 <= code <= 0x36F
        or 0x610 <= code <= 0x61A
        or 0x64B <= code <= 0x65F
        or code in {0x200D, 0x670, 0x20E3}
        or 0xFE00 <= code <= 0xFE0F
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0000 <= code <= 0xE007F
    )
