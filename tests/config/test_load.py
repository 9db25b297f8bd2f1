"""config.yaml -> Config: defaults, merges, and every mistake at its place."""

# ruff: noqa: E501 - tables of inputs and answers read best with a row a line

from datetime import time
from pathlib import Path

import pytest

from monitor.config import Config, channel_problems, load_config
from monitor.config.alive import Alive
from monitor.errors import ConfigError, Problem
from monitor.models import FeedSettings, Severity
from monitor.poll.schedule import Pace
from monitor.yamlfile import read

EXAMPLE = Path(__file__).resolve().parents[2] / "config.example.yaml"
SMALLEST = "version: 1\nfeeds: {list: [https://example.org/rss]}\nchannels: {t: {url: terminal}}\n"


def load(folder: Path, text: str, environ: dict[str, str] | None = None) -> Config:
    path = folder / "config.yaml"
    path.write_text(text, "utf-8")
    return load_config(path, environ or {})


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    assert all(problem.path == str(folder / "config.yaml") for problem in caught.value.problems)
    return [f"{p.line}:{p.col}: {p.message} [{p.code}]" for p in caught.value.problems]


def with_feeds(feeds: str) -> str:
    return f"version: 1\nchannels: {{t: {{url: terminal}}}}\nfeeds:\n{feeds}"


def test_the_smallest_file_works_and_the_rest_has_defaults(tmp_path: Path) -> None:
    config = load(tmp_path, SMALLEST)
    assert config.feeds == (FeedSettings("https://example.org/rss"),)
    assert config.channels[0].url == "terminal:"
    assert config.channels[0].min_severity is Severity.INFORMATIONAL
    assert config.data == tmp_path / "data"
    assert config.rules == ()
    assert config.pace == Pace()
    assert config.digest.at == (time(7),)
    assert str(config.zone) == "UTC"
    assert config.storage.texts_keep == 90 * 86_400
    assert config.heartbeat is None
    assert config.warnings == ()


def test_feeds_take_what_they_do_not_say_from_the_defaults(tmp_path: Path) -> None:
    text = with_feeds("""
  defaults: {language: ar, reliability: B, tags: [iraq], baseline: off, interval: 10m, headers: {X-A: secret:a}}
  list:
    - https://example.org/1
    - {url: https://example.org/2, language: en, tags: [], baseline: on, full_text: page, name: Two, auth: secret:b}
""")
    one, two = load(tmp_path, text, {"MONITOR_SECRET_A": "x", "MONITOR_SECRET_B": "u:p"}).feeds
    assert (one.language, one.reliability, one.tags, one.baseline, one.interval) == ("ar", "B", ("iraq",), False, 600.0)
    assert one.headers == (("X-A", "secret:a"),)
    assert (two.language, two.reliability, two.tags, two.baseline) == ("en", "B", (), True)
    assert (two.name, two.full_text, two.auth) == ("Two", "page", "secret:b")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("instance: {timezone: Asia/Bagdad}", "4:22: 'Asia/Bagdad' is no time zone (did you mean 'Asia/Baghdad'?) [bad-time-zone]"),
        ("instance: {timezone: Europe}", "4:22: 'Europe' is no time zone"),
        ("instance: {timezone: ../../etc/passwd}", "4:22: '../../etc/passwd' is no time zone; write it as"),
        ("instanse: {}", "4:1: unknown key 'instanse' (did you mean 'instance'?) [unknown-key]"),
        ("fetch: {interval: {min: 10}}", "4:25: 10 of what? write the unit: 10s, 10m, 10h or 10d [bad-value]"),
        ("fetch: {interval: {min: 2h}}", "4:9: min, default and max must not decrease in this order [interval-order]"),
        ("fetch: {interval: {min: 1s}}", "4:25: '1s' is out of range: at least 60 [bad-value]"),
        ("fetch: {timeout: soon}", "4:18: 'soon' is not a duration; write a number and s, m, h, d or w, such as 15m or 36h [bad-value]"),
        ('fetch: {user_agent: "a\\r\\nX: y"}', "4:21: only plain ASCII text can be sent in a header [bad-header]"),
        ("canary: {every: 5m, within: 2m}", "4:1: every must be shorter than within, or the heartbeat pauses"),
        ("alarms: {failing: 30s}", "4:19: less than a minute is too short; off switches this off"),
        ("alarms: {slow: maybe}", "4:16: write true, or false to switch this off"),
        ("alarms: {silnet: 1d}", "4:10: unknown key 'silnet' (did you mean 'silent'?)"),
        ("digest: {alive: {at: noon}}", "4:22: 'noon' is not a time of day; write it as '07:30'"),
        ("digest: {at: [25:00]}", "4:15: '25:00' is not a time of day; write it as '07:30' [bad-value]"),
        ("digest: {channels: [terminal, tt]}", "4:21: there is no channel 'terminal' [unknown-channel]"),
        ("paths: {rules: [none.d]}", "4:17: the folder "),
        ("storage: {texts_keep: 500d}", "4:1: texts_keep must not be longer than articles_keep [storage-order]"),
        ("heartbeat: {url: secret:beat}", "4:13: the secret 'beat' is not set; put it into secrets.yaml"),
        ("heartbeat: {url: ftp://x}", "4:18: a web address starts with https:// or http://, and holds no blanks [bad-url]"),
        ("workers: 0", "4:10: 0 is out of range: at least 1 [bad-value]"),
        ("log: {level: verbose}", "4:14: 'verbose' is not one of debug, info, warning, error [bad-value]"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_line_and_its_words(tmp_path: Path, text: str, said: str) -> None:
    assert refused(tmp_path, SMALLEST + text + "\n")[0].startswith(said)


@pytest.mark.parametrize(
    ("feeds", "said"),
    [
        ("  list:\n    - https://a.example/x\n    - https://a.example/y\n    - HTTPS://A.example:443/x#top\n",
         "7:7: this feed stands in line 5 already; keep one [duplicate-feed]"),
        ("  list:\n    - https://a.example/x\n    - {name: z, url: https://A.example:443/x#top}\n",
         "6:17: this feed stands in line 5 already; keep one [duplicate-feed]"),
        ("  list: [{url: https://a.example, reliability: G}]\n", "4:48: 'G' is not one of A, B, C, D, E, F [bad-value]"),
        ("  list: [{url: https://a.example, intervall: 5m}]\n", "4:35: unknown key 'intervall' (did you mean 'interval'?)"),
        ("  list: [{name: x}]\n", "4:10: the key 'url' is missing [missing-key]"),
        ("  list: [https://user:hunter2@a.example/]\n", "4:10: the address carries a password; write auth: secret:NAME instead"),
        ("  list: [{url: https://a.example, auth: 'me:hunter2'}]\n", "4:41: write secret:NAME here, and the value into secrets.yaml"),
        ("  list: [example.org/rss]\n", "4:10: a web address starts with"),
        ("  list: ['https://[::1/']\n", "4:10: this address cannot be read [bad-url]"),
        ("  list: [{url: https://a.example, country: iq}]\n", "4:44: 'iq' does not have the form ^[A-Z]{2}$"),
        ("  import: [none.opml]\n", "4:12: none.opml: the file cannot be read: No such file or directory [unreadable]"),
    ],
)  # fmt: skip
def test_mistakes_in_feeds(tmp_path: Path, feeds: str, said: str) -> None:
    (only,) = (line.replace(f"{tmp_path}/", "") for line in refused(tmp_path, with_feeds(feeds)))
    assert only.startswith(said)
    assert "hunter2" not in only


@pytest.mark.parametrize(
    ("channels", "said"),
    [
        ("channels: {}", "3:11: must not be empty [bad-value]"),
        ("channels: {a: {min_severity: high}}", "3:12: a channel has either url or webhook; write one of them [bad-channel]"),
        ("channels: {a: {url: smtp.example.org}}", "3:21: write terminal:, file:PATH, an Apprise URL or secret:NAME [bad-channel]"),
        ("channels: {a: {url: secret:mail}}", "3:16: the secret 'mail' is not set; put it into secrets.yaml"),
        ("channels: {'a b': {url: terminal}}", "3:12: 'a b' does not have the form"),
        ("channels: {a: {url: terminal, format: html}}", "3:39: 'html' is not one of chat, email, short, terminal [bad-value]"),
    ],
)  # fmt: skip
def test_mistakes_in_channels(tmp_path: Path, channels: str, said: str) -> None:
    (only,) = refused(tmp_path, "version: 1\nfeeds: {list: [https://example.org/rss]}\n" + channels + "\n")
    assert only.startswith(said)


def test_versions_are_checked(tmp_path: Path) -> None:
    rest = SMALLEST.removeprefix("version: 1\n")
    assert refused(tmp_path, rest) == ["1:1: the key 'version' is missing [missing-key]"]
    assert refused(tmp_path, "version: 2\n" + rest)[0].startswith("1:10: this release reads version 1; update")


def test_all_mistakes_of_one_run_are_told_together(tmp_path: Path) -> None:
    text = "version: 1\nlog: {level: x}\nfeeds: {list: [ftp://x], lost: 1}\nworkers: many\n"
    assert [line.split(":")[0] for line in refused(tmp_path, text)] == ["1", "2", "3", "3", "4"]


def test_channel_secrets_are_filled_in_and_never_shown(tmp_path: Path) -> None:
    text = "version: 1\nfeeds: {list: [https://example.org/rss]}\nchannels: {mail: {url: secret:mail}}\nheartbeat: {url: secret:beat}\n"
    config = load(
        tmp_path,
        text,
        {"MONITOR_SECRET_MAIL": "mailtos://me:hunter2@example.org", "MONITOR_SECRET_BEAT": "https://x/hunter2"},
    )
    assert config.channels[0].url.startswith("mailtos://me:hunter2@")
    assert config.heartbeat is not None
    assert config.heartbeat.url == "https://x/hunter2"
    assert "hunter2" not in repr(config)


def test_a_channel_that_no_service_understands_is_named_with_its_line(tmp_path: Path) -> None:
    text = SMALLEST + "log: {level: info}\n"
    assert channel_problems(load(tmp_path, text)) == ()
    (problem,) = channel_problems(load(tmp_path, text.replace("terminal", "mailot://me:hunter2@example.org")))
    assert (problem.line, problem.code) == (3, "bad-channel")
    assert "hunter2" not in problem.message


def warnings_of(config: Config) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in config.warnings]


def test_what_will_not_work_at_use_is_a_warning_now(tmp_path: Path) -> None:
    config = load(
        tmp_path, with_feeds("  list:\n    - http://192.168.0.5/rss\n    - {url: https://b.example, auth: secret:b}\n")
    )
    assert warnings_of(config) == [(5, "private-address"), (6, "missing-secret")]
    assert warnings_of(load(tmp_path, with_feeds("  list: []\n"))) == [(3, "no-feeds")]


def test_listed_feeds_overrule_imported_ones_and_the_same_feed_is_read_once(tmp_path: Path) -> None:
    outline = '<outline text="{}" xmlUrl="{}" />'
    (tmp_path / "a.opml").write_text(
        "<opml><body><outline text='Iraq'>"
        + outline.format("One", "https://example.org/1")
        + "\n" + outline.format("Two", "https://example.org/2")
        + "</outline></body></opml>",
        "utf-8",
    )  # fmt: skip
    (tmp_path / "b.opml").write_text(
        "<opml><body>" + outline.format("1", "https://example.org/1") + "</body></opml>", "utf-8"
    )
    config = load(
        tmp_path,
        with_feeds(
            "  import: [a.opml, b.opml]\n  defaults: {language: ar}\n  list: [{url: https://example.org/2, name: Mine}]\n"
        ),
    )
    assert [(f.url, f.name, f.group, f.language) for f in config.feeds] == [
        ("https://example.org/1", "One", "Iraq", "ar"),
        ("https://example.org/2", "Mine", "", "ar"),
    ]
    assert warnings_of(config) == [(1, "duplicate-feed")]


def test_the_example_loads_without_a_warning_and_is_what_a_newcomer_needs() -> None:
    config = load_config(EXAMPLE, {})
    assert config.warnings == ()
    assert next(channel.url for channel in config.channels) == "terminal:"
    assert 25 <= len(config.feeds) <= 45
    assert {feed.language for feed in config.feeds} == {"en", "ar", "fa", "ckb", "kmr", "tr", "fr"}
    assert all(feed.name and feed.url.startswith("https://") for feed in config.feeds)
    assert len({feed.name for feed in config.feeds}) == len(config.feeds)


def test_the_example_says_the_defaults_as_they_are(tmp_path: Path) -> None:
    example, smallest = load_config(EXAMPLE, {}), load(tmp_path, SMALLEST)
    for part in (
        "instance",
        "fetch",
        "digest",
        "storage",
        "heartbeat",
        "canary",
        "alarms",
        "workers",
        "log",
        "rules",
        "pace",
    ):
        assert getattr(example, part) == getattr(smallest, part)


def test_every_commented_key_of_the_example_is_valid(tmp_path: Path) -> None:
    lines = []
    for line in EXAMPLE.read_text("utf-8").splitlines():
        bare = line.lstrip().removeprefix("# ")
        key = bare.split(":")[0]
        keys = {
            "base_url",
            "contact",
            "import",
            "mail",
            "chat",
            "duty-phone",
            "log",
            "url",
            "min_severity",
            "format",
            "channels",
            "heartbeat",
            "alive",
        }
        is_setting = line.lstrip().startswith("# ") and key.strip() in keys
        lines.append(line.replace("# ", "", 1) if is_setting else line)
    (tmp_path / "feeds.opml").write_text(
        '<opml><body><outline xmlUrl="https://example.org/new"/></body></opml>', "utf-8"
    )
    text = "\n".join(lines)
    environ = {f"MONITOR_SECRET_{name}_URL": "https://example.org" for name in ("MAIL", "CHAT", "PHONE", "HEARTBEAT")}
    config = load(tmp_path, text, environ)
    assert [channel.name for channel in config.channels] == ["terminal", "mail", "chat", "duty-phone", "log"]
    assert config.digest.channels == ("mail",)
    assert config.digest.alive == Alive()
    assert config.heartbeat is not None
    assert config.instance.base_url == "https://watch.example.org/"
    assert config.fetch.contact == "ops@example.org"
    assert config.feeds[0].url == "https://example.org/new"


def test_the_example_names_its_schema_for_editors() -> None:
    assert read(EXAMPLE).line(1) == "# yaml-language-server: $schema=./schema/config.v1.json"
    assert (EXAMPLE.parent / "schema" / "config.v1.json").is_file()


def test_a_missing_file_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "none.yaml", {})
    assert caught.value.problems == (
        Problem(str(tmp_path / "none.yaml"), 0, 0, "the file does not exist", "unreadable"),
    )
