"""The source that a digest names after each of its paragraphs."""

from __future__ import annotations

from assistant.documents.sources import comments_in, source_at, sources_in

TEXT = """\
# Rules

<!-- Not an official text. -->

## Awards

The cap is 100 million yuan.
<!-- source: a.example; b.example; confidence: high -->

It may be less.
<!-- source: c.example; confidence: medium -->

## Dates

Nothing is known.
"""


def test_every_source_is_found_with_its_confidence() -> None:
    assert [(source.name, source.confidence) for source in sources_in(TEXT)] == [
        ("a.example; b.example", "high"),
        ("c.example", "medium"),
    ]


def test_a_sentence_has_the_source_that_follows_it() -> None:
    for words, name in (("The cap", "a.example; b.example"), ("It may", "c.example")):
        source = source_at(TEXT, TEXT.index(words))
        assert source is not None
        assert source.name == name


def test_a_source_does_not_reach_over_a_heading() -> None:
    assert source_at(TEXT, TEXT.index("Not an official")) is None
    assert source_at(TEXT, TEXT.index("Nothing")) is None


def test_a_comment_that_names_no_source_is_still_a_comment() -> None:
    start, end = comments_in(TEXT)[0]
    assert TEXT[start:end] == "<!-- Not an official text. -->"
