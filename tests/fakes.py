"""Stand-ins for the outside, each with the methods of what it stands for."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import math
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote as percent_encoded

import numpy as np

from assistant.answering.pipeline import Trace
from assistant.answering.understand import Understood
from assistant.documents.health import Health
from assistant.documents.reading import Known, Reading, text_hash
from assistant.errors import NotFound, UsageError
from assistant.kept import ERASED, ApiKey, AuditRecord, Conversation, Feedback, KeptAnswer, Listed, Switch
from assistant.model import (
    Answer,
    AnswerSentence,
    Citation,
    Clause,
    Document,
    DocumentKind,
    Hit,
    Language,
    Notice,
    Outcome,
    Passage,
    Policy,
    Query,
    Question,
    Retrieval,
    Retrieved,
    Scheme,
    Shown,
    as_json,
)
from assistant.search.tokens import terms_of

if TYPE_CHECKING:
    from assistant.ports import ChatLimits, ChatPiece, Message, ToolSpec, Vectors
    from assistant.rules.rulebook import RuleInfo


class FakeAssistant:
    """Answers with the sentence that shares most words with the question; holds a few made-up documents."""

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self.texts = dict(texts or FAKE_TEXTS)
        self.asked: list[Question] = []
        self.error: Exception | None = None

    def documents(self) -> tuple[Document, ...]:
        return tuple(self._document(name) for name in sorted(self.texts))

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        text = self.texts[document_id.partition("/")[2]]
        starts = [match.start() for match in re.finditer(r"^## ", text, re.MULTILINE)]
        return tuple(
            self._clause(text, start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        )

    def text(self, sha256: str) -> str:
        return {_sha256(text): text for text in self.texts.values()}[sha256]

    def schemes(self) -> tuple[Scheme, ...]:
        return ()

    def policies(self) -> tuple[Policy, ...]:
        return ()

    def search(
        self, text: str, *, k: int | None = None, as_of: dt.date, batch: str | None = None, scheme: str | None = None
    ) -> Retrieval:
        language: Language = "en" if text.isascii() else "zh"
        found = [
            Retrieved(self._passage(document, clause), score, {})
            for document in self.documents()
            for clause in self.clauses(document.id)
            if (score := _shared(text, self.texts[document.name][clause.body : clause.end]))
        ]
        found.sort(key=lambda hit: -hit.score)
        query = Query(text, language, scheme=scheme, batch=batch, in_force_on=as_of, k=k or 10)
        return Retrieval(query, tuple(found[: k or 10]), (), 0.9 if found else 0.1)

    def ask(self, question: Question) -> Answer:
        return self.explain(question)[0]

    def explain(self, question: Question) -> tuple[Answer, Trace]:
        self.asked.append(question)
        if self.error:
            raise self.error
        retrieval = self.search(question.text, as_of=question.as_of, batch=question.batch, scheme=question.scheme)
        citations = tuple(self._citation(number, hit) for number, hit in enumerate(retrieval.kept[:2], start=1))
        sentences = tuple(
            AnswerSentence(f"{quoted.quote} [{quoted.marker}]", "quoted", (quoted.marker,), verified=True)
            for quoted in citations
        )
        answer = Answer(
            id=f"a{len(self.asked)}",
            question=question.text,
            language=retrieval.query.language,
            as_of=question.as_of,
            outcome=Outcome.ANSWERED if citations else Outcome.NOT_IN_CORPUS,
            text=" ".join(sentence.text for sentence in sentences) or "The documents do not say this.",
            question_id=question.id,
            scheme=question.scheme,
            batch=question.batch or "first-batch",
            conversation=question.conversation,
            sentences=sentences,
            citations=citations,
            notices=(Notice("digest", "This is a digest, not the official text."),) if citations else (),
            timings_ms={"total": 1.0},
        )
        understood = Understood(question, answer.language, "question", question.text)
        return answer, Trace(understood, retrievals=(retrieval,), timings_ms=answer.timings_ms)

    def stream(self, question: Question) -> Iterator[Shown | Answer]:
        answer = self.ask(question)
        for sentence, citation in zip(answer.sentences, answer.citations, strict=True):
            yield Shown(sentence, (citation,))
        yield answer

    def rules(self, batch: str | None = None) -> tuple[RuleInfo, ...]:
        return ()

    def places(self) -> None:
        return None

    def healths(self) -> tuple[Mapping[str, Health], Mapping[str, str]]:
        return {document.id: Health(document.path, "ok") for document in self.documents()}, {}

    def generation(self) -> str:
        return "one"

    def _document(self, name: str) -> Document:
        text = self.texts[name]
        return Document(
            id=f"made-up/{name}",
            policy="made-up",
            name=name,
            path=f"folder/{name}",
            title=text.splitlines()[0].removeprefix("# "),
            kind=DocumentKind.DIGEST,
            language="en" if text.isascii() else "zh",
            sha256=_sha256(text),
        )

    def _clause(self, text: str, start: int, end: int) -> Clause:
        heading = text[start : text.index("\n", start)]
        number, _, title = heading.removeprefix("## ").partition(" ")
        return Clause(number, title, (title,), 1, start, start + len(heading), end)

    def _passage(self, document: Document, clause: Clause) -> Passage:
        text = self.texts[document.name]
        start = clause.body + len(text[clause.body :]) - len(text[clause.body :].lstrip())
        end = clause.end - (len(text[: clause.end]) - len(text[: clause.end].rstrip()))
        return Passage(
            f"{document.id}:{start}",
            document.id,
            clause,
            start,
            end,
            text[start:end],
            document.title,
            document.language,
        )

    def _citation(self, marker: int, found: Retrieved) -> Citation:
        passage = found.passage
        document = next(held for held in self.documents() if held.id == passage.document)
        quote = re.split(r"(?<=[.。])", passage.text)[0]
        return Citation(
            marker=marker,
            policy=document.policy,
            document=document.name,
            title=document.title,
            kind=document.kind,
            clause=passage.clause.path,
            clause_title=passage.clause.title,
            page=None,
            start=passage.start,
            end=passage.start + len(quote),
            quote=quote,
            sha256=document.sha256,
            url=f"/documents/{percent_encoded(document.id)}#{passage.start}-{passage.start + len(quote)}",
        )


FAKE_TEXTS: Final = {
    "parks.md": (
        "# Notice on City Parks\n\n## 1 Opening\n\nParks open at six in the morning. They close at ten.\n\n"
        "## 2 Permits\n\nA permit for an event costs nothing. Apply ten days before:\n\n- a form in **two** copies;\n"
        "- a plan of the place.\n\n## 3 Fees\n\n| Place | Fee |\n| --- | --- |\n| Lawn | 20 |\n| Hall | 50 |\n"
    ),
    "公园.md": (
        "# 城市公园通知\n\n## 一 开放时间\n\n公园早上六点开放。晚上十点关闭。\n\n## 二 许可\n\n活动许可不收费。\n"
    ),
}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _shared(question: str, text: str) -> float:
    """Words (or Chinese characters) of the question that the text has too."""
    words = re.findall(r"[a-z]{4,}|[\u4e00-\u9fff]", question.lower())
    return float(sum(word in text.lower() for word in words))


class FakeEmbedder:
    """Vectors by the words of a text: equal texts are equal, texts that share words are near. Counts what it embeds."""

    def __init__(self, name: str = "fake@1", dimensions: int = 32) -> None:
        self.name = name
        self.dimensions = dimensions
        self.max_tokens = 64
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        vectors = np.full((len(texts), self.dimensions), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w", text) if not text.isascii() else text.lower().split():
                vectors[row, zlib.crc32(word.encode()) % self.dimensions] += 1.0
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def count_tokens(self, text: str) -> int:
        return len(text.split()) if text.isascii() else len(text)


class FakeSegmenter:
    """Every character of Chinese is a word."""

    def words(self, text: str) -> list[str]:
        return list(text)


class FakeIndexStore:
    """Generations in memory. `manifest`, `readings` and `name` are those of the published one."""

    def __init__(self) -> None:
        self.name = ""
        self.manifest: Mapping[str, Any] = {}
        self.readings: dict[str, Reading] = {}
        self.texts: dict[str, str] = {}
        self.vectors: dict[bytes, Any] = {}
        self.published_times = 0

    def writing(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def published(self) -> FakeIndexStore | None:
        return self if self.name else None

    def known(self) -> dict[str, Known]:
        return {name: Known(one.key, one.health, one.sketch) for name, one in self.readings.items()}

    def passage_vectors(self, hashes: Collection[bytes]) -> dict[bytes, Any]:
        return {digest: self.vectors[digest] for digest in hashes if digest in self.vectors}

    sentence_vectors = passage_vectors

    def draft(self, dimensions: int, old: FakeIndexStore | None) -> FakeDraft:
        return FakeDraft(self, old)

    def amend(self, name: str, changes: Mapping[str, Any]) -> None:
        self.manifest = {**self.manifest, **changes}

    def keep_text(self, sha256: str, text: str) -> None:
        self.texts[sha256] = text

    def text(self, sha256: str) -> str:
        return self.texts[sha256]


class FakeDraft:
    """The next generation of a FakeIndexStore."""

    def __init__(self, store: FakeIndexStore, old: FakeIndexStore | None) -> None:
        self.store = store
        self.old = old
        self.readings: dict[str, Reading] = {}
        self.vectors: dict[bytes, Any] = {}
        self.terms: list[Sequence[str]] = []

    def keep(self, documents: Collection[str]) -> None:
        if self.old:
            self.readings |= {name: self.old.readings[name] for name in documents}
            self.vectors |= self.old.vectors

    def add(self, reading: Reading, passage_vectors: Any, sentence_vectors: Any, terms: Any) -> None:
        self.readings[reading.document.id] = reading
        self.terms += terms
        for passage, vector, of_sentences in zip(reading.passages, passage_vectors, sentence_vectors, strict=True):
            self.vectors[text_hash(passage.indexed_text)] = vector
            for sentence, one in zip(passage.sentences, of_sentences, strict=True):
                self.vectors[text_hash(sentence.text)] = one

    def publish(self, manifest: Mapping[str, Any], progress: Any) -> str:
        progress(len(self.readings), len(self.readings))
        self.store.published_times += 1
        self.store.name = f"generation {self.store.published_times}"
        self.store.manifest, self.store.readings, self.store.vectors = manifest, self.readings, self.vectors
        return self.store.name


class FakeCatalog:
    """Documents and passages in memory; sentences are embedded as they are asked for."""

    def __init__(self, documents: Sequence[Document], passages: Sequence[Passage], embedder: FakeEmbedder) -> None:
        self._documents = {document.id: document for document in documents}
        self.by_id = {passage.id: passage for passage in passages}
        self._embedder = embedder

    def documents(self) -> Mapping[str, Document]:
        return self._documents

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        return [self.by_id[name] for name in ids]

    def sentence_vectors(self, passage: str) -> Vectors:
        return self._embedder.embed([sentence.text for sentence in self.by_id[passage].sentences])

    def clauses(self, document: str) -> tuple[Clause, ...]:
        return tuple(dict.fromkeys(one.clause for one in self.by_id.values() if one.document == document))

    def text(self, sha256: str) -> str:
        raise KeyError(sha256)

    def size(self) -> int:
        return len(self.by_id)


class FakeVectorIndex:
    """Nearest passages of a FakeCatalog by the fake embedder's vectors."""

    def __init__(self, catalog: FakeCatalog, embedder: FakeEmbedder) -> None:
        self._catalog = catalog
        self._embedder = embedder

    def search(self, vector: Vectors, k: int, documents: Collection[str] | None = None) -> list[Hit]:
        passages = [one for one in self._catalog.by_id.values() if documents is None or one.document in documents]
        if not passages:
            return []
        scores = self._embedder.embed([one.indexed_text for one in passages]) @ vector
        hits = [Hit(one.id, float(score)) for one, score in zip(passages, scores, strict=True)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage))[:k]


class FakeKeywordIndex:
    """Over the terms of a FakeCatalog's passages: the sum of weight times rarity of the terms held."""

    def __init__(self, catalog: FakeCatalog, segmenter: FakeSegmenter) -> None:
        self._documents = {one.id: one.document for one in catalog.by_id.values()}
        self._terms = {one.id: frozenset(terms_of(one.indexed_text, segmenter)) for one in catalog.by_id.values()}

    def search(self, terms: Mapping[str, float], k: int, documents: Collection[str] | None = None) -> list[Hit]:
        hits = []
        for name, held in self._terms.items():
            score = sum(weight * self._rarity(term) for term, weight in terms.items() if term in held)
            if score and (documents is None or self._documents[name] in documents):
                hits.append(Hit(name, score))
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage))[:k]

    def document_frequency(self, term: str) -> int:
        return sum(term in held for held in self._terms.values())

    def _rarity(self, term: str) -> float:
        found = self.document_frequency(term)
        return math.log(1 + (len(self._terms) - found + 0.5) / (found + 0.5))


class FakeAnswerStore:
    """An AnswerStore in memory."""

    def __init__(self) -> None:
        self._answers: dict[str, KeptAnswer] = {}
        self._conversations: dict[str, Conversation] = {}
        self._feedback: dict[str, Feedback] = {}
        self._audit: dict[str, AuditRecord] = {}
        self._once: dict[tuple[str, str], str] = {}
        self._keys: dict[str, tuple[ApiKey, str]] = {}
        self._budget: dict[dt.date, int] = {}
        self._switch = Switch()
        self._cursors: dict[str, tuple[object, int]] = {}

    # ---- answers and conversations

    def keep_answer(self, kept: KeptAnswer) -> None:
        self._answers.setdefault(kept.answer.id, kept)

    def answer(self, name: str, person: str | None = None) -> KeptAnswer | None:
        return _of_person(self._answers.get(name), person)

    def answers(self, conversation: str, person: str | None = None) -> tuple[KeptAnswer, ...]:
        held = [one for one in self._answers.values() if one.answer.conversation == conversation]
        return tuple(sorted((one for one in held if _of_person(one, person)), key=lambda one: one.at))

    def keep_conversation(self, conversation: Conversation) -> None:
        self._conversations[conversation.id] = conversation

    def conversation(self, name: str, person: str | None = None) -> Conversation | None:
        return _of_person(self._conversations.get(name), person)

    def conversations(
        self, person: str, *, search: str = "", cursor: str | None = None, limit: int = 20
    ) -> Listed[Conversation]:
        held = [one for one in self._conversations.values() if one.person == person and self._says(one, search)]
        held.sort(key=lambda one: (one.changed, one.id), reverse=True)
        return self._page(("conversations", person, search), held, cursor, limit)

    def delete_conversation(self, name: str, person: str | None = None) -> bool:
        if self.conversation(name, person) is None:
            return False
        del self._conversations[name]
        self._delete_answers(one.answer.id for one in self.answers(name))
        return True

    def once(self, person: str, key: str, answer: str) -> str:
        return self._once.setdefault((person, key), answer)

    # ---- feedback, audit, switch, budget

    def keep_feedback(self, feedback: Feedback) -> None:
        if feedback.answer not in self._answers:
            raise NotFound(f"there is no answer {feedback.answer}", do="Rate an answer that is kept")
        same = (feedback.answer, feedback.person)
        self._feedback = {k: one for k, one in self._feedback.items() if (one.answer, one.person) != same}
        self._feedback[feedback.id] = feedback

    def feedback(
        self,
        *,
        rating: str | None = None,
        since: dt.datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Listed[Feedback]:
        held = [one for one in self._feedback.values() if rating in (None, one.rating) and _since(one.at, since)]
        held.sort(key=lambda one: (one.at, one.id), reverse=True)
        return self._page(("feedback", rating, since), held, cursor, limit)

    def ratings(self, conversation: str, person: str) -> tuple[Feedback, ...]:
        own = {one.answer.id for one in self.answers(conversation)}
        return tuple(one for one in self._feedback.values() if one.answer in own and one.person == person)

    def record(self, audit: AuditRecord) -> None:
        self._audit[audit.id] = audit

    def audit(
        self,
        *,
        person: str | None = None,
        action: str | None = None,
        since: dt.datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Listed[AuditRecord]:
        held = [
            one
            for one in self._audit.values()
            if person in (None, one.person) and action in (None, one.action) and _since(one.at, since)
        ]
        held.sort(key=lambda one: (one.at, one.id), reverse=True)
        return self._page(("audit", person, action, since), held, cursor, limit)

    def switch(self) -> Switch:
        return self._switch

    def set_switch(self, switch: Switch) -> None:
        self._switch = switch

    def spend_tokens(self, day: dt.date, tokens: int) -> int:
        self._budget[day] = self._budget.get(day, 0) + tokens
        return self._budget[day]

    # ---- keys

    def keep_key(self, key: ApiKey, hashed: str) -> None:
        self._keys[key.id] = (key, hashed)

    def key_of(self, hashed: str) -> ApiKey | None:
        return next((key for key, held in self._keys.values() if held == hashed), None)

    def keys(self) -> tuple[ApiKey, ...]:
        return tuple(sorted((key for key, _ in self._keys.values()), key=lambda key: key.created, reverse=True))

    def change_key(self, key: ApiKey) -> None:
        if key.id not in self._keys:
            raise NotFound(f"there is no key {key.id}")
        self._keys[key.id] = (key, self._keys[key.id][1])

    def use_key(self, name: str, at: dt.datetime) -> None:
        key, hashed = self._keys[name]
        self._keys[name] = (replace(key, last_used=at), hashed)

    # ---- keeping no longer than needed

    def purge(self, kind: str, before: dt.datetime) -> int:
        old = self._old(kind, before)
        held: dict[Any, Any] = {
            "answers": self._answers,
            "conversations": self._conversations,
            "feedback": self._feedback,
            "audit": self._audit,
            "budget": self._budget,
        }[kind]
        for name in old:
            del held[name]
        return len(old)

    def older(self, kind: str, before: dt.datetime) -> int:
        return len(self._old(kind, before))

    def texts_cited(self, since: dt.datetime | None = None) -> frozenset[str]:
        kept = [one.answer for one in self._answers.values() if _since(one.at, since)]
        return frozenset(cited.sha256 for answer in kept for cited in (*answer.citations, *answer.nearest))

    def export(self, person: str) -> Mapping[str, Any]:
        return {
            "person": person,
            "answers": [as_json(one) for one in self._answers.values() if one.person == person],
            "conversations": [as_json(one) for one in self._conversations.values() if one.person == person],
            "feedback": [as_json(one) for one in self._feedback.values() if one.person == person],
            "audit": [as_json(one) for one in self._audit.values() if one.person == person],
        }

    def erase(self, person: str) -> Mapping[str, int]:
        counts = {kind: len(rows) for kind, rows in self.export(person).items() if kind != "person"}
        self._delete_answers([name for name, one in self._answers.items() if one.person == person])
        self._conversations = {k: one for k, one in self._conversations.items() if one.person != person}
        self._feedback = {k: one for k, one in self._feedback.items() if one.person != person}
        self._once = {k: answer for k, answer in self._once.items() if k[0] != person}
        for name, one in self._audit.items():
            if one.person == person:
                self._audit[name] = replace(one, person=ERASED)
        return counts

    # ---- within

    def _says(self, conversation: Conversation, search: str) -> bool:
        held = self.answers(conversation.id, conversation.person)
        said = [conversation.title, *(one.answer.question or "" for one in held)]
        return any(search.lower() in text.lower() for text in said)

    def _delete_answers(self, names: Iterable[str]) -> None:
        for name in list(names):
            del self._answers[name]
            self._feedback = {k: one for k, one in self._feedback.items() if one.answer != name}

    def _old(self, kind: str, before: dt.datetime) -> list[Any]:
        times: dict[str, dict[Any, Any]] = {
            "answers": {name: one.at for name, one in self._answers.items()},
            "conversations": {name: one.changed for name, one in self._conversations.items()},
            "feedback": {name: one.at for name, one in self._feedback.items()},
            "audit": {name: one.at for name, one in self._audit.items()},
            "budget": {day: dt.datetime.combine(day, dt.time(), dt.UTC) for day in self._budget},
        }
        if kind not in times:
            raise UsageError(f"{kind} is no kind of what is kept", do=f"Kinds: {', '.join(times)}")
        return [name for name, at in times[kind].items() if at < before]

    def _page(self, listed: object, held: Sequence[Any], cursor: str | None, limit: int) -> Listed[Any]:
        of, start = (listed, 0) if cursor is None else self._cursors.get(cursor, (None, 0))
        if of != listed:
            raise UsageError("this cursor was not given out for this list", do="List from the start, without a cursor")
        end = start + limit
        following = f"c{len(self._cursors)}" if end < len(held) else None
        if following:
            self._cursors[following] = (listed, end)
        return Listed(tuple(held[start:end]), following)


def _of_person(kept: Any, person: str | None) -> Any:
    return kept if kept is not None and person in (None, kept.person) else None


def _since(at: dt.datetime, since: dt.datetime | None) -> bool:
    return since is None or at >= since


class FakeChatModel:
    """Gives its replies in order, the last one again and again; a reply is pieces, or an error to raise after them."""

    name = "fake:model"

    def __init__(self, *replies: Sequence[ChatPiece | Exception]) -> None:
        self.settings: Mapping[str, Any] = {"temperature": 0.0}
        self.asked: list[tuple[tuple[Message, ...], tuple[str, ...]]] = []
        self._replies = replies

    def stream(
        self,
        messages: Sequence[Message],
        limits: ChatLimits,
        *,
        tools: Sequence[ToolSpec] = (),
        schema: Mapping[str, Any] | None = None,
    ) -> Iterator[ChatPiece]:
        reply = self._replies[min(len(self.asked), len(self._replies) - 1)]
        self.asked.append((tuple(messages), tuple(tool.name for tool in tools)))
        for piece in reply:
            if isinstance(piece, Exception):
                raise piece
            yield piece
