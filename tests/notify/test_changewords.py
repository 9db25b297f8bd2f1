"""What is new stands in a message from what to what, in the readers' language; so do the two numbers."""

from dataclasses import replace

import pytest
from incidents_to_tell import ARABIC, BAGHDAD, ENGLISH, NOW, delivery, view

from monitor.models import IncidentView, Measure
from monitor.notify.limits import limits_of
from monitor.notify.render import render

CHANGES: dict[str, object] = {
    "changes": [
        {"what": "killed", "before": "3", "after": "27", "sounds": True, "state": "escalated"},
        {"what": "denial", "before": "claimed", "after": "denied", "sounds": False, "state": "corrected"},
        {"what": "place", "before": "", "after": "@all <b>Mosul</b>", "sounds": False, "state": "updated"},
    ]
}


def known(**more: object) -> IncidentView:
    return replace(view(ARABIC, ENGLISH), importance=Measure(72), credibility=Measure(41), **more)  # type: ignore[arg-type]  # passed on


def body(kind: str, incident: IncidentView, language: str = "en", facts: dict[str, object] | None = None) -> str:
    told = delivery(kind, incident, facts=facts)  # type: ignore[arg-type]  # a kind
    return render(told, "chat", limits_of("tgram://"), replace(BAGHDAD, language=language), now=NOW).body


@pytest.mark.parametrize("kind", ["updated", "escalated"])
@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ("Toll (killed): 3 → 27", "Denied: ")),
        ("ar", ("الحصيلة (قتلى): 3 ← 27", "نفي: تم تبنّيه ← منفي")),
        ("fa", ("شمار کشته‌ها: 3 ← 27", "تکذیب: مسئولیت پذیرفته شده ← تکذیب شده")),
    ],
)
def test_differences_are_lines_from_what_to_what(kind: str, language: str, lines: tuple[str, ...]) -> None:
    said = body(kind, known(independent=2), language, CHANGES)
    assert all(line in said.replace("\u2068", "").replace("\u2069", "") for line in lines)
    assert "@all" not in said


def test_a_corrected_toll_is_called_corrected() -> None:
    fall = {"changes": [{"what": "killed", "before": "27", "after": "3", "sounds": False, "state": "corrected"}]}
    said = body("updated", known(independent=2), facts=dict(fall))
    assert "Corrected: Toll (killed): " in said


def test_two_outlets_that_copy_each_other_are_a_single_source_until_an_authority_speaks() -> None:
    assert "Single source, unconfirmed (2, copies of one another)" in body("opened", known(independent=1))
    assert "مصدر واحد، غير مؤكد" in body("opened", known(independent=1), "ar")
    assert "تک‌منبع، تأییدنشده" in body("opened", known(independent=1), "fa")
    assert "unconfirmed" not in body("opened", known(independent=1, confirmed=True))
    assert "unconfirmed" not in body("opened", known(independent=2))


def test_importance_and_credibility_stand_in_the_message_where_they_are_known() -> None:
    assert "Importance 72/100 · credibility 41/100" in body("opened", known(independent=2))
    assert "Importance" not in body("opened", view(ARABIC, ENGLISH))
