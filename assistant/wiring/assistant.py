"""The facade that every interface talks to."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.adapters.catalog import StoredCatalog
from assistant.adapters.exact_vectors import ExactVectors
from assistant.adapters.generations import Generations
from assistant.adapters.tantivy_index import TantivyIndex
from assistant.documents.language import language_of
from assistant.errors import IndexStateError, UsageError
from assistant.model import Query
from assistant.search.retrieve import Retriever
from assistant.search.weights import load_weights
from assistant.wiring.chat import chat_model, entailment, model_limits
from assistant.wiring.corpus import corpus_of, rulebook_of
from assistant.wiring.embedding import embedder, segmenter

if TYPE_CHECKING:
    from assistant.answering.calculate import Calculator
    from assistant.answering.compose import Composer
    from assistant.answering.known_asks import KnownAsks
    from assistant.answering.pipeline import Pipeline, Trace
    from assistant.answering.support import Known
    from assistant.corpus_files import Corpus, Replies
    from assistant.documents.health import Health
    from assistant.model import Answer, Clause, Document, Language, Policy, Question, Retrieval, Scheme, Shown
    from assistant.ports import ChatModel, DailyTokens, Entails, VectorIndex
    from assistant.rules.places import Places
    from assistant.rules.rulebook import Rulebook, RuleInfo
    from assistant.settings import Settings

Result = TypeVar("Result")
INGEST = "Run `policy-assistant ingest`"


@dataclass(frozen=True)
class _Opened:
    """One generation, open, with all that answers from it."""

    generation: str
    settings: Settings
    manifest: Mapping[str, Any]
    catalog: StoredCatalog
    retriever: Retriever
    chat: ChatModel | None = None
    entails: Entails | None = None
    daily: DailyTokens | None = None

    @cached_property
    def corpus(self) -> Corpus:
        """What the data folders say of the documents that are indexed."""
        return corpus_of(self.manifest, self.settings)

    @cached_property
    def replies(self) -> Replies:
        """The wording of outcomes and notices."""
        from assistant.corpus_files import load_replies

        return load_replies(self.settings.prompts / "replies.yaml")

    @cached_property
    def rulebook(self) -> Rulebook | None:
        """The rules of the corpus; None for a user's own files, which bring none."""
        return rulebook_of(self.corpus, self.settings) if self.manifest["corpus"] else None

    @cached_property
    def calculator(self) -> Calculator | None:
        """What asks the rules; None where there are none."""
        if self.rulebook is None:
            return None
        from assistant.answering.calculate import Calculator

        assert self.known_asks is not None
        return Calculator(self.rulebook, self.retriever.segmenter, self.catalog, self.known_asks, self.corpus.schemes)

    @cached_property
    def known_asks(self) -> KnownAsks | None:
        """The questions whose answer the corpus points to; None for a user's own files, which bring none."""
        if not self.manifest["corpus"]:
            return None
        from assistant.wiring.known_asks import known_asks

        return known_asks(
            self.corpus, self.rulebook, self.settings.data_dir, self.retriever.embedder, self.retriever.segmenter
        )

    @cached_property
    def pipeline(self) -> Pipeline:
        """What answers questions."""
        from assistant.answering.pipeline import Pipeline

        calculator, composer = self.calculator, self.composer
        return Pipeline(
            self.retriever, self.corpus, self.replies, self.generation, calculator, composer, self.known_asks
        )

    @cached_property
    def known(self) -> Known:
        """What helps to hold a model's sentence against its quotes."""
        from assistant.answering.support import Known

        places = self.calculator.rulebook.places.by_code.values() if self.calculator else ()
        names = {name for place in places for name in (place.zh, place.short, place.en) if len(name) > 1}
        return Known(self.corpus.glossary, frozenset(names))

    @cached_property
    def composer(self) -> Composer | None:
        """What writes with a language model; None without one."""
        if self.chat is None:
            return None
        from assistant.answering.compose import Composer
        from assistant.corpus_files import load_prompts

        prompts, limits = load_prompts(self.settings.prompts), model_limits(self.settings)
        return Composer(self.chat, prompts, limits, self.calculator, self.known, self.entails, self.daily)

    def batch(self, name: str | None, scheme: str | None = None) -> str | None:
        """The id of the batch of that id or name, of one scheme or of any; a user's own files have none.

        Raises UsageError for one that is not known.
        """
        from assistant.answering.batches import given_batch

        schemes = [one for one in self.corpus.schemes if scheme in (None, one.id)]
        return given_batch(name, schemes) if name and schemes else None

    def query(self, text: str, k: int, as_of: dt.date | None, batch: str | None, scheme: str | None) -> Query:
        """A search for that text, widened by the glossary. Raises UsageError for an unknown scheme or batch."""
        from assistant.answering.batches import given_scheme
        from assistant.answering.words import widened_by

        scheme = given_scheme(scheme, self.corpus.schemes).id if scheme else None
        batch = self.batch(batch, scheme)
        widened = widened_by(self.corpus.glossary, text)
        return Query(text, language_of(text), widened, scheme, batch, in_force_on=as_of, k=k)


class Assistant:
    """Answers from the published index. Each call looks whether a newer one was published, and opens that."""

    def __init__(self, settings: Settings, daily: DailyTokens | None = None) -> None:
        self.settings = settings
        self._daily = daily
        self._generations = Generations(settings.data_dir)
        self._embedder = embedder(settings)
        self._segmenter = segmenter(settings)
        self._chat = chat_model(settings)
        self._entails = entailment(settings)
        self._lock = threading.Lock()
        self._held: _Opened | None = None

    def ask(self, question: Question) -> Answer:
        """The answer, verified and cited."""
        return self.explain(question)[0]

    def explain(self, question: Question) -> tuple[Answer, Trace]:
        """The answer with the trace of how it came about."""
        return self._from_published(lambda opened: opened.pipeline.answer(question))

    def stream(self, question: Question) -> Iterator[Shown | Answer]:
        """The verified sentences as they are ready, then the whole answer."""
        for piece in self._opened().pipeline.stream(question):
            yield piece[0] if isinstance(piece, tuple) else piece

    def rules(self, batch: str | None = None) -> tuple[RuleInfo, ...]:
        """The rules of a batch, else of each scheme's default one; none for a user's own files.

        Raises UsageError for a batch that is not known.
        """
        opened = self._opened()
        if opened.calculator is None:
            return ()
        rulebook = opened.calculator.rulebook
        chosen = opened.batch(batch)
        batches = [chosen] if chosen else [scheme.default_batch for scheme in opened.corpus.schemes]
        found = [rulebook.info(name, one) for name in rulebook.names() for one in batches]
        return tuple({info.name: info for info in found if info}.values())

    def rule(
        self,
        name: str,
        given: Mapping[str, Any],
        *,
        as_of: dt.date,
        batch: str | None = None,
        language: Language = "en",
    ) -> Answer:
        """What one rule says of a situation, as an answer with `question` null and one finding.

        Raises UsageError for an unknown rule or wrong inputs, NotInForce outside the dates of a parameter.
        """
        from assistant.answering.rule_answer import RuleCall, rule_answer

        def call(opened: _Opened) -> Answer:
            if opened.calculator is None:
                raise UsageError(
                    "the indexed files bring no rules",
                    do="Run `policy-assistant ingest` without paths",
                    code="no_rules_held",
                )
            asked = RuleCall(name, given, as_of, opened.batch(batch), language)
            return rule_answer(asked, opened.calculator, opened.corpus, opened.replies, opened.generation)

        return self._from_published(call)

    def places(self) -> Places | None:
        """The divisions that the rules know; None for a user's own files."""
        calculator = self._opened().calculator
        return calculator.rulebook.places if calculator else None

    def search(
        self,
        text: str,
        *,
        k: int | None = None,
        as_of: dt.date | None = None,
        batch: str | None = None,
        scheme: str | None = None,
    ) -> Retrieval:
        """The best passages for a text, with those rejected and how answerable it looks."""

        def retrieve(opened: _Opened) -> Retrieval:
            return opened.retriever.retrieve(opened.query(text, k or self.settings.k, as_of, batch, scheme))

        return self._from_published(retrieve)

    def documents(self) -> tuple[Document, ...]:
        """What is indexed, in the order of ids."""
        return tuple(self._opened().catalog.documents().values())

    def healths(self) -> tuple[Mapping[str, Health], Mapping[str, str]]:
        """The health of each indexed document by id, and why each file by path was left out, if any was."""
        opened = self._opened()
        known = {name: one.health for name, one in opened.catalog.known().items()}
        return known, opened.manifest.get("failed", {})

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        """The clauses of a document, in the order of its text; KeyError when it is not indexed."""
        return self._opened().catalog.clauses(document_id)

    def text(self, sha256: str) -> str:
        """The text of a document version, also of one that is no longer searched; KeyError when never held."""
        return self._generations.texts.get(sha256)

    def policies(self) -> tuple[Policy, ...]:
        """The policies that the indexed documents belong to, as their folders describe them."""
        return self._opened().corpus.policies

    def schemes(self) -> tuple[Scheme, ...]:
        """The schemes of what is indexed."""
        return self._opened().corpus.schemes

    def generation(self) -> str:
        """The name of the published index."""
        return self._opened().generation

    def _from_published(self, call: Callable[[_Opened], Result]) -> Result:
        """What the call gives from the published generation; asked again if that was taken away meanwhile."""
        opened = self._opened()
        try:
            return call(opened)
        except Exception:
            if self._generations.current() == opened.generation:
                raise
            return call(self._opened())

    def _opened(self) -> _Opened:
        """The published generation, opened if it is not the one held."""
        name = self._generations.current()
        held = self._held
        if held and held.generation == name:
            return held
        with self._lock:
            if self._held is None or self._held.generation != self._generations.current():
                self._held = self._open()
            return self._held

    def _open(self) -> _Opened:
        """Open what `current` names; when an ingest takes it away meanwhile, what `current` names then."""
        for _ in range(3):
            name = self._generations.current()
            if name is None:
                raise IndexStateError("there is no index yet", where=str(self._generations.folder), do=INGEST)
            try:
                return self._open_generation(name)
            except (OSError, sqlite3.Error) as error:
                gone = error
        raise IndexStateError(f"the index cannot be opened: {gone}", where=str(self._generations.folder), do=INGEST)

    def _open_generation(self, name: str) -> _Opened:
        manifest = self._generations.manifest(name)
        _refuse_other_model(manifest["embedder"], self._embedder.name, str(self._generations.folder))
        folder = self._generations.folder / name
        catalog = self._generations.catalog(name)
        catalog.open_files()
        vectors = self._vectors(folder, catalog)
        keywords = TantivyIndex(folder / "keywords")
        keywords.open_files()
        retriever = Retriever(catalog, vectors, keywords, self._embedder, self._segmenter, load_weights())
        return _Opened(name, self.settings, manifest, catalog, retriever, self._chat, self._entails, self._daily)

    def _vectors(self, folder: Path, catalog: StoredCatalog) -> VectorIndex:
        if catalog.size() < self.settings.exact_search_below:
            return ExactVectors(catalog.passage_matrix, catalog.passage_ids, catalog.rows_of_documents)
        from assistant.adapters.chroma import ChromaVectors

        chroma = ChromaVectors(folder / "chroma")
        chroma.open_files()
        return chroma


def open_assistant(settings: Settings, daily: DailyTokens | None = None) -> Assistant:
    """A ready assistant, whose language model spends `daily`.

    Raises IndexStateError when there is no index that fits the settings.
    """
    assistant = Assistant(settings, daily)
    assistant.generation()
    return assistant


def _refuse_other_model(made_with: str, ours: str, where: str) -> None:
    if made_with != ours:
        model = made_with.partition("@")[0]
        raise IndexStateError(
            f"the index was made with the embedding model {made_with}, not with {ours}",
            where=where,
            do=f"{INGEST} to make it again, or set ASSISTANT_EMBEDDING_MODEL back to {model}",
        )
