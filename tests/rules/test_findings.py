"""What every finding holds: its numbers from somewhere, its words in the language asked for, its receipt."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents.figures import figures_in, supports
from assistant.errors import NotInForce, UsageError
from assistant.model import Finding, Language, as_json
from assistant.rules.rulebook import KINDS, Rulebook, RuleResult
from tests.rules.conftest import HOME, THIRD, Run, the_rulebook

DAYS = st.dates(dt.date(2025, 5, 9), dt.date(2027, 12, 31))
SITUATIONS = st.one_of(
    st.tuples(
        st.just("recommendation_quota"),
        st.fixed_dictionaries({"province": st.sampled_from(["44", "52", "11", "66", "61"])}),
    ),
    st.tuples(
        st.just("recommendation_quota"),
        st.fixed_dictionaries({"cities": st.sampled_from(["4103,4113", "3205", "5203,5204,5205"])}),
    ),
    st.tuples(st.just("submission_deadline"), st.fixed_dictionaries({"day": DAYS})),
    st.tuples(
        st.just("eligibility"),
        st.fixed_dictionaries(
            {"place": st.sampled_from(["3202", "3205", "4101", "4406", "66", "6523", "320583", "110108", "659001"])}
        ),
    ),
    st.tuples(st.just("pilot_period"), st.fixed_dictionaries({"approved": DAYS})),
    st.tuples(
        st.just("end_targets"),
        st.integers(1, 2000).flatmap(
            lambda total: st.fixed_dictionaries(
                {"enterprises": st.just(total), "at_level_2": st.integers(0, total)},
                optional={"little_giants": st.just(total), "little_giants_at_level_2": st.integers(0, total)},
            )
        ),
    ),
    st.tuples(st.just("award_cap"), st.fixed_dictionaries({"place": st.sampled_from(["4201", "3303", "66", "2224"])})),
    st.tuples(
        st.just("fund_split"),
        st.fixed_dictionaries({"enterprise_share": st.decimals(0, 100, places=2), "award": st.integers(1, 10**9)}),
    ),
    st.tuples(
        st.just("fund_split"),
        st.integers(1, 10**9).flatmap(
            lambda award: st.fixed_dictionaries({"award": st.just(award), "enterprise_amount": st.integers(0, award)})
        ),
    ),
    st.tuples(st.just("materials"), st.just({})),
    st.tuples(
        st.just("digital_level"),
        st.fixed_dictionaries({"edition": st.sampled_from(["2022", "2024"]), "score": st.decimals(0, 100, places=1)}),
    ),
    st.tuples(
        st.just("double_funding"),
        st.fixed_dictionaries(
            {"programme": st.sampled_from(["lottery", "省级试点", "little giant"])},
            optional={"same_project": st.booleans()},
        ),
    ),
)


def said(finding: Finding) -> list[str]:
    return [*finding.explanation, *finding.reasons, *([finding.counterfactual] if finding.counterfactual else [])]


def known(result: RuleResult) -> str:
    """Everything that a number may come from: quotes, inputs, value, what was computed, the day of the question."""
    finding = result.finding
    held = [quote.quote for quote in result.sources]
    held += [
        f"{value} {value}% {value} days {value} cities {value} yuan"
        for value in _leaves(as_json([finding.inputs, finding.value, finding.computed]))
    ]
    return "\n".join([*held, finding.as_of.isoformat()])


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    return [leaf for part in value for leaf in _leaves(part)] if isinstance(value, list) else [value]


@settings(max_examples=300, deadline=None)
@given(situation=SITUATIONS, day=DAYS, language=st.sampled_from(["en", "zh"]))
def test_no_number_is_shown_that_has_no_source(
    situation: tuple[str, dict[str, Any]], day: dt.date, language: Language
) -> None:
    rulebook = the_rulebook()
    name, given_facts = situation
    result = rulebook.run(name, given_facts, day=day, batch=THIRD, language=language)
    held = figures_in(known(result))
    numbers = {figure.value for figure in held} | {
        str(round(float(v), 6)) for v in re.findall(r"\d+(?:\.\d+)?", known(result))
    }
    titles = " ".join(title for titles in rulebook.batches.values() for title in titles.values())
    for sentence in said(result.finding):
        for figure in figures_in(sentence):
            backed = any(supports(other, figure) for other in held) or figure.value in numbers
            assert backed or sentence[figure.start : figure.end] in titles, (sentence, figure)


@settings(max_examples=100, deadline=None)
@given(situation=SITUATIONS, day=DAYS)
def test_the_same_case_has_the_same_receipt(situation: tuple[str, dict[str, Any]], day: dt.date) -> None:
    rulebook = the_rulebook()
    name, given_facts = situation
    one = rulebook.run(name, given_facts, day=day, batch=THIRD)
    other = rulebook.run(name, given_facts, day=day, batch=THIRD, language="zh")
    again = rulebook.run(name, given_facts, day=day, batch=THIRD)
    assert one.finding == again.finding
    assert re.fullmatch("[0-9a-f]{64}", one.finding.receipt)
    assert (one.finding.verdict, one.finding.value, one.finding.flags) == (
        other.finding.verdict,
        other.finding.value,
        other.finding.flags,
    )


def test_no_template_holds_a_digit_or_a_number_in_words(rulebook: Rulebook) -> None:
    for kind in rulebook.words.kinds.values():
        for name, line in [*kind.lines.items(), *rulebook.words.shared.items(), *rulebook.words.codes.items()]:
            for template in line.values():
                assert not re.search(r"\d", template), name
                assert not figures_in(re.sub(r"\{[^}]*\}", "so much", template)), name


@pytest.mark.parametrize("name", KINDS)
def test_every_rule_and_input_has_words_in_both_languages(rulebook: Rulebook, name: str) -> None:
    words = rulebook.words.kinds[name]
    assert set(words.title) == set(words.purpose) == {"en", "zh"}
    assert {one.name for one in KINDS[name].INPUTS} == set(words.inputs)


@pytest.mark.parametrize("name", KINDS)
def test_every_rule_has_ten_ways_of_asking_in_each_language(rulebook: Rulebook, name: str) -> None:
    asks = rulebook.examples()[name]
    assert len(asks) >= 10
    assert {ask.isascii() for ask in asks} == {True, False}


def test_a_chinese_finding_has_no_english_words(run: Run) -> None:
    finding = run("eligibility", place="无锡市", language="zh").finding
    assert not any(re.search("[A-Za-z]{3}", sentence) for sentence in said(finding))


def test_a_fact_held_only_in_a_digest_says_so(run: Run) -> None:
    finding = run("award_cap", place="Wuhan").finding
    assert (finding.basis, finding.confidence) == ("digest", "high")
    assert run("recommendation_quota", province="Hebei").finding.basis == "text"
    barred = run("eligibility", place="Zhengzhou").finding
    assert (barred.basis, barred.confidence) == ("digest", "medium")


def test_a_missing_fact_is_asked_for_with_choices(run: Run) -> None:
    result = run("recommendation_quota")
    assert result.clarification is not None
    assert result.clarification.needs == "province"
    assert len(result.clarification.choices) == 31


def test_an_open_name_is_asked_about_and_each_choice_settles_it(run: Run) -> None:
    result = run("eligibility", place="中山")
    assert result.clarification is not None
    assert len(result.clarification.choices) == 2
    for choice in result.clarification.choices:
        assert run("eligibility", place=choice).clarification is None


def test_a_misspelt_place_is_told(run: Run) -> None:
    assert run("recommendation_quota", province="gaungdong").corrected == {"province": "gaungdong"}


def test_outside_its_dates_a_rule_ends_with_the_dates(run: Run) -> None:
    with pytest.raises(NotInForce, match="from 2025-05-09 on"):
        run("recommendation_quota", province="Hebei", as_of="2025-05-08")


def test_before_its_notice_a_rule_says_that_it_was_not_out_yet(run: Run) -> None:
    with pytest.raises(
        NotInForce, match=r"“Third batch \(2025\)” was made public on 2025-05-09 and was not out"
    ) as told:
        run("submission_deadline", as_of="2025-05-05")
    assert told.value.code == "not_out_yet"
    assert "#" not in told.value.message


@pytest.mark.parametrize(
    ("name", "facts", "what"),
    [
        ("fund_split", {"enterprise_share": 101}, "share of a whole"),
        ("fund_split", {"enterprise_share": "many"}, "not a number"),
        ("fund_split", {"enterprise_amount": 11, "award": 10}, "more than --award"),
        ("end_targets", {"enterprises": 10, "at_level_2": 11}, "more than"),
        ("end_targets", {"enterprises": 0, "at_level_2": 0}, "no enterprises"),
        ("submission_deadline", {"day": "soon"}, "not a day"),
        ("eligibility", {"place": "Foobar"}, "no place is known"),
        ("eligibility", {"town": "Wuxi"}, "takes no"),
        ("digital_level", {"edition": "2023", "score": 1}, "no edition"),
        ("digital_level", {"edition": "2022", "score": -1}, "below nought"),
    ],
)
def test_a_wrong_input_is_refused_in_words(run: Run, name: str, facts: dict[str, Any], what: str) -> None:
    with pytest.raises(UsageError, match=what):
        run(name, **facts)


def test_an_unknown_rule_is_refused_with_those_there_are(rulebook: Rulebook) -> None:
    with pytest.raises(UsageError, match="recommendation_quota"):
        rulebook.run("luck", {}, day=dt.date(2025, 5, 12), batch=THIRD)


def test_a_receipt_is_the_same_in_every_process() -> None:
    code = (
        "from tests.rules.conftest import the_rulebook; "
        "print([rule.sha256 for sheet in the_rulebook().sheets for rule in sheet.rules])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(HOME)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
