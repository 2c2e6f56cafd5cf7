"""What an officer runs before publishing: every fault of the data folders at once.

Schemes, policies and the glossary are held against their shapes and each other (records.py), the documents against
what their policy says of them (texts.py), a document that restates another against it (restating.py), and known
questions against the words that answer them (asks.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.check_corpus.asks import ask_faults, off_subject_faults
from assistant.check_corpus.held import HeldPolicy, hold
from assistant.check_corpus.records import glossary_faults, policy_faults, scheme_faults
from assistant.check_corpus.restating import restating_faults
from assistant.check_corpus.texts import text_faults
from assistant.corpus_files.load import GLOSSARY, find_policies, find_schemes
from assistant.corpus_files.problems import Problem
from assistant.corpus_files.reading import check_shape
from assistant.corpus_files.shapes import GlossaryShape, PolicyShape, RepliesShape, SchemeShape

if TYPE_CHECKING:
    from assistant.ports import DocumentReader

__all__ = ["Problem", "check_corpus"]

REPLIES = Path("prompts/replies.yaml")


def check_corpus(home: Path, readers: Sequence[DocumentReader], added: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """All that is wrong with home/corpus and the fixed wordings, by file and line; empty when all is well.

    `added` are more folders of policies, laid out like corpus/.
    """
    return tuple(sorted(set(_problems(home, readers, added))))


def _problems(home: Path, readers: Sequence[DocumentReader], added: Sequence[Path]) -> Iterator[Problem]:
    folder = home / "corpus"
    if not folder.is_dir():
        yield Problem(str(folder), 0, "the folder is missing", "Run this in the checkout, or set ASSISTANT_HOME to it")
        return
    schemes = [check_shape(file, SchemeShape) for file in find_schemes(folder)]
    policies = [check_shape(file, PolicyShape) for one in (folder, *added) for file in find_policies(one)]
    for scheme_file in schemes:
        yield from scheme_file.problems
    for policy_file in policies:
        yield from policy_file.problems
    known_schemes = [(c.value, c.file) for c in schemes if c.value]
    held = [hold(checked.value, checked.file, readers) for checked in policies if checked.value]
    yield from scheme_faults(folder, known_schemes)
    yield from off_subject_faults(find_schemes(folder))
    yield from policy_faults((folder, *added), [scheme for scheme, _ in known_schemes], held)
    for policy in held:
        yield from _faults_within(policy)
    yield from _other_files(home)


def _faults_within(policy: HeldPolicy) -> Iterator[Problem]:
    yield from policy.problems
    yield from text_faults(policy)
    yield from restating_faults(policy)
    yield from ask_faults(policy)


def _other_files(home: Path) -> Iterator[Problem]:
    glossary = home / "corpus" / GLOSSARY
    if glossary.exists():
        checked = check_shape(glossary, GlossaryShape)
        yield from checked.problems
        if checked.value:
            yield from glossary_faults(checked.value, checked.file)
    if (home / REPLIES).exists():
        yield from check_shape(home / REPLIES, RepliesShape).problems
