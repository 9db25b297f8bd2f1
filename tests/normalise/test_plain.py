from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.normalise.plain import read_plain

REPORTS = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "reports"
LEAD = "Security forces closed the border crossing on Monday after gunmen opened fire on a patrol."
REST = "Two officers were wounded and taken to a hospital, the ministry said."


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"Gunmen attack border patrol\n\n{LEAD}\n{REST}", "Gunmen attack border patrol"),
        (
            f"Home » News » World\nMonday, 3 March 2025\nGunmen attack border patrol\n{LEAD}",
            "Gunmen attack border patrol",
        ),
        (f"Gunmen attack border patrol | Local News\n{LEAD}", "Gunmen attack border patrol"),
        (f"Gunmen attack border patrol - The Daily Times\n{LEAD}", "Gunmen attack border patrol"),
        (f"Attack – army blames rebels\n{LEAD}", "Attack – army blames rebels"),
        (
            f"کد مطلب: 5\nتاریخ انتشار : شنبه ۹ ارديبهشت ۱۳۹۶\nنیروهای مرزی آماده باش شدند.\n{LEAD}",
            "نیروهای مرزی آماده باش شدند.",
        ),
        (f"{LEAD} {REST}", LEAD),
        ("", ""),
        ("Leave a Reply", ""),
    ],
)
def test_the_headline_is_found_behind_furniture(page: str, title: str) -> None:
    found = read_plain(page)
    assert found.title == title
    assert page[found.title_at : found.title_at + len(title)] == title


def test_the_headline_is_not_read_twice_and_a_first_sentence_stays_in_the_text() -> None:
    assert "Gunmen" not in read_plain(f"Gunmen attack patrol\n{REST}").text
    assert LEAD in read_plain(f"{LEAD}\n{REST}").text


@given(st.text(st.sampled_from("aب. \n|:»-5Xé\u200c\r\x00"), max_size=200))
def test_offsets_always_count_in_the_file(page: str) -> None:
    found = read_plain(page)
    assert len(found.text) == len(page)
    assert page[found.title_at : found.title_at + len(found.title)] == found.title


@pytest.mark.shared
@pytest.mark.skipif(not REPORTS.exists(), reason="the evaluation data is not beside the checkout")
def test_real_pages_give_their_headline_and_lose_their_furniture() -> None:
    for path in sorted(REPORTS.glob("*.txt")):
        page = path.read_text("utf-8")
        found = read_plain(page)
        lines = [line for line in found.text.splitlines() if line.strip()]
        assert len(found.title) > 40
        assert not found.title.rstrip("0123456789").endswith(":")
        assert all(len(line) > 80 for line in lines), path.name
