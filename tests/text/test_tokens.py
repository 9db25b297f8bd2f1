"""Words are cut alike in texts and in terms, and each knows its place in the original."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.text.fold import fold_plain
from monitor.text.tokens import tokenise, words


def forms(text: str) -> list[str]:
    return [token.text for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen storm al-Qaeda's jail", ["gunmen", "storm", "al", "qaeda", "jail"]),
        ("l’attaque d'hier", ["l", "attaque", "d", "hier"]),
        ("Türkiye'de #bomb_attack", ["turkiye", "de", "bomb", "attack"]),
        ("سِجْنٌ كبير، وهروب", ["سجن", "کبیر", "وهروب"]),
        ("گروه‌های مسلح", ["گروه", "های", "مسلح"]),
        ("½ of 3,000", ["1", "2", "of", "3", "000"]),
        ("हमला हुआ", ["हमला", "हुआ"]),
        ("one", ["one"]),
        ("", []),
        (" \u200b\ufeff… ", []),
        ("👨‍👩‍👧", []),
    ],
)
def test_words_are_cut_where_readers_cut_them(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_the_place_of_a_word_is_that_of_the_original_with_all_its_marks() -> None:
    text = "On the bo\u200bmb, ﻻ ســجن"
    places = {token.text: text[token.start : token.end] for token in tokenise(text)}
    assert places["bomb"] == "bo\u200bmb"
    assert places["سجن"] == "ســجن"


def test_a_run_without_a_break_is_cut_so_that_no_word_is_boundless() -> None:
    found = words("a" * 100_000)
    assert max(map(len, found.folded)) <= 200
    assert found.ends[-1] == 100_000


@given(st.text(max_size=80))
def test_places_are_in_order_and_hold_what_the_word_came_from(text: str) -> None:
    last = 0
    for token in tokenise(text):
        assert last <= token.start < token.end <= len(text)
        assert token.text
        assert " " not in token.text
        last = token.start


@example("B_aб")
@given(st.text(alphabet="aB1 é-'’_\u200c\u0640\u064bسگ.ıб", max_size=60))
def test_words_are_those_of_the_folded_text(text: str) -> None:
    folded = fold_plain(text.replace("_", " "))
    for word in forms(text):
        assert word in folded
