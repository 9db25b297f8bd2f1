"""The pages of mails in a real browser: as wide as a phone, in either direction, by day and by night."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from in_chromium import MISSING, measured
from incidents_to_tell import ARABIC, BAGHDAD, LEAD, NOW, delivery, hit, report, view

from monitor.models import Reason
from monitor.notify.limits import limits_of
from monitor.notify.render import render
from monitor.notify.sample import SampleName, sample

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING or "Chromium is here")

KINDS: tuple[SampleName, ...] = get_args(SampleName)
LANGUAGES = {"en": "ltr", "ar": "rtl", "fa": "rtl"}
WIDTHS = (320, 390, 700)
HEADLINES = ("Gunmen cross toward", "إحباط محاولة", "نفوذ افراد مسلح به")
WORD = "Donaudampfschifffahrtsgesellschaft" * 6
LONG_URL = f"https://{'long-' * 11}name.example.org/{'a' * 300}"


def page(told: object, language: str) -> str:
    style = replace(BAGHDAD, language=language)
    html = render(told, "email", limits_of("mailto:"), style, now=NOW).html  # type: ignore[arg-type]  # a delivery
    assert html
    return html


def unwieldy() -> object:
    """Twenty reports, words and names without a place to break, and many reasons."""
    found = tuple(Reason("evidence", f"{'x' * 38}{n}", 9, (hit(WORD), hit("تسلل"))) for n in range(6))
    reports = [report(WORD, "und", f"Wire{'e' * 70}{n}", LONG_URL, n) for n in range(30)]
    told = view(ARABIC, *reports, assessments=(replace(LEAD, reasons=found, actions=WORD, title=WORD[:90]),))
    return delivery("updated", told, reason=WORD)


@pytest.fixture(scope="module", params=[False, True], ids=["day", "night"])
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    pages = {f"{kind} {lang}": page(sample(NOW, "ops", kind), lang) for kind in KINDS for lang in LANGUAGES}
    pages |= {f"unwieldy {lang}": page(unwieldy(), lang) for lang in LANGUAGES}
    return measured(tmp_path_factory.mktemp("chromium"), pages, WIDTHS, dark=request.param)


def test_no_page_is_wider_than_the_screen(shown: dict[str, dict[str, object]]) -> None:
    assert len(shown) == (len(KINDS) + 1) * len(LANGUAGES) * len(WIDTHS)
    for name, page in shown.items():
        assert page["width"] == int(name.rpartition(" ")[2])
        assert page["scrolls"] == page["width"], name


def test_our_lines_run_as_the_reader_reads_and_headlines_as_they_are_written(
    shown: dict[str, dict[str, object]],
) -> None:
    for name, page in shown.items():
        language = name.split()[1]
        assert page["lang"] == language
        lines = page["lines"]
        assert isinstance(lines, list)
        assert lines[0]["direction"] == LANGUAGES[language], name
        for line in lines:
            said = line["text"].strip("\u2068")
            if said.startswith(HEADLINES):
                assert line["direction"] == ("ltr" if said.startswith("Gunmen") else "rtl"), line
            elif "unwieldy" not in name and said.isascii() is (language == "en"):
                assert line["direction"] == LANGUAGES[language], line


def test_a_page_is_dark_at_night_and_its_letters_are_light(
    shown: dict[str, dict[str, object]], request: pytest.FixtureRequest
) -> None:
    (background,) = {str(page["background"]) for page in shown.values()}
    (letters,) = {str(page["colour"]) for page in shown.values()}
    night = request.node.name.endswith("[night]")
    assert (_lightness(letters) > 0.7, _lightness(background) < 0.2) == (night, night)
    for name, page in shown.items():
        heading = str(page["heading"])
        assert abs(_lightness(heading) - _lightness(background)) > 0.4, (name, heading)


def test_pages_fit_what_a_mail_program_takes() -> None:
    # Gmail cuts a page beyond 102 KB off.
    for language in LANGUAGES:
        assert len(page(unwieldy(), language).encode()) < 100_000


def _lightness(colour: str) -> float:
    red, green, blue = (int(part) / 255 for part in colour.removeprefix("rgb(").rstrip(")").split(","))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_chromium_is_what_draws(tmp_path: Path) -> None:
    told = measured(
        tmp_path, {"wide": '<html><body style="margin:0"><p style="width:900px">x</p></body></html>'}, (320,)
    )
    assert told["wide 320"]["scrolls"] == 900
