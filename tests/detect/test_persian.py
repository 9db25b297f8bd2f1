"""What a Persian term stands for: plural and izafe written onto it, also where a page lost its non-joiners."""

import pytest

from monitor.detect.morphology.persian import forms
from monitor.text.fold import fold_plain

FORMS = {
    "حمله": "حمله\u200cها حملههای حملهی حملهای",
    "کشته": "کشتگان کشتهاند کشتهشده کشتهشدگان",
    "شده": "شدهاند",
    "جنگجو": "جنگجوی جنگجویی جنگجویان جنگجوهای",
    "مهاجم": "مهاجمان مهاجمها",
}
OTHER_WORDS = {"گاه": "گاهی", "راه": "راهی", "ماه": "ماهی", "گروه": "گروهی", "مرز": "مرزی"}


@pytest.mark.parametrize("lemma", FORMS)
def test_a_term_stands_for_its_inflected_forms(lemma: str) -> None:
    found = forms(fold_plain(lemma), lemma)

    assert [form for form in FORMS[lemma].replace("\u200c", "").split() if fold_plain(form) not in found] == []


@pytest.mark.parametrize("lemma", OTHER_WORDS)
def test_a_sounded_heh_takes_no_ending(lemma: str) -> None:
    assert fold_plain(OTHER_WORDS[lemma]) not in forms(fold_plain(lemma), lemma)
