"""Each prompt has the blanks that its step fills, no more and no less."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.corpus_files import load_prompts
from assistant.corpus_files.prompts import STEPS
from assistant.errors import CorpusError

PROMPTS = Path(__file__).parents[1] / "prompts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the prompts that a test may change."""
    for step in STEPS:
        shutil.copy(PROMPTS / f"{step}.yaml", tmp_path)
    return tmp_path


def changed(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_prompts_are_whole() -> None:
    prompts = load_prompts(PROMPTS)
    assert prompts.compose.blanks == STEPS["compose"]
    assert len(prompts.sha256) == 64


@pytest.mark.parametrize("step", STEPS)
def test_a_missing_blank_is_named_with_its_file(step: str, folder: Path) -> None:
    blank = sorted(STEPS[step])[0]
    changed(folder / f"{step}.yaml", f"{{{blank}}}", "")
    with pytest.raises(CorpusError, match=rf"{step}\.yaml: the blank {{{blank}}} is missing"):
        load_prompts(folder)


@pytest.mark.parametrize("step", STEPS)
def test_a_blank_that_nothing_fills_is_named(step: str, folder: Path) -> None:
    blank = sorted(STEPS[step])[0]
    changed(folder / f"{step}.yaml", f"{{{blank}}}", f"{{{blank}}} {{mood}}")
    with pytest.raises(CorpusError, match=r"nothing fills the blank {mood}"):
        load_prompts(folder)


def test_a_changed_word_changes_the_hash(folder: Path) -> None:
    before = load_prompts(folder).sha256
    changed(folder / "mend.yaml", "Call no tool", "Do not call a tool")
    assert load_prompts(folder).sha256 != before


def test_what_is_filled_in_is_not_filled_again() -> None:
    filled = load_prompts(PROMPTS).mend.filled(language="English", faults="{language} {{f1.value}} {x}")
    assert "{language} {{f1.value}} {x}" in filled[-1].text


def test_slots_and_json_in_a_prompt_are_left_alone() -> None:
    words = dict.fromkeys(STEPS["compose"], "")
    system = load_prompts(PROMPTS).compose.filled(**words)[0].text
    assert "{{f1.value}}" in system
    assert '{"claims": []}' in system
