"""Each measure against an example worked out by hand."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pytest

from assistant.evaluation.cases import ClauseRef, ExpectedRule
from assistant.evaluation.measures.citing import citation_precision, citation_recall, right_clause, verbatim
from assistant.evaluation.measures.consistency import agreement, agreement_across
from assistant.evaluation.measures.deciding import confusion, coverage_curve, percentile, refusing
from assistant.evaluation.measures.facts import contradicted, figure_recall, key_facts
from assistant.evaluation.measures.proof import figure_fidelity
from assistant.evaluation.measures.ranking import ndcg_at, recall_at, reciprocal_rank
from assistant.evaluation.measures.ruling import rule_scores, same_value
from assistant.model import AnswerSentence, Outcome
from tests.evaluation.answers import NOTICE_III, SHA, TEXT, answer, citation, expected, finding, quoted

HITS = ({}, {0}, {0}, {1})
"""Two things are wanted; the second passage serves the first of them, so does the third, the fourth the other."""


@pytest.mark.parametrize(("k", "share"), [(1, 0.0), (2, 0.5), (3, 0.5), (4, 1.0)])
def test_recall_counts_each_wanted_thing_once(k, share):
    assert recall_at(HITS, 2, k) == share


def test_the_reciprocal_rank_is_that_of_the_first_passage_that_serves():
    assert reciprocal_rank(HITS) == 0.5
    assert reciprocal_rank(({}, {})) == 0.0


def test_ndcg_discounts_by_rank_and_gives_nothing_for_what_was_served_before():
    gained = 1 / math.log2(3) + 1 / math.log2(5)
    assert ndcg_at(HITS, 2, 10) == pytest.approx(gained / (1 + 1 / math.log2(3)))
    assert ndcg_at(({0}, {1}), 2, 10) == 1.0


def test_a_quote_is_verbatim_when_it_equals_the_characters_it_names():
    altered = replace(citation(), quote="The period is ten years.")
    assert verbatim([citation(), altered], {SHA: TEXT}) == 0.5


def test_verbatim_is_not_measured_without_the_text():
    assert verbatim([citation()], {}) is None


def test_the_right_clause_is_cited_when_one_of_each_group_is_or_a_part_of_it():
    groups = [[NOTICE_III, ClauseRef("digest.md", "3")], [ClauseRef("notice.md", "V")]]
    assert right_clause([citation()], groups) == 0.5
    assert right_clause([citation(clause="III > (2)")], [[NOTICE_III]]) == 1.0
    assert right_clause([citation(clause="IIII")], [[NOTICE_III]]) == 0.0


def test_a_clause_of_another_policy_is_not_the_right_one():
    assert right_clause([citation()], [[ClauseRef("notice.md", "III", "third")]]) == 1.0
    assert right_clause([citation()], [[ClauseRef("notice.md", "III", "second")]]) == 0.0


def test_citation_recall_is_the_share_of_sentences_that_are_borne_out():
    invented = AnswerSentence("It is 5 years.", "model", (1,))
    assert citation_recall(answer(quoted(), invented)) == 0.5


def test_citation_precision_falls_with_a_citation_that_has_nothing_to_do_with_its_sentence():
    beside = citation("Other provinces can recommend at most 1 city.", 2)
    got = answer(quoted("The period is two years.", 1, 2), citations=(citation(), beside))
    assert citation_precision(got) == 0.5


def test_a_figure_is_faithful_when_its_quote_or_its_finding_holds_it():
    computed = AnswerSentence("You may recommend 2 cities by 2030.", "computed", (1,), ("f1",))
    got = answer(quoted(), computed, findings=(finding(inputs={"province": "Hebei"}),))
    assert figure_fidelity(got) == pytest.approx(2 / 3)


@pytest.mark.parametrize("text", ["It is two years.", "为期两年。", "24 months in all", "2 年"])
def test_an_expected_figure_is_found_in_every_way_of_writing_it(text):
    assert figure_recall(text, ["2 years", "3 years"]) == 0.5


def test_a_bare_number_is_found_with_its_unit_and_a_marker_is_no_figure():
    assert figure_recall("8 days are left [3].", ["8"]) == 1.0
    assert figure_recall("8 days are left [3].", ["3"]) == 0.0


def test_one_wording_of_each_key_fact_is_enough_in_the_text_or_a_quote():
    texts = ["Hand in  Two copies each.", "一式两份"]
    assert key_facts(texts, [["two copies each"], ["三份", "一式两份"], ["by post"]]) == pytest.approx(2 / 3)


def test_saying_what_must_not_be_said_is_a_contradiction():
    assert contradicted(answer(), ["three years"], []) == 0.0
    assert contradicted(answer(), ["2 years"], []) == 1.0
    assert contradicted(answer(quoted("It is free.")), ["is FREE"], []) == 1.0


def test_a_quote_from_a_clause_that_the_case_expects_may_hold_the_words():
    assert contradicted(answer(), ["2 years"], [[NOTICE_III]]) == 0.0
    own = AnswerSentence("It is two years.", "model", (1,))
    assert contradicted(answer(own), ["2 years"], [[NOTICE_III]]) == 1.0


ANSWERED, REFUSED, OTHER = Outcome.ANSWERED, Outcome.NOT_IN_CORPUS, Outcome.OUT_OF_SCOPE


def test_the_confusion_matrix_counts_what_was_expected_against_what_came():
    pairs = [(expected(), ANSWERED), (expected(), REFUSED), (expected(REFUSED, OTHER), OTHER)]
    assert confusion(pairs) == {
        ("answered", "answered"): 1,
        ("answered", "not_in_corpus"): 1,
        ("out_of_scope", "out_of_scope"): 1,
    }


def test_refusing_has_precision_recall_and_their_mean():
    must = expected(REFUSED, OTHER)
    pairs = [(must, OTHER), (must, REFUSED), (must, ANSWERED), (expected(), REFUSED), (expected(), ANSWERED)]
    found = refusing(pairs)
    assert found
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert refusing([(expected(), ANSWERED)]) is None


def test_the_coverage_curve_answers_the_surest_first_and_takes_ties_together():
    points = coverage_curve([(0.9, True), (0.5, False), (0.5, True), (0.1, False)])
    assert [(p.coverage, p.accuracy) for p in points] == [(0.25, 1.0), (0.75, pytest.approx(2 / 3)), (1.0, 0.5)]


@pytest.mark.parametrize(("percent", "value"), [(50, 2), (75, 3), (95, 4), (1, 1)])
def test_a_percentile_is_a_value_that_occurred(percent, value):
    assert percentile([4, 1, 3, 2], percent) == value


def same_place(one: str, other: str) -> bool:
    return {one, other} == {"44", "Guangdong"}


def test_only_what_a_case_states_of_a_rule_is_looked_at():
    wanted = ExpectedRule("quota", {"province": "44"}, stated=frozenset({"name", "inputs"}))
    scores = rule_scores(wanted, [finding(inputs={"province": "Guangdong", "cities": ()})], same_place)
    assert scores == {"rule_chosen": 1.0, "rule_inputs": 1.0, "rule_right": 1.0}


def test_a_wrong_value_is_told_apart_from_a_wrong_input():
    wanted = ExpectedRule("quota", {"province": "44"}, "info", 1, stated=frozenset({"name", "inputs", "value"}))
    scores = rule_scores(wanted, [finding(inputs={"province": "Guangdong"})], same_place)
    assert (scores["rule_inputs"], scores["rule_value"], scores["rule_right"]) == (1.0, 0.0, 0.0)


def test_no_finding_is_nothing_right():
    wanted = ExpectedRule("quota", value=2, stated=frozenset({"name", "value"}))
    assert rule_scores(wanted, [], same_place) == {"rule_chosen": 0.0, "rule_value": 0.0, "rule_right": 0.0}


def test_the_best_of_several_findings_counts():
    wanted = ExpectedRule("quota", value=2, stated=frozenset({"name", "value"}))
    assert rule_scores(wanted, [finding(rule="other"), finding()], same_place)["rule_right"] == 1.0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (2, 2.0, True),
        (dt.date(2025, 5, 20), "2025-05-20", True),
        (True, 1, False),
        (True, True, True),
        (None, 0, False),
        (["44", "a"], ("A", "Guangdong"), True),
        (["44"], ("Guangdong", "Guangdong"), False),
        ("yes", "no", False),
    ],
)
def test_values_are_compared_by_what_they_mean(one, other, same):
    assert same_value(one, other, same_place) is same


def test_agreement_is_the_share_of_pairs_that_are_equal():
    assert agreement(["a", "a", "b"]) == pytest.approx(1 / 3)
    assert agreement(["a"]) is None


def test_agreement_across_languages_leaves_out_pairs_of_one_language():
    assert agreement_across({"en": ["a", "b"], "zh": ["a"]}) == 0.5
    assert agreement_across({"en": ["a", "b"]}) is None
