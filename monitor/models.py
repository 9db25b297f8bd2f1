"""The types that one stage hands to the next, in the order of the flow. All are frozen.

Times are aware UTC datetimes, durations are seconds, digests are lower-case hex. Text offsets count code points.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

FullText = Literal["feed", "page"]
FeedStatus = Literal["new", "ok", "failing", "empty"]


class Decision(StrEnum):
    """What one rule makes of one article."""

    ALERT = "alert"
    REVIEW = "review"
    IGNORED = "ignored"


class Severity(StrEnum):
    """How fast a person should react; `rank` orders it."""

    INFORMATIONAL = "informational"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 (informational) to 4 (critical)."""
        return list(Severity).index(self)


# --- poll: feed -> bytes -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What the owner says of one feed. Secrets stand as `secret:NAME`, never in clear."""

    url: str
    name: str = ""
    language: str | None = None
    country: str | None = None
    reliability: str = "C"
    group: str = ""
    tags: tuple[str, ...] = ()
    interval: float | None = None
    full_text: FullText = "feed"
    allow_private: bool = False
    baseline: bool = True
    auth: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What polling has learned of one feed; replaced whole by each poll.

    `known` packs the identities of its recent items (see normalise/identity.py). `change_gap` is the smoothed time
    between polls that brought something new, `typical_new` the smoothed count of new items in such a poll. `failure` is
    the short word of what failed last (`timeout`, `http-500`, `captcha`, ...) while the feed fails.
    """

    due_at: datetime
    status: FeedStatus = "new"
    sentence: str = "not polled yet"
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    changed_at: datetime | None = None
    full_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    empty_polls: int = 0
    change_gap: float | None = None
    typical_new: float | None = None
    moved_to: str | None = None
    moved_since: datetime | None = None
    known: bytes = b""
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as the store hands it out to be polled."""

    id: int
    settings: FeedSettings
    state: FeedState


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a feed or a language brought in each of the last days of 24 hours, the latest first: articles, how many of
    them bore no date, and the age in seconds of the freshest one when it was first seen (None without a date)."""

    counts: tuple[int, ...]
    undated: tuple[int, ...]
    freshest: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class SnapshotRef:
    """The snapshot that an evaluation uses: its id, and the file from which a child rebuilds the rules once."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A successful answer. `body` is None when the server said that nothing changed (304).

    Header names are lower-case. `hints` are the caching times the server gave, in seconds.
    """

    status: int
    url: str
    headers: dict[str, str]
    body: bytes | None
    etag: str | None = None
    last_modified: str | None = None
    hints: tuple[float, ...] = ()
    moved_to: str | None = None


# --- parse: bytes -> items -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed as parsed: raw strings, capped in length, scrubbed of what no store can hold."""

    guid: str
    link: str
    title: str
    summary: str = ""
    content: str = ""
    published: str = ""
    updated: str = ""
    published_at: float | None = None
    updated_at: float | None = None
    author: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document: its newest items first come as they stood, at most the cap; `total` counts all of them."""

    title: str
    link: str
    language: str
    items: tuple[Item, ...]
    total: int
    format: str
    defect: str | None = None


# --- normalise: item -> article ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an item is within its feed: key (what it is called), link (where it points), content (what it says)."""

    key: str
    link: str
    content: str


@dataclass(frozen=True, slots=True)
class Article:
    """An item after normalisation. `text` is plain, without site furniture; paragraphs are separated by newlines.

    `notes` are badges for the reader: what was removed or looks odd ("direction controls removed", "mixed scripts").
    """

    identity: Identity
    revises: bool
    url: str
    title: str
    text: str
    lang: str
    first_seen: datetime
    published: datetime | None = None
    published_raw: str = ""
    author: str = ""
    notes: tuple[str, ...] = ()


# --- detect: article -> assessments --------------------------------------------------------------------------------

Zone = Literal["title", "text", "url"]


@dataclass(frozen=True, slots=True)
class Document:
    """What detection reads. `text` may hold blanks where furniture stood, so that offsets stay those of the input.

    `title_at` and `text_at` shift reported offsets, for input in which both are parts of one file.
    """

    title: str
    text: str
    lang: str
    url: str = ""
    published: datetime | None = None
    first_seen: datetime | None = None
    title_at: int = 0
    text_at: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in the text where a term of `group` matched."""

    zone: Zone
    start: int
    end: int
    text: str
    group: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One bar of the score chart: its kind (`evidence`, `adjust`, `model`, `floor`, `cap`, `clip`, `exclude`, `age`,
    `language`), its name in the rule, its points, and the hits behind it."""

    kind: str
    name: str
    points: int
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that an article names: a country code, a province (`IQ.13`) or another id of the gazetteer. `within`
    holds the ids of what it lies in, `population` its people, 0 where that is not known."""

    id: str
    name: str
    country: str
    lat: float
    lon: float
    kind: str = ""
    within: tuple[str, ...] = ()
    population: int = 0


PARTS_OF_DAY = ("night", "morning", "afternoon", "evening")
"""What a slot `part_of_day` says, in the order of a day."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One fact of an event (actor, target, means, place, date, part_of_day, killed, wounded, freed, captured): its
    plain value, and where the text says it. `id` is what it is in every language: an entry of names.yaml, or a place of
    the gazetteer; `like` what else other reports may call it (see names.yaml)."""

    name: str
    value: str
    hit: Hit
    id: str = ""
    like: str = ""


@dataclass(frozen=True, slots=True)
class Escalation:
    """To what severity a rule lets an incident rise when so many independent sources report it."""

    to: Severity
    sources: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one rule says of one article. The points of the reasons add up to `score` (0-100). `places` are those that
    the article names, each once, those beside the evidence first. `slots` are the facts of the event as plain values,
    `facts` the same with their places in the text; `status` says how real it is, for the `cues`; `gist` is the event in
    one line per language of readers (en, ar, fa), `local` what they call actor, target and place."""

    rule: str
    title: str
    family: str
    score: int
    decision: Decision
    severity: Severity
    stage: str
    window: float
    reasons: tuple[Reason, ...]
    status: str | None = None
    model: float | None = None
    slots: dict[str, str] = field(default_factory=dict)
    actions: str = ""
    places: tuple[NamedPlace, ...] = ()
    facts: tuple[Slot, ...] = ()
    cues: tuple[Hit, ...] = ()
    gist: dict[str, str] = field(default_factory=dict)
    escalate: Escalation | None = None
    local: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A new or revised article with what every interested rule said of it, and its folded text for the search index."""

    article: Article
    assessments: tuple[Assessment, ...]
    search_text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one poll of one feed brought. It is committed whole or not at all.

    `result` says what the poll met. `first` marks the feed's first readable answer, which is baselined instead of
    alerted; `usual_new` is how many new items a poll of this feed has brought so far; `omitted` counts entries beyond
    the cap.
    """

    feed_id: int
    result: Literal["unchanged", "changed", "failed"]
    polled_at: datetime
    state: FeedState
    findings: tuple[Finding, ...] = ()
    snapshot: str = ""
    first: bool = False
    usual_new: float | None = None
    omitted: int = 0


# --- incidents: assessments -> incident changes --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """What the store knows of an incident that could still be joined. `signatures` are the packed profiles of
    its reports (see incidents/profile.py). `holds_article`: an earlier version of this article is there. `apart` are
    the profiles of reports that a person took out of it; `keeps_out`: an earlier version of this article is one of
    them. `ref` is what people call it.
    """

    id: int
    family: str
    rules: tuple[str, ...]
    severity: Severity
    opened_at: datetime
    last_at: datetime
    window: float
    title: str
    signatures: tuple[bytes, ...]
    holds_article: bool = False
    apart: tuple[bytes, ...] = ()
    keeps_out: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """What an article does to incidents, with the reason. `join` is None when it opens a new one. `keys` are by what
    later reports find the incident."""

    join: int | None
    family: str
    rules: tuple[str, ...]
    severity: Severity
    window: float
    escalates: bool
    reason: str
    signature: bytes
    keys: tuple[str, ...] = ()


# --- notify: incident -> message -> channel ------------------------------------------------------------------------

NoticeKind = Literal[
    "opened", "updated", "escalated", "baseline", "digest", "reminder", "surge", "storm", "trouble", "recovered", "test"
]


@dataclass(frozen=True, slots=True)
class Target:
    """A channel as routing sees it. `room` is how many notices one message to it can name."""

    name: str
    min_severity: Severity = Severity.INFORMATIONAL
    kinds: tuple[NoticeKind, ...] = ()
    room: int = 300


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told. `facts` is the JSON that rendering needs beyond the incident's own rows."""

    kind: NoticeKind
    severity: Severity
    reason: str
    incident_id: int | None = None
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """One article of an incident as a message shows it. `snapshot` names the rules that judged it."""

    title: str
    url: str
    lang: str
    source: str
    reliability: str
    published: datetime | None
    first_seen: datetime
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number from 0 to 100 with its reasons: each why, and its points."""

    value: int
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident with what a message or page needs: reports oldest first, the leading assessment first. `independent`
    is the number of sources that do not copy one another (0: not counted); `confirmed` says that officials say it;
    `killed` are the dead that its sources count now, whichever report said so (0: none known)."""

    id: int
    ref: str
    severity: Severity
    opened_at: datetime
    last_at: datetime
    reports: tuple[Report, ...]
    assessments: tuple[Assessment, ...]
    importance: Measure | None = None
    credibility: Measure | None = None
    independent: int = 0
    confirmed: bool = False
    killed: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice for one target, claimed for sending. `ref` is the visible id that repeats carry unchanged;
    `told_at` is when this target last got a message about the incident, if it is known, and `first_ref` the id of the
    first one ("" while there is none). `taken` are the recipients within the channel, as digests, that have it already.
    """

    id: int
    notice_id: int
    ref: str
    target: str
    kind: NoticeKind
    severity: Severity
    reason: str
    created_at: datetime
    attempts: int
    incident: IncidentView | None = None
    facts: dict[str, object] = field(default_factory=dict)
    told_at: datetime | None = None
    first_ref: str = ""
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Message:
    """A notice rendered for one channel, already escaped and cut to its limits. `html` is for e-mail and feeds, `data`
    is the notice as JSON for programs. Messages about one incident share a `thread`; `follows` is the ref of the first
    of them that this channel got ("" when this is the first). `key` is as stable as `ref`, and no other installation
    has the same."""

    title: str
    body: str
    severity: Severity
    ref: str
    html: str | None = None
    data: dict[str, object] | None = None
    thread: str = ""
    follows: str = ""
    key: str = ""
