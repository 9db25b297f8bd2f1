"""Channels for programs, templates and the translator, as they stand in the configuration."""

from pathlib import Path

import pytest

from monitor.config import channel_problems, load_config
from monitor.errors import ConfigError
from monitor.notify.webhook import Hook

HEAD = "version: 1\nfeeds: {list: [https://example.org/rss]}\nchannels:\n"
SECRETS = {"MONITOR_SECRET_KEY": "canary", "MONITOR_SECRET_HOOK": "https://siem.example.org/canary"}


def write(folder: Path, channels: str) -> Path:
    path = folder / "config.yaml"
    path.write_text(HEAD + channels, "utf-8")
    return path


def mistakes(folder: Path, channels: str, environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_config(write(folder, channels), SECRETS if environ is None else environ)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_a_webhook_has_its_address_its_key_and_no_secret_in_sight(tmp_path: Path) -> None:
    text = "  siem: {webhook: https://siem.example.org/in, sign: secret:KEY}\n  lan: {webhook: secret:HOOK}\n"
    config = load_config(write(tmp_path, text), SECRETS)
    siem, lan = config.channels
    assert siem.hook == Hook("siem", "https://siem.example.org/in", "canary", allow_private=False)
    assert (siem.url, siem.schema, siem.takes_data) == ("webhook:https://siem.example.org/in", "webhook", True)
    assert lan.hook == Hook("lan", "https://siem.example.org/canary", "", allow_private=False)
    assert "canary" not in repr(config.channels)
    assert channel_problems(config) == ()
    assert config.warnings == ()


def test_a_private_receiver_is_warned_of_unless_it_is_allowed(tmp_path: Path) -> None:
    text = (
        "  a: {webhook: http://192.168.0.5:9000/in}\n  b: {webhook: http://192.168.0.5:9000/in, allow_private: true}\n"
    )
    (warning,) = load_config(write(tmp_path, text), SECRETS).warnings
    assert (warning.line, warning.code, warning.level) == (4, "private-address", "warning")


@pytest.mark.parametrize(
    ("channels", "said"),
    [
        ("  a: {url: 'terminal:', webhook: https://x.example}\n", "4:3: error: a channel has either url or webhook"),
        ("  a: {format: chat}\n", "4:3: error: a channel has either url or webhook; write one of them"),
        ("  a: {url: 'terminal:', sign: secret:KEY}\n", "4:3: error: sign and allow_private belong to a webhook"),
        ("  a: {webhook: https://x.example, sign: canary}\n", "4:41: error: write secret:NAME here"),
        ("  a: {webhook: https://x.example, sign: secret:none}\n", "4:35: error: the secret 'none' is not set"),
        ("  a: {webhook: ftp://x.example}\n", "4:16: error: a web address starts with https:// or http://"),
        ("  a: {webhook: secret:KEY}\n", "4:7: error: the address in this secret cannot be used: a web address starts"),
        ("  a: {url: 'terminal:', template: none.j2}\n", "4:25: error: "),
        ("  a: {url: 'feed:x.atom', entries: 0}\n", "4:36: error: 0 is out of range"),
        ("  a: {url: 'terminal:'}\ntranslate: {command: []}\n", "5:22: error: "),
        ("  a: {url: 'terminal:'}\ntranslate: {timeout: 5s}\n", "5:1: error: the key 'command' is missing"),
        ("  a: {url: 'terminal:'}\ntranslate: {command: [x], timeout: 5m}\n", "5:36: error: '5m' is out of range"),
    ],
)
def test_mistakes_have_their_place(tmp_path: Path, channels: str, said: str) -> None:
    (told,) = mistakes(tmp_path, channels)
    assert told.startswith(f"config.yaml:{said}")
    assert "canary" not in told.replace("sign: canary", "")


def test_a_template_is_read_beside_the_configuration_and_tried_out(tmp_path: Path) -> None:
    (tmp_path / "duty.j2").write_text("{{ headline }}\n{{ ref }}\n")
    (channel,) = load_config(write(tmp_path, "  a: {url: 'terminal:', template: duty.j2}\n"), {}).channels
    assert channel.template is not None
    assert (channel.template.path, channel.template.html) == (str(tmp_path / "duty.j2"), False)
    (tmp_path / "duty.j2").write_text("{{ headline }}\n{{ reff }}\n{{ other }}\n")
    hint = "docs/reference/templates.md lists what a template may use [unknown-variable]"
    assert mistakes(tmp_path, "  a: {url: 'terminal:', template: duty.j2}\n") == [
        f"duty.j2:2:4: error: there is no 'reff'; {hint}",
        f"duty.j2:3:4: error: there is no 'other'; {hint}",
    ]


def test_a_feed_lies_beside_the_configuration_and_its_name_says_its_form(tmp_path: Path) -> None:
    config = load_config(
        write(tmp_path, "  a: {url: 'feed:alerts.rss', entries: 20}\n  b: {url: 'feed:alerts.txt'}\n"), {}
    )
    good, bad = config.channels
    assert (good.url, good.entries, good.written) == (f"feed:{tmp_path}/alerts.rss", 20, "email")
    (problem,) = channel_problems(config)
    assert (problem.line, bad.name) == (5, "b")
    assert problem.message == "channel b: a feed's file ends in .atom, .rss, .json; alerts.txt does not"


def test_a_translator_has_a_command_and_a_time(tmp_path: Path) -> None:
    text = "  a: {url: 'terminal:'}\ntranslate: {command: [/bin/cat, -u], timeout: 2s}\n"
    hook = load_config(write(tmp_path, text), {}).translate
    assert hook is not None
    assert (hook.command, hook.timeout) == (("/bin/cat", "-u"), 2.0)
