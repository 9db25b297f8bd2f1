"""A file of a person's is changed where it must be, and nowhere else."""

import pytest

from monitor.errors import ConfigError
from monitor.yamlfile import read_text
from monitor.yamlfile.edit import edit

TEXT = """\
# Mine: do not tidy.
version: 1
groups:
    fuel:   {en: [oil,  "petrol" ]}   # the goods

    theft:
      en:
        - steal   # and stole
match:
- {name: taken, points: 65}   # enough?
tests: []
"""


def add(data: dict[str, object]) -> None:
    data["groups"]["theft"]["en"].append("siphon")  # type: ignore[index]  # as in the text above
    data["match"][0]["none"] = ["unwanted"]  # type: ignore[index]  # as in the text above
    data["exclude"] = [{"context": "sport"}]


def test_comments_order_and_layout_stay_where_nothing_is_changed() -> None:
    after = edit(TEXT, add, "rule.yaml")
    kept = [line for line in TEXT.splitlines() if not line.startswith("- {name")]
    assert [line for line in after.splitlines() if line in kept] == kept
    assert "        - siphon\n" in after
    assert "{name: taken, points: 65, none: [unwanted]}" in after
    assert "# enough?" in after
    assert after.endswith("exclude:\n- {context: sport}\n")
    assert read_text(after, "rule.yaml").data == {
        "version": 1,
        "groups": {"fuel": {"en": ["oil", "petrol"]}, "theft": {"en": ["steal", "siphon"]}},
        "match": [{"name": "taken", "points": 65, "none": ["unwanted"]}],
        "tests": [],
        "exclude": [{"context": "sport"}],
    }


def test_a_change_that_changes_nothing_leaves_every_byte() -> None:
    assert edit(TEXT, lambda _: None, "rule.yaml") == TEXT


@pytest.mark.parametrize("text", ["- a\n- b\n", "a: [", ""])
def test_what_is_no_mapping_is_refused_with_its_file(text: str) -> None:
    with pytest.raises(ConfigError, match=r"rule\.yaml"):
        edit(text, add, "rule.yaml")
