"""Another version of a rule: a file beside it, or what a commit of its folder's git repository held."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from monitor.cli.pack import read_pack
from monitor.detect.load import LoadedPack, default_pack_folder, load_pack
from monitor.errors import MonitorError

_SUFFIXES = (".yaml", ".yml")


@contextmanager
def other_version(against: str, rule_file: Path, folders: Sequence[Path], rule: str) -> Iterator[LoadedPack]:
    """The pack with another version of one rule: that of a file, or the whole folder of the rule as a commit held it.
    Raises MonitorError where there is no such version."""
    with tempfile.TemporaryDirectory(prefix="monitor-version-") as scratch:
        folder = Path(scratch)
        given = Path(against)
        if given.suffix in _SUFFIXES and given.is_file():
            (folder / "topics").mkdir()
            (folder / "topics" / given.name).write_bytes(given.read_bytes())
            loaded = read_pack([*folders, folder])
            if not any(Path(each.file).is_relative_to(folder) and each.rule.id == rule for each in loaded.rules):
                raise MonitorError(f"{against} does not hold the rule {rule!r}; give another version of the same rule")
        else:
            home = rule_file.absolute().parents[1].resolve()
            _check_out(against, home, folder)
            replaced = [default_pack_folder(), *folders]
            loaded = load_pack([folder if each.resolve() == home else each for each in replaced])
            if not any(each.rule.id == rule for each in loaded.rules):
                raise MonitorError(f"the commit {against} does not hold the rule {rule!r}")
        yield loaded


def _check_out(ref: str, home: Path, into: Path) -> None:
    """Write the folder as a commit holds it."""
    command = ["git", "-C", str(home), "archive", "--format=tar", "--end-of-options", ref, "."]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a list of words, no shell
    except OSError as error:
        raise MonitorError(f"there is no file {ref}, and git cannot be run: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = said[-1] if said else f"git ended with {done.returncode}"
        raise MonitorError(f"{ref} is neither a rule file nor a commit of the repository of {home}: {why}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(into, filter="data")
