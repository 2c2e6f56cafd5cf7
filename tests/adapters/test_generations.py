"""Generations on disk: publishing, what a kill leaves behind, and one writer at a time."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from assistant.adapters.generations import Generations
from assistant.errors import IndexStateError


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


def publish(generations: Generations, **manifest: object) -> str:
    with generations.writing():
        draft = generations.draft()
        (draft / "part").write_text("data", encoding="utf-8")
        generations.publish(draft, manifest)
    return draft.name


def test_there_is_no_generation_before_the_first_is_published(generations: Generations) -> None:
    assert generations.current() is None
    with generations.writing():
        generations.draft()
        assert generations.current() is None


def test_the_published_generation_is_current(generations: Generations) -> None:
    name = publish(generations, documents=3)

    assert generations.current() == name
    assert generations.manifest(name)["documents"] == 3


def test_two_generations_are_kept(generations: Generations) -> None:
    names = [publish(generations) for _ in range(4)]

    assert [entry.name for entry in sorted(generations.folder.glob("0*"))] == names[2:]
    assert names == sorted(names)


def test_what_a_killed_run_left_is_removed_by_the_next_and_never_read(generations: Generations) -> None:
    kept = publish(generations)
    with generations.writing():
        killed = generations.draft()
    (generations.folder / ".current.1234").write_text("half", encoding="utf-8")

    assert generations.current() == kept
    with generations.writing():
        assert not killed.exists()
        assert not (generations.folder / ".current.1234").exists()
        assert (generations.folder / kept).exists()


def test_a_generation_finished_but_not_yet_current_is_not_read(generations: Generations) -> None:
    kept = publish(generations)
    with generations.writing():
        killed = generations.draft()
        (killed / "manifest.json").write_text('{"format": 1}', encoding="utf-8")

    assert generations.current() == kept
    with generations.writing():
        assert not killed.exists()


def test_a_new_name_is_never_an_old_one(generations: Generations, tmp_path: Path) -> None:
    first = publish(generations)
    other = Generations(tmp_path / "again")

    assert publish(other) != first, "a folder made anew must not look like the old one to a reader"


def hold(data_dir: Path, held: object, done: object) -> None:
    with Generations(data_dir).writing():
        held.set()  # type: ignore[attr-defined]
        done.wait(30)  # type: ignore[attr-defined]


def test_a_second_ingest_is_refused_while_one_runs_and_allowed_when_that_is_killed(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    held, done = context.Event(), context.Event()
    process = context.Process(target=hold, args=(tmp_path, held, done))
    process.start()
    try:
        assert held.wait(30)
        with pytest.raises(IndexStateError, match="another ingest"), Generations(tmp_path).writing():
            pass
    finally:
        process.kill()
        process.join()
    with Generations(tmp_path).writing():
        pass


def test_an_index_of_another_format_names_the_way_out(generations: Generations) -> None:
    name = publish(generations)
    (generations.folder / name / "manifest.json").write_text('{"format": 99}', encoding="utf-8")

    with pytest.raises(IndexStateError, match=r"format 99.*policy-assistant ingest"):
        generations.manifest(name)
