"""Which enterprises the counts of a question about the end targets are of."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answering.situation import read_situation
from assistant.answering.target_counts import counts_again
from tests.answering.facts_read import DAY, facts_read
from tests.rules.conftest import the_rulebook


def main(whole: int, part: int) -> dict[str, int]:
    return {"enterprises": whole, "at_level_2": part}


def giants(whole: int, part: int) -> dict[str, int]:
    return {"little_giants": whole, "little_giants_at_level_2": part}


def below(whole: int, part: int) -> dict[str, int]:
    return {"below_scale": whole, "below_scale_at_level_2": part}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("小巨人6家全到了，规上和专精特新150家有140家到二级", giants(6, 6) | main(150, 140)),
        ("规上企业130家，其中118家到了二级；小巨人4家均已达到", main(130, 118) | giants(4, 4)),
        ("小巨人8家只有7家到二级，其他180家有170家", giants(8, 7) | main(180, 170)),
        ("小巨人3家一家都没到，规上90家有85家到二级", giants(3, 0) | main(90, 85)),
        ("All 12 little giants and 95 of the 104 others are at level 2", giants(12, 12) | main(104, 95)),
        ("Above-scale: 71 of 77 at L2. Little giants: 3 of 4.", main(77, 71) | giants(4, 3)),
        ("None of the five little giants got there, 60 of the other 66 did", giants(5, 0) | main(66, 60)),
        ("2 little giants, both at level 2; 45 others, 41 at level 2", giants(2, 2) | main(45, 41)),
        ("80 firms: 4 little giants (all there) and of the remaining 76, 70 reached it", main(76, 70) | giants(4, 4)),
        ("规下企业300家，到二级的从40家增加到75家", below(300, 75)),
        ("Below-scale firms at level 2 rose from 20 to 64 out of 160", below(160, 64)),
    ],
)
def test_each_count_goes_to_the_group_it_is_said_of(text: str, wanted: dict[str, int]) -> None:
    assert facts_read("end_targets", text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("All but 3 of our 40 enterprises are at level 2", main(40, 37)),
        ("140 firms, 12 have not got there yet", main(140, 128)),
        ("规上130家还有10家没到二级", main(130, 120)),
        ("55家除了2家外都到二级了", main(55, 53)),
        ("Aren't 182 of 200 enough?", main(200, 182)),
        ("七十家里有六十四家到了二级", main(70, 64)),
        ("sixty-four of seventy companies are at level two", main(70, 64)),
    ],
)
def test_what_lacks_is_taken_from_the_whole(text: str, wanted: dict[str, int]) -> None:
    assert facts_read("end_targets", text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("要求90%，我们只有88%", {"share": 88}),
        ("We went from 70% to 91% at level 2", {"share": 91}),
        ("5 little giants, 4 of them there, and the overall share is 93%", giants(5, 4) | {"share": 93}),
    ],
)
def test_a_share_reached_is_not_the_bound_nor_an_earlier_one(text: str, wanted: dict[str, Any]) -> None:
    assert facts_read("end_targets", text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("and 92?", main(100, 92)),
        ("小巨人只有7家呢", giants(8, 7)),
        ("what if 3 of them had not reached it", main(100, 97)),
    ],
)
def test_one_count_alone_is_the_new_part_of_its_group(text: str, wanted: dict[str, int]) -> None:
    known = main(100, 85) | giants(8, 8)
    assert counts_again(read_situation(text, DAY, the_rulebook().places), known) == wanted
