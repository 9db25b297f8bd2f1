"""What a newcomer chose for `monitor init`, written into the example of a configuration."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from monitor.config import read_opml
from monitor.detect.load import default_pack_folder
from monitor.yamlfile import suggest

STORED_AS = "channel_url"
_CHANNEL = '  terminal: { url: "terminal:" }\n'
_IMPORT = re.compile(r"^  # import: \[feeds\.opml\].*\n", re.MULTILINE)
_FEED = re.compile(r"^    - \{ url: .*\blanguage: (\w+)\b.*\n", re.MULTILINE)
_HEADING = re.compile(r"^    # .*\n(?!    - )\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Topics, languages, the URL of one channel, and addresses of feeds or OPML files; what is empty was not chosen."""

    topics: Sequence[str] = ()
    languages: Sequence[str] = ()
    channel: str = ""
    sources: Sequence[str] = ()

    @property
    def is_secret(self) -> bool:
        """Whether the channel's URL may hold a password."""
        return bool(self.channel) and not self.channel.startswith(("terminal:", "file:", "secret:"))

    def switched_off(self) -> list[str]:
        """The shipped topics that were not chosen. A usage error where a topic is none of them."""
        known = sorted(path.stem for path in (default_pack_folder() / "topics").glob("*.yaml"))
        for name in self.topics:
            if name not in known:
                text = f"{name!r} is none of {', '.join(known)}{suggest(name, known)}"
                raise typer.BadParameter(text, param_hint="--topic")
        return [name for name in known if name not in self.topics] if self.topics else []

    def config(self, example: str, folder: Path) -> str:
        """The example with what was chosen, for a configuration in `folder`. A usage error where a language has no
        sample feed, or a source is none."""
        text = example
        if self.channel:
            url = f"secret:{STORED_AS}" if self.is_secret else _quoted(self.channel)
            text = text.replace(_CHANNEL, f"  desk: {{ url: {url} }}\n")
        spoken = set(_FEED.findall(text))
        for name in self.languages:
            if name not in spoken:
                shown = (
                    f"there is no sample feed in {name!r}, but in {', '.join(sorted(spoken))}{suggest(name, spoken)}"
                )
                raise typer.BadParameter(f"{shown}; name your own with --feed", param_hint="--language")
        if not (self.languages or self.sources):
            return text
        wanted = () if self.sources else self.languages
        text = _FEED.sub(lambda feed: feed[0] if feed[1] in wanted else "", text)
        text = _HEADING.sub("", text)
        return self._with_sources(text, folder) if self.sources else text

    def _with_sources(self, text: str, folder: Path) -> str:
        lists = [each for each in self.sources if Path(each).suffix in {".opml", ".xml"} and "://" not in each]
        for each in lists:
            problems = [problem for problem in read_opml(Path(each)).problems if problem.level == "error"]
            if problems:
                raise typer.BadParameter(problems[0].message, param_hint=f"--feed {each}")
        feeds = [each for each in self.sources if each not in lists]
        for each in feeds:
            if not each.startswith(("http://", "https://")):
                raise typer.BadParameter(f"{each!r} is neither an address nor an OPML file", param_hint="--feed")
        if lists:
            named = ", ".join(_quoted(os.path.relpath(each, folder)) for each in lists)
            text = _IMPORT.sub(lambda _: f"  import: [{named}]\n", text)
        listed = "".join(f"    - {_quoted(each)}\n" for each in feeds)
        return text.replace("\n  list:\n", f"\n  list:\n{listed}\n" if listed else "\n  list: []\n\n")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
