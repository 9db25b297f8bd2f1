"""What recognition costs, as a ratio: the full pack and model against reading the same words and their language alone.

    .venv/bin/python benchmarks/detect.py
    .venv/bin/python benchmarks/detect.py --profile      # where the time goes

Articles of 2,400 characters in ten languages are put together from the examples that the model learns from: nine of
ten from ordinary news of sport, markets and towns, the tenth from all of them, every sentence a report or something
that resembles one. All figures are CPU seconds of one process in one run.
"""

import argparse
import cProfile
import json
import pstats
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from monitor.detect.assess import assess_reading, named_places
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.detect.reading import Reading
from monitor.models import Document
from monitor.text.language import detect
from monitor.text.tokens import words

CHARACTERS = 2_400


def articles(count: int, seed: int = 7) -> list[Document]:
    """`count` articles of mixed languages, each of one language and of about `CHARACTERS` characters."""
    ordinary: dict[str, list[str]] = {}
    everything: dict[str, list[str]] = {}
    for path in sorted((default_pack_folder() / "examples").glob("*.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            said = f"{row.get('title') or ''}. {row.get('text') or ''}"
            everything.setdefault(row["lang"], []).append(said)
            if not row["labels"] and not row.get("hard_for"):
                ordinary.setdefault(row["lang"], []).append(said)
    draw, made = random.Random(seed), []
    languages = sorted(ordinary)
    for number in range(count):
        source = (everything if number % 10 == 9 else ordinary)[draw.choice(languages)]
        text = ""
        while len(text) < CHARACTERS:
            text += draw.choice(source) + "\n"
        title, _, body = text.partition(". ")
        made.append(Document(title, body[:CHARACTERS], ""))
    return made


def floor(documents: Iterable[Document]) -> None:
    """What nothing can go below: the folded words of each article, and its language."""
    for document in documents:
        words(document.title)
        words(document.text)
        detect(f"{document.title}\n{document.text}")


def assess_all(documents: Iterable[Document], pack: Pack) -> None:
    """What `monitor assess` does with each, but for reading and writing JSON."""
    for document in documents:
        lang = detect(f"{document.title}\n{document.text}")
        reading = Reading(replace(document, lang=lang), pack)
        assess_reading(reading, now=None)
        named_places(reading)


def cpu(act: Callable[[], object]) -> float:
    """CPU seconds of one call, the best of three."""
    taken = []
    for _ in range(3):
        before = time.process_time()
        act()
        taken.append(time.process_time() - before)
    return min(taken)


def multiplied(times: int, folder: Path) -> Pack:
    """The pack with each rule `times` times over, under other names."""
    for path in sorted((default_pack_folder() / "topics").glob("*.yaml")):
        text = path.read_text("utf-8")
        for copy in range(1, times):
            (folder / f"{path.stem}-{copy}.yaml").write_text(
                text.replace(f"id: {path.stem}\n", f"id: {path.stem}-{copy}\n", 1), "utf-8"
            )
    return compile_pack(load_pack([default_pack_folder(), folder.parent]))


def start() -> float:
    """CPU seconds of `monitor assess` for one article of one word, everything loaded from nothing."""
    article = json.dumps({"title": "The harbour was quiet on Sunday morning"}).encode()
    script = (
        "import resource, subprocess, sys\n"
        f"subprocess.run([{sys.executable!r}, '-m', 'monitor', 'assess', '-'], input={article!r},"
        " stdout=subprocess.DEVNULL, check=True)\n"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN)\nprint(u.ru_utime + u.ru_stime)\n"
    )
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, check=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--profile", action="store_true", help="print where the time of an assessment goes")
    given = parser.parse_args()
    documents = articles(given.articles)
    pack = compile_pack(load_pack([default_pack_folder()]))
    floor(documents)
    assess_all(documents, pack)
    if given.profile:
        profile = cProfile.Profile()
        profile.runcall(assess_all, documents, pack)
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)
        return
    least, full = cpu(lambda: floor(documents)), cpu(lambda: assess_all(documents, pack))
    print("| what | measured | target |\n|---|---|---|")
    print(f"| words and language alone, ms an article | {1000 * least / len(documents):.2f} | |")
    print(f"| full pack and model, ms an article | {1000 * full / len(documents):.2f} | |")
    print(f"| ratio | {full / least:.1f} | 4 |")
    print(f"| articles a second and core | {len(documents) / full:.0f} | 1000 |")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "topics").mkdir()
        many = multiplied(91, Path(folder) / "topics")
        assess_all(documents, many)
        more = cpu(lambda: assess_all(documents, many))
    print(f"| {len(many.rules)} rules against {len(pack.rules)} | {more / full:.2f} | 1.5 |")
    print(f"| start to the first article, CPU s | {start():.2f} | 2 |")


if __name__ == "__main__":
    main()
