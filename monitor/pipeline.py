"""One poll of one feed, end to end: the page to read first.

    feeds due -> poll -> parse -> [page] -> normalise -> detect -> COMMIT -> deliver
                 bytes   items    full text  articles    assessments |        Apprise
                                  of new items only                  commit.py
                                                                     never split within a feed

Everything here is a function of its inputs: the feed's state, the snapshot, the bytes that came, and `now`. Nothing
here holds state or touches the database, so it can run in this process or on another machine.

What waits (fetching) runs in the event loop, many feeds at once. What computes on hostile bytes (parse, normalise,
detect) is the one function `examine`; it runs in a child process that can be killed, and hands back JSON.
"""

import dataclasses
import functools
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from monitor.detect.assess import assess, search_text
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import LoadedPack
from monitor.egress.client import Egress
from monitor.errors import FetchError, MonitorError, ParseError
from monitor.models import Article, Document, Feed, FeedSettings, Fetched, Finding, Identity, Item, Outcome, SnapshotRef
from monitor.normalise.article import to_article
from monitor.normalise.identity import identify
from monitor.normalise.page import extract
from monitor.parse import parse
from monitor.poll.fetch import body_hash, fetch, fetch_page
from monitor.poll.schedule import Pace
from monitor.poll.state import after_changed, after_failure, after_unchanged
from monitor.sandbox import Sandbox, cpu_budget
from monitor.text.language import detect

log = logging.getLogger(__name__)

READ_CPU_SECONDS = 2.0
ASSESS_CPU_SECONDS = 8.0
WALL_SECONDS = 60.0
PAGES_PER_POLL = 20
SNAPSHOT_VARIABLE = "MONITOR_SNAPSHOT"
"""Names the rules' file to the server of children; see daemon/children.py."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a poll needs from outside. `jitter` gives numbers in 0..1; `clock` the aware UTC time."""

    egress: Egress
    sandbox: Sandbox
    snapshot: SnapshotRef
    pace: Pace
    resolve_secret: Callable[[str], str]
    clock: Callable[[], datetime]
    jitter: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Task:
    """What a child is asked: everything beside the bytes themselves."""

    settings: FeedSettings
    headers: dict[str, str]
    url: str
    now: datetime
    snapshot: SnapshotRef
    pages: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """What a child found. `wanted` lists article pages to fetch before asking again, when the feed wants full text."""

    findings: tuple[Finding, ...]
    known: str
    entries: int
    omitted: int
    defect: str | None = None
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A child's word that the bytes are no feed: the ParseError as it crosses the process border."""

    kind: str
    sentence: str


async def poll_feed(feed: Feed, tools: Tools) -> Outcome:
    """Poll one feed. Whatever goes wrong is this feed's state and never raises past here."""
    try:
        return await _poll(feed, tools)
    except (FetchError, ParseError) as error:
        return _failed(feed, error, tools)
    except Exception as error:
        log.exception("polling %s met a fault of ours", feed.settings.url)
        return _failed(feed, ParseError("internal", f"a fault in this program: {type(error).__name__}"), tools)


async def _poll(feed: Feed, tools: Tools) -> Outcome:
    fetched = await fetch(feed, tools.egress, now=tools.clock(), resolve_secret=tools.resolve_secret)
    digest = body_hash(fetched.body) if fetched.body is not None else None
    if fetched.body is None or digest == feed.state.body_hash:
        now = tools.clock()
        state = after_unchanged(feed, fetched, now=now, pace=tools.pace, jitter=tools.jitter())
        return Outcome(feed.id, "unchanged", now, state)

    task = Task(feed.settings, fetched.headers, fetched.url, tools.clock(), tools.snapshot)
    examined = await examine_in_child(task, feed.state.known, fetched.body, tools.sandbox)
    if examined.wanted:
        task = dataclasses.replace(task, pages=await _fetch_pages(feed, examined.wanted, tools))
        examined = await examine_in_child(task, feed.state.known, fetched.body, tools.sandbox)
    return _changed(feed, fetched, digest or "", examined, tools)


def _changed(feed: Feed, fetched: Fetched, digest: str, examined: Examined, tools: Tools) -> Outcome:
    now = tools.clock()
    state = after_changed(
        feed,
        fetched,
        now=now,
        pace=tools.pace,
        jitter=tools.jitter(),
        body_hash=digest,
        known=bytes.fromhex(examined.known),
        entries=examined.entries,
        new=len(examined.findings),
        defect=examined.defect,
    )
    return Outcome(
        feed.id,
        "changed",
        now,
        state,
        examined.findings,
        tools.snapshot.id,
        first=feed.state.changed_at is None and feed.settings.baseline,
        usual_new=feed.state.typical_new,
        omitted=examined.omitted,
    )


def _failed(feed: Feed, error: MonitorError, tools: Tools) -> Outcome:
    now = tools.clock()
    return Outcome(feed.id, "failed", now, after_failure(feed, error, now=now, pace=tools.pace, jitter=tools.jitter()))


async def _fetch_pages(feed: Feed, urls: Sequence[str], tools: Tools) -> dict[str, str]:
    """The pages of new articles, as text of HTML. A page that cannot be had leaves the feed's own text in place."""
    pages = {}
    for url in urls[:PAGES_PER_POLL]:
        try:
            pages[url] = await fetch_page(url, feed, tools.egress, resolve_secret=tools.resolve_secret)
        except FetchError as error:
            log.info("page %s of feed %s: %s", url, feed.settings.url, error)
            pages[url] = ""
    return pages


# --- the part that runs in a child ---------------------------------------------------------------------------------

_ANSWER: TypeAdapter[Examined | Unreadable] = TypeAdapter(Examined | Unreadable)
_TASK = TypeAdapter(Task)


async def examine_in_child(
    task: Task, known: bytes, body: bytes, sandbox: Sandbox, *, at_once: bool = False
) -> Examined:
    """What `examine` finds, in a child. Raises ParseError. `at_once` passes by those that wait for a child."""
    header = json.dumps({"known": len(known), "task": dataclasses.asdict(task)}, default=datetime.isoformat).encode()
    parts = (header, b"\n", known, body)
    answer = await sandbox.run(examine_bytes, *parts, wall_seconds=WALL_SECONDS, at_once=at_once)
    result = _ANSWER.validate_json(answer)
    if isinstance(result, Unreadable):
        raise ParseError(result.kind, result.sentence)
    return result


def examine_bytes(payload: bytes) -> bytes:
    """`examine` as a child runs it: a JSON header line, the known identities and the body in, JSON out."""
    line, _, rest = payload.partition(b"\n")
    header = json.loads(line)
    task = _TASK.validate_python(header["task"])
    known, body = rest[: header["known"]], rest[header["known"] :]
    try:
        return _ANSWER.dump_json(examine(task, known, body))
    except ParseError as error:
        return _ANSWER.dump_json(Unreadable(error.kind, str(error)))


def examine(task: Task, known: bytes, body: bytes) -> Examined:
    """Parse a feed's bytes, keep what is new or revised, and assess it. Pure; raises ParseError."""
    with cpu_budget(READ_CPU_SECONDS):
        feed = parse(body, task.headers, task.url)
        identified = identify(feed.items, known, task.now)
    wanted: tuple[str, ...] = ()
    if task.settings.full_text == "page" and task.pages is None:
        wanted = tuple(item.link for item, _, _ in identified.new if item.link)
    if wanted:
        return Examined((), known.hex(), len(feed.items), 0, feed.defect, wanted)

    with cpu_budget(READ_CPU_SECONDS):
        articles = [_article(task, entry, feed.language) for entry in identified.new]
    pack = _pack(task.snapshot)
    with cpu_budget(ASSESS_CPU_SECONDS):
        findings = tuple(find(article, pack, task.now) for article in articles)
    return Examined(findings, identified.known.hex(), len(feed.items), feed.total - len(feed.items), feed.defect)


def _article(task: Task, entry: tuple[Item, Identity, bool], feed_language: str) -> Article:
    item, identity, revises = entry
    page = (task.pages or {}).get(item.link)
    return to_article(
        item,
        identity,
        revises,
        settings=task.settings,
        feed_language=feed_language,
        now=task.now,
        page=extract(page, item.link) if page else None,
        detect_language=detect,
    )


def find(article: Article, pack: Pack, now: datetime | None) -> Finding:
    """Assess one article with every rule of the pack. Rules that had nothing to say are left out."""
    document = Document(
        title=article.title,
        text=article.text,
        lang=article.lang,
        url=article.url,
        published=article.published,
        first_seen=article.first_seen,
    )
    return Finding(article, assess(document, pack, now=now), search_text(document))


def prepare(snapshot: SnapshotRef) -> None:
    """Load all that `examine` needs with these rules, so that processes forked from this one share its memory."""
    sentence, pack = "A first sentence.", _pack(snapshot)
    pack.gazetteer()
    assess(Document(sentence, sentence, detect(sentence)), pack, now=None)


@functools.lru_cache(maxsize=1)
def _pack(snapshot: SnapshotRef) -> Pack:
    return compile_pack(LoadedPack.from_json(Path(snapshot.path).read_text("utf-8")))
