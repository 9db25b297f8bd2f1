"""Changes to a rule as they would be written into its file. Applied to plain data: a copy, or the file's own."""

from dataclasses import dataclass
from typing import Any, cast

UNWANTED = "unwanted"
"""The group that holds the words with which a rule is not meant."""

Data = dict[str, Any]  # what a YAML file holds: any value may stand under a key


@dataclass(frozen=True, slots=True)
class AddTerm:
    """One more term for a group."""

    group: str
    lang: str
    term: str

    @property
    def told(self) -> str:
        """What it does, in words."""
        return f"add \u2068{self.term}\u2069 ({self.lang}) to the group {self.group}"

    def apply(self, rule: Data) -> None:
        """Do it."""
        group = rule["groups"][self.group]
        group.setdefault(self.lang, []).append(self.term)


@dataclass(frozen=True, slots=True)
class Refuse:
    """A word with which the evidence of these alternatives is none."""

    lang: str
    term: str
    alternatives: tuple[str, ...]

    @property
    def told(self) -> str:
        """What it does, in words."""
        return f"never beside \u2068{self.term}\u2069 ({self.lang}): none of {', '.join(self.alternatives)}"

    def apply(self, rule: Data) -> None:
        """Do it."""
        group = rule["groups"].setdefault(UNWANTED, {})
        group.setdefault(self.lang, []).append(self.term)
        for way in _ways(rule):
            if way["name"] in self.alternatives and UNWANTED not in way.setdefault("none", []):
                way["none"].append(UNWANTED)


@dataclass(frozen=True, slots=True)
class Tighten:
    """Fewer words between the hits of an alternative."""

    alternative: str
    gap: int

    @property
    def told(self) -> str:
        """What it does, in words."""
        return f"at most {self.gap} words between the hits of {self.alternative}"

    def apply(self, rule: Data) -> None:
        """Do it."""
        for way in _ways(rule):
            if way["name"] == self.alternative:
                way["near"]["gap"] = self.gap


@dataclass(frozen=True, slots=True)
class Exclude:
    """A context in which the rule is not meant."""

    context: str

    @property
    def told(self) -> str:
        """What it does, in words."""
        return f"exclude the context {self.context}"

    def apply(self, rule: Data) -> None:
        """Do it."""
        rule.setdefault("exclude", []).append({"context": self.context})


Edit = AddTerm | Refuse | Tighten | Exclude


def _ways(rule: Data) -> list[Data]:
    return cast("list[Data]", rule["match"])
