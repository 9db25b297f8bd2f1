import pytest

from monitor.detect.morphology import joins, prefixes, skipped, sorani, splits
from monitor.text.fold import fold_plain


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("هێرش", "هێرشەکەی"),
        ("هێرش", "هێرشێکی"),
        ("هێرش", "هێرشیان"),
        ("چەتە", "چەتەکانی"),
        ("چەتە", "چەتەیەک"),
        ("تیرۆریستی", "تیرۆریستییەکان"),
        ("تەقینەوە", "تەقینەوەکەدا"),
        ("کوشت", "کوشتوویانە"),
        ("کوژرا", "کوژرابوون"),
        ("کوژراو", "کوژراوەکان"),
        ("ڕفێندرا", "رفێندراون"),
        ("راگەیاند", "ڕاگەیاند"),
        ("هەڵاتن", "هەلاتنی"),
        ("سنوور", "سنورەکان"),
        ("داعش", "داعشـی"),
        ("دەستگیرکرا", "دەستگیردەکرێن"),
        ("پووچەڵکرایەوە", "پوچەڵدەکرێتەوە"),
        ("هێرشکرد", "هێرشدەکات"),
        ("کوشت", "دەکوژن"),
        ("داخست", "دادەخەن"),
        ("هەڵوەشێنرایەوە", "هەڵوەشێندرایەوە"),
        ("گروپ", "گرووپێکی"),
        ("ئۆتۆمبێل", "ئوتومبیلێک"),
        ("سەربازی", "سەربازیی"),
    ],
)
def test_a_word_is_found_with_its_endings_and_as_texts_with_fewer_letters_write_it(term: str, text: str) -> None:
    assert fold_plain(text) in sorani.forms(fold_plain(term), term)


@pytest.mark.parametrize(("term", "text"), [("هێرش", "هێرۆ"), ("کوشت", "نەکوشت"), ("سنوور", "سندوق"), ("سۆپا", "سوپا")])
def test_another_word_is_no_form(term: str, text: str) -> None:
    assert fold_plain(text) not in sorani.forms(fold_plain(term), term)


@pytest.mark.parametrize("written", ["ته‌قینه‌وه", "هه‌ڵاتن", "شه‌هید", "به‌رهه‌م", "پێشمه‌رگه", "هه‌سه‌ده", "په‌كه‌كه"])
def test_a_vowel_written_as_heh_and_a_non_joiner_leaves_a_gap_that_is_known(written: str) -> None:
    pieces = tuple(fold_plain(written).split())
    assert pieces in splits("".join(pieces), "ckb")


def test_a_gap_follows_no_consonant_at_the_beginning_and_no_short_word() -> None:
    assert splits("هێز", "ckb") == set()
    assert splits("له", "ckb") == set()


def test_a_beginning_counts_in_both_spellings_and_endings_apart_do_not_break_a_phrase() -> None:
    assert {"ڕفاند", "رفاند"} <= prefixes("ڕفاند", "ckb")
    assert "کانی" in skipped("ckb")


def test_a_noun_and_its_verb_are_found_apart_and_together() -> None:
    assert tuple(map(fold_plain, ("دەستگیر", "کران"))) in splits(fold_plain("دەستگیرکران"), "ckb")
    assert (fold_plain("دەستگیرکران"),) in joins((fold_plain("دەستگیر"), fold_plain("کران")), "ckb")
    assert joins((fold_plain("هێزی"), fold_plain("ئەمنی")), "ckb") == set()
