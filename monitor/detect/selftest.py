"""A rule's own examples: what it must find and what it must leave alone."""

from dataclasses import dataclass, replace

from monitor.detect.assess import assess
from monitor.detect.compile import Pack
from monitor.detect.outcomes import RuleTest
from monitor.detect.shared import NAME
from monitor.errors import Problem
from monitor.models import Assessment, Decision, Document


@dataclass(frozen=True, slots=True)
class TestResult:
    """The outcome of one example. `failure` says what differs; None means that it passed."""

    rule: str
    name: str
    lang: str
    todo: bool
    failure: str | None
    problem: Problem | None

    @property
    def passed(self) -> bool:
        """Whether the rule did what the example demands."""
        return self.failure is None


def run_tests(pack: Pack) -> tuple[TestResult, ...]:
    """Run the examples of every rule against the pack they belong to, each against its own rule alone.

    They say what a rule finds by its evidence, so the shipped model is left out. An example marked `todo` never is a
    problem; one that passes all the same is worth a warning.
    """
    results = []
    pack = replace(pack, loaded=replace(pack.loaded, models=tuple(m for m in pack.loaded.models if m.topic != NAME)))
    for loaded in pack.loaded.rules:
        for number, test in enumerate(loaded.rule.tests):
            document = Document(test.title, test.text, test.lang, test.url)
            found = assess(document, pack, now=None, ignored=True)
            own = next((each for each in found if each.rule == loaded.rule.id), None)
            failure = _difference(test, own)
            at = loaded.tests_at[number] if number < len(loaded.tests_at) else (0, 0)
            problem = _problem(test, failure, loaded.file, at)
            results.append(TestResult(loaded.rule.id, test.name, test.lang, test.todo, failure, problem))
    return tuple(results)


def _difference(test: RuleTest, found: Assessment | None) -> str | None:
    expect = test.expect
    decision = found.decision if found else Decision.IGNORED
    score = found.score if found else 0
    via = found.reasons[0].name if found else None
    because = f" (score {score}, via {via or 'nothing'})"
    if expect.decision is not None and decision is not expect.decision:
        return f"expected {expect.decision}, got {decision}{because}"
    if expect.via is not None and via != expect.via:
        return f"expected it via {expect.via!r}, got {decision}{because}"
    if expect.score is not None and not expect.score.min <= score <= expect.score.max:
        return f"expected a score of {expect.score.min} to {expect.score.max}, got {score}"
    return None


def _problem(test: RuleTest, failure: str | None, file: str, at: tuple[int, int]) -> Problem | None:
    if failure is not None and not test.todo:
        return Problem(file, *at, f"test {test.name!r} fails: {failure}", "test-failed")
    if failure is None and test.todo:
        return Problem(file, *at, f"test {test.name!r} passes now; remove `todo`", "todo-passes", "warning")
    return None
