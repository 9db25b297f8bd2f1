"""Contexts in ten languages: each judges the sentences of the evidence, not the page."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.detect.compile import Pack, compile_pack
from monitor.detect.contexts.dates import reference
from monitor.detect.contexts.judge import CONTEXTS, Contexts
from monitor.detect.contexts.scene import Scene
from monitor.detect.load import default_pack_folder, load_pack
from monitor.detect.reading import Reading
from monitor.detect.schema import LANGUAGES
from monitor.models import Document

SENTENCES = Path(__file__).parent / "data" / "contexts.txt"
PUBLISHED = datetime(2024, 9, 20, tzinfo=UTC)
EVIDENCE = ("attack-verbs", "detention", "killing", "killed", "fighters", "explosion", "terror-attack", "abduction")


def cases() -> Iterator[tuple[str, str, bool, str]]:
    context = ""
    for line in SENTENCES.read_text("utf-8").splitlines():
        if line.startswith("["):
            context = line[1:-1]
        elif line and not line.startswith("#"):
            lang, sign, text = line.split(" ", 2)
            yield context, lang, sign == "+", text


CASES = list(cases())


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return compile_pack(load_pack([default_pack_folder()]))


def contexts_of(pack: Pack, document: Document, sentence: int = 0) -> set[str]:
    """The contexts of all that a sentence says of attacks."""
    reading = Reading(document, pack)
    hits = tuple(sorted({found for concept in EVIDENCE for found in reading.hits_in(concept, sentence)}))
    return set(Contexts(reading).all_signs(Scene((sentence,), hits)))


@pytest.mark.parametrize(("context", "lang", "holds", "headline"), CASES)
def test_a_headline_stands_in_a_context_or_not(
    shipped: Pack, context: str, lang: str, holds: bool, headline: str
) -> None:
    found = contexts_of(shipped, Document(headline, "", lang, published=PUBLISHED))
    assert (context in found) is holds


def test_every_context_is_tried_both_ways_in_every_language() -> None:
    tried = {(context, lang, holds) for context, lang, holds, _ in CASES}
    assert tried == {(context, lang, holds) for context in CONTEXTS for lang in LANGUAGES for holds in (True, False)}


PAGES = [
    ("trial", "Three sentenced over prison attack", "They planned it for weeks. Gunmen attacked the prison at night."),
    ("drill", "Joint drill simulates prison attack", "Sirens wailed. Gunmen stormed the prison gate."),
    ("fiction", "Review: new Netflix series", "It begins slowly. Gunmen attack a prison and free a king."),
    ("sport", "Striker leads club into semi-final", "The hosts slept. The attack stormed the goal."),
    ("profile", "Obituary: the general", "He was quiet. Gunmen attacked the prison he led."),
    ("anniversary", "Town marks anniversary of jail siege", "It rained. Gunmen attacked the prison at noon."),
    ("history", "Historians debate the world war", "New papers were found. Fighters attacked the prison."),
    ("denial", "Army denies reports of attack on prison", "Posts spread fast. They said gunmen attacked the prison."),
    ("hypothetical", "Opinion: what if the guards had slept", "Think of it. Gunmen attack the prison and win."),
]


@pytest.mark.parametrize(("context", "title", "text"), PAGES)
def test_a_page_of_one_kind_colours_a_sentence_that_has_no_date_of_its_own(
    shipped: Pack, context: str, title: str, text: str
) -> None:
    assert context in contexts_of(shipped, Document(title, text, "en", published=PUBLISHED), 2)


@pytest.mark.parametrize(("context", "title", "text"), PAGES)
def test_a_sentence_that_reports_something_of_today_is_judged_by_itself(
    shipped: Pack, context: str, title: str, text: str
) -> None:
    new = "A new attack came on Monday. Gunmen attacked another prison on Monday, police said."
    assert context not in contexts_of(shipped, Document(title, f"{text} {new}", "en", published=PUBLISHED), 4)


def test_years_are_judged_by_the_dateline_when_nobody_says_when_it_was_published(shipped: Pack) -> None:
    told = "In June 2019, gunmen attacked the prison."
    assert "retrospective" in contexts_of(shipped, Document("", f"Baghdad, 4 May 2022 -\n{told}", "en"), 2)
    assert "retrospective" not in contexts_of(shipped, Document("", f"Baghdad, 4 July 2019 -\n{told}", "en"), 2)
    assert "retrospective" not in contexts_of(shipped, Document("", told, "en"), 1)


@pytest.mark.parametrize(
    ("lang", "text", "day"),
    [
        ("en", "Baghdad, 4 May 2022 - Police said", "2022-05-04"),
        ("en", "SAN SALVADOR, 3 JAN 90 (DPA) -- REBELS", "1990-01-03"),
        ("en", "May 4, 2022 Police said", "2022-05-04"),
        ("en", "2022-05-04 Police said", "2022-05-04"),
        ("ar", "بغداد، ٤ أيار ٢٠٢٢ - قالت الشرطة", "2022-05-04"),
        ("fa", "تهران، ۱۴ اردیبهشت ۱۴۰۱ - پلیس گفت", "2022-05-04"),
        ("tr", "Ankara, 4 Mayıs 2022 - Polis", "2022-05-04"),
        ("ru", "Москва, 4 мая 2022 года. Полиция", "2022-05-04"),
        ("fr", "Paris, le 4 mai 2022 - La police", "2022-05-04"),
        ("es", "Bogotá, 4 de mayo de 2022 - La policía", "2022-05-04"),
        ("en", "Police said 40 people", None),
    ],
)
def test_a_dateline_is_read_in_the_words_of_its_language(shipped: Pack, lang: str, text: str, day: str | None) -> None:
    found = reference(Reading(Document("", text, lang), shipped))
    assert (found.isoformat() if found else None) == day


def test_numbers_and_spans_are_no_past_dates(shipped: Pack) -> None:
    for text in ("Fighters attacked the prison with 2000 men", "Gunmen attack a jail built since 2014 for 1900 men"):
        assert "retrospective" not in contexts_of(shipped, Document(text, "", "en", published=PUBLISHED))


def test_a_bomb_at_a_match_is_no_sport(shipped: Pack) -> None:
    said = "Car bomb hits team bus before Champions League match, wounding a player"
    assert "sport" not in contexts_of(shipped, Document(said, "", "en", published=PUBLISHED))
