"""The first commands a newcomer runs: `init`, `check`, `schema`."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from monitor.cli.check import CheckFormat, check
from monitor.cli.init import init
from monitor.cli.schema import SchemaName, schema, schema_text
from monitor.config import load_config
from monitor.detect.load import default_pack_folder, load_pack
from monitor.errors import MonitorError

SCHEMAS = Path(__file__).resolve().parents[2] / "schema"
GOOD = "version: 1\nfeeds: {list: [https://example.org/rss]}\nchannels: {t: {url: terminal}}\n"

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(text: str) -> Path:
        path = tmp_path / "config.yaml"
        path.write_text(text, "utf-8")
        return path

    return _write


def test_init_writes_what_check_accepts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "desk"
    init(folder)
    assert stat.S_IMODE((folder / "secrets.yaml").stat().st_mode) == 0o600
    config = load_config(folder / "config.yaml", {})
    assert config.rules == (folder / "rules.d",)
    assert config.warnings == ()
    told = capsys.readouterr()
    assert f"Next: monitor check {folder / 'config.yaml'}" in told.err
    assert check([folder / "config.yaml"], strict=True) == 0


def test_init_overwrites_nothing_without_force_and_never_secrets(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "config.yaml").write_text("mine", "utf-8")
    (tmp_path / "secrets.yaml").write_text("a: 'x'", "utf-8")
    with pytest.raises(MonitorError, match="exists already"):
        init(tmp_path)
    assert (tmp_path / "config.yaml").read_text("utf-8") == "mine"
    init(tmp_path, force=True)
    assert "version: 1" in (tmp_path / "config.yaml").read_text("utf-8")
    assert (tmp_path / "secrets.yaml").read_text("utf-8") == "a: 'x'"


def test_init_says_when_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(MonitorError, match="cannot be written"):
        init(tmp_path / "file" / "x")


def test_check_shows_every_mistake_with_its_line_and_a_caret(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(GOOD + "workers: 0\nlgo: {}\n")
    assert check([path]) == 1
    told = capsys.readouterr()
    assert f"{path}:4:10: error: 0 is out of range: at least 1 [bad-value]\n    4 | workers: 0\n" in told.out
    assert "      |          ^\n" in told.out
    assert f"{path}:5:1: error: unknown key 'lgo' (did you mean 'log'?) [unknown-key]" in told.out
    assert told.err.startswith(f"{path}: FAILED\n2 errors, 0 warnings\n")


def test_check_of_a_file_that_is_not_yaml_shows_the_place(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert check([write(GOOD + "log: a: b\n")]) == 1
    told = capsys.readouterr().out
    assert ":4:7: error: this ':' cannot start a value here" in told
    assert "    4 | log: a: b\n      |       ^\n" in told


def test_warnings_fail_only_when_strict(write: Write) -> None:
    path = write(GOOD.replace("https://example.org", "http://127.0.0.1"))
    assert check([path]) == 0
    assert check([path], strict=True) == 3


def test_problems_come_as_json_and_for_github(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(GOOD + "lgo: {}\n")
    check([path], form=CheckFormat.JSON)
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {
        "path": str(path), "line": 4, "col": 1, "message": "unknown key 'lgo' (did you mean 'log'?)",
        "code": "unknown-key", "level": "error", "help": "docs/reference/codes.md#unknown-key",
    }  # fmt: skip
    check([path], form=CheckFormat.GITHUB)
    said = capsys.readouterr().out
    assert said == f"::error file={path},line=4,col=1::unknown key 'lgo' (did you mean 'log'?) [unknown-key]\n"


def test_several_files_are_checked_in_one_run(write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check([write(GOOD), tmp_path / "none.yaml"]) == 1
    told = capsys.readouterr()
    assert "config.yaml: SUCCESS, " in told.err
    assert " 1 feed, 1 channel\n" in told.err
    assert "none.yaml: error: the file does not exist [unreadable]" in told.out


@pytest.mark.parametrize("name", list(SchemaName))
def test_the_schemas_in_the_repository_are_those_of_the_models(name: SchemaName) -> None:
    written = (SCHEMAS / f"{name.value}.v1.json").read_text("utf-8")
    assert written == schema_text(name), f"run: monitor schema {name.value} > schema/{name.value}.v1.json"


def test_schema_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    schema(SchemaName.CONFIG)
    described = json.loads(capsys.readouterr().out)
    assert described["title"] == "Threat Monitor config, version 1"
    assert described["additionalProperties"] is False


RULE = """version: 1
id: desk-words
title: Words of this desk
severity: low
family: attack
description: A rule of one desk.
groups: {word: {en: [gunmen]}}
match: [{name: seen, all: [word], points: 70}]
decide: {alert: 60, review: 35}
tests:
  - {name: plain, lang: en, title: Gunmen seen near the bridge, expect: {decision: alert}}
  - {name: quiet, lang: en, title: A quiet day at the bridge, expect: {decision: ignored}}
"""


def test_rules_are_checked_with_their_own_tests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "topics").mkdir()
    rule = tmp_path / "topics" / "desk-words.yaml"
    rule.write_text(RULE, "utf-8")
    assert check([tmp_path]) == check([rule]) == 0
    rule.write_text(RULE.replace("quiet day", "day of gunmen"), "utf-8")
    capsys.readouterr()
    assert check([rule]) == 1
    assert f"{rule}:12:" in capsys.readouterr().out


def test_mistakes_in_rules_are_shown_as_those_of_the_configuration(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine" / "topics").mkdir(parents=True)
    rule = tmp_path / "mine" / "topics" / "desk-words.yaml"
    rule.write_text(RULE.replace("severity: low", "severity: hgih").replace("family", "famly"), "utf-8")
    assert check([write(GOOD + "paths: {rules: [mine]}\n")]) == 1
    told = capsys.readouterr().out
    assert f"{rule}:4:11: error: 'hgih' is not one of " in told
    assert f"{rule}:5:1: error: unknown key 'famly' (did you mean 'family'?) [unknown-key]" in told
    assert "    5 | famly: attack\n      | ^\n" in told


def test_init_writes_what_was_chosen_and_check_accepts_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = "mailtos://user:pass'word@smtp.example.org?to=desk@example.org"
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline xmlUrl="https://a.example/rss" text="A"/></body></opml>', "utf-8"
    )
    init(tmp_path / "desk", topics=["kidnapping", "bombing"], languages=["ar"], channel=url)
    init(tmp_path / "own", sources=[str(opml), "https://b.example/rss"], channel="file:alerts.jsonl")
    capsys.readouterr()
    desk, own = (load_config(tmp_path / name / "config.yaml") for name in ("desk", "own"))
    assert {feed.language for feed in desk.feeds} == {"ar"}
    assert [(channel.name, channel.url) for channel in desk.channels] == [("desk", url)]
    assert (tmp_path / "desk" / "secrets.yaml").stat().st_mode & 0o077 == 0
    assert "pass'" not in (tmp_path / "desk" / "config.yaml").read_text("utf-8")
    assert {feed.url for feed in own.feeds} == {"https://a.example/rss", "https://b.example/rss"}
    assert [channel.name for channel in own.channels] == ["desk"]
    rules = load_pack([default_pack_folder(), *desk.rules]).rules
    assert [each.rule.id for each in rules] == ["bombing", "kidnapping"]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"topics": ["kidnaping"]}, "did you mean 'kidnapping'"),
        ({"languages": ["xx"]}, "no sample feed in 'xx'"),
        ({"sources": ["nowhere"]}, "neither an address nor an OPML file"),
        ({"sources": ["nowhere.opml"]}, "cannot be read|does not exist"),
    ],
)
def test_init_refuses_what_nobody_can_choose_and_writes_nothing(
    tmp_path: Path, chosen: dict[str, list[str]], said: str
) -> None:
    with pytest.raises(typer.BadParameter, match=said):
        init(tmp_path / "desk", **chosen)  # type: ignore[arg-type]  # each is one option
    assert not (tmp_path / "desk").exists()
