"""Files into the index, and whether the index is of the files as they are now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.adapters.generations import Generations
from assistant.errors import IndexStateError, UsageError
from assistant.wiring.code_version import code_version
from assistant.wiring.corpus import added_folder, corpus_roots, rulebook_of
from assistant.wiring.embedding import embedder, model_files, segmenter

if TYPE_CHECKING:
    from assistant.build_index import IngestReport, Progress, Sources
    from assistant.ports import DocumentReader
    from assistant.settings import Settings

IndexState = Literal["missing", "out_of_date", "other_model", "current"]
READ_BY = ("documents/*.py", "adapters/*_reader*.py", "build_index/reading.py", "search/tokens.py")
"""The code that decides what a file is read as; when it changes, files are read again."""
READING_PACKAGES = (
    "beautifulsoup4",
    "charset-normalizer",
    "jieba",
    "lxml",
    "markdown-it-py",
    "openpyxl",
    "pypdf",
    "pypdfium2",
    "python-docx",
    "snowballstemmer",
)


def ingest(settings: Settings, paths: Sequence[Path | str] = (), progress: Progress | None = None) -> IngestReport:
    """Index exactly the given files and folders, or the corpus when none is given, and publish.

    Raises UsageError for a path that is not there, CorpusError for a fault of the corpus, IndexStateError when another
    ingest is at work. A file that cannot be read is in the report.
    """
    from assistant.adapters.index_store import IndexStore
    from assistant.build_index import IndexBuilder, SourceReader, find_sources, unheard
    from assistant.build_index.reading import fault_health
    from assistant.corpus_files import load_corpus
    from assistant.wiring.known_asks import known_asks

    readers = document_readers()
    roots = [(Path(path), str(path)) for path in paths] or corpus_roots(settings)
    sources = find_sources(roots, readers.keys())
    if not paths and sources.faults:
        raise sources.faults[0]
    if not sources.taken and not sources.faults:
        known = ", ".join(sorted(readers))
        raise UsageError(
            "no file of a format that is read", where=", ".join(s for _, s in roots), do=f"These are: {known}"
        )
    model = embedder(settings)
    limit = min(settings.passage_tokens, model.max_tokens)
    reader = SourceReader(readers, settings.limits, model.count_tokens, limit, reading_version())
    builder = IndexBuilder(IndexStore(settings.data_dir), reader, model, segmenter(settings))
    about = {
        "corpus": not paths,
        "roots": [(str(path.absolute()), shown) for path, shown in roots],
        "described_by": [str(file.absolute()) for file in sources.described_by],
        "inputs": {} if paths else {str(file): _state(file) for file in _files_of(sources)},
        "skipped": len(sources.skipped),
        "asked_passage_tokens": settings.passage_tokens,
    }
    report = builder.build(sources.taken, about, progress or unheard)
    if not paths:
        corpus = load_corpus(settings.home, added_folder(settings))
        rulebook = rulebook_of(corpus, settings)
        known_asks(corpus, rulebook, settings.data_dir, model, segmenter(settings)).make_ready()
    return replace(report, healths=(*report.healths, *map(fault_health, sources.faults)))


def index_state(settings: Settings) -> IndexState:
    """Whether the published index is there, made with this model, and of the corpus as it is now; cheap.

    An index of a user's own paths is taken as it was published. Raises CorpusError for a fault of the corpus.
    """
    generations = Generations(settings.data_dir)
    name = generations.current()
    if name is None:
        return "missing"
    try:
        manifest = generations.manifest(name)
    except IndexStateError:
        return "out_of_date"
    if manifest["embedder"] != model_files(settings).name:
        return "other_model"
    return "out_of_date" if manifest["corpus"] and _corpus_changed(settings, manifest) else "current"


def _corpus_changed(settings: Settings, manifest: Mapping[str, Any]) -> bool:
    from assistant.build_index import find_sources

    if manifest["reading"] != reading_version() or manifest["asked_passage_tokens"] != settings.passage_tokens:
        return True
    sources = find_sources(corpus_roots(settings), document_readers().keys())
    if sources.faults:
        raise sources.faults[0]
    inputs = manifest["inputs"]
    files = _files_of(sources)
    return {str(file) for file in files} != inputs.keys() or any(_differs(file, inputs[str(file)]) for file in files)


def _files_of(sources: Sources) -> list[Path]:
    return [*(source.file.absolute() for source in sources.taken), *(file.absolute() for file in sources.described_by)]


def _state(file: Path) -> dict[str, Any]:
    """By what a file is known again: size and time, and the content when these differ."""
    status = file.stat()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return {"size": status.st_size, "mtime_ns": status.st_mtime_ns, "sha256": digest}


def _differs(file: Path, known: Mapping[str, Any]) -> bool:
    status = file.stat()
    if (status.st_size, status.st_mtime_ns) == (known["size"], known["mtime_ns"]):
        return False
    return bool(_state(file)["sha256"] != known["sha256"])


def document_readers() -> dict[str, DocumentReader]:
    """A reader by suffix."""
    from assistant.adapters.docx_reader import DocxReader
    from assistant.adapters.html_reader import HtmlReader
    from assistant.adapters.markdown_reader import MarkdownReader
    from assistant.adapters.pdf_reader import PdfReader
    from assistant.adapters.text_reader import TextReader
    from assistant.adapters.xlsx_reader import XlsxReader

    readers: list[DocumentReader] = [
        MarkdownReader(),
        TextReader(),
        HtmlReader(),
        PdfReader(),
        DocxReader(),
        XlsxReader(),
    ]
    return {suffix: reader for reader in readers for suffix in reader.suffixes}


def reading_version() -> str:
    """A hash of the code and the libraries that decide what a file is read as."""
    return code_version(READ_BY, READING_PACKAGES)
