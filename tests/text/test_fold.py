"""Spellings of one word fold to one form, and every folded character knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import fold, fold_plain

SPELLINGS = {
    "alef": ["أحمد", "احمد", "إحمد", "ٱحمد"],
    "yeh and kaf of Arabic and Persian": ["كردي", "کردی", "كردى"],
    "teh marbuta": ["خلية", "خلیه"],
    "vowel marks and tatweel": ["سِجْن", "سجن", "ســجــن"],
    "presentation forms": ["ﺳﺠﻦ", "سجن"],
    "Kurdish and Urdu heh": ["ھەڵه", "ههڵە"],
    "digits": ["۱۲۳", "١٢٣", "123", "１２３"],
    "Turkish i": ["İSTANBUL", "istanbul", "ıstanbul", "ISTANBUL"],
    "accents": ["Évadé", "evade", "E\u0301vade\u0301"],
    "Kurmanji": ["Şêx", "sex"],
    "full width and mathematical": ["ＢＯＭＢ", "𝐛𝐨𝐦𝐛", "ⓑⓞⓜⓑ", "bomb"],
    "hidden characters": ["b\u200bomb", "bo\u00admb", "\u202ebomb\u202c", "bom\ufeffb", "bomb"],
    "look-alike letters in a mixed word": ["bоmb", "bomb"],
    "look-alike letters in a Cyrillic word": ["взpыв", "взрыв"],
    "marks piled up": ["b̶̢o̷̧m̸b̴", "bomb"],
    "quotes and dashes": ["don’t – no", "don't - no"],
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_spellings_of_one_word_are_equal(name: str) -> None:
    forms = {fold_plain(spelling) for spelling in SPELLINGS[name]}
    assert len(forms) == 1


@pytest.mark.parametrize(("one", "other"), [("ۆ", "و"), ("ێ", "ی"), ("ڵ", "ل"), ("ڕ", "ر"), ("گ", "ک"), ("ے", "ی")])
def test_letters_that_tell_words_apart_stay_apart(one: str, other: str) -> None:
    assert fold_plain(one) != fold_plain(other)


def test_a_word_of_one_script_is_not_taken_for_another() -> None:
    assert fold_plain("рота атака сор") == "рота атака сор"


def test_a_non_joiner_separates_arabic_letters_and_vanishes_elsewhere() -> None:
    assert fold_plain("می\u200cشود") == "می شود"
    assert fold_plain("bo\u200cmb") == "bomb"


def test_the_span_of_a_folded_word_is_the_word_as_written() -> None:
    text = "في ســِجْن كبير"
    folded = fold(text)
    at = folded.text.index("سجن")
    start, end = folded.span(at, at + 3)
    assert text[start:end] == "ســِجْن"


@pytest.mark.parametrize("text", ["\ufdfa" * 100_000, "㎯" * 50_000, "ﷺ㍿ " * 30_000, "\u0958\u0344" * 40_000])
def test_what_grows_when_folded_stays_within_four_times_its_size(text: str) -> None:
    assert len(fold_plain(text)) <= 4 * len(text)


def test_nothing_that_a_store_refuses_is_left() -> None:
    folded = fold_plain("a\x00b \ud800c \udfffd")
    assert "\x00" not in folded
    assert folded.encode("utf-8")


@given(st.text(max_size=60))
def test_the_map_leads_back_in_order_and_agrees_with_the_plain_form(text: str) -> None:
    folded = fold(text)
    assert folded.text == fold_plain(text)
    assert len(folded.map) == len(folded.text) + 1
    assert list(folded.map) == sorted(folded.map)
    assert folded.map[-1] == len(text)


@given(st.text(alphabet="aÉıİßأيك\u064b\u200c\u200boﷺ ۱ş\u0301", max_size=40))
def test_folding_a_folded_text_changes_nothing_more(text: str) -> None:
    once = fold_plain(text)
    assert fold_plain(once) == once
