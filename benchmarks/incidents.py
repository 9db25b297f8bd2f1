"""Does one event make one incident? BCubed precision, recall and F1 of replayed incidents, beside a plain peer.

    .venv/bin/python benchmarks/incidents.py FILE...            # articles that alert, as the rules decide
    .venv/bin/python benchmarks/incidents.py --every FILE...    # one rule that alerts on every article

Files hold JSON lines with `event_id` beside what `monitor replay` reads; they may be gzipped. Only articles that alert
and have an event count. The peer is a leader algorithm over TF-IDF vectors of the same articles in the same order: each
joins the leader with the highest cosine if that reaches a threshold, else leads a group of its own. It knows the word
counts of the whole file beforehand, and its thresholds are swept, so that its best row was chosen with hindsight.

An incident with articles of more than one event is over-merged; an event with more than one incident is split. An
article in several incidents counts where it came first.
"""

import argparse
import gzip
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer

from monitor.cli.articles import read_articles
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.learn.replay import Given, Replayed, dated, in_order, replay
from monitor.models import Decision

THRESHOLDS = tuple(n / 50 for n in range(3, 26))
EVERYTHING = """version: 1
id: everything
title: Any article at all
severity: high
family: attack
description: Alerts on every article that holds a word.
groups: {word: {any: ['/\\p{L}{1,3}/', '/\\d{1,3}/']}}
match: [{name: any, all: [word], within: article, points: 100}]
decide: {alert: 50, review: 40}
incident: {window: 36h}
"""
SHARED = ("lists", "contexts", "places")
"""What the rule that alerts on everything takes from the shipped pack."""


def bcubed(groups: Mapping[str, object], truth: Mapping[str, object]) -> tuple[float, float, float]:
    """Precision, recall and F1 over the articles of `truth`, each in one group."""
    both = Counter((groups[name], truth[name]) for name in truth)
    sizes, events = Counter(groups[name] for name in truth), Counter(truth.values())
    precision = sum(n * n / sizes[group] for (group, _), n in both.items()) / len(truth)
    recall = sum(n * n / events[event] for (_, event), n in both.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def over_merged(groups: Iterable[Iterable[str]], truth: Mapping[str, object]) -> int:
    """How many groups hold articles of more than one event."""
    return sum(len({truth[name] for name in group if name in truth}) > 1 for group in groups)


def split(groups: Mapping[str, object], truth: Mapping[str, object]) -> int:
    """How many events lie in more than one group."""
    met = defaultdict(set)
    for name, event in truth.items():
        met[event].add(groups[name])
    return sum(len(found) > 1 for found in met.values())


def leaders(texts: Sequence[str]) -> dict[float, list[int]]:
    """The group of each text by the leader algorithm, for each threshold."""
    vectors = TfidfVectorizer(sublinear_tf=True, lowercase=True).fit_transform(texts)
    alike = (vectors @ vectors.T).toarray()
    found = {}
    for threshold in THRESHOLDS:
        leading: list[int] = []
        group = []
        for n in range(len(texts)):
            best = leading[int(alike[n, leading].argmax())] if leading else n
            if alike[n, best] < threshold or not leading:
                leading.append(n)
                best = n
            group.append(best)
        found[threshold] = group
    return found


def pack_for(every: bool, rules: Sequence[Path]) -> Pack:
    """The shipped rules and those laid over them, or one that alerts on everything instead."""
    if not every:
        return compile_pack(load_pack([default_pack_folder(), *rules]))
    with tempfile.TemporaryDirectory() as folder:
        for part in default_pack_folder().iterdir():
            if part.name in SHARED:
                (Path(folder) / part.name).symlink_to(part)
        (Path(folder) / "topics").mkdir()
        (Path(folder) / "topics" / "everything.yaml").write_text(EVERYTHING, "utf-8")
        pack = compile_pack(load_pack([Path(folder)]))
        pack.gazetteer()
        return pack


def events_of(path: Path) -> dict[str, str]:
    """The event of each article that has one, by its id."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return {str(row["id"]): str(row["event_id"]) for row in rows if row.get("id") and row.get("event_id")}


def alerted(found: Replayed) -> dict[str, str]:
    """The first incident of each article that alerted in one."""
    groups: dict[str, str] = {}
    for story in found.stories:
        for name, decision in story.articles.items():
            if decision is Decision.ALERT:
                groups.setdefault(name, story.incident.ref)
    return groups


def measure(path: Path, pack: Pack, *, sweep: bool, show: bool) -> None:
    """Replay a file and print its rows of the table."""
    read = [Given(each.id, each.id, each.source, each.document) for each in read_articles([str(path)]) if each.document]
    articles = in_order(dated(read))
    before = time.process_time()
    found = replay(articles, pack)
    taken = time.process_time() - before
    groups, events = alerted(found), events_of(path)
    truth = {given.name: events[given.name] for _, given in articles if given.name in groups and given.name in events}
    if not truth:
        print(f"| {path.name} | no article with an event alerted | | | | | | | |")
        return
    members = [
        [name for name, decision in story.articles.items() if decision is Decision.ALERT] for story in found.stories
    ]
    counts = f"{len(truth)} | {len(set(truth.values()))}"
    row(path.name, f"replay ({1000 * taken / len(read):.1f} ms an article)", counts, groups, members, truth)
    texts = {given.name: f"{given.document.title}\n{given.document.text}" for _, given in articles}
    swept = {
        threshold: dict(zip(truth, group, strict=True))
        for threshold, group in leaders([texts[name] for name in truth]).items()
    }
    best = max(swept, key=lambda threshold: bcubed(swept[threshold], truth)[2])
    for threshold, group in swept.items():
        if sweep or threshold == best:
            parts = defaultdict(list)
            for name, leader in group.items():
                parts[leader].append(name)
            label = f"TF-IDF leader, cosine {threshold:g}{', its best' if threshold == best else ''}"
            row(path.name, label, counts, group, parts.values(), truth)
    if show:
        print_merged(found, truth)


def row(  # noqa: PLR0917  one cell after the other
    name: str,
    method: str,
    counts: str,
    groups: Mapping[str, object],
    members: Iterable[Iterable[str]],
    truth: Mapping[str, object],
) -> None:
    """Print one line of the table."""
    precision, recall, f1 = (100 * value for value in bcubed(groups, truth))
    number = len({groups[each] for each in truth})
    print(
        f"| {name} | {method} | {counts} | {number} | {precision:.1f} | {recall:.1f} | {f1:.1f} |"
        f" {over_merged(members, truth)} | {split(groups, truth)} |"
    )


def print_merged(found: Replayed, truth: Mapping[str, object]) -> None:
    """Print each over-merged incident with how many articles of which event it holds."""
    for story in found.stories:
        held = Counter(truth[name] for name in story.articles if name in truth)
        if len(held) > 1:
            print(f"  over-merged {story.incident.ref}: " + ", ".join(f"{n} of {event}" for event, n in held.items()))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rules", action="append", type=Path, default=[], help="rules laid over the shipped pack")
    parser.add_argument("--every", action="store_true", help="alert on every article, to measure the grouping alone")
    parser.add_argument("--sweep", action="store_true", help="print the peer at every threshold, not only its best")
    parser.add_argument("--show", action="store_true", help="list the over-merged incidents")
    given = parser.parse_args()
    pack = pack_for(given.every, given.rules)
    print("| file | method | articles | events | incidents | precision | recall | F1 | over-merged | split |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for path in given.files:
        measure(path, pack, sweep=given.sweep, show=given.show)


if __name__ == "__main__":
    main()
