"""Reading the data folders: what is right becomes nouns, what is wrong is told with file and line."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from assistant.corpus_files import (
    find_policies,
    load_corpus,
    load_glossary,
    load_policy,
    load_replies,
    load_scheme,
)
from assistant.corpus_files.reading import check_shape
from assistant.corpus_files.shapes import PolicyShape
from assistant.errors import CorpusError
from assistant.model import DocumentKind, Jurisdiction, Term

HOME = Path(__file__).parents[1]
POLICY = """\
id: lakes/fishing
titles: {en: Fishing rules, zh: 捕鱼规则}
issuer: {en: Lake Office, zh: 湖泊办公室}
number: "12"
published: 2024-03-01
jurisdiction: {level: city, place: "9901", names: [Laketown, 湖城]}
in_force: {from: 2024-04-01, to: null}
batch: spring
documents:
  - file: rules.md
    kind: official
    language: en
    repeats:
      Summary: [I, II]
  - file: digest.md
    kind: digest
    language: zh
    batch: autumn
    restates: rules.md
    clauses: {一: I}
missing:
  - title: {en: the map, zh: 地图}
    issuer: {en: Lake Office, zh: 湖泊办公室}
    match: [map]
    document: rules.md
    clause: I
    pointer: see the map
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    (tmp_path / "rules.md").write_text("# Rules\n", encoding="utf-8")
    (tmp_path / "digest.md").write_text("# 规则\n", encoding="utf-8")
    file = tmp_path / "policy.yaml"
    file.write_text(POLICY, encoding="utf-8")
    return file


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def refusal_of(file: Path) -> str:
    with pytest.raises(CorpusError) as caught:
        load_policy(file)
    return caught.value.message.replace(str(file.parent) + "/", "")


def test_a_policy_file_becomes_a_policy(policy: Path) -> None:
    found = load_policy(policy)
    assert found.id == "lakes/fishing"
    assert found.titles == {"en": "Fishing rules", "zh": "捕鱼规则"}
    assert found.published == dt.date(2024, 3, 1)
    assert (found.in_force_from, found.in_force_to) == (dt.date(2024, 4, 1), None)
    assert found.jurisdiction == Jurisdiction("city", "9901")
    assert found.jurisdiction is not None
    assert found.jurisdiction.names == ("Laketown", "湖城")
    assert [document.kind for document in found.documents] == [DocumentKind.OFFICIAL, DocumentKind.DIGEST]
    assert found.missing[0].pointer == "see the map"


def test_a_document_has_the_batch_of_its_policy_unless_it_names_its_own(policy: Path) -> None:
    assert [document.batch for document in load_policy(policy).documents] == ["spring", "autumn"]


def test_a_document_says_which_clauses_it_repeats_and_which_it_restates(policy: Path) -> None:
    rules, digest = load_policy(policy).documents
    assert rules.repeated_clauses == {"Summary": ("I", "II")}
    assert (digest.restates, digest.restated_clauses) == ("rules.md", {"一": "I"})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "batch: spring",
            "batch: spring\nbatch: summer",
            'policy.yaml:9: the key "batch" stands here again, first in line 8. Keep one of them',
        ),
        ("batch: spring", "bach: spring", 'policy.yaml:8: the key "bach" is not known here. Did you mean "batch"?'),
        (
            'number: "12"',
            "number: 12",
            "policy.yaml:4: number has to be text, and this is 12. Put it in quotes",
        ),
        (
            "batch: spring",
            "batch: no",
            'policy.yaml:8: "no" is read as yes or no by some YAML readers. '
            "Put it in quotes if the word itself is meant, else write true or false",
        ),
        (
            "batch: spring",
            "batch: 2024-05-06",
            "policy.yaml:8: batch has to be text, and this is 2024-05-06. Put it in quotes",
        ),
        (
            "published: 2024-03-01",
            "published: 2024-02-30",
            'policy.yaml:5: "2024-02-30" is not a day. Write it as 2025-05-09, without a time',
        ),
        (
            "published: 2024-03-01",
            "published: 2024-03-01 10:00:00",
            'policy.yaml:5: "2024-03-01 10:00:00" is not a day. Write it as 2025-05-09, without a time',
        ),
        (
            "published: 2024-03-01",
            'published: "2024-03-01"',
            'policy.yaml:5: published has to be a day, and this is "2024-03-01". '
            "Write it as 2025-05-09, without quotes",
        ),
        (
            "kind: official",
            "kind: draft",
            "policy.yaml:11: documents.1.kind is \"draft\". Use one of 'official', 'translation' or 'digest'",
        ),
        (
            "clauses: {一: I}",
            "clauses: {一: 1}",
            "policy.yaml:20: documents.2.clauses.一 has to be text, and this is 1. Put it in quotes",
        ),
        (
            "match: [map]",
            "match: map",
            'policy.yaml:24: missing.1.match has to be a list, and this is "map". '
            "Start each item on a line of its own with a dash",
        ),
        (
            "issuer: {en: Lake Office, zh: 湖泊办公室}\nnumber",
            "issuer: {en: Lake Office}\nnumber",
            "policy.yaml:3: the key issuer.zh is missing. Write it",
        ),
        (
            "batch: spring",
            "batch: 012",
            'policy.yaml:8: "012" is not a plain whole number. Put it in quotes if the word itself is meant',
        ),
        (
            "batch: spring",
            "batch: &b spring\nscheme: *b",
            "policy.yaml:8: anchors and aliases (&, *) are not used here. Write the value out",
        ),
        (
            "batch: spring",
            "batch: !!python/name:os.system spring",
            "policy.yaml:8: the tag !!python/name:os.system is not used here. Remove it",
        ),
        (
            "file: rules.md\n    kind",
            "file: ../rules.md\n    kind",
            "policy.yaml:10: the document ../rules.md lies outside the policy's folder. "
            "Put a copy of it beside policy.yaml",
        ),
        (
            "file: rules.md\n    kind",
            "file: rule.md\n    kind",
            "policy.yaml:10: the document rule.md cannot be read: No such file or directory. "
            "Put it beside policy.yaml or remove its entry",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_to_do(policy: Path, old: str, new: str, message: str) -> None:
    change(policy, old, new)
    assert refusal_of(policy) == message


def test_broken_yaml_is_told_with_its_line(policy: Path) -> None:
    change(policy, "batch: spring", "batch: [spring")
    assert refusal_of(policy).startswith("policy.yaml:9: this is not valid YAML:")


def test_a_file_that_is_not_utf8_is_told_with_its_line(policy: Path) -> None:
    policy.write_bytes(b"id: lakes\nnumber: \xd6\xd0\n")
    assert refusal_of(policy) == "policy.yaml:2: this is not UTF-8 text. Save the file as UTF-8"


def test_a_file_of_endless_levels_is_refused(policy: Path) -> None:
    policy.write_text("[" * 60_000 + "]" * 60_000, encoding="utf-8")
    assert refusal_of(policy).startswith("policy.yaml:1: this is nested too deeply")


def test_a_text_may_have_several_lines(policy: Path) -> None:
    change(
        policy, "titles: {en: Fishing rules, zh: 捕鱼规则}", "titles:\n  en: |\n    Fishing\n    rules\n  zh: 捕鱼规则"
    )
    assert load_policy(policy).titles["en"] == "Fishing\nrules"


def test_an_empty_file_and_a_missing_file_are_refused(policy: Path, tmp_path: Path) -> None:
    policy.write_text("# nothing but a comment\n", encoding="utf-8")
    assert refusal_of(policy) == "policy.yaml: the file is empty. Write the file's keys or delete it"
    assert "No such file" in refusal_of(tmp_path / "nowhere.yaml")


def test_all_faults_of_a_file_are_found_at_once(policy: Path) -> None:
    change(policy, "batch: spring", "bach: spring")
    change(policy, 'number: "12"', "number: 12")
    assert [problem.line for problem in check_shape(policy, PolicyShape).problems] == [4, 8]
    assert "(1 more: run `policy-assistant check`)" in refusal_of(policy)


def test_a_document_that_is_not_the_recorded_one_is_refused(policy: Path) -> None:
    change(policy, "kind: official", f"kind: official\n    sha256: {'f' * 64}")
    now = hashlib.sha256((policy.parent / "rules.md").read_bytes()).hexdigest()
    assert f"policy.yaml:12: rules.md is not the file that was recorded: its sha256 is now {now}" in refusal_of(policy)
    change(policy, "f" * 64, now)
    assert load_policy(policy).documents[0].sha256 == now


def test_policies_are_found_at_any_depth(tmp_path: Path) -> None:
    for folder in ("b/c/d", "a"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "policy.yaml").touch()
    found = [file.parent.relative_to(tmp_path).as_posix() for file in find_policies(tmp_path)]
    assert found == ["a", "b/c/d"]


def test_a_glossary_keeps_its_order_and_every_spelling(tmp_path: Path) -> None:
    file = tmp_path / "glossary.yaml"
    file.write_text("terms:\n  - {en: [lake, pond], zh: [湖]}\n  - {en: [fish], zh: [鱼, 鱼类]}\n", encoding="utf-8")
    assert load_glossary(file) == (Term(("lake", "pond"), ("湖",)), Term(("fish",), ("鱼", "鱼类")))


def test_a_term_needs_a_spelling_in_each_language(tmp_path: Path) -> None:
    file = tmp_path / "glossary.yaml"
    file.write_text("terms:\n  - {en: [lake], zh: []}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"glossary\.yaml:2: terms\.1\.zh has to be a list of at least one item"):
        load_glossary(file)


def test_replies_have_every_wording_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "replies.yaml"
    file.write_text("outcomes:\n  answered: {en: Yes, zh: 是}\nnotices: {}\nlabels: {}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r'replies\.yaml:2: "Yes" is read as yes or no'):
        load_replies(file)
    file.write_text('outcomes:\n  answered: {en: "Yes", zh: 是}\nnotices: {}\nlabels: {}\n', encoding="utf-8")
    assert load_replies(file).outcomes["answered"] == {"en": "Yes", "zh": "是"}


# ---- the corpus that is shipped --------------------------------------------------------------------------------------


def test_the_shipped_corpus_loads() -> None:
    corpus = load_corpus(HOME)
    assert [scheme.id for scheme in corpus.schemes] == ["sme-digital-pilot"]
    batches = {batch.id: batch for batch in corpus.schemes[0].batches}
    assert list(batches) == ["2023-first-batch", "2024-second-batch", "2025-third-batch"]
    assert batches["2025-third-batch"].window_from == dt.date(2025, 5, 9)
    assert {policy.id.removeprefix("sme-digital-pilot/") for policy in corpus.policies} >= {
        "2023-base-notice",
        "2024-second-batch",
        "2025-third-batch",
        "implementation-guide",
        "digital-level-indicators",
        "action-plan-2025-2027",
    }
    assert len(corpus.glossary) >= 130


def test_every_shipped_policy_can_be_read_in_english_and_in_chinese() -> None:
    for policy in load_corpus(HOME).policies:
        assert {document.language for document in policy.documents} == {"en", "zh"}, policy.id


def test_rules_of_a_city_are_never_national() -> None:
    local = [policy for policy in load_corpus(HOME).policies if "/local-rules/" in policy.id]
    assert local
    for policy in local:
        assert policy.jurisdiction is not None
        assert policy.jurisdiction.level in ("city", "province")
        assert policy.jurisdiction.names


def test_the_words_of_the_2025_notice_are_those_of_its_source() -> None:
    """The words in order, without Markdown signs and the two headings that the layout adds."""
    text = (HOME / "corpus/sme-digital-pilot/2025-third-batch/notice.md").read_text(encoding="utf-8")
    lines = [line.lstrip("#") for line in text.splitlines() if line not in ("## Summary (repost)", "## Signature")]
    words = " ".join(" ".join(lines).split())
    assert len(words.split()) == 1977
    assert hashlib.sha256(words.encode()).hexdigest() == NOTICE_WORDS


def test_the_shipped_scheme_keeps_its_window_open_on_the_last_day() -> None:
    scheme = load_scheme(HOME / "corpus/sme-digital-pilot/scheme.yaml")
    assert scheme.batches[-1].window_to == dt.date(2025, 5, 20)


NOTICE_WORDS = "4937b6c227402593d1062c1872f08e2f831090a3d0234907584a7372e653fa3a"
