"""Rule format v1: what a person may write in `topics/*.yaml` and `lists/*.yaml`. Data only.

Names of keys are those of the file; a key that Python reserves (`in`) has an attribute of another name.
"""

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from monitor.detect.fields import STRICT, Duration, Sentence, Slug
from monitor.detect.outcomes import IncidentRule, NotifyRule, RuleTest
from monitor.models import Severity

LANGUAGES = ("en", "ar", "fa", "ckb", "kmr", "tr", "ur", "fr", "es", "ru")
ZONES = ("title", "lead", "body", "url")

Language = Literal["en", "ar", "fa", "ckb", "kmr", "tr", "ur", "fr", "es", "ru"]
ZoneName = Literal["title", "lead", "body", "url"]
Scope = Literal["sentence", "paragraph", "article"]
Status = Literal["experimental", "test", "stable", "deprecated"]
ContextName = Literal[
    "retrospective", "anniversary", "trial", "drill", "fiction", "sport", "metaphor", "denial", "hypothetical",
    "warning", "profile", "history",
]  # fmt: skip

GroupName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=64)]
TermText = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Include = Annotated[str, StringConstraints(pattern=r"^lists/[a-z0-9]+(-[a-z0-9]+)*$")]
Reach = Annotated[str, StringConstraints(pattern=r"^(sentence|paragraph|[1-9][0-9]{0,2} words?)$")]
Points = Annotated[int, Field(ge=-100, le=100)]
Threshold = Annotated[int, Field(ge=1, le=100)]


class _Strict(BaseModel):
    model_config = STRICT


class TermEntry(_Strict):
    """A term with more to say: `exact` means cased and not inflected; `weight` scales the points of what it proves."""

    term: TermText
    exact: bool = False
    weight: Annotated[float, Field(gt=0, le=2)] = 1.0
    zones: ZoneName | list[ZoneName] | None = Field(default=None, alias="in")


Term = TermText | TermEntry


class Terms(_Strict):
    """Terms per language; `any` holds those that are the same in every language (names, acronyms)."""

    any: list[Term] = []
    en: list[Term] = []
    ar: list[Term] = []
    fa: list[Term] = []
    ckb: list[Term] = []
    kmr: list[Term] = []
    tr: list[Term] = []
    ur: list[Term] = []
    fr: list[Term] = []
    es: list[Term] = []
    ru: list[Term] = []

    def by_language(self) -> dict[str, list[Term]]:
        """Language or `any` -> its terms, those that have some."""
        columns = {language: getattr(self, language) for language in ("any", *LANGUAGES)}
        return {language: terms for language, terms in columns.items() if terms}


class Group(Terms):
    """What counts as a hit of one group: its own terms and those of the lists it includes."""

    include: list[Include] = []


class WordList(_Strict):
    """A file of `lists/`: one concept with its terms per language, shared by rules."""

    version: Literal[1]
    id: Slug
    title: Sentence
    enabled: bool = True
    terms: Terms


class Near(_Strict):
    """Hits of all `groups` close together: at most that many words between the first and the last, or in one sentence
    or paragraph. `ordered`: in the order of the list. `gap`: at most so many words between one hit and the next."""

    groups: Annotated[list[GroupName], Field(min_length=2, max_length=6)]
    within: Reach = "sentence"
    ordered: bool = False
    gap: Annotated[int, Field(ge=0, le=500)] | None = None

    @property
    def words(self) -> int | None:
        """The reach in words, when it is given in words."""
        number = re.match(r"\d+", self.within)
        return int(number[0]) if number else None


class InContext(_Strict):
    """A context in a list of `none`: evidence that stands in it is none."""

    context: ContextName


class Alternative(_Strict):
    """One way to recognise the topic. `all`, `any` and `none` look at one paragraph unless `within` says otherwise;
    beside `near` that is the paragraph in which it was found. Contexts in `none` are judged on the evidence's
    sentences. `cap: review` keeps it from alerting."""

    name: Slug
    near: Near | None = None
    all: list[GroupName] = []
    any: list[GroupName] = []
    none: list[GroupName | InContext] = []
    within: Scope = "paragraph"
    points: Annotated[int, Field(ge=1, le=100)]
    cap: Literal["review"] | None = None

    @property
    def positive(self) -> list[str]:
        """The groups that it may take its evidence from."""
        return [*(self.near.groups if self.near else []), *self.all, *self.any]

    @property
    def none_groups(self) -> list[str]:
        """The groups of `none`."""
        return [each for each in self.none if isinstance(each, str)]

    @property
    def none_contexts(self) -> list[ContextName]:
        """The contexts of `none`."""
        return [each.context for each in self.none if isinstance(each, InContext)]


class Condition(_Strict):
    """A group with a hit in a zone of the article or, without `in`, in the passage of the evidence; or a context, or a
    watched place (`place: watch`), of that zone or of the evidence's sentences. `mention: passing`: a long article that
    speaks of nothing of the evidence in its title and lead, and hardly elsewhere."""

    group: GroupName | None = None
    context: ContextName | None = None
    place: Literal["watch"] | None = None
    mention: Literal["passing"] | None = None
    zones: ZoneName | list[ZoneName] | None = Field(default=None, alias="in")

    @property
    def where(self) -> tuple[ZoneName, ...]:
        """The zones named; none means the evidence's own passage."""
        if self.zones is None:
            return ()
        return (self.zones,) if isinstance(self.zones, str) else tuple(self.zones)

    @property
    def label(self) -> str:
        """How a reason names it: `attack in title`, `watched place`."""
        subject = self.group or self.context or ("watched place" if self.place else "")
        if self.mention:
            return "mentioned in passing"
        return f"{subject} in {' or '.join(self.where)}" if self.where else subject


class Adjust(_Strict):
    """Points added to an alternative whose evidence meets the condition."""

    when: Condition
    points: Points


class Places(_Strict):
    """Places that matter to the rule: countries (`IQ`), provinces (`IQ.13`) or other ids of the gazetteer
    (`geonames:94787`). `require`: evidence elsewhere is ignored."""

    watch: Annotated[list[str], Field(min_length=1)]
    require: bool = False


class Classifier(_Strict):
    """What a model adds: `points` at p=0 and at p=1. With `examples` (a file of labelled articles, beside the rules)
    the rule has a model of its own; an article is an example of it when its labels name `label`, else the rule's id.
    `embeddings` names an encoder (of the hub, or a folder) whose vectors that model looks at beside the words."""

    points: Annotated[list[Points], Field(min_length=2, max_length=2)] = [-15, 25]
    examples: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    label: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    embeddings: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None

    @model_validator(mode="after")
    def _has_examples(self) -> Self:
        if self.embeddings and not self.examples:
            raise PydanticCustomError("no-examples", "`embeddings` are for a rule with `examples: FILE` of its own")
        return self


class Decide(_Strict):
    """The scores from which an article alerts, and from which a person should look at it."""

    alert: Threshold = 60
    review: Threshold = 35


class Rule(_Strict):
    """A file of `topics/`: one alert topic and how to recognise it."""

    version: Literal[1]
    id: Slug
    title: Sentence
    severity: Annotated[Severity, Field(strict=False)]
    family: Slug
    status: Status = "stable"
    enabled: bool = True
    description: Sentence
    falsepositives: list[str] = []
    languages: list[Language] = []
    groups: dict[GroupName, Group] = {}
    match: list[Alternative] = []
    adjust: list[Adjust] = []
    exclude: list[Condition] = []
    places: Places | None = None
    classifier: Classifier | None = None
    decide: Decide = Decide()
    max_age: Duration | None = None
    incident: IncidentRule = IncidentRule()
    notify: NotifyRule = NotifyRule()
    tests: list[RuleTest] = []

    @property
    def learned(self) -> bool:
        """Whether it is known from examples alone."""
        return not self.match

    @model_validator(mode="after")
    def _says_how(self) -> Self:
        if self.learned and not (self.classifier and self.classifier.examples):
            raise PydanticCustomError("no-match", "a rule needs `match`, or `classifier: {examples: FILE}`")
        return self


class Filter(_Strict):
    """A file of `filters/`: adjustments and vetoes applied to many rules, with groups of its own."""

    version: Literal[1]
    id: Slug
    title: Sentence | None = None
    enabled: bool = True
    rules: Literal["all"] | Annotated[list[Slug], Field(min_length=1)]
    groups: dict[GroupName, Group] = {}
    adjust: list[Adjust] = []
    exclude: list[Condition] = []

    def applies_to(self, rule: str) -> bool:
        """Whether a rule is subject to it."""
        return self.rules == "all" or rule in self.rules


class Switch(BaseModel):
    """What is read of an overlay file that only switches off: its id, and `enabled: false`."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    version: Literal[1]
    id: Slug
    enabled: Literal[False]
