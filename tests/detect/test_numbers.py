"""Numbers of ten languages are read with their value, their bounds and their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.detect.numbers import find_numbers
from monitor.text.tokens import tokenise

SAID = [
    ("en", "At least 12 people died", ["12+"]),
    ("en", "twenty-five killed and three wounded", ["25", "3"]),
    ("en", "two hundred and thirty men", ["230"]),
    ("en", "up to 30 rockets, about 40 drones", ["30-", "~40"]),
    ("en", "dozens of inmates, 1,200 guards, 30-40 fighters", ["24+", "1200", "30-40"]),
    ("en", "2 thousand fled; three dozen stayed", ["2000", "36"]),
    ("fr", "une vingtaine de militaires", ["20+"]),
    ("es", "una veintena de muertos", ["20+"]),
    ("ar", "مقتل ما لا يقل عن ١٢ شخصا", ["12+"]),
    ("ar", "ستة وعشرون مدنيا", ["26"]),
    ("ar", "قتيلان وخمسة جرحى", ["2", "5"]),
    ("ar", "أحد عشر جنديا ومئة وخمسة وعشرون مسلحا", ["11", "125"]),
    ("ar", "العشرات من السجناء وأكثر من ثلاثين", ["20+", "30+"]),
    ("fa", "دست‌کم ۱۲ نفر کشته و ۳۰ نفر زخمی", ["12+", "30"]),
    ("fa", "ده‌ها زندانی و بیست و پنج سرباز", ["20+", "25"]),
    ("fa", "یکصد و چهل و دو نفر", ["142"]),
    ("ckb", "١٥ چەکدار و بیست و پێنج سەرباز", ["15", "25"]),
    ("ckb", "زیاتر لە سی کەس", ["30+"]),
    ("kmr", "zêdetirî bîst û pênc kes", ["25+"]),
    ("kmr", "bi dehan çekdar", ["20+"]),
    ("tr", "otuz sekiz öğrenci ve yirmiden fazla asker", ["38", "20+"]),
    ("tr", "onlarca kişi, en az 12 yaralı, iki yüz elli bin", ["20+", "12+", "250000"]),
    ("ur", "کم از کم بارہ افراد اور چھبیس شہری", ["12+", "26"]),
    ("ur", "بیس سے زائد افراد", ["20+"]),
    ("fr", "quatre-vingt-dix-sept morts, soixante et onze blessés", ["97", "71"]),
    ("fr", "des dizaines de détenus, au moins deux cents", ["20+", "200+"]),
    ("es", "treinta y ocho alumnas y más de ciento veinte heridos", ["38", "120+"]),
    ("ru", "сто двадцать пять человек, не менее двенадцати", ["125", "12+"]),
    ("ru", "две тысячи триста сорок один боец и десятки раненых", ["2341", "20+"]),
    ("und", "12 e trenta", ["12"]),
]


@pytest.mark.parametrize(("lang", "text", "values"), SAID, ids=[f"{lang}-{text[:18]}" for lang, text, _ in SAID])
def test_a_number_is_read_in_digits_and_words(lang: str, text: str, values: list[str]) -> None:
    assert [number.value for number in find_numbers(tokenise(text), text, lang)] == values


def test_a_number_knows_its_place_in_the_original_with_its_bound() -> None:
    text = "قُتل ما لا يقل عن ١٢ شخصا"
    (number,) = find_numbers(tokenise(text), text, "ar")
    assert text[number.start : number.end] == "ما لا يقل عن ١٢"


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "a 12-year-old boy"), ("fa", "روز سه‌شنبه"), ("ru", "в 30 километрах"), ("ar", "قبل عشر سنوات")],
)
def test_measures_are_marked_so_that_nobody_counts_them_as_people(lang: str, text: str) -> None:
    assert [number.measure for number in find_numbers(tokenise(text), text, lang)] == [True]


@given(st.text(max_size=80), st.sampled_from(["en", "ar", "fa", "ckb", "kmr", "tr", "ur", "fr", "es", "ru", "xx"]))
def test_any_text_is_read_and_spans_lie_in_it(text: str, lang: str) -> None:
    for number in find_numbers(tokenise(text), text, lang):
        assert 0 <= number.start < number.end <= len(text)
        assert number.low >= 0
        assert number.high is None or number.high >= number.low
