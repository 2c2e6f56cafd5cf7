"""Text -> terms."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.search.tokens import _plain, numerals_in, terms_of, tokens_of
from tests.fakes import FakeSegmenter


class Words:
    """Cuts at the words it is given."""

    def __init__(self, *words: str) -> None:
        self._words = words

    def words(self, text: str) -> list[str]:
        return [word for word in self._words if word in text]


def test_english_words_of_one_stem_are_one_term() -> None:
    assert terms_of("Cities applying", FakeSegmenter()) == terms_of("city applies", FakeSegmenter())


def test_a_number_is_one_term_however_it_is_written() -> None:
    assert tokens_of("1,000") == tokens_of("1000") == tokens_of("１０００") == ["1000"]
    assert tokens_of("two copies")[0] == tokens_of("2 copies")[0] == "2"


def test_a_list_of_numbers_is_not_read_as_one() -> None:
    assert tokens_of("in 2023, 2024") == [*tokens_of("in"), "2023", "2024"]


def test_possessives_and_curly_apostrophes_do_not_part_words() -> None:
    assert tokens_of("the province’s") == tokens_of("the province's") == tokens_of("the province")


def test_chinese_gives_characters_pairs_and_longer_words() -> None:
    assert terms_of("专精特新", Words("专精特新", "特新")) == [
        "专",
        "精",
        "特",
        "新",
        "专精",
        "精特",
        "特新",
        "专精特新",
    ]


def test_chinese_and_english_beside_each_other_are_parted() -> None:
    assert tokens_of("MIIT发布2025年") == ["miit", "发布", "2025", "年"]


@pytest.mark.parametrize(
    ("run", "values"),
    [
        ("两年", ["2"]),
        ("二十五个城市", ["25"]),
        ("一百零五", ["105"]),
        ("一万五千家", ["15000"]),
        ("二〇二五年", ["2025"]),
        ("十二", ["12"]),
        ("一个", []),
        ("数千万元", []),
    ],
)
def test_chinese_numerals_give_their_values(run: str, values: list[str]) -> None:
    assert numerals_in(run) == values


def test_a_chinese_numeral_and_its_digits_share_a_term() -> None:
    assert "2" in terms_of("实施期两年", FakeSegmenter())
    assert "2" in terms_of("实施期2年", FakeSegmenter())


def test_text_without_words_has_no_terms() -> None:
    assert terms_of("—— !? \n", FakeSegmenter()) == []


def test_words_cut_by_many_threads_at_once_are_the_same_as_cut_one_by_one() -> None:
    words = [f"{stem}{ending}{number}x" for number in "abcdefgh" for stem in ("relat", "organiz", "transform", "appl")
             for ending in ("ional", "ization", "fulness", "ies", "ements", "ingly", "iveness", "ations")]  # fmt: skip
    texts = [word[:-2] for word in words] + words
    _plain.cache_clear()
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(tokens_of, texts * 5))
    _plain.cache_clear()
    assert together == [tokens_of(text) for text in texts * 5]
