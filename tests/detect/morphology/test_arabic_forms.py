import pytest

from monitor.detect.morphology.arabic import forms


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("خطف", "خطفهن خطفهم وخطف خطفوا خطفت"),
        ("رهینه", "رهینتین رهینتهن رهینتهم بالرهینه"),
        ("یقطع", "یقطعن ویقطعن سیقطع یقطعون"),
    ],
)
def test_women_are_told_of_as_men_are(word: str, said: str) -> None:
    assert set(said.split()) <= forms(word, word)


def test_a_noun_takes_no_ending_of_womens_verbs() -> None:
    assert "سجنن" not in forms("سجن", "سجن")
