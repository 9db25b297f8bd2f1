"""What grouping costs: reports against many open incidents, found by keys, as in the service but for the disk's pace.

    .venv/bin/python benchmarks/grouping.py                 # 1,000 reports against 1,000, 5,000 and 20,000 incidents

Incidents are of one family and of towns of the gazetteer, so that a country holds hundreds of them. The figure is CPU
of finding candidates, deciding, and storing; the reports are assessed beforehand.
"""

import argparse
import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.detect.assess import assess
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.incidents.decide import Grouping, decide
from monitor.models import Article, Assessment, Decision, Document, FeedSettings, Finding, Identity
from monitor.store import articles, feeds, incidents
from monitor.store.candidates import open_candidates
from monitor.store.database import Database
from monitor.store.history import rehearsal

NOW = datetime(2026, 1, 1, tzinfo=UTC)
REPORTS = 1_000
KINDS = 2_000
DEEDS = (
    "Gunmen storm police station in",
    "Car bomb kills {n} in",
    "Militants ambush army convoy near",
    "Prison attacked in",
)


def reports(count: int, pack: Pack, draw: random.Random) -> list[tuple[Article, tuple[Assessment, ...]]]:
    """Reports that alert, each of some deed in some town."""
    places = pack.gazetteer()
    towns = [
        name
        for name, kind, country in zip(places.titles, places.kinds, places.countries, strict=True)
        if kind == "town" and country in {"IQ", "SY", "IR", "TR", "PK", "AF", "NG", "YE", "LY", "SO"} and name.isascii()
    ]
    made: list[tuple[Article, tuple[Assessment, ...]]] = []
    while len(made) < count:
        town, toll = draw.choice(towns), draw.randint(2, 60)
        deed = draw.choice(DEEDS).format(n=toll)
        soldiers = draw.randint(1, 9)
        text = f"{deed} {town} on Thursday, officials said. {toll} people were killed, {soldiers} of them soldiers."
        key = f"{len(made):032x}"
        at = NOW + timedelta(minutes=draw.randint(0, 600))
        article = Article(
            Identity(key, key, key), False, f"https://example.org/{key}", f"{deed} {town}", text, "en", at
        )
        said = assess(Document(article.title, text, "en", published=at), pack, now=None)
        if any(one.decision is Decision.ALERT for one in said):
            made.append((replace(article, published=at), said))
    return made


def fill(db: Database, feed: int, said: list[tuple[Article, tuple[Assessment, ...]]], count: int) -> None:
    """Open incidents until there are `count`, the given reports over and over."""
    (there,) = db.conn.execute("SELECT count(*) FROM incidents").fetchone()
    with db.atomic():
        for number in range(there, count):
            article, assessments = said[number % len(said)]
            key = f"{number:032x}"
            own = replace(article, identity=Identity(key, key, key), url=f"https://example.org/{number}")
            row = articles.add(db, feed, Finding(own, (), ""), "", NOW)
            (change, *_) = decide(own, assessments, [], NOW)
            assert row is not None
            incidents.open_incident(db, change, row, (), own.first_seen)


def group(db: Database, said: list[tuple[Article, tuple[Assessment, ...]]]) -> int:
    """Decide for every report; how many would join."""
    joined = 0
    for article, assessments in said:
        grouping = Grouping(article, assessments)
        found = open_candidates(db, grouping.keys, article.first_seen)
        joined += any(change.join is not None for change in grouping.decide(found, article.first_seen))
    return joined


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, nargs="*", default=[1_000, 5_000, 20_000])
    given = parser.parse_args()
    pack, draw = compile_pack(load_pack([default_pack_folder()])), random.Random(7)
    said, asked = reports(KINDS, pack, draw), reports(REPORTS, pack, draw)
    print(f"| open incidents | CPU s for {REPORTS} reports | of them joined | target |\n|---|---|---|---|")
    with rehearsal(NOW) as db:
        feed = feeds.add(db, FeedSettings("https://example.org/feed", name="example"), NOW)
        for count in given.incidents:
            fill(db, feed, said, count)
            before = time.process_time()
            joined = group(db, asked)
            print(f"| {count} | {time.process_time() - before:.2f} | {joined} | 2 |")


if __name__ == "__main__":
    main()
