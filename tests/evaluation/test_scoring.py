"""A case and what it got: which measures apply, what counts as right, what gates see."""

from __future__ import annotations

import pytest

from assistant.errors import CorpusError
from assistant.evaluation.gates import Gate, check_gates, load_gates
from assistant.evaluation.scoring import Scored, score
from assistant.evaluation.summary import summary_of
from assistant.model import Notice, Outcome
from tests.evaluation.answers import (
    NOTICE_III,
    SHA,
    TEXT,
    answer,
    case,
    citation,
    expected,
    found,
    passage,
    quoted,
    record,
    refusal,
)


def scored(one, got, **more) -> Scored:
    return score(one, record(got, one.id, **more), {SHA: TEXT}, str.__eq__)


FULL = expected(figures=("2 years",), facts=(("two years", "两年"),), clauses=((NOTICE_III,),), absent=("three years",))


def test_an_answer_with_all_that_is_asked_is_right():
    found_right = scored(case(expect=FULL), answer())
    assert found_right.is_right
    assert found_right.values["citation_verbatim"] == 1.0


@pytest.mark.parametrize(
    ("got", "measure", "value"),
    [
        (refusal(), "over_refused", 1.0),
        (refusal(), "key_facts", 0.0),
        (refusal(), "right_clause", 0.0),
        (answer(citations=(citation(clause="V"),)), "right_clause", 0.0),
        (answer(quoted("The period is three years.")), "figure_fidelity", 0.0),
        (answer(quoted("The period is three years."), citations=()), "contradicted", 1.0),
        (answer(text="Nothing."), "figure_recall", 0.0),
    ],
)
def test_what_is_wrong_shows_in_its_own_measure(got, measure, value):
    found_wrong = scored(case(expect=FULL), got)
    assert found_wrong.values[measure] == value
    assert not found_wrong.is_right


def test_a_refusal_is_right_where_only_that_is_and_wrong_where_an_answer_is():
    must = case(expect=expected(Outcome.NOT_IN_CORPUS, Outcome.OUT_OF_SCOPE))
    assert scored(must, refusal()).values["refused"] == 1.0
    assert scored(must, answer()).values["refused"] == 0.0
    either = case(expect=expected(Outcome.ANSWERED, Outcome.NOT_IN_CORPUS))
    assert not {"refused", "over_refused"} & scored(either, refusal()).values.keys()


def test_a_notice_that_is_asked_for_has_to_be_given():
    wanted = case(expect=expected(notices=("missing_text",)))
    assert scored(wanted, answer()).values["notices_given"] == 0.0
    assert scored(wanted, answer(notices=(Notice("missing_text", ""),))).is_right


def test_an_error_of_the_product_is_never_right_and_no_refusal():
    failed = scored(case(expect=expected(Outcome.NOT_IN_CORPUS)), None, fault="down")
    assert (failed.is_right, failed.values["refused"]) == (False, 0.0)


def test_retrieval_is_measured_by_document_clause_and_passage():
    one = case(expect=FULL)
    passages = found(passage("V", 0), passage("III", 1, "About 34 cities."), passage("III", 2, "It is two years."))
    values = scored(one, answer(), found=passages, traced=True).values
    assert (values["document_mrr"], values["clause_mrr"], values["passage_mrr"]) == (1.0, 0.5, pytest.approx(1 / 3))
    assert (values["clause_recall@1"], values["clause_recall@5"]) == (0.0, 1.0)


def test_retrieval_is_not_measured_where_no_text_was_looked_for():
    assert not [name for name in scored(case(expect=FULL), answer()).values if name.endswith("_mrr")]


def test_wordings_of_one_question_are_consistent_when_they_say_the_same_in_both_languages():
    english = case("c1", expected(figures=("2 years",)), group="g")
    chinese = case("c2", expected(figures=("2年",)), group="g", question="多久？")
    other = case("c3", expected(figures=("2年",)), group="g", question="几年？")
    said = [scored(english, answer()), scored(chinese, answer(quoted("为期两年。"))), scored(other, refusal())]
    measures = summary_of(said).slices["all"].measures
    assert measures["consistent"].mean == pytest.approx(1 / 3)
    assert measures["consistent_across_languages"].mean == 0.5


def half_held() -> list[Scored]:
    must = expected(Outcome.NOT_IN_CORPUS)
    return [
        scored(case("c1", must, suite="injection"), refusal()),
        scored(case("c2", must, suite="injection", held=True), answer()),
    ]


def test_a_gate_is_held_to_all_cases_and_to_the_held_half():
    results = check_gates([Gate("refused", least=0.5)], half_held())
    assert [(r.part, r.value, r.holds) for r in results] == [("all", 0.5, True), ("held", 0.0, False)]


def test_a_gate_of_a_suite_looks_at_no_other():
    results = check_gates([Gate("refused", least=1.0, suites=("quota",), held=False)], half_held())
    assert [(r.value, r.holds) for r in results] == [(None, True)]


def test_a_gate_tells_what_fell_in_one_line():
    (result,) = check_gates([Gate("refused", least=0.9, held=False)], half_held())
    assert result.told == "refused, all: 50.0% (2), at least 90.0%"


def test_a_gate_has_one_bound(tmp_path):
    file = tmp_path / "gates.yaml"
    file.write_text("gates:\n  - {measure: right, least: 0.5, most: 0.9}\n", "utf-8")
    with pytest.raises(CorpusError, match=r"gates.yaml:2: a gate has either least or most"):
        load_gates(file)


def test_our_gates_are_those_that_were_promised(home):
    bounds = {(g.measure, g.least, g.most, g.held) for g in load_gates(home / "eval" / "gates.yaml")}
    assert bounds >= {
        ("rule_right", 1.0, None, True),
        ("citation_verbatim", 1.0, None, True),
        ("figure_fidelity", 1.0, None, True),
        ("key_facts", 0.9, None, True),
        ("right_clause", 0.9, None, True),
        ("refused", 0.9, None, True),
        ("over_refused", None, 0.05, True),
        ("contradicted", None, 0.0, True),
    }


def test_made_cases_count_in_their_own_suite_and_hide_nothing_of_the_written_ones():
    made = [scored(case(f"m{n}", suite="boundary", made=True), answer()) for n in range(9)]
    both = [*half_held(), *made]
    slices = summary_of(both).slices
    assert (slices["all"].cases, slices["suite:boundary"].cases) == (2, 9)
    assert check_gates([Gate("outcome_right", least=0.9)], both)[0].value == 0.5
    assert check_gates([Gate("outcome_right", least=0.9, suites=("boundary",))], both)[0].value == 1.0
