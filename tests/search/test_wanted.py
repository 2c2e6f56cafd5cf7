"""A query -> what is looked for."""

from assistant.model import Query
from assistant.search.wanted import needle, phrases_of, wanted_of, weight_of, wording
from tests.fakes import FakeSegmenter


def test_stop_words_weigh_less_and_are_not_dropped() -> None:
    terms = wanted_of(Query("Which cities may apply?", "en"), FakeSegmenter()).terms
    assert 0 < terms["which"] < terms["citi"] == 1


def test_a_chinese_term_that_touches_a_stop_character_lies_between() -> None:
    assert weight_of("的") < weight_of("的城") < weight_of("城市") == 1


def test_glossary_words_weigh_half_and_never_replace_the_questions_own() -> None:
    wanted = wanted_of(Query("digital level", "en", widened=("数字化", "level")), FakeSegmenter())
    assert wanted.widened["数字"] == 0.5
    assert wanted.all_terms["level"] == wanted.terms["level"] == 1


def test_single_chinese_characters_of_the_glossary_are_left_out() -> None:
    assert "数" not in wanted_of(Query("digital", "en", widened=("数字化",)), FakeSegmenter()).widened


def test_a_long_name_of_the_glossary_weighs_no_more_than_a_short_one() -> None:
    def weight(*widened: str) -> float:
        return sum(wanted_of(Query("部", "zh", widened=widened), FakeSegmenter()).widened.values())

    assert weight("ministry industry information technology") == weight("industry ministry") > weight("ministry")


def test_a_phrase_is_two_neighbouring_words_or_three_characters() -> None:
    assert list(phrases_of("Key tasks 重点任务")) == [" key task ", "重点任", "点任务"]


def test_every_phrase_of_a_text_stands_in_its_own_wording() -> None:
    text = "Pilot cities (第三批) submit two copies, 一式两份."
    assert all(phrase in wording(text) for phrase in phrases_of(text))


def test_a_word_is_not_found_inside_another() -> None:
    assert needle("art") not in wording("a smart start")
    assert needle("art") in wording("the art")


def test_the_values_of_chinese_numerals_stand_in_a_wording() -> None:
    assert needle("2") in wording("实施期两年")
