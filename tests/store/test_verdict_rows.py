"""What people answered counts once for each rule, and brings its article to the model."""

import pytest
from store_samples import NOW, article, assessment, change, incident

from monitor.errors import StoreError
from monitor.models import Decision
from monitor.store import articles, incidents, verdicts
from monitor.store.database import Database
from monitor.store.verdicts import Tally


def ref_of(db: Database, number: int) -> str:
    view = incidents.view(db, number)
    assert view is not None
    return view.ref


def test_the_last_answer_counts(db: Database) -> None:
    number = article(db, "one", assessment())
    verdicts.record(db, str(number), "true", "", NOW)
    verdicts.record(db, str(number), "not-relevant", "old news", NOW)
    assert verdicts.ledger(db) == [Tally("armed-attack", 0, 0, 1)]
    stored = articles.get(db, number)
    assert stored is not None
    assert stored.verdict == "not-relevant"


def test_an_incident_is_judged_for_all_its_rules_and_its_articles_do_not_count_again(db: Database) -> None:
    number = incident(db, "one")
    said = assessment("bombing")
    second = article(db, "two", said, assessment("sabotage", decision=Decision.IGNORED))
    incidents.join_incident(db, number, change(join=number, rules=("bombing",)), second, [said], NOW)
    verdicts.record(db, ref_of(db, number).lower(), "true", "", NOW)
    verdicts.record(db, str(second), "false", "", NOW)
    assert verdicts.ledger(db) == [Tally("armed-attack", 1, 0, 0), Tally("bombing", 1, 0, 0)]


def test_training_reads_articles_with_their_own_verdict_or_that_of_their_incident(db: Database) -> None:
    number = incident(db, "one")
    verdicts.record(db, ref_of(db, number), "true", "", NOW)
    alone = article(db, "two", assessment("bombing"), assessment("quiet", decision=Decision.IGNORED), text="نص")
    verdicts.record(db, str(alone), "false", "", NOW)
    article(db, "unjudged")
    first, second = verdicts.judged(db)
    assert (first.title, first.verdict, first.rules) == ("Title one", "true", ("armed-attack",))
    assert (second.text, second.verdict, second.rules) == ("نص", "false", ("bombing",))
    verdicts.record(db, str(first.article_id), "not-relevant", "", NOW)
    assert next(verdicts.judged(db)).verdict == "not-relevant"


@pytest.mark.parametrize("subject", ["7", "ZZZZ", "", "² "])
def test_what_does_not_exist_cannot_be_judged(db: Database, subject: str) -> None:
    with pytest.raises(StoreError, match="no incident or article"):
        verdicts.record(db, subject, "true", "", NOW)
