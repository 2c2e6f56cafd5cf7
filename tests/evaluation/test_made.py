"""The made suites: which questions they ask, and what the engine says of them."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.errors import CorpusError
from assistant.evaluation.made.boundaries import around, boundaries
from assistant.evaluation.made.mutated_corpus import apply
from assistant.evaluation.made.mutations import Change, Mutation, load_mutations
from assistant.model import Outcome


@pytest.fixture(scope="module")
def made(home):
    return boundaries(home, home / "eval" / "boundaries.yaml")


@pytest.mark.parametrize(
    ("value", "step", "found"),
    [
        (90, 1, (89, 90, 91)),
        (0.5, 0.1, (0.4, 0.5, 0.6)),
        (dt.date(2025, 5, 20), 1, (dt.date(2025, 5, 19), dt.date(2025, 5, 20), dt.date(2025, 5, 21))),
    ],
)
def test_a_boundary_is_the_value_and_a_step_to_each_side(value, step, found):
    assert around(value, step) == found


def test_a_question_stands_on_every_parameter_of_every_rule(made):
    assert made.uncovered == ()


def test_every_question_is_asked_in_both_languages(made):
    languages = {}
    for case in made.suite.cases:
        languages.setdefault(case.group, set()).add(case.language)
    assert set(map(frozenset, languages.values())) == {frozenset({"en", "zh"})}


def test_what_is_right_is_what_the_engine_says(made):
    said = {case.question: case.expect.rule for case in made.suite.cases}
    assert said["How many cities may Guangdong Province recommend?"].value == 2
    assert said["青海省可以推荐几个城市？"].value == 1
    day = "Is it in time if our province submits the materials to the ministries on {} May 2025?"
    assert [said[day.format(n)].verdict for n in (19, 20, 21)] == ["yes", "undetermined", "no"]


def test_a_parameter_that_no_rule_has_is_named_with_its_line(home, tmp_path):
    file = tmp_path / "boundaries.yaml"
    text = (home / "eval" / "boundaries.yaml").read_text("utf-8")
    file.write_text(text.replace("around: deadline", "around: dead_line"), "utf-8")
    with pytest.raises(CorpusError, match=r'boundaries.yaml:\d+: the rule submission_deadline has no parameter "dead_'):
        boundaries(home, file)


def test_every_kind_of_change_is_asked_before_and_after(home):
    found = load_mutations(home / "eval" / "mutations.yaml")
    names = {mutation.id for mutation in found.after.values()}
    assert names >= {"period", "quota", "clause-removed", "superseded", "poisoned"}
    assert len(found.suite.cases) == 2 * len(found.after)
    removed = [case for case in found.suite.cases if found.after.get(case.id, Mutation("")).id == "clause-removed"]
    assert {outcome for case in removed for outcome in case.expect.outcomes} == {
        Outcome.NOT_IN_CORPUS,
        Outcome.OUT_OF_SCOPE,
    }


def test_a_change_that_finds_nothing_to_change_is_an_error(tmp_path):
    (tmp_path / "notice.md").write_text("Two years.", "utf-8")
    with pytest.raises(CorpusError, match=r"does not stand in notice\.md"):
        apply(Mutation("m", (Change("notice.md", "Three years", "Four years"),)), tmp_path)
