"""Secrets are found where they are kept, and stay out of sight."""

from pathlib import Path

import pytest

from monitor.config import Secrets
from monitor.errors import ConfigError


def write(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "secrets.yaml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return folder


def refusal(secrets: Secrets, name: str) -> str:
    with pytest.raises(ConfigError) as caught:
        secrets.get(name)
    return str(caught.value)


def test_credentials_go_before_environment_before_file(tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    value = tmp_path / "value"
    value.write_text("from a named file\n", "utf-8")
    write(tmp_path, "mail-url: 'from secrets.yaml'\n")
    environ = {"MONITOR_SECRET_MAIL_URL": "from the environment", "CREDENTIALS_DIRECTORY": str(credentials)}
    (credentials / "mail-url").write_text("from systemd\n", "utf-8")
    assert Secrets(tmp_path, environ).get("mail-url") == "from systemd"
    (credentials / "mail-url").unlink()
    assert Secrets(tmp_path, environ).get("mail-url") == "from the environment"
    assert Secrets(tmp_path, {"MONITOR_SECRET_MAIL_URL_FILE": str(value)}).get("mail-url") == "from a named file"
    assert Secrets(tmp_path, {}).get("mail-url") == "from secrets.yaml"


def test_only_references_are_resolved(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path, {"MONITOR_SECRET_A": "hunter2"})
    assert secrets.resolve("terminal:") == "terminal:"
    assert secrets.resolve("secret:a") == "hunter2"
    assert secrets.seen() == {"hunter2"}
    assert "hunter2" not in repr(secrets)


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    for mode in (0o644, 0o640, 0o602):
        said = refusal(Secrets(write(tmp_path, "a: 'hunter2'\n", mode), {}), "a")
        assert "chmod 600" in said
        assert "hunter2" not in said


@pytest.mark.parametrize(
    "text", ["a: *hunter2\n", "a: !hunter2 x\n", "a: @hunter2", "a: [hunter2]\n", "a: {hunter2", "a: 'x'\n\thunter2\n"]
)
def test_mistakes_in_the_file_are_told_without_its_contents(tmp_path: Path, text: str) -> None:
    said = refusal(Secrets(write(tmp_path, text), {}), "a")
    assert "hunter2" not in said
    assert "secrets.yaml:" in said


def test_a_number_is_not_taken_for_a_secret(tmp_path: Path) -> None:
    said = refusal(Secrets(write(tmp_path, "b: x\npin: 4711\n"), {}), "pin")
    assert "secrets.yaml:2:1: error: the value of 'pin' is not text" in said
    assert "4711" not in said


@pytest.mark.parametrize("name", ["", "../etc/passwd", "a/b", "a b", "1a", "x" * 100])
def test_names_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    assert "not the name of a secret" in refusal(Secrets(tmp_path, {"CREDENTIALS_DIRECTORY": "/etc"}), name)


def test_a_missing_secret_says_where_it_may_stand(tmp_path: Path) -> None:
    said = refusal(Secrets(tmp_path, {}), "mail-url")
    assert "secrets.yaml" in said
    assert "MONITOR_SECRET_MAIL_URL" in said
    assert "MONITOR_SECRET_X_FILE" not in said
    named = Secrets(tmp_path, {"MONITOR_SECRET_A_FILE": str(tmp_path / "none")})
    assert "cannot be read: No such file" in refusal(named, "a")
