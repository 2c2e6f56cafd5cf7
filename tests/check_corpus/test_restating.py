"""A figure that a digest and a text both state: changed in one of them, it is told with its line, in each language."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.adapters.markdown_reader import MarkdownReader
from assistant.check_corpus import check_corpus
from assistant.check_corpus.held import hold
from assistant.check_corpus.restating import NOT_COMPARED, restating_faults
from assistant.corpus_files import find_policies
from assistant.corpus_files.reading import check_shape
from assistant.corpus_files.shapes import PolicyShape
from assistant.documents.figures import figures_in
from assistant.documents.sources import comments_in

HOME = Path(__file__).parents[2]
SCHEME = "corpus/sme-digital-pilot"
THIRD, BASE, PILOTS = f"{SCHEME}/2025-third-batch", f"{SCHEME}/2023-base-notice", f"{SCHEME}/pilot-cities"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(HOME / "corpus", tmp_path / "corpus")
    return tmp_path


def told(home: Path) -> list[str]:
    return [problem.message.replace(f"{home}/", "") for problem in check_corpus(home, [MarkdownReader()])]


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        (
            f"{THIRD}/digest.zh.md",
            "选择34个左右",
            "选择36个左右",
            '"36" does not stand in clause "III" of notice.md',
        ),
        (
            f"{THIRD}/digest.zh.md",
            "比例应超过90%",
            "比例应超过80%",
            '"80%" does not stand in clause "IV > (3)" of notice.md',
        ),
        (
            f"{THIRD}/digest.zh.md",
            "于2025年5月20日前报送",
            "于2025年5月30日前报送",
            '"2025年5月30日" does not stand in clause "V" of notice.md',
        ),
        (
            f"{THIRD}/digest.zh.md",
            "超过15000家",
            "超过1.5亿家",
            '"1.5亿" does not stand in clause "V" of notice.md',
        ),
        (
            f"{THIRD}/digest.zh.md",
            "最多可推荐2个城市",
            "最多可推荐1个城市",
            '"1" stands here more often than in clause "V" of notice.md',
        ),
        (
            f"{THIRD}/background.en.md",
            "at most 43 cities in all",
            "at most 44 cities in all",
            'clause "推荐数与入选数" lacks "44", which stands in clause "Recommendations and places"',
        ),
        (
            f"{THIRD}/background.zh.md",
            "合计最多可推荐43个城市",
            "合计最多可推荐44个城市",
            '"44" does not stand in clause "Recommendations and places" of background.en.md',
        ),
        (
            f"{BASE}/digest.en.md",
            "not more than 150 million yuan",
            "not more than 160 million yuan",
            'clause "中央奖补上限" lacks "160 million yuan", which stands in clause "Awards and caps" of digest.en.md',
        ),
        (
            f"{BASE}/digest.zh.md",
            "比例不低于80%",
            "比例不低于85%",
            '"85%" does not stand in clause "Fund split" of digest.en.md',
        ),
        (
            f"{PILOTS}/digest.zh.md",
            "已知批次的有44个",
            "已知批次的有45个",
            '"45" does not stand in clause "How complete the lists are" of digest.en.md',
        ),
        (
            f"{SCHEME}/local-rules/wuhu/digest.en.md",
            "within one year",
            "within two years",
            'clause "企业条件" lacks "two years", which stands in clause "Conditions for enterprises" of digest.en.md',
        ),
    ],
)
def test_a_changed_figure_is_told_in_its_line(home: Path, file: str, old: str, new: str, what: str) -> None:
    path = home / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} no longer says {old} once"
    path.write_text(text.replace(old, new), encoding="utf-8")
    message = next((message for message in told(home) if what in message), None)
    assert message, told(home)
    assert message.endswith("Make the two say the same")
    place = message.split(": ")[0].rsplit(":", 1)
    restating = what.startswith('"')
    assert place[0] == (file if restating else str(Path(file).parent / place[0].rsplit("/", 1)[-1]))
    if restating:
        assert int(place[1]) == text[: text.index(old)].count("\n") + 1


def test_a_changed_figure_of_a_recorded_text_is_told_twice(home: Path) -> None:
    path = home / THIRD / "notice.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("In 2025, about 34 cities", "In 2025, about 40 cities"), encoding="utf-8")
    messages = told(home)
    assert any("notice.md is not the file that was recorded" in message for message in messages)
    assert any('"34" does not stand in clause "III" of notice.md' in message for message in messages)


def test_no_figure_of_any_digest_can_grow_by_seven_unseen(home: Path) -> None:
    """Every figure in digits of every digest that is paired with another document, one after the other."""
    seen = 0
    for file in find_policies(home / "corpus"):
        shape = check_shape(file, PolicyShape).value
        assert shape is not None
        held = hold(shape, check_shape(file, PolicyShape).file, [MarkdownReader()])
        for entry in shape.documents:
            if not entry.restates:
                continue
            path, text = file.parent / entry.file, held.texts[entry.file].text
            comments = comments_in(text)
            for figure in figures_in(text):
                shown = text[figure.start : figure.end]
                number = shown.replace(",", "")
                inside = any(start <= figure.start < end for start, end in comments)
                heading = text[text.rfind("\n", 0, figure.start) + 1] == "#"
                if figure.kind in NOT_COMPARED or inside or heading or not number.isdecimal():
                    continue
                changed = text[: figure.start] + str(int(number) + 7) + text[figure.end :]
                path.write_text(changed, encoding="utf-8")
                again = hold(shape, check_shape(file, PolicyShape).file, [MarkdownReader()])
                assert list(restating_faults(again)), (entry.file, shown, text[figure.start - 20 : figure.end + 20])
                seen += 1
            path.write_text(text, encoding="utf-8")
    assert seen > 60
