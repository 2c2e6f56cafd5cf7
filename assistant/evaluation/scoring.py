"""A record against its case: every measure that applies to it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evaluation.cases import REFUSALS
from assistant.evaluation.measures import citing, facts, proof, ranking, ruling
from assistant.evaluation.measures.saying import says, says_figures
from assistant.model import as_json

if TYPE_CHECKING:
    from assistant.evaluation.cases import Case, ClauseRef, Expected
    from assistant.evaluation.measures.ruling import SamePlace
    from assistant.evaluation.records import FoundPassage, Record, Run
    from assistant.model import Answer

Serves = Callable[["ClauseRef", "FoundPassage"], bool]
DEPTHS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with what it got and its measures; one that does not apply is not there.

    `said` is what is compared between wordings of one question.
    """

    case: Case
    record: Record
    values: Mapping[str, float]
    said: Hashable = None

    @property
    def is_right(self) -> bool:
        """Whether everything that the case asks for holds."""
        return self.values["right"] == 1.0


def score_run(run: Run, same_place: SamePlace) -> tuple[Scored, ...]:
    """Every case of a run that was answered, in its order."""
    records = {record.case: record for record in run.records}
    return tuple(score(case, records[case.id], run.texts, same_place) for case in run.cases if case.id in records)


def written(scored: Sequence[Scored]) -> Sequence[Scored]:
    """The cases that a person wrote; all, where there are only made ones.

    Made questions are many and alike: among the others they would hide how those do.
    """
    return [one for one in scored if not one.case.made] or scored


def score(case: Case, record: Record, texts: Mapping[str, str], same_place: SamePlace) -> Scored:
    """All measures of one case."""
    values: dict[str, float | None] = {**deciding(case.expect, record), **retrieving(case.expect, record)}
    if record.answer:
        values |= answering(case.expect, record.answer, texts, same_place)
    elif case.expect.rule:
        values["rule_right"] = 0.0
    held = {name: value for name, value in values.items() if value is not None}
    held["right"] = float(record.answer is not None and is_right(held))
    return Scored(case, record, held, said_by(case.expect, record))


MUST_BE_WHOLE = (
    "outcome_right",
    "key_facts",
    "figure_recall",
    "right_clause",
    "rule_right",
    "notices_given",
    "asks_back",
    "citation_verbatim",
    "figure_fidelity",
)


def is_right(values: Mapping[str, float]) -> bool:
    """Whether nothing that was asked for is lacking and nothing wrong is said."""
    return not values.get("contradicted") and all(values.get(name, 1.0) == 1.0 for name in MUST_BE_WHOLE)


def deciding(expect: Expected, record: Record) -> dict[str, float | None]:
    """How the answer ended."""
    refused = record.outcome in REFUSALS
    return {
        "outcome_right": float(record.outcome in expect.outcomes),
        "refused": float(refused) if expect.refuses else None,
        "over_refused": float(refused) if expect.answers else None,
    }


def answering(
    expect: Expected, answer: Answer, texts: Mapping[str, str], same_place: SamePlace
) -> dict[str, float | None]:
    """What the answer says and cites."""
    quotes = [citation.quote for citation in answer.citations]
    given = {notice.code for notice in answer.notices}
    needs = answer.clarification.needs if answer.clarification else None
    values: dict[str, float | None] = {
        "figure_recall": facts.figure_recall(answer.text, expect.figures) if expect.figures else None,
        "key_facts": facts.key_facts([answer.text, *quotes], expect.facts) if expect.facts else None,
        "contradicted": facts.contradicted(answer, expect.absent, expect.clauses) if expect.absent else None,
        "right_clause": citing.right_clause(answer.citations, expect.clauses) if expect.clauses else None,
        "citation_verbatim": citing.verbatim(answer.citations, texts),
        "citation_recall": citing.citation_recall(answer) if answer.sentences else None,
        "citation_precision": citing.citation_precision(answer),
        "figure_fidelity": proof.figure_fidelity(answer),
        "notices_given": float(given >= set(expect.notices)) if expect.notices else None,
        "asks_back": float(needs == expect.needs) if expect.needs else None,
    }
    return values | (ruling.rule_scores(expect.rule, answer.findings, same_place) if expect.rule else {})


def retrieving(expect: Expected, record: Record) -> dict[str, float | None]:
    """How well the right documents, clauses and passages were found; nothing where no text was looked for."""
    if not record.found or not expect.clauses:
        return {}
    kept = sorted(
        (passage for found in record.found for passage in found.passages if passage.rank is not None),
        key=lambda passage: passage.rank or 0,
    )
    wanted = [words for alternatives in expect.facts for words in alternatives]

    def of_document(ref: ClauseRef, passage: FoundPassage) -> bool:
        return ref.is_document(passage.policy, passage.document)

    def of_clause(ref: ClauseRef, passage: FoundPassage) -> bool:
        return ref.holds(passage.policy, passage.document, passage.clause)

    def of_passage(ref: ClauseRef, passage: FoundPassage) -> bool:
        return of_clause(ref, passage) and holds_what_is_asked(passage.text, wanted, expect.figures)

    levels: dict[str, Serves] = {"document": of_document, "clause": of_clause, "passage": of_passage}
    values: dict[str, float | None] = {}
    for level, serves in levels.items():
        hits = [{n for n, refs in enumerate(expect.clauses) if any(serves(r, p) for r in refs)} for p in kept]
        count = len(expect.clauses)
        values |= {f"{level}_recall@{k}": ranking.recall_at(hits, count, k) for k in DEPTHS}
        values[f"{level}_mrr"] = ranking.reciprocal_rank(hits)
        values[f"{level}_ndcg@10"] = ranking.ndcg_at(hits, count, 10)
    return values


def holds_what_is_asked(text: str, facts_wanted: list[str], figures: tuple[str, ...]) -> bool:
    """Whether a passage holds one of the facts or figures, where the case names any."""
    if not facts_wanted and not figures:
        return True
    return any(says(text, words) for words in facts_wanted) or any(says_figures(text, words) for words in figures)


def said_by(expect: Expected, record: Record) -> Hashable:
    """What must be the same for every wording: the outcome, what rules say, and which expected things are said."""
    if record.answer is None:
        return None
    answer = record.answer
    texts = [answer.text, *(citation.quote for citation in answer.citations)]
    findings = tuple(sorted((f.rule, f.verdict, str(as_json(f.value))) for f in answer.findings))
    figures = tuple(says_figures(answer.text, figure) for figure in expect.figures)
    told = tuple(any(says(text, words) for text in texts for words in group) for group in expect.facts)
    return (str(answer.outcome), findings, figures, told)
