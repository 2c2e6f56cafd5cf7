"""The twenty-seven traps of the policy, each with its sense and its tests, or with why no rule meets it.

| trap | sense | tested by |
|---|---|---|
| 1 | "before 20 May" leaves the day itself open; a window long closed is always told | test_1 (2) |
| 2 | the deadline is the province's towards the ministries; a city's own is another, earlier one | test_2 |
| 3 | independent planning status and the Corps are not listed; the five cities are barred twice | test_3 (2) |
| 4 | "more than" the threshold, and twelve names that are a closed list | test_4 |
| 5 | a quota counts recommendations, not places; fewer may be recommended | test_5 (2) |
| 6 | a city with planning status neither uses up nor adds to the quota of its province | test_6 |
| 7 | prefecture level is no city yet (open), county level is out | test_7 (2), test_every_place.py |
| 8 | new areas and development zones are no divisions, unless they are districts of a municipality | test_8 (4) |
| 9 | the repeat rule is by city, in a municipality by district | test_9 |
| 10 | the lists are incomplete: pilot, no record here, not eligible by level | test_10 |
| 11 | look-alike programmes say nothing of this pilot; their central money is another matter | test_11 (2) |
| 12 | a cap is never told as an amount | test_12 (2) |
| 13 | capitals of autonomous regions and sub-provincial capitals are capitals | test_13 |
| 14 | 80 and 20 are bounds in opposite directions, of the central award | test_14 |
| 15 | exactly 90 is met and flagged; the base; all little giants; no number below scale; the batch | test_15 (4) |
| 16 | what a city promises in its own plan is no rule of the nation | test_16 |
| 17 | two years from the approval, not from the list or a payment | test_17 |
| 18 | the rule is about the project, not about the enterprise; a city may go further | test_18 |
| 19 | the national text gives no date line for finished projects | test_19 |
| 20 | the edition is always asked for and told; 2022's boundaries do not hold for 2024 | test_20 |
| 21 | where two levels of 2022 meet, the higher one is taken and flagged | test_21 |
| 22 | "two copies" may not reach as far as the letter: two of each are advised | test_22 |
| 23 | about 34 were announced; nobody has selected exactly 34 | test_23 |
| 24 | independent planning status (five) is not sub-provincial status (fifteen) | test_24 |
| 25 | above-scale is a term of statistics, not a size of SME | none: no rule decides what an enterprise is |
| 26 | invented plans and tables are no source | test_26; quotes are held against the corpus by `check` |
| 27 | the notice is held in translation only, and says so | test_27 |
"""

from __future__ import annotations

import pytest

from assistant.corpus_files import load_corpus
from assistant.documents.figures import figures_in
from assistant.errors import UsageError
from assistant.model import DocumentKind
from assistant.rules.rulebook import Rulebook
from tests.rules.conftest import HOME, THIRD, Run


@pytest.mark.parametrize(
    ("day", "verdict"), [("2025-05-19", "yes"), ("2025-05-20", "undetermined"), ("2025-05-21", "no")]
)
def test_1_the_day_itself_is_unclear_and_a_closed_window_is_told(run: Run, day: str, verdict: str) -> None:
    finding = run("submission_deadline", day=day, as_of="2026-01-05").finding
    assert finding.verdict == verdict
    assert "window_closed" in finding.flags
    assert any("window for applications of this batch is closed" in line for line in finding.explanation)


def test_1_a_closed_window_is_told_with_a_quota_and_an_eligibility(run: Run) -> None:
    for name, facts in (
        ("recommendation_quota", {"province": "Hebei"}),
        ("eligibility", {"place": "Wuxi"}),
        ("materials", {}),
    ):
        assert "window_closed" in run(name, as_of="2026-01-05", **facts).finding.flags
        assert "window_closed" not in run(name, as_of="2025-05-12", **facts).finding.flags


def test_2_the_deadline_of_the_city_is_another_one(run: Run) -> None:
    assert any("set by the province" in line for line in run("submission_deadline").finding.explanation)


def test_3_the_corps_is_not_listed_and_those_with_planning_status_are_barred_twice(run: Run) -> None:
    assert run("eligibility", place="the Corps").finding.verdict == "undetermined"
    for city in ("Dalian", "Qingdao", "Ningbo", "Xiamen", "Shenzhen"):
        finding = run("eligibility", place=city).finding
        assert (finding.verdict, finding.value) == ("no", "earlier_pilot")
        assert "not_named" in finding.flags
    assert run("eligibility", place="the Corps", batch="2023-first-batch", as_of="2023-07-01").finding.verdict == "yes"


def test_3_the_corps_has_no_quota_even_where_it_is_named_as_a_city(run: Run) -> None:
    for given in ({"province": "the Corps"}, {"cities": "the Corps"}):
        finding = run("recommendation_quota", **given).finding
        assert (finding.verdict, finding.value) == ("undetermined", None)
        assert not any("up to" in line for line in finding.explanation)


def test_4_the_twelve_are_a_closed_list(run: Run) -> None:
    finding = run("recommendation_quota", province="Liaoning").finding
    assert finding.value == 1
    assert any("taken as closed" in line for line in finding.explanation)
    assert finding.computed["named_provinces"] == 12


def test_4_a_province_that_counts_otherwise_is_told_what_to_do(run: Run) -> None:
    told = run("recommendation_quota", province="Shaanxi").finding.explanation
    assert any("above 15,000 by figures of its own" in line and "should ask the ministries" in line for line in told)
    told = run("recommendation_quota", province="陕西", language="zh").finding.explanation
    assert any("应先向发文部门确认" in line for line in told)
    assert not any(
        "figures of its own" in line for line in run("recommendation_quota", province="Hebei").finding.explanation
    )


def test_5_a_recommendation_is_not_a_place(run: Run) -> None:
    finding = run("recommendation_quota", province="Hebei").finding
    assert "recommendations_not_places" in finding.flags
    assert any("about 34 cities" in line for line in finding.explanation)
    assert any("Fewer" in line for line in finding.explanation)


def test_6_a_city_with_planning_status_does_not_change_the_quota_of_its_province(run: Run) -> None:
    assert run("recommendation_quota", province="Shenzhen").finding.value == 2
    assert run("recommendation_quota", province="Dalian").finding.value == 1


@pytest.mark.parametrize(
    ("asked", "quota", "why"),
    [
        ("Qingdao", 2, "Qingdao was already included in the pilot"),
        ("Kunshan", 2, "the level does not fit"),
        ("延边州", 1, "the text does not name places of this kind"),
        ("Nanjing", 2, "of a batch that is not known here"),
    ],
)
def test_6_a_place_asked_about_for_its_province_is_told_that_it_may_not_apply(
    run: Run, asked: str, quota: int, why: str
) -> None:
    finding = run("recommendation_quota", province=asked).finding
    assert (finding.verdict, finding.value) == ("info", quota)
    assert "asked_may_not_apply" in finding.flags
    assert why in finding.reasons[0]


def test_6_a_place_that_may_apply_gets_the_quota_of_its_province_alone(run: Run) -> None:
    finding = run("recommendation_quota", province="Luoyang").finding
    assert (finding.value, finding.reasons, finding.flags) == (2, (), ("recommendations_not_places",))


@pytest.mark.parametrize(
    ("place", "verdict"),
    [
        ("延边州", "undetermined"),
        ("阿拉善盟", "undetermined"),
        ("阿里地区", "undetermined"),
        ("济源市", "no"),
        ("仙桃市", "no"),
        ("石河子市", "no"),
        ("正定县", "no"),
        ("county-level city", "no"),
        ("autonomous prefecture", "undetermined"),
    ],
)
def test_7_prefecture_level_is_not_yet_a_city(run: Run, place: str, verdict: str) -> None:
    assert run("eligibility", place=place).finding.verdict == verdict


def test_7_an_autonomous_prefecture_comes_with_the_precedent(run: Run) -> None:
    result = run("eligibility", place="延边州")
    assert any("Changji" in reason for reason in result.finding.reasons)
    assert any("Changji" in quote.quote for quote in result.sources)
    assert not any("Changji" in reason for reason in run("eligibility", place="阿拉善盟").finding.reasons)


def test_7_a_city_of_the_corps_is_told_how_the_corps_stands(run: Run) -> None:
    third, first = (run("eligibility", place="石河子", batch=batch).finding for batch in (THIRD, "2023-first-batch"))
    assert (third.verdict, first.verdict) == ("no", "no")
    assert "the Xinjiang Production and Construction Corps, which it belongs to, may itself" in str(
        third.counterfactual
    )
    assert "is itself named" in str(first.counterfactual)
    assert "兵团" in str(run("eligibility", place="阿拉尔市", language="zh").finding.counterfactual)
    assert "Corps" in str(run("award_cap", place="Shihezi").finding.counterfactual)
    assert "Corps" not in str(run("eligibility", place="昌吉市").finding.counterfactual)


@pytest.mark.parametrize(
    "place",
    [
        "苏州工业园区",
        "development zone",
        "高新区",
        "雄安新区",
        "Xiong'an",
        "两江新区",
        "贵安新区",
        "Liangjiang New Area",
    ],
)
def test_8_a_development_zone_is_no_division(run: Run, place: str) -> None:
    finding = run("eligibility", place=place).finding
    assert (finding.verdict, finding.value) == ("no", "other_level")


def test_8_a_zone_that_is_not_in_the_table_is_told_how_it_is_read(run: Run) -> None:
    assert "“两江新区” is read as a development zone." in run("eligibility", place="两江新区").finding.explanation


@pytest.mark.parametrize(("place", "verdict"), [("滨海新区", "yes"), ("浦东新区", "no"), ("Binhai New Area", "yes")])
def test_8_a_new_area_that_is_a_district_of_a_municipality_counts_as_one(run: Run, place: str, verdict: str) -> None:
    finding = run("eligibility", place=place).finding
    assert (finding.verdict, finding.value == "other_level") == (verdict, False)


@pytest.mark.parametrize("place", ["浦冬新区", "Pudon New Area"])
def test_8_a_misspelt_district_is_not_taken_for_a_zone(run: Run, place: str) -> None:
    with pytest.raises(UsageError, match="no place is known by the name"):
        run("eligibility", place=place)


def test_9_the_repeat_rule_is_by_city(run: Run) -> None:
    assert run("eligibility", place="浦东新区").finding.verdict == "no"
    assert run("eligibility", place="上海闵行区").finding.verdict == "yes"
    assert run("eligibility", place="苏州市姑苏区").finding.value == "other_level"


def test_10_no_record_is_told_as_no_record(run: Run) -> None:
    finding = run("eligibility", place="Wuxi").finding
    assert {"no_record", "list_incomplete"} <= set(finding.flags)
    assert any("incomplete" in line for line in finding.explanation)
    assert run("eligibility", place="Nanjing").finding.value == "batch_unknown"
    assert run("recommendation_quota", cities="Nanjing").finding.verdict == "undetermined"
    sure = run("eligibility", place="Wuxi", never_selected=True).finding
    assert "no_record" not in sure.flags


def test_10_a_place_that_is_only_inferred_to_be_a_pilot_city_seems_to_be_one(run: Run) -> None:
    finding = run("eligibility", place="Zhengzhou").finding
    assert (finding.verdict, finding.value) == ("no", "earlier_pilot")
    assert "it seems to be a pilot city already" in finding.explanation[0]
    assert "似已是试点城市" in run("eligibility", place="郑州", language="zh").finding.explanation[0]
    assert "seems to be included" in run("recommendation_quota", cities="Zhengzhou").finding.reasons[0]
    assert "it is already a pilot city" in run("eligibility", place="Wuhan").finding.explanation[0]


@pytest.mark.parametrize(("day", "verdict"), [("2025-05-20", "yes"), ("2025-05-21", "no"), ("2026-05-12", "no")])
def test_10_a_city_chosen_in_the_batch_itself_cannot_apply_once_it_is_over(run: Run, day: str, verdict: str) -> None:
    finding = run("eligibility", place="Foshan", as_of=day).finding
    assert finding.verdict == verdict
    assert ("selected_in_this_batch" in finding.flags) == (verdict == "no")


@pytest.mark.parametrize("programme", ["省级试点", "2022 pilot", "provincial pilot", "制造业新型技改城市试点"])
def test_11_a_programme_of_a_like_name_does_not_bar(run: Run, programme: str) -> None:
    assert run("double_funding", programme=programme).finding.value == "not_barred"


def test_11_money_of_another_pilot_bars_the_same_project_though_the_pilot_does_not_bar_the_city(run: Run) -> None:
    city = {"programme": "pilot city for technological transformation"}
    assert run("double_funding", **city).finding.value == "not_barred"
    assert run("double_funding", **city, same_project=True).finding.value == "barred"
    money = {"programme": "technological transformation money"}
    assert run("double_funding", **money, same_project=True).finding.value == "barred"


def test_11_money_of_a_pilot_that_no_text_calls_central_stays_open_for_the_same_project(run: Run) -> None:
    finding = run("double_funding", programme="2022 pilot", same_project=True).finding
    assert (finding.verdict, finding.value) == ("undetermined", "money_unknown")
    assert finding.reasons == ("It is not known whether its money comes from the central budget.",)
    assert run("double_funding", programme="2022 pilot", same_project=False).finding.value == "not_barred"


def test_12_a_cap_is_never_told_as_an_amount(run: Run) -> None:
    finding = run("award_cap", place="Wuhan").finding
    assert "cap_not_amount" in finding.flags
    assert "not more than 150 million yuan" in finding.explanation[0]
    assert "不超过1.5亿元" in run("award_cap", place="Wuhan", language="zh").finding.explanation[0]


def test_12_an_amount_is_held_against_the_cap_and_not_promised(run: Run) -> None:
    beyond = run("award_cap", place="Weifang", amount=120_000_000).finding
    assert (beyond.verdict, beyond.value) == ("info", 100_000_000)
    assert "amount_beyond_cap" in beyond.flags
    assert "The amount asked about is more than that." in beyond.explanation
    within = run("award_cap", place="贵阳", amount=150_000_000, language="zh").finding
    assert "amount_beyond_cap" not in within.flags
    assert {"1.5亿元没有超过这个上限。", "这是上限，不是金额，也不是承诺。"} <= set(within.explanation)


@pytest.mark.parametrize(("number", "beyond"), [(0, False), (1, False), (2, True)])
def test_5_a_number_of_cities_is_held_against_the_quota(run: Run, number: int, beyond: bool) -> None:
    finding = run("recommendation_quota", province="Ningxia", number=number).finding
    assert (finding.value, "number_beyond_quota" in finding.flags) == (1, beyond)


@pytest.mark.parametrize("place", ["Hohhot", "Yinchuan", "Urumqi", "Lhasa", "Nanning", "Wuhan", "Chengdu"])
def test_13_capitals_of_regions_and_sub_provincial_capitals_are_capitals(run: Run, place: str) -> None:
    assert run("award_cap", place=place).finding.value == 150_000_000


@pytest.mark.parametrize(("share", "verdict"), [(79.99, "no"), (80, "yes"), (80.01, "yes"), (100, "yes"), (0, "no")])
def test_14_both_bounds_hold_at_once(run: Run, share: float, verdict: str) -> None:
    finding = run("fund_split", enterprise_share=share).finding
    assert finding.verdict == verdict
    assert any("central award" in line for line in finding.explanation)


@pytest.mark.parametrize(
    ("amount", "award", "verdict", "value"),
    [
        (110_000_000, 150_000_000, "no", 73.33),
        (120_000_000, 150_000_000, "yes", 80),
        (119_999_999, 150_000_000, "no", 79.99),
        (150_000_000, 150_000_000, "yes", 100),
        (0, 150_000_000, "no", 0),
    ],
)
def test_14_an_amount_is_a_share_of_the_award(run: Run, amount: int, award: int, verdict: str, value: float) -> None:
    finding = run("fund_split", enterprise_amount=amount, award=award).finding
    assert (finding.verdict, finding.value) == (verdict, value)


def test_14_what_is_missing_is_told_in_yuan_where_the_award_is_known(run: Run) -> None:
    amount = run("fund_split", enterprise_amount=110_000_000, award=150_000_000).finding
    assert amount.counterfactual == "With 10 million yuan more for SMEs, 80% would be reached."
    share = run("fund_split", enterprise_share=75, award=40_000_000).finding
    assert share.computed["missing_amount"] == 2_000_000
    assert "award" not in str(run("fund_split", enterprise_share=75).finding.computed)


def test_14_an_amount_without_the_award_asks_for_it(run: Run) -> None:
    result = run("fund_split", enterprise_amount=30_000_000)
    assert result.finding.needs == ("award",)
    assert result.clarification is not None
    assert result.clarification.needs == "award"


def test_14_an_award_above_every_cap_is_told_and_the_split_still_judged(run: Run) -> None:
    finding = run("fund_split", award=200_000_000, enterprise_share=80).finding
    assert (finding.verdict, finding.flags) == ("yes", ("exactly_at_bound", "award_above_cap"))
    assert any("the highest cap is 150 million yuan" in line for line in finding.explanation)
    told = run("fund_split", award=200_000_000, language="zh").finding.explanation
    assert any("最高的上限为1.5亿元" in line for line in told)


def test_15_exactly_the_target_is_met_and_flagged(run: Run) -> None:
    finding = run("end_targets", enterprises=200, at_level_2=180).finding
    assert (finding.verdict, finding.flags[0]) == ("yes", "exactly_at_bound")
    assert any("segmented industry" in line for line in finding.explanation)


def test_15_all_little_giants_and_no_number_below_scale(run: Run) -> None:
    facts = {"enterprises": 100, "at_level_2": 99, "little_giants": 10}
    assert run("end_targets", **facts, little_giants_at_level_2=9).finding.verdict == "no"
    finding = run("end_targets", **facts, little_giants_at_level_2=10, below_scale=50, below_scale_at_level_2=1).finding
    assert finding.verdict == "yes"
    assert any("no number is set" in line for line in finding.explanation)


@pytest.mark.parametrize("facts", [{"enterprises": 100, "at_level_2": 95}, {"share": 95}])
def test_15_what_is_not_checked_of_the_target_is_told_right_behind_the_share(run: Run, facts: dict[str, int]) -> None:
    finding = run("end_targets", **facts).finding
    assert (finding.verdict, finding.flags) == ("yes", ("little_giants_not_checked",))
    assert "The share is met" in finding.explanation[0]
    assert "not the whole of the target" in finding.explanation[1]
    assert "不是全部目标" in run("end_targets", language="zh", **facts).finding.explanation[1]


def test_15_the_first_batch_counts_no_little_giants(run: Run) -> None:
    facts = {"enterprises": 100, "at_level_2": 90, "little_giants": 10, "little_giants_at_level_2": 0}
    first = run("end_targets", batch="2023-first-batch", **facts).finding
    assert (first.verdict, "exactly_at_bound" in first.flags) == ("yes", False)
    assert run("end_targets", **facts).finding.verdict == "no"


def test_15_a_share_just_below_never_shows_as_the_target(run: Run) -> None:
    finding = run("end_targets", enterprises=100_000, at_level_2=89_999).finding
    assert finding.verdict == "no"
    assert finding.value < 90


def test_16_no_rule_uses_what_a_city_promises(rulebook: Rulebook) -> None:
    local = {policy.id for policy in load_corpus(HOME).policies if policy.jurisdiction.level != "national"}
    assert local
    for sheet in rulebook.sheets:
        for rule in sheet.rules:
            used = {parameter.id.split("#")[0] for parameter in rule.parameters.values()} | {rule.policy}
            assert not used & local, rule.name


def test_17_the_clock_starts_with_the_approval(run: Run) -> None:
    finding = run("pilot_period", approved="2025-09-12").finding
    assert finding.value.isoformat() == "2027-09-12"
    assert any("does not start with the list" in line for line in finding.explanation)
    second = run("pilot_period", approved="2024-10-18", batch="2024-second-batch").finding
    assert second.verdict == "undetermined"


@pytest.mark.parametrize("approved", ["2024-10-18", "2024-02-29", "2025-05-08"])
def test_17_an_approval_before_the_notice_is_of_another_batch(run: Run, approved: str) -> None:
    finding = run("pilot_period", approved=approved).finding
    assert (finding.verdict, finding.value.year) == ("undetermined", int(approved[:4]) + 2)
    assert "cannot be one of this batch" in finding.explanation[0]
    assert "不可能属于本批" in run("pilot_period", approved=approved, language="zh").finding.explanation[0]


def test_18_the_rule_is_about_the_project(run: Run) -> None:
    money = {"programme": "little giant money"}
    assert run("double_funding", **money, same_project=True).finding.value == "barred"
    assert run("double_funding", **money, same_project=False).finding.value == "not_barred"
    either = run("double_funding", **money).finding
    assert (either.verdict, either.value) == ("undetermined", "depends_on_project")
    assert "for another project it does not" in either.explanation[0]
    assert run("double_funding", programme="municipal subsidy").finding.verdict == "undetermined"


def test_19_finished_projects_are_told_without_a_date_line(run: Run) -> None:
    finding = run("double_funding", programme="little giant money").finding
    told = next(line for line in finding.explanation if "finished project" in line)
    assert not figures_in(told)


def test_20_the_edition_is_asked_for_and_told(run: Run) -> None:
    assert run("digital_level", score=45).finding.needs == ("edition",)
    finding = run("digital_level", edition="2022", score=45).finding
    assert "older_edition" in finding.flags
    newer = run("digital_level", edition="2024", score=45).finding
    assert (newer.verdict, newer.value) == ("undetermined", None)


@pytest.mark.parametrize(("score", "level"), [(19.9, None), (20, 1), (39.9, 1), (40, 2), (60, 3), (80, 4), (100, 4)])
def test_21_a_score_where_two_levels_meet_is_the_higher_one(run: Run, score: float, level: int | None) -> None:
    finding = run("digital_level", edition="2022", score=score).finding
    assert finding.value == level
    assert ("exactly_at_bound" in finding.flags) == (score in (20, 40, 60, 80))


def test_22_two_copies_are_advised_of_each(run: Run) -> None:
    finding = run("materials").finding
    assert "copies_unclear" in finding.flags
    assert finding.computed["copies"] == 2


def test_23_the_number_of_places_is_about_so_many(run: Run) -> None:
    assert any("about 34" in line for line in run("recommendation_quota", province="Hebei").finding.explanation)


def test_24_a_city_with_planning_status_applies_as_one_where_the_batch_names_them(run: Run) -> None:
    first = {"batch": "2023-first-batch", "as_of": "2023-07-01"}
    told = run("eligibility", place="Dalian", **first).finding.explanation[0]
    assert told == "By its level, Dalian may apply as a city with independent planning status."
    assert "计划单列市" in run("eligibility", place="大连", language="zh", **first).finding.explanation[0]
    assert "provincial capital" in run("eligibility", place="Wuhan", **first).finding.explanation[0]


def test_24_only_five_of_the_fifteen_sub_provincial_cities_have_planning_status(run: Run) -> None:
    capitals = (
        "Guangzhou",
        "Wuhan",
        "Harbin",
        "Shenyang",
        "Chengdu",
        "Nanjing",
        "Xi'an",
        "Changchun",
        "Jinan",
        "Hangzhou",
    )
    for city in capitals:
        assert "not_named" not in run("eligibility", place=city).finding.flags
    for city in ("Dalian", "Qingdao", "Ningbo", "Xiamen", "Shenzhen"):
        assert "not_named" in run("eligibility", place=city).finding.flags


@pytest.mark.parametrize("invented", ["niuqiclub", "工信部信发", "sd-subsidy-tool", "sgmt-taojing"])
def test_26_no_document_rests_on_invented_material(invented: str) -> None:
    texts = [
        file.read_text(encoding="utf-8") for file in (HOME / "corpus").rglob("*") if file.suffix in (".md", ".yaml")
    ]
    assert texts
    assert not any(invented in text for text in texts)


def test_27_the_words_of_the_notice_are_marked_as_a_translation(run: Run) -> None:
    kinds = {quote.document: quote.kind for quote in run("recommendation_quota", province="Hebei").sources}
    assert kinds["notice.md"] is DocumentKind.TRANSLATION
