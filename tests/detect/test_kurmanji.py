import pytest

from monitor.detect.morphology import joins, kurmanji, skipped, splits
from monitor.text.fold import fold_plain


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("êrîş", "êrîşên"),
        ("êrîş", "êrişeke"),
        ("êrîş", "Êrîşekî"),
        ("çekdar", "çekdaran"),
        ("çete", "çeteyan"),
        ("çete", "çeteyên"),
        ("teqîn", "teqînê"),
        ("şaneya", "şaneya"),
        ("revî", "reviyan"),
        ("revî", "reviyane"),
        ("sînor", "SÎNORÊ"),
        ("girtîgeh", "girtîgeheke"),
        ("DAIŞ", "DAÎŞê"),
        ("êrîş", "hêrişa"),
        ("êrîşê", "êrîşên"),
        ("êrîşê", "erişan"),
        ("girtin", "digirin"),
        ("hat", "tê"),
        ("hatin", "werin"),
        ("revandin", "direvînin"),
        ("teqandin", "biteqînin"),
    ],
)
def test_a_word_is_found_with_its_endings(term: str, text: str) -> None:
    assert fold_plain(text) in kurmanji.forms(fold_plain(term), term)


@pytest.mark.parametrize(("term", "text"), [("êrîş", "êvar"), ("top", "topluluk"), ("du", "dua"), ("mûşekê", "Mûsa")])
def test_another_word_is_no_form(term: str, text: str) -> None:
    assert fold_plain(text) not in kurmanji.forms(fold_plain(term), term)


def test_the_izafe_and_an_ending_behind_an_apostrophe_do_not_break_a_phrase() -> None:
    assert {"e", "a", "yen"} <= skipped("kmr")


def test_a_noun_and_its_verb_are_found_apart_and_together() -> None:
    assert ("desteser", "kirin") in splits("desteserkirin", "kmr")
    assert ("hat", "desteserkirin") in joins(("hat", "desteser", "kirin"), "kmr")
    assert joins(("hezen", "ewlehiye"), "kmr") == set()
