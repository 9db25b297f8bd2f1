"""A rule's own examples: what it must find and what it must leave alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.detect.assess import assess
from monitor.detect.compile import Pack
from monitor.detect.load import ModelFile
from monitor.detect.modelled import load_models
from monitor.detect.outcomes import RuleTest
from monitor.detect.schema import Rule
from monitor.detect.shared import NAME
from monitor.errors import Problem
from monitor.models import Assessment, Decision, Document


@dataclass(frozen=True, slots=True)
class Difference:
    """One key that an example names, what it demands there, and what came of it."""

    key: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class TestResult:
    """The outcome of one example. `failure` says what differs; None means that it passed. `differences` are all keys
    that differ, `file` and `line` say where the example stands."""

    rule: str
    name: str
    lang: str
    todo: bool
    failure: str | None
    problem: Problem | None
    differences: tuple[Difference, ...]
    document: Document
    file: str
    line: int

    @property
    def passed(self) -> bool:
        """Whether the rule did what the example demands."""
        return self.failure is None


def run_tests(pack: Pack, *, model: bool = False) -> tuple[TestResult, ...]:
    """Run the examples of every rule against the pack they belong to, each against its own rule alone.

    They say what a rule finds by its evidence, so the shipped model is left out unless `model` asks for it; a model
    with embeddings takes part in its own rule's only, for encoding is slow. An example marked `todo` never is a
    problem; one that passes all the same is worth a warning, and so is one that fails because the rule's model is not
    used: other rules must not wait for it.
    """
    results = []
    models = pack.loaded.models
    slow = {each.topic for each in models if each.embeddings}
    light = _with_models(pack, (each for each in models if each.topic not in slow and (model or each.topic != NAME)))
    for loaded in pack.loaded.rules:
        topic = loaded.rule.id
        seen = _with_models(pack, (each for each in models if each.topic == topic)) if topic in slow else light
        refused = loaded.rule.tests and _refused(loaded.rule, seen.loaded.models)
        for number, test in enumerate(loaded.rule.tests):
            document = Document(test.title, test.text, test.lang, test.url)
            found = assess(document, seen, now=None, ignored=True)
            own = next((each for each in found if each.rule == loaded.rule.id), None)
            failure = _difference(test, own)
            at = loaded.tests_at[number] if number < len(loaded.tests_at) else (0, 0)
            problem = _problem(test, failure, loaded.file, at)
            if problem and refused:
                problem = replace(problem, level="warning")
            told = (_differences(test, own), document, loaded.file, at[0])
            results.append(TestResult(topic, test.name, test.lang, test.todo, failure, problem, *told))
    return tuple(results)


def _with_models(pack: Pack, models: Iterable[ModelFile]) -> Pack:
    return replace(pack, loaded=replace(pack.loaded, models=tuple(models)))


def _refused(rule: Rule, models: Iterable[ModelFile]) -> bool:
    """Whether the rule is known from examples alone, and was trained, but its model cannot be used."""
    files = tuple(models)
    trained = rule.learned and any(model.topic == rule.id for model in files)
    return trained and rule.id not in load_models(files).own


def _got(found: Assessment | None) -> tuple[Decision, int, str | None]:
    return (found.decision, found.score, found.reasons[0].name) if found else (Decision.IGNORED, 0, None)


def _difference(test: RuleTest, found: Assessment | None) -> str | None:
    """A sentence on the first key that differs."""
    expect = test.expect
    decision, score, via = _got(found)
    because = f" (score {score}, via {via or 'nothing'})"
    if expect.decision is not None and decision is not expect.decision:
        return f"expected {expect.decision}, got {decision}{because}"
    if expect.via is not None and via != expect.via:
        return f"expected it via {expect.via!r}, got {decision}{because}"
    if expect.score is not None and not expect.score.min <= score <= expect.score.max:
        return f"expected a score of {expect.score.min} to {expect.score.max}, got {score}"
    return None


def _differences(test: RuleTest, found: Assessment | None) -> tuple[Difference, ...]:
    """All keys that the example names and that differ; keys it does not name are not looked at."""
    expect = test.expect
    decision, score, via = _got(found)
    differ = []
    if expect.decision is not None and decision is not expect.decision:
        differ.append(Difference("decision", expect.decision.value, decision.value))
    if expect.via is not None and via != expect.via:
        differ.append(Difference("via", expect.via, via or "nothing"))
    if expect.score is not None and not expect.score.min <= score <= expect.score.max:
        differ.append(Difference("score", f"{expect.score.min} to {expect.score.max}", str(score)))
    return tuple(differ)


def _problem(test: RuleTest, failure: str | None, file: str, at: tuple[int, int]) -> Problem | None:
    if failure is not None and not test.todo:
        return Problem(file, *at, f"test {test.name!r} fails: {failure}", "test-failed")
    if failure is None and test.todo:
        return Problem(file, *at, f"test {test.name!r} passes now; remove `todo`", "todo-passes", "warning")
    return None
