"""What an officer is told before publishing: every fault, in its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.check_corpus import check_corpus
from assistant.model import Extracted, Mark
from assistant.ports import ReadLimits

SHIPPED = Path(__file__).parents[1]
SCHEME = """\
id: lakes
titles: {en: Lakes, zh: 湖泊}
default_batch: spring
contact: {en: Ask the office., zh: 请咨询办公室。}
batches:
  - id: spring
    titles: {en: Spring, zh: 春季}
    names: [first round]
    window: {from: 2024-03-01, to: 2024-03-31}
  - id: autumn
    titles: {en: Autumn, zh: 秋季}
    names: [second round]
words: [lake]
"""
POLICY = """\
id: lakes/fishing
scheme: lakes
batch: spring
titles: {en: Fishing, zh: 捕鱼}
issuer: {en: Office, zh: 办公室}
jurisdiction: {level: national, place: CN}
in_force: {from: 2024-04-01, to: null}
amends: []
superseded_by: null
documents:
  - file: rules.md
    kind: official
    language: en
  - file: digest.md
    kind: digest
    language: zh
    source: 湖泊网
    confidence: high
    restates: rules.md
    clauses: {捕鱼证: Licence}
missing:
  - title: {en: Annex 1, zh: 附件1}
    issuer: {en: Office, zh: 办公室}
    match: [annex 1]
    document: rules.md
    clause: Licence
    pointer: see Annex 1
"""
RULES = """\
# Fishing rules

## Licence

A licence costs 20 yuan and holds for two years (see Annex 1).
"""
DIGEST = """\
# 捕鱼规则

## 捕鱼证

捕鱼证收费20元，有效期2年。
<!-- source: rules.md, Licence; confidence: high -->
"""


class HeadedText:
    """Reads Markdown as far as its headings."""

    suffixes = frozenset({".md"})

    def read(self, path: Path, limits: ReadLimits) -> Extracted:
        text = path.read_text(encoding="utf-8")
        headings = re.finditer(r"^(#+) .*$", text, re.MULTILINE)
        return Extracted(text, tuple(Mark(h.start(), h.end(), "heading", len(h[1])) for h in headings))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus/lakes/fishing"
    folder.mkdir(parents=True)
    (tmp_path / "corpus/shared").mkdir()
    files = {
        "corpus/lakes/scheme.yaml": SCHEME,
        "corpus/lakes/fishing/policy.yaml": POLICY,
        "corpus/lakes/fishing/rules.md": RULES,
        "corpus/lakes/fishing/digest.md": DIGEST,
        "corpus/shared/glossary.yaml": "terms:\n  - {en: [lake], zh: [湖]}\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def change(home: Path, name: str, old: str, new: str) -> None:
    file = home / "corpus" / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def told(home: Path) -> list[str]:
    return [problem.message.replace(str(home / "corpus") + "/", "") for problem in check_corpus(home, [HeadedText()])]


def test_a_sound_corpus_has_no_problems(home: Path) -> None:
    assert told(home) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "lakes/scheme.yaml",
            "default_batch: spring",
            "default_batch: winter",
            "lakes/scheme.yaml:3: default_batch winter is not among the batches. Use one of spring, autumn",
        ),
        (
            "lakes/scheme.yaml",
            "names: [second round]",
            "names: [First round]",
            'lakes/scheme.yaml:12: "First round" already names the batch spring. Keep it with one batch only',
        ),
        (
            "lakes/scheme.yaml",
            "to: 2024-03-31",
            "to: 2024-02-01",
            "lakes/scheme.yaml:9: the window ends before it begins. Exchange its two days",
        ),
        (
            "lakes/fishing/policy.yaml",
            "id: lakes/fishing",
            "id: lakes/fish",
            "lakes/fishing/policy.yaml:1: the id is lakes/fish, but the folder is lakes/fishing. Make them equal",
        ),
        (
            "lakes/fishing/policy.yaml",
            "scheme: lakes",
            "scheme: ponds",
            "lakes/fishing/policy.yaml:2: there is no scheme ponds. Known: lakes",
        ),
        (
            "lakes/fishing/policy.yaml",
            "batch: spring",
            "batch: summer",
            "lakes/fishing/policy.yaml:3: there is no batch summer in the scheme. Use one of autumn, spring",
        ),
        (
            "lakes/fishing/policy.yaml",
            "place: CN",
            'place: "33"',
            "lakes/fishing/policy.yaml:6: the level is national, but the place is 33. "
            "CN is the place of what is national, and of nothing else",
        ),
        (
            "lakes/fishing/policy.yaml",
            "to: null",
            "to: 2024-01-01",
            "lakes/fishing/policy.yaml:7: in_force ends before it begins. Exchange its two days",
        ),
        (
            "lakes/fishing/policy.yaml",
            "amends: []",
            "amends: [lakes/boats]",
            "lakes/fishing/policy.yaml:8: amends names lakes/boats, which is not in the corpus. Correct the id",
        ),
        (
            "lakes/fishing/policy.yaml",
            "superseded_by: null",
            "superseded_by: lakes/fishing",
            "lakes/fishing/policy.yaml:9: superseded_by names the policy itself. Name another or remove it",
        ),
        (
            "lakes/fishing/policy.yaml",
            "    language: en",
            "    language: zh",
            "lakes/fishing/policy.yaml:13: rules.md is written in en, not in zh. Write language: en",
        ),
        (
            "lakes/fishing/policy.yaml",
            "    confidence: high\n",
            "",
            "lakes/fishing/policy.yaml:14: the digest digest.md names no source or no confidence. Write both keys",
        ),
        (
            "lakes/fishing/policy.yaml",
            "clause: Licence\n",
            "clause: Fees\n",
            'lakes/fishing/policy.yaml:26: rules.md has no clause "Fees"; it has Licence. Correct the clause',
        ),
        (
            "lakes/fishing/policy.yaml",
            "pointer: see Annex 1",
            "pointer: see Annex 2",
            'lakes/fishing/policy.yaml:27: clause "Licence" of rules.md does not hold the words "see Annex 2". '
            "Copy the words from the clause",
        ),
        (
            "lakes/fishing/policy.yaml",
            "{捕鱼证: Licence}",
            "{捕鱼证: Fees}",
            'lakes/fishing/policy.yaml:20: rules.md has no clause "Fees"; it has Licence. Correct the clause',
        ),
        (
            "lakes/fishing/policy.yaml",
            "restates: rules.md",
            "restates: rule.md",
            "lakes/fishing/policy.yaml:19: restates names rule.md, which is not another document of this policy. "
            "Correct the file name",
        ),
        (
            "lakes/fishing/digest.md",
            "\n<!-- source: rules.md, Licence; confidence: high -->",
            "",
            "lakes/fishing/digest.md:5: this paragraph of a digest names no source. "
            "Write <!-- source: ...; confidence: high --> in the line below it",
        ),
        (
            "lakes/fishing/digest.md",
            "confidence: high",
            "confidence: low",
            'lakes/fishing/digest.md:6: the confidence "low" is not enough or not known. '
            "Use one of high, medium-high, medium, or leave the paragraph out",
        ),
        (
            "lakes/fishing/digest.md",
            "confidence: high",
            "confidence: medium",
            "lakes/fishing/policy.yaml:18: digest.md has paragraphs of confidence medium, not high, at the lowest. "
            "Write confidence: medium",
        ),
        (
            "lakes/fishing/digest.md",
            "20元",
            "30元",
            'lakes/fishing/digest.md:5: "30元" does not stand in clause "Licence" of rules.md. '
            "Make the two say the same",
        ),
        (
            "lakes/fishing/digest.md",
            "# 捕鱼规则\n",
            "# 捕鱼规则\n\n## 船只\n\n船只另行规定。\n<!-- source: rules.md; confidence: high -->\n",
            'lakes/fishing/digest.md:3: clause "船只" is not paired with a clause of rules.md. '
            "Name it under clauses: of digest.md in policy.yaml",
        ),
        (
            "lakes/fishing/rules.md",
            "# Fishing rules\n",
            "# Fishing rules\n\nTime:2024/3/4 View:27\n",
            'lakes/fishing/rules.md:3: "Time:2024/3/4 View:27" belongs to a web page, not to the text. Remove the line',
        ),
        (
            "shared/glossary.yaml",
            "zh: [湖]}\n",
            "zh: [湖]}\n  - {en: [Lake], zh: [湖泊]}\n",
            'shared/glossary.yaml:3: "Lake" stands twice, first in line 2. Keep it in one place',
        ),
    ],
)
def test_a_fault_is_told_in_its_line(home: Path, name: str, old: str, new: str, message: str) -> None:
    change(home, name, old, new)
    assert any(line.startswith(message) for line in told(home)), told(home)


def test_all_faults_of_all_files_are_told_at_once(home: Path) -> None:
    change(home, "lakes/scheme.yaml", "default_batch: spring", "default_batch: winter")
    change(home, "lakes/fishing/policy.yaml", "amends: []", "amends: [lakes/boats]")
    change(home, "lakes/fishing/digest.md", "20元", "30元")
    change(home, "shared/glossary.yaml", "terms:", "words:")
    assert {line.split(":")[0] for line in told(home)} == {
        "lakes/scheme.yaml",
        "lakes/fishing/policy.yaml",
        "lakes/fishing/digest.md",
        "shared/glossary.yaml",
    }


def test_a_file_that_no_policy_lists_is_told(home: Path) -> None:
    (home / "corpus/lakes/fishing/old.md").write_text("# Old\n", encoding="utf-8")
    assert told(home) == [
        "lakes/fishing/policy.yaml:10: old.md lies in the folder and is not listed. "
        "Give it an entry under documents, or take it away"
    ]


def test_a_format_that_no_reader_knows_is_told(home: Path) -> None:
    (home / "corpus/lakes/fishing/rules.md").rename(home / "corpus/lakes/fishing/rules.odt")
    change(home, "lakes/fishing/policy.yaml", "file: rules.md", "file: rules.odt")
    assert "lakes/fishing/policy.yaml:11: no reader for rules.odt. Formats read: .md" in told(home)


def test_a_lead_in_and_its_list_need_one_source(home: Path) -> None:
    change(home, "lakes/fishing/digest.md", "捕鱼证收费20元，有效期2年。", "规定如下：\n\n- 收费20元\n- 有效期2年")
    assert told(home) == []


def test_the_figures_of_two_digests_agree_in_both_directions(home: Path) -> None:
    change(home, "lakes/fishing/policy.yaml", "kind: official", "kind: digest\n    source: web\n    confidence: high")
    change(
        home, "lakes/fishing/rules.md", "(see Annex 1).\n", "(see Annex 1).\n<!-- source: web; confidence: high -->\n"
    )
    assert told(home) == []
    change(home, "lakes/fishing/digest.md", "，有效期2年", "")
    assert told(home) == [
        'lakes/fishing/digest.md:3: clause "捕鱼证" lacks "two years", which stands in clause "Licence" of rules.md. '
        "Make the two say the same"
    ]


def test_a_home_without_a_corpus_is_told(tmp_path: Path) -> None:
    assert "the folder is missing" in told(tmp_path)[0]


def test_the_shipped_corpus_has_no_problems() -> None:
    assert [problem.message for problem in check_corpus(SHIPPED, [HeadedText()])] == []
