"""What an Urdu term stands for: oblique, plural, agreement, and spellings with alef or heh."""

import pytest

from monitor.detect.morphology.urdu import forms
from monitor.text.fold import fold_plain

FORMS = {
    "حملہ": "حملے حملوں",
    "دھماکہ": "دھماکا دھماکے دھماکوں",
    "دھماکا": "دھماکہ دھماکے دھماکوں",
    "واقعہ": "واقعے واقعات",
    "حملے": "حملہ حملوں",
    "گاڑی": "گاڑیاں گاڑیوں",
    "کارروائی": "کارروائیاں کارروائیوں",
    "ایجنسی": "ایجنسیوں ایجنسیز ایجنسیاں",
    "دہشتگرد": "دہشتگردوں",
    "مجاہد": "مجاہدین مجاہدوں",
    "ملزم": "ملزمان ملزموں",
    "کارکن": "کارکنان کارکنوں",
    "اطلاع": "اطلاعات اطلاعوں",
    "بندوق": "بندوقیں بندوقوں",
    "ڈرون": "ڈرونز ڈرونوں",
    "ڈاکو": "ڈاکوؤں",
    "شہدا": "شہداء",
    "شہداء": "شہدا",
    "دھرنا": "دھرنے دھرنوں",
    "اڑانا": "اڑانے اڑایا اڑائی اڑائے اڑاتے",
    "مارا": "ماری مارے",
    "والے": "والا والی والوں",
}


@pytest.mark.parametrize("lemma", FORMS)
def test_a_term_stands_for_its_inflected_forms(lemma: str) -> None:
    found = forms(fold_plain(lemma), lemma)

    assert [form for form in FORMS[lemma].split() if fold_plain(form) not in found] == []


@pytest.mark.parametrize(
    ("term", "other"), [("بم", "بموں"), ("سے", "سا"), ("فوج", "فوجداری"), ("جیل", "جیلانی"), ("ہنگامہ", "ہنگامی")]
)
def test_a_term_does_not_stand_for_a_neighbour(term: str, other: str) -> None:
    assert fold_plain(other) not in forms(fold_plain(term), term)


def test_words_of_other_scripts_stay_as_they_are() -> None:
    assert forms("isis", "ISIS") == {"isis"}
