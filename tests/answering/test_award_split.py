"""How a question splits an award: in per cent, in words, or in amounts."""

from __future__ import annotations

import pytest

from tests.answering.facts_read import facts_read

YI, WAN, MILLION = 10**8, 10**4, 10**6


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Is a 70:30 division all right?", 70),
        ("三七开行不行，企业拿七成", 70),
        ("奖补资金按九一开可以吗", 90),
        ("7:3分给企业和平台，合规吗", 70),
        ("Would 30:70 for platforms and firms do?", 70),
        ("Half of the award to companies, half to service providers?", 50),
        ("A quarter of the grant goes to consultants, is that allowed?", 75),
        ("Can we spend a fifth of the money on procured services?", 80),
        ("Three quarters for the factories' own projects, enough?", 75),
        ("拿四分之一的资金买服务行吗", 75),
        ("五分之四给企业够不够", 80),
        ("七成五给企业改造，其余给平台", 75),
        ("奖补资金全部给企业可以吗", 100),
        ("May all of the award go to the enterprises?", 100),
        ("一半资金拿去建平台可以吗", 50),
        ("60% to firms' equipment, 25% to firms' software, 15% to a platform", 85),
        ("企业拿65%，平台拿35%", 65),
        ("95 for companies and 5 for consulting, is this split fine?", 95),
    ],
)
def test_a_share_in_any_words_is_that_of_the_enterprises(text: str, share: float) -> None:
    assert facts_read("fund_split", text) == [{"enterprise_share": share}]


@pytest.mark.parametrize(
    ("text", "award", "amount"),
    [
        ("Of our 120 million, 30 go to platforms", 120 * MILLION, 90 * MILLION),
        ("55m out of 70m for enterprises, will that do?", 70 * MILLION, 55 * MILLION),
        ("The grant is RMB 90m. Companies would get 75m of it.", 90 * MILLION, 75 * MILLION),
        ("We got 60 million yuan; 45 million yuan of that is for firms", 60 * MILLION, 45 * MILLION),
        ("奖补一共1.2亿，企业拿9500万", 12_000 * WAN, 9_500 * WAN),
        ("一个亿的奖补，平台要花两千五百万", YI, 7_500 * WAN),
        ("企业7000万，采购服务2000万，可以吗", 9_000 * WAN, 7_000 * WAN),
        ("奖补9000万元，平台花1500万、链式转型500万，其余给企业", 9_000 * WAN, 7_000 * WAN),
        ("1.5亿里拿4000万买诊断服务，超没超", 15_000 * WAN, 11_000 * WAN),
    ],
)
def test_amounts_are_an_award_and_the_part_of_the_enterprises(text: str, award: int, amount: int) -> None:
    assert facts_read("fund_split", text) == [{"award": award, "enterprise_amount": amount}]


@pytest.mark.parametrize(
    ("text", "award"),
    [
        ("Of 70 million yuan, how much at least is for SMEs?", 70 * MILLION),
        ("7000万奖补，最少多少给企业", 7_000 * WAN),
        ("1.5个亿最多能拿多少买服务", 15_000 * WAN),
        ("Our award of ¥85m: what is the least for companies?", 85 * MILLION),
        ("We have 45 SMEs and an award of 100 million", 100 * MILLION),
    ],
)
def test_one_amount_is_the_award(text: str, award: int) -> None:
    assert facts_read("fund_split", text) == [{"award": award}]


def test_an_amount_for_the_enterprises_alone_is_no_award() -> None:
    assert facts_read("fund_split", "Is it enough to give 30 million yuan to firms?") == [
        {"enterprise_amount": 30 * MILLION}
    ]


@pytest.mark.parametrize("text", ["92% of the firms are at level 2", "小巨人全部、其余95%达到二级"])
def test_a_share_of_enterprises_at_a_level_is_none_of_an_award(text: str) -> None:
    assert facts_read("fund_split", text) == [{}]


@pytest.mark.parametrize("text", ["七成给企业、三成给平台", "85% for companies, 15% for services"])
def test_a_split_is_no_share_of_enterprises_at_a_level(text: str) -> None:
    assert facts_read("end_targets", text) == [{}]
