from assistant.documents.paged_text import join_pages


def test_wrapped_lines_are_joined_and_paragraphs_kept() -> None:
    page = (
        "Each port keeps a list of its piers and of the lamps that stand on\n"
        "them. The list is checked by the harbour master at the end of every\n"
        "year.\n"
        "Fees are set by the board. They are paid when a boat leaves the port\n"
        "and go to the fund for lights.\n"
    )
    assert join_pages([page]).text == (
        "Each port keeps a list of its piers and of the lamps that stand on them. The list is checked by the harbour "
        "master at the end of every year.\n\nFees are set by the board. They are paid when a boat leaves the port and "
        "go to the fund for lights."
    )


def test_chinese_lines_are_joined_without_a_space() -> None:
    page = (
        "试点城市应当坚持推动传统产业转型升级与促进新兴产业发展并重，每省不超过\n2个城市，选择具体细分行业开展\n工作。"
    )
    assert "不超过2个城市" in join_pages([page]).text


def test_a_hyphen_at_a_line_end_goes_unless_the_word_is_written_with_it() -> None:
    page = (
        "The fund for above-scale ports is open to all towns and to all trans-\n"
        "formation plans of the counties that hold ports, and also to above-\n"
        "scale ports.\n"
    )
    text = join_pages([page]).text
    assert "all transformation plans" in text
    assert "also to above-scale ports" in text


def test_numbered_lines_and_headings_begin_anew() -> None:
    page = (
        "I. Scope\n(1) Ports with fewer than 40 berths follow these rules, and so do the\npiers of lakes.\n"
        "(2) Others do not.\n"
    )
    assert join_pages([page]).text.split("\n") == [
        "I. Scope",
        "(1) Ports with fewer than 40 berths follow these rules, and so do the piers of lakes.",
        "(2) Others do not.",
    ]


def test_running_heads_and_page_numbers_are_dropped() -> None:
    pages = [
        f"Northland Ports Handbook\nChapter {n} goes here and there.\nMore of it follows.\nIt ends {n}.\n- {n} -\n"
        for n in range(1, 5)
    ]
    text = join_pages(pages).text
    assert "Handbook" not in text
    assert "- 2 -" not in text
    assert "It ends 4." in text


def test_a_sentence_goes_on_over_the_page_and_pages_keep_their_place() -> None:
    found = join_pages(
        ["The board of the port meets four times a year and decides on the\n", "fees. It also elects a chair.\n"]
    )
    assert (
        found.text == "The board of the port meets four times a year and decides on the fees. It also elects a chair."
    )
    first, second = found.pages
    assert found.text[second.start :] == "fees. It also elects a chair."
    assert first.end == second.start


def test_a_page_without_text_is_empty() -> None:
    found = join_pages(["Some text here.\n", "", "More text here.\n"])
    assert [page.start == page.end for page in found.pages] == [False, True, False]


def test_columns_of_white_space_count_as_a_table() -> None:
    found = join_pages(["Town    Ports    Piers\nAlpha    1    2\nBeta    3    4\n"])
    assert found.tables == 1
    assert [line for line in found.text.split("\n") if line] == [
        "Town | Ports | Piers",
        "Alpha | 1 | 2",
        "Beta | 3 | 4",
    ]
