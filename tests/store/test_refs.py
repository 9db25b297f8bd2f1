"""Names that people can say and type."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.store.refs import make_ref, read_ref


@given(st.text(max_size=20))
def test_a_name_is_short_and_has_no_letter_that_is_misread(seed: str) -> None:
    ref = make_ref(seed, lambda _: False)
    assert ref == make_ref(seed, lambda _: False)
    assert 4 <= len(ref) <= 9
    assert not set(ref) & set("ILOU")
    assert not ref.isdigit()


def test_a_name_that_is_taken_grows() -> None:
    first = make_ref("seed", lambda _: False)
    second = make_ref("seed", lambda name: name == first)
    assert second != first
    assert second.startswith(first)


def test_typing_errors_that_everybody_makes_are_read() -> None:
    assert read_ref(" #7q2k ") == "7Q2K"
    assert read_ref("io1L") == "1011"
