"""A message of what was kept names every reference, on every service and in every language."""

import pytest
from incidents_to_tell import NOW, delivery

from monitor.models import Severity
from monitor.notify.limits import BY_SCHEMA, format_of, limits_of, measure, room_of
from monitor.notify.render import render
from monitor.notify.wording import Style

TITLES = {
    "en": "Gunmen attack a checkpoint near the town",
    "ar": "هجوم مسلح على نقطة تفتيش قرب المدينة",
    "fa": "حمله افراد مسلح به ایست بازرسی",
}


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
@pytest.mark.parametrize("schema", [*BY_SCHEMA, "unheard-of"])
def test_as_many_as_a_service_has_room_for_are_all_named(schema: str, language: str) -> None:
    url, limits = f"{schema}://x", limits_of(f"{schema}://x")
    room = room_of(limits)
    for number in {1, 2, room // 2 + 1, room}:
        refs = [f"A{n:03}B-12" for n in range(number)]
        items = [
            {"ref": ref, "refs": [ref], "title": TITLES[language], "lang": language, "severity": "high", "rule": "x"}
            for ref in refs
        ]
        facts = {"items": items, "total": number, "held": ["quiet hours", "limit of critical ones"], "refs": refs}
        told = delivery("digest", severity=Severity.HIGH, facts=facts)
        style = Style(language=language, console="https://watch.example.org")
        message = render(told, format_of(url), limits, style, now=NOW)
        assert all(ref in message.body for ref in refs)
        assert measure(message.body, limits.unit) <= limits.body
