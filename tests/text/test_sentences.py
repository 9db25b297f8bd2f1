"""Sentences end where readers hear them end, in every script that feeds here use."""

import time

import pytest

from monitor.text.sentences import paragraph_spans, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraph_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell. They fled! Why? Nobody knows.", ["It fell.", "They fled!", "Why?", "Nobody knows."]),
        ("Dr. Amin of the U.S. Army spoke. He left.", ["Dr. Amin of the U.S. Army spoke.", "He left."]),
        ("Gen. J. Smith paid 3.5 million. It was late.", ["Gen. J. Smith paid 3.5 million.", "It was late."]),
        ("He said “Stop.” Then he ran.", ["He said “Stop.”", "Then he ran."]),
        ("هل وقع الهجوم؟ نعم. انتهى", ["هل وقع الهجوم؟", "نعم.", "انتهى"]),
        ("حملہ ہوا۔ فوج پہنچی۔", ["حملہ ہوا۔", "فوج پہنچی۔"]),
        ("Wait… Now it goes on", ["Wait…", "Now it goes on"]),
        ("Headline\nFirst paragraph", ["Headline", "First paragraph"]),
        ("", []),
        (" \n ", []),
        ("...", ["..."]),
    ],
)
def test_sentences_end_where_readers_hear_them_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_lines_of_hard_wrapped_text_are_not_paragraphs() -> None:
    wrapped = (
        "The men crossed the river before dawn and were seen by two\n"
        "herdsmen who told the guards of the post on the other side of\n"
        "the valley, where a patrol was sent out to follow the tracks and\n"
        "came back after an hour with nothing to tell the officers about\n"
        "it.\n\nA second paragraph stands here."
    )
    assert len(paragraphs(wrapped)) == 2


def test_lines_of_a_web_article_are_paragraphs() -> None:
    assert len(paragraphs("A title\nA first line.\nA second line.\n\nA third.")) == 4


@pytest.mark.parametrize("text", ["\n" * 200_000, " " * 200_000, ". " * 100_000, '." ' * 60_000, "a." * 100_000])
def test_hostile_text_takes_time_only_in_proportion(text: str) -> None:
    started = time.process_time()
    sentence_spans(text)
    assert time.process_time() - started < 2
