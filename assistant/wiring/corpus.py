"""What the data folders say of the documents that are indexed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.corpus_files import Corpus
    from assistant.rules.rulebook import Rulebook
    from assistant.settings import Settings


def added_folder(settings: Settings) -> Path:
    """Where policies lie that were uploaded and approved; laid out like corpus/."""
    return settings.data_dir / "added"


def corpus_roots(settings: Settings) -> list[tuple[Path, str]]:
    """The folders of the corpus, each with the name it is shown by."""
    added = added_folder(settings)
    return [(settings.corpus, settings.corpus.name), *([(added, added.name)] if added.is_dir() else [])]


def corpus_of(manifest: Mapping[str, Any], settings: Settings) -> Corpus:
    """The corpus, or for folders of a user's own the policies and schemes found there; the glossary is always ours."""
    from assistant.corpus_files import Corpus, find_schemes, load_corpus, load_glossary, load_policy, load_scheme

    if manifest["corpus"]:
        return load_corpus(settings.home, added_folder(settings))
    glossary = settings.corpus / "shared" / "glossary.yaml"
    policies = [load_policy(Path(file)) for file in manifest["described_by"] if Path(file).exists()]
    folders = [Path(root) for root, _ in manifest["roots"] if Path(root).is_dir()]
    schemes = [load_scheme(file) for folder in folders for file in find_schemes(folder)] if policies else []
    return Corpus(
        schemes=tuple(sorted(schemes, key=lambda scheme: scheme.id)),
        policies=tuple(sorted(policies, key=lambda policy: policy.id)),
        glossary=load_glossary(glossary) if glossary.exists() else (),
    )


def rulebook_of(corpus: Corpus, settings: Settings) -> Rulebook | None:
    """The rules of a corpus; None where no policy has a rules.yaml."""
    from assistant.corpus_files.rules import RULES, load_rulebook

    if not any((Path(policy.folder) / RULES).exists() for policy in corpus.policies):
        return None
    return load_rulebook(settings.home, corpus)
