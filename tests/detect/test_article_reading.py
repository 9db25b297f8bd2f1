"""One reading of an article serves all who judge it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import LoadedPack, load_pack
from monitor.detect.reading import Reading
from monitor.models import Document

RULE = """
groups: {attack: {include: [lists/attack]}}
match: [{name: found, all: [attack], points: 60}]
"""
LISTS = {"attack": "  en: [attack]\n", "killed": "  en: [killed, shot dead, dead]\n"}
TOWN = "T-1\ttown\tIQ\t36.3\t43.1\t900000\tMosul\t\n"

Folder = Callable[..., Path]


@pytest.fixture
def read(write: Folder) -> Callable[[str, str], Reading]:
    folder = write(RULE, lists=LISTS)
    (folder / "places").mkdir()
    (folder / "places" / "towns.tsv").write_text(TOWN, "utf-8")
    pack: Pack = compile_pack(LoadedPack.from_json(load_pack([folder]).to_json()))
    return lambda title, text: Reading(Document(title, text, "en"), pack)


def test_a_list_that_no_rule_includes_has_its_hits_too(read: Callable[[str, str], Reading]) -> None:
    reading = read("Attack", "Two were shot dead.")
    assert reading.concepts == {"attack", "killed"}
    assert [reading.original(found) for found in reading.hits("killed")] == ["shot dead"]
    assert reading.hits("no-such-list") == ()


def test_hits_and_words_stand_in_their_sentences(read: Callable[[str, str], Reading]) -> None:
    reading = read("Three killed", "  The attack came at dawn. Two are dead.\nCalm returned.")
    assert [each.number for each in reading.sentences] == [0, 1, 2, 3]
    assert reading.text_of(2) == "Two are dead."
    assert [token.text for token in reading.tokens(2)] == ["two", "are", "dead"]
    (dead,) = reading.hits_in("killed", 2)
    sentence = reading.sentences[2]
    assert reading.tokens(2)[dead.first - sentence.first].text == "dead"
    assert reading.hits_in("killed", 1) == ()
    assert [reading.original(found) for found in reading.hits_in("killed", 0)] == ["killed"]


def test_an_article_without_words_reads_as_nothing(read: Callable[[str, str], Reading]) -> None:
    reading = read("", " \n … \n")
    assert reading.tokens(0) == []
    assert [token for each in reading.sentences for token in reading.tokens(each.number)] == []
    assert reading.concepts == frozenset()
    assert reading.places == ()


def test_places_come_with_the_sentence_that_names_them(read: Callable[[str, str], Reading]) -> None:
    reading = read("Attack", "Police came. They were in Mosul by noon.")
    (place,) = reading.places
    assert (place.name, place.country) == ("Mosul", "IQ")
    assert reading.places_in(2) == (place,)
    assert reading.places_in(1) == ()
