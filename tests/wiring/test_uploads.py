from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from assistant.corpus_files import load_policy
from assistant.errors import AssistantError, DocumentError, NotFound, UsageError
from assistant.model import Question
from assistant.settings import Settings, load_settings
from assistant.wiring import open_assistant
from assistant.wiring.upload_record import safe_name
from assistant.wiring.uploads import Uploads

BASE = "sme-digital-pilot/2023-base-notice"
NOW = dt.datetime(2025, 6, 1, 9, tzinfo=dt.UTC)
TEXT = "# Rules on Bicycle Stands\n\n## 1 Stands\n\nEach pilot park shall keep 120 bicycle stands near its main gate.\n"
FACTS = {
    "title_en": "Rules on bicycle stands",
    "title_zh": "自行车停放规定",
    "issuer_en": "Park Office",
    "issuer_zh": "公园管理处",
    "kind": "official",
    "language": "en",
    "level": "national",
    "source": "a letter of the park office",
    "scheme": "sme-digital-pilot",
    "in_force_from": "2025-01-01",
}
MISSING = {
    "missing_1_title_en": "Annex 1, the drawing of a stand",
    "missing_1_title_zh": "附件1（停放架图样）",
    "missing_1_issuer_en": "Park Office",
    "missing_1_issuer_zh": "公园管理处",
    "missing_1_match": "drawing; 图样",
    "missing_1_pointer": "near its main gate",
}
QUESTION = Question("How many bicycle stands shall each pilot park keep near its main gate?", dt.date(2025, 6, 1))


@pytest.fixture
def settings(corpus_data_dir: Path, home: Path, tmp_path: Path) -> Settings:
    shutil.copytree(corpus_data_dir, tmp_path / "data")
    return load_settings(home=home, data_dir=tmp_path / "data")


@pytest.fixture
def uploads(settings: Settings) -> Uploads:
    return Uploads(settings)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "stands.md"
    file.write_text(TEXT, encoding="utf-8")
    return file


def brought(uploads: Uploads, file: Path) -> str:
    return uploads.bring(file, file.name, "admin", NOW).id


def test_what_is_brought_is_kept_apart_until_it_is_described_checked_and_approved(uploads, settings, file):
    assistant = open_assistant(settings)
    name = brought(uploads, file)
    assert uploads.get(name).state == "incomplete"
    assert uploads.describe(name, FACTS).state == "ready"
    assert "120" not in assistant.ask(QUESTION).text
    assert uploads.approve(name, "admin").state == "approved"
    answer = assistant.ask(QUESTION)
    assert "120 bicycle stands" in answer.text
    assert answer.citations[0].title == "Rules on bicycle stands"


def test_what_is_taken_out_of_search_is_kept_and_can_come_back(uploads, settings, file):
    assistant = open_assistant(settings)
    name = brought(uploads, file)
    uploads.describe(name, FACTS)
    uploads.approve(name, "admin")
    withdrawn = uploads.withdraw(name)
    assert "120" not in assistant.ask(QUESTION).text
    assert uploads.original(withdrawn).read_text(encoding="utf-8") == TEXT
    uploads.describe(name, FACTS)
    uploads.approve(name, "admin")
    assert "120" in assistant.ask(QUESTION).text


def test_facts_that_are_lacking_are_named(uploads, file):
    name = brought(uploads, file)
    upload = uploads.describe(name, {**FACTS, "kind": "digest", "issuer_zh": " ", "level": "city"})
    assert set(upload.lacking) == {"issuer_zh", "confidence", "place"}
    with pytest.raises(UsageError, match="cannot be approved"):
        uploads.approve(name, "admin")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"published": "soon"}, '"soon" is not a day'),
        ({"in_force_to": "2024-01-01"}, "in_force ends before it begins"),
        ({"batch": "2030-ninth-batch"}, "there is no batch 2030-ninth-batch"),
        ({"level": "city", "place": "Atlantis"}, 'no city is known by the name "Atlantis"'),
        ({"kind": "rumour"}, "kind"),
        ({"amends": "sme-digital-pilot/2019-notice"}, "amends names sme-digital-pilot/2019-notice"),
        ({"superseded_by": "nothing"}, "superseded_by names nothing"),
        (MISSING | {"missing_1_pointer": "see Annex 7"}, 'holds the words "see Annex 7"'),
    ],
)
def test_facts_that_cannot_be_are_told_by_the_check(uploads, file, facts, said):
    upload = uploads.describe(brought(uploads, file), FACTS | facts)
    assert upload.state == "incomplete"
    assert said in " ".join(fault.what for fault in upload.faults)


def test_a_missing_text_needs_its_names_and_something_that_points_to_it(uploads, file):
    upload = uploads.describe(brought(uploads, file), FACTS | {"missing_2_title_en": "Annex 2"})
    assert set(upload.lacking) == {f"missing_2_{part}" for part in ("title_zh", "issuer_en", "issuer_zh", "match")}


def test_what_a_text_changes_what_replaces_it_and_what_it_lacks_is_written_down(uploads, settings, file):
    facts = {"amends": f"{BASE}; {BASE}", "superseded_by": "sme-digital-pilot/2025-third-batch"}
    upload = uploads.describe(brought(uploads, file), FACTS | facts | MISSING)
    assert upload.state == "ready"
    policy = load_policy(settings.data_dir / "uploads" / upload.id / "policy" / upload.policy / "policy.yaml")
    assert (policy.amends, policy.superseded_by) == ((BASE,), "sme-digital-pilot/2025-third-batch")
    [missing] = policy.missing
    assert (missing.document, missing.clause, missing.pointer) == ("stands.md", "1 Stands", "near its main gate")
    assert missing.match == ("drawing", "图样")


def test_an_answer_says_which_text_an_upload_names_and_does_not_hold(uploads, settings, file):
    name = brought(uploads, file)
    uploads.describe(name, FACTS | MISSING | {"superseded_by": "sme-digital-pilot/2025-third-batch"})
    uploads.approve(name, "admin")
    answer = open_assistant(settings).ask(Question("What does the drawing of a bicycle stand show?", NOW.date()))
    told = {notice.code: notice.text for notice in answer.notices}
    assert "Annex 1, the drawing of a stand" in told["missing_text"]
    assert "Park Office" in told["missing_text"]
    assert "superseded" in told


def test_what_waited_for_approval_is_checked_again_and_its_faults_are_kept(uploads, settings, file):
    name = brought(uploads, file)
    other = uploads.bring(_other(file), "other.md", "admin", NOW).id
    first = uploads.describe(name, FACTS)
    uploads.approve(name, "admin")
    uploads.describe(other, FACTS | {"title_en": "Later rules", "amends": first.policy})
    uploads.withdraw(name)
    with pytest.raises(UsageError, match="not in order"):
        uploads.approve(other, "admin")
    assert [fault.code for fault in uploads.get(other).faults] == ["no_policy"]


def _other(file: Path) -> Path:
    other = file.with_name("other.md")
    other.write_text(TEXT.replace("120", "140"), encoding="utf-8")
    return other


def test_a_place_is_written_down_by_its_code_and_names(uploads, settings, file):
    upload = uploads.describe(brought(uploads, file), FACTS | {"level": "city", "place": "Hefei"})
    described = settings.data_dir / "uploads" / upload.id / "policy" / upload.policy / "policy.yaml"
    assert "place: '3401'" in described.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "format is not read"),
        ("a.pdf", b"%PDF-1.4 broken", "^a.pdf: "),
        ("a.docx", b"no archive", "^a.docx: "),
        ("a.md", b" \n", "^a.md: the file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_fault_and_leaves_nothing(
    uploads, tmp_path, name, content, said
):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(DocumentError, match=said):
        uploads.bring(file, name, "admin", NOW)
    assert uploads.list() == ()


def test_the_very_same_file_is_not_taken_twice(uploads, file):
    brought(uploads, file)
    with pytest.raises(UsageError, match="brought before"):
        brought(uploads, file)


def test_when_indexing_fails_everything_is_as_it_was(uploads, settings, file, monkeypatch):
    name = brought(uploads, file)
    uploads.describe(name, FACTS)

    def fails(*_: object, **__: object) -> None:
        raise AssistantError("the disk is full")

    monkeypatch.setattr("assistant.wiring.uploads.ingest", fails)
    with pytest.raises(AssistantError, match="disk"):
        uploads.approve(name, "admin")
    assert uploads.get(name).state == "ready"
    assert not list((settings.data_dir / "added").rglob("policy.yaml"))


@pytest.mark.parametrize("name", ["../../etc", "20250601-zzzzzzzz", ""])
def test_no_name_leads_out_of_the_uploads(uploads, name):
    with pytest.raises(NotFound):
        uploads.get(name)


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\files\\Notice 20.PDF", "Notice-20.pdf"),
        ("财办建〔2025〕20号.docx", "财办建〔2025〕20号.docx"),
        ("$(rm -rf).txt", "(rm-rf).txt"),
        (".md", "document.md"),
    ],
)
def test_file_names_are_made_safe(shown, kept):
    assert safe_name(shown) == kept
