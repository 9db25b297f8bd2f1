"""Somebody who edits rules without rest, in a process of its own: valid edits, halves of files, renames, deletions.

    python rule_editor.py FOLDER SEED EDITS

`FOLDER/rules.d` is a link to one of `FOLDER/packs/*`. A pack is of one generation: its rule, its list and its places
all say its number, so that an evaluation shows which generation each of them came from. A new generation comes as a
new folder, to which the link is turned at one stroke, or by one folder renamed away and the other to its name. Within
a generation files are rewritten in place with a pause in the middle, renamed, deleted and locked, and put in order
again; a pack that lacks a file, or the end of one, does not load.
"""

import json
import random
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

RULE = """version: 1
id: raid
title: Raid of generation {number}
severity: high
family: attack
status: stable
description: Says its generation by the name of its alternative.
languages: [en]
groups: {{words: {{include: [lists/words]}}}}
decide: {{alert: 60, review: 35}}
places: {{watch: ["own:1"]}}
match: [{{name: rule-{number:04}, all: [words], points: 90}}]
"""
LIST = """version: 1
id: words
title: Words of generation {number}
terms: {{en: [word{number:04}]}}
"""
PLACE = "own:1\ttown\tIQ\t{latitude}\t44.1\t1000\tQorrumabad\t\n"
COUNTRY = json.dumps(
    {"id": "IQ", "name": "Iraq", "lat": 34.69, "lon": 44.4, "population": 1, "neighbours": []}
    | {"names": {"en": ["Iraq"]}, "people": {}}
)
CONFIG = "version: 1\npaths: {rules: [rules.d]}\nfeeds: {list: []}\nchannels: {t: {url: terminal}}\n"
RESTS, LONGEST_REST = 0.15, 0.1
"""How often the editor rests, and for how many seconds at most."""
FIRST_LATITUDE = 30.0
"""The place of generation n lies so many degrees north, and n thousandths."""


def write_pack(folder: Path, number: int) -> None:
    """A whole pack of one generation in a new folder."""
    for name in ("topics", "lists", "places"):
        (folder / name).mkdir(parents=True)
    (folder / "topics" / "raid.yaml").write_text(RULE.format(number=number), "utf-8")
    (folder / "lists" / "words.yaml").write_text(LIST.format(number=number), "utf-8")
    (folder / "places" / "own.tsv").write_text(PLACE.format(latitude=FIRST_LATITUDE + number / 1000), "utf-8")


def small_home(home: Path) -> None:
    """A configuration, a pack of generation 0, and one country in the place of what comes with the program."""
    write_pack(home / "packs" / "0", 0)
    turn(home / "rules.d", home / "packs" / "0")
    (home / "shipped" / "places").mkdir(parents=True)
    (home / "shipped" / "places" / "countries.jsonl").write_text(COUNTRY, "utf-8")
    (home / "config.yaml").write_text(CONFIG, "utf-8")


def turn(link: Path, target: Path) -> None:
    """Let the link lead to the target, at one stroke."""
    new = link.with_name("turning")
    new.symlink_to(target)
    new.replace(link)


class Editor:
    """Edits the pack in force. Every edit leaves whole files behind."""

    def __init__(self, home: Path, seed: int) -> None:
        self.number = 0
        self._home = home
        self._random = random.Random(seed)

    def edit(self) -> str:
        """One edit of a random kind; gives its name."""
        kinds: list[Callable[[], None]] = [self.turned, self.turned, self.moved, self.halved, self.halved]
        kinds += [self.renamed, self.deleted, self.locked, self.rewritten]
        kind = self._random.choice(kinds)
        kind()
        if self._random.random() < RESTS:
            time.sleep(self._random.uniform(0.0, LONGEST_REST))
        return kind.__name__

    def turned(self) -> None:
        """A new generation, at one stroke."""
        turn(self._home / "rules.d", self._next())

    def moved(self) -> None:
        """A new generation under the name of the old one, whose folder is renamed away."""
        current = (self._home / "rules.d").resolve()
        new, gone = self._next(), current.with_name("gone")
        current.rename(gone)
        self._pause()
        new.rename(current)
        shutil.rmtree(gone)

    def halved(self) -> None:
        """A file is rewritten in place, in two halves."""
        path = self._any_file()
        content = path.read_bytes()
        with path.open("wb") as file:
            file.write(content[: self._random.randrange(len(content))])
            file.flush()
            self._pause()
        path.write_bytes(content)

    def renamed(self) -> None:
        """A file has another name for a while."""
        path = self._any_file()
        away = path.with_suffix(".bak")
        path.rename(away)
        self._pause()
        away.rename(path)

    def deleted(self) -> None:
        """A file is gone for a while."""
        path = self._any_file()
        content = path.read_bytes()
        path.unlink()
        self._pause()
        path.write_bytes(content)

    def locked(self) -> None:
        """A file may not be read for a while."""
        path = self._any_file()
        path.chmod(0)
        self._pause()
        path.chmod(0o644)

    def rewritten(self) -> None:
        """A file is saved anew as editors do it: another file takes its name."""
        path = self._any_file()
        new = path.with_name(path.name + "~")
        new.write_bytes(path.read_bytes() + b"# saved\n")
        new.replace(path)

    def _next(self) -> Path:
        self.number += 1
        folder = self._home / "packs" / str(self.number)
        write_pack(folder, self.number)
        old = self._home / "packs" / str(self.number - 20)
        if old.exists() and old.resolve() != (self._home / "rules.d").resolve():
            shutil.rmtree(old)
        return folder

    def _any_file(self) -> Path:
        found = sorted(path for path in (self._home / "rules.d").resolve().rglob("*") if path.is_file())
        return self._random.choice(found)

    def _pause(self) -> None:
        time.sleep(self._random.uniform(0.0, 0.01))


def main() -> None:
    """Edit, and print what was done."""
    home, seed, edits = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    editor = Editor(home, seed)
    done: dict[str, int] = {}
    for _ in range(edits):
        kind = editor.edit()
        done[kind] = done.get(kind, 0) + 1
    sys.stdout.write(json.dumps({"generation": editor.number, "edits": done}))


if __name__ == "__main__":
    main()
