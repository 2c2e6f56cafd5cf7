"""Documents held against what their policy says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check_corpus.held import HeldPolicy, HeldText
from assistant.corpus_files.problems import Problem
from assistant.documents.furniture import is_furniture
from assistant.documents.language import language_of
from assistant.documents.sources import comments_in, sources_in
from assistant.model import DocumentKind

CONFIDENCES = ("high", "medium-high", "medium")
"""From the best to the worst that may be published."""

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")


def text_faults(policy: HeldPolicy) -> Iterator[Problem]:
    """All faults of the policy's documents, one by one, and of its list of missing texts."""
    yield from _unlisted(policy)
    for number, (place, entry) in enumerate(policy.entries()):
        if any(earlier.file == entry.file for earlier in policy.shape.documents[:number]):
            yield policy.problem((*place, "file"), f"{entry.file} stands here again", "Keep one of its entries")
        if entry.kind is DocumentKind.DIGEST and not (entry.source and entry.confidence):
            yield policy.problem(place, f"the digest {entry.file} names no source or no confidence", "Write both keys")
    for held in policy.texts.values():
        yield from _language_faults(policy, held)
        yield from _repeat_faults(policy, held)
        yield from _furniture_faults(held)
        if held.entry.kind is DocumentKind.DIGEST:
            yield from _source_faults(policy, held)
    yield from _missing_faults(policy)


def _unlisted(policy: HeldPolicy) -> Iterator[Problem]:
    listed = {entry.file for entry in policy.shape.documents}
    for path in sorted(policy.file.path.parent.iterdir()):
        if path.is_file() and path.suffix not in (".yaml", ".yml") and path.name not in listed and path.name[0] != ".":
            what = f"{path.name} lies in the folder and is not listed"
            yield policy.problem(("documents",), what, "Give it an entry under documents, or take it away")


def _language_faults(policy: HeldPolicy, held: HeldText) -> Iterator[Problem]:
    text = held.text
    for start, end in reversed(comments_in(text)):
        text = text[:start] + text[end:]
    if (found := language_of(text)) != held.entry.language:
        what = f"{held.entry.file} is written in {found}, not in {held.entry.language}"
        place = ("documents", held.number, "language")
        yield policy.problem(place, what, f"Write language: {found}", f"written_in_{found}")


def _repeat_faults(policy: HeldPolicy, held: HeldText) -> Iterator[Problem]:
    for clause, others in held.entry.repeats.items():
        for path in (clause, *others):
            if held.clause(path) is None:
                place = ("documents", held.number, "repeats", clause)
                yield policy.problem(place, held.lacks(path), "Correct the clause")


def _furniture_faults(held: HeldText) -> Iterator[Problem]:
    position = 0
    for line in held.text.splitlines(keepends=True):
        if is_furniture(line):
            words = line.strip()
            what = f'"{words}" belongs to a web page, not to the text'
            yield held.problem(position, what, "Remove the line", "furniture", words=words)
        position += len(line)


def _source_faults(policy: HeldPolicy, held: HeldText) -> Iterator[Problem]:
    for position in _paragraphs_without_source(held.text):
        do = "Write <!-- source: ...; confidence: high --> in the line below it"
        yield held.problem(position, "this paragraph of a digest names no source", do, "no_source")
    worst = 0
    for source in sources_in(held.text):
        if source.confidence not in CONFIDENCES:
            what = f'the confidence "{source.confidence}" is not enough or not known'
            known = ", ".join(CONFIDENCES)
            do = f"Use one of {known}, or leave the paragraph out"
            yield held.problem(source.start, what, do, "no_confidence", value=source.confidence, known=known)
        else:
            worst = max(worst, CONFIDENCES.index(source.confidence))
    given = held.entry.confidence
    if given and given != CONFIDENCES[worst]:
        what = f"{held.entry.file} has paragraphs of confidence {CONFIDENCES[worst]}, not {given}, at the lowest"
        place = ("documents", held.number, "confidence")
        yield policy.problem(place, what, f"Write confidence: {CONFIDENCES[worst]}", "confidence_above")


def _paragraphs_without_source(text: str) -> Iterator[int]:
    """Where a paragraph begins that no source follows; a line that ends in a colon goes with the list below it."""
    sources = sources_in(text)
    comments = comments_in(text)
    for block in _BLOCK.finditer(text):
        start, end = block.span()
        if block.group().startswith("#") or any(first <= start and end <= last for first, last in comments):
            continue
        if block.group().rstrip().endswith((":", "：")):
            continue
        if not any(start < source.start and source.end <= end for source in sources):
            yield start


def _missing_faults(policy: HeldPolicy) -> Iterator[Problem]:
    files = {entry.file for entry in policy.shape.documents}
    for place, entry in policy.missing():
        if not entry.match and not entry.pointer:
            yield policy.problem(place, "nothing points to this missing text", "Write match: or pointer:")
        if not entry.document:
            if entry.clause or entry.pointer:
                yield policy.problem(place, "the document that points to this text is not named", "Write document:")
            continue
        if entry.document not in files:
            do = f"Use one of {', '.join(sorted(files))}"
            yield policy.problem((*place, "document"), f"{entry.document} is not listed under documents", do)
        held = policy.texts.get(entry.document)
        if held is None:
            continue
        clause = held.clause(entry.clause or "")
        if clause is None:
            yield policy.problem((*place, "clause"), held.lacks(entry.clause or ""), "Correct the clause")
        elif entry.pointer and entry.pointer not in held.text[clause.start : clause.end]:
            what = f'clause "{clause.path}" of {entry.document} does not hold the words "{entry.pointer}"'
            yield policy.problem((*place, "pointer"), what, "Copy the words from the clause")
