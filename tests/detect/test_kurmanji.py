import pytest

from monitor.detect.morphology import kurmanji, skipped
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
    ],
)
def test_a_word_is_found_with_its_endings(term: str, text: str) -> None:
    assert fold_plain(text) in kurmanji.forms(fold_plain(term), term)


@pytest.mark.parametrize(("term", "text"), [("êrîş", "êvar"), ("top", "topluluk"), ("du", "dua")])
def test_another_word_is_no_form(term: str, text: str) -> None:
    assert fold_plain(text) not in kurmanji.forms(fold_plain(term), term)


def test_the_izafe_and_an_ending_behind_an_apostrophe_do_not_break_a_phrase() -> None:
    assert {"e", "a", "yen"} <= skipped("kmr")
