"""What the data folders say of the documents that are indexed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.corpus_files import Corpus
    from assistant.settings import Settings


def corpus_of(manifest: Mapping[str, Any], settings: Settings) -> Corpus:
    """The corpus, or for folders of a user's own the policies and schemes found there; the glossary is always ours."""
    from assistant.corpus_files import Corpus, find_schemes, load_corpus, load_glossary, load_policy, load_scheme

    if manifest["corpus"]:
        return load_corpus(settings.home)
    glossary = settings.corpus / "shared" / "glossary.yaml"
    policies = [load_policy(Path(file)) for file in manifest["described_by"] if Path(file).exists()]
    folders = [Path(root) for root, _ in manifest["roots"] if Path(root).is_dir()]
    schemes = [load_scheme(file) for folder in folders for file in find_schemes(folder)] if policies else []
    return Corpus(
        schemes=tuple(sorted(schemes, key=lambda scheme: scheme.id)),
        policies=tuple(sorted(policies, key=lambda policy: policy.id)),
        glossary=load_glossary(glossary) if glossary.exists() else (),
    )
