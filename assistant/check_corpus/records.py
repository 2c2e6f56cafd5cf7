"""Schemes, policies and the glossary held against each other: ids, batches, days, spellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.check_corpus.held import HeldPolicy
from assistant.corpus_files.problems import Problem
from assistant.corpus_files.shapes import GlossaryShape, Period, SchemeShape
from assistant.corpus_files.strict_yaml import Place, YamlFile


def scheme_faults(folder: Path, schemes: Iterable[tuple[SchemeShape, YamlFile]]) -> Iterator[Problem]:
    """What is wrong within each scheme.yaml; `folder` is corpus/."""
    for scheme, file in schemes:
        path = str(file.path)
        own = file.path.parent.relative_to(folder).as_posix()
        if scheme.id != own:
            yield Problem(
                path, file.line_of(("id",)), f"the id is {scheme.id}, but the folder is {own}", "Make them equal"
            )
        ids = [batch.id for batch in scheme.batches]
        if scheme.default_batch not in ids:
            what = f"default_batch {scheme.default_batch} is not among the batches"
            yield Problem(path, file.line_of(("default_batch",)), what, f"Use one of {', '.join(ids)}")
        taken: dict[str, str] = {}
        for number, batch in enumerate(scheme.batches):
            place = ("batches", number)
            if ids.index(batch.id) != number:
                yield Problem(
                    path, file.line_of((*place, "id")), f"the batch {batch.id} stands here again", "Rename it"
                )
            if batch.window and _reversed(batch.window):
                what, do = "the window ends before it begins", "Exchange its two days"
                yield Problem(path, file.line_of((*place, "window")), what, do)
            for name in batch.names:
                if taken.setdefault(name.casefold(), batch.id) != batch.id:
                    what = f'"{name}" already names the batch {taken[name.casefold()]}'
                    yield Problem(path, file.line_of((*place, "names")), what, "Keep it with one batch only")


def policy_faults(
    folders: Sequence[Path], schemes: Sequence[SchemeShape], policies: Sequence[HeldPolicy]
) -> Iterator[Problem]:
    """What policies say of themselves, of their scheme and of each other; each lies in one of the folders."""
    ids = Counter(policy.shape.id for policy in policies)
    batches = {scheme.id: {batch.id for batch in scheme.batches} for scheme in schemes}
    for policy in policies:
        shape, lies_in = policy.shape, policy.file.path.parent
        folder = next(one for one in folders if lies_in.is_relative_to(one))
        own = lies_in.relative_to(folder).as_posix()
        if shape.id != own:
            yield policy.problem(("id",), f"the id is {shape.id}, but the folder is {own}", "Make them equal")
        if ids[shape.id] > 1:
            yield policy.problem(("id",), f"another policy has the id {shape.id} too", "Give each its own")
        if shape.scheme and shape.scheme not in batches:
            do = f"Known: {', '.join(sorted(batches))}"
            yield policy.problem(("scheme",), f"there is no scheme {shape.scheme}", do)
        else:
            yield from _batch_faults(policy, batches.get(shape.scheme or "", set()))
        for key, others in (("amends", shape.amends), ("superseded_by", [shape.superseded_by or ""])):
            for other in filter(None, others):
                if other == shape.id:
                    yield policy.problem((key,), f"{key} names the policy itself", "Name another or remove it")
                elif other not in ids:
                    what = f"{key} names {other}, which is not in the corpus"
                    yield policy.problem((key,), what, "Correct the id", "no_policy", policy=other)
        if _reversed(shape.in_force):
            what = "in_force ends before it begins"
            yield policy.problem(("in_force",), what, "Exchange its two days", "reversed_days")
        yield from _place_faults(policy)


def _batch_faults(policy: HeldPolicy, known: set[str]) -> Iterator[Problem]:
    named: list[tuple[Place, str | None]] = [(("batch",), policy.shape.batch)]
    named += [((*place, "batch"), entry.batch) for place, entry in policy.entries()]
    for place, batch in named:
        if batch and batch not in known:
            do = f"Use one of {', '.join(sorted(known))}" if known else "Name the scheme, or remove the batch"
            yield policy.problem(place, f"there is no batch {batch} in the scheme", do, "batch_elsewhere", batch=batch)


def _place_faults(policy: HeldPolicy) -> Iterator[Problem]:
    where = policy.shape.jurisdiction
    if (where.level == "national") != (where.place == "CN"):
        what = f"the level is {where.level}, but the place is {where.place}"
        yield policy.problem(("jurisdiction",), what, "CN is the place of what is national, and of nothing else")
    if where.level != "national" and not where.names:
        what = f"the place {where.place} has no names"
        yield policy.problem(("jurisdiction",), what, "Write names: with the words for it in English and in Chinese")


def glossary_faults(glossary: GlossaryShape, file: YamlFile) -> Iterator[Problem]:
    """Spellings that stand twice."""
    for language in ("en", "zh"):
        first: dict[str, int] = {}
        for number, term in enumerate(glossary.terms):
            line = file.line_of(("terms", number))
            for spelling in getattr(term, language):
                earlier = first.setdefault(spelling.casefold(), line)
                if list(map(str.casefold, getattr(term, language))).count(spelling.casefold()) > 1 or earlier != line:
                    what = f'"{spelling}" stands twice, first in line {earlier}'
                    yield Problem(str(file.path), line, what, "Keep it in one place")


def _reversed(period: Period) -> bool:
    return bool(period.first and period.last and period.last < period.first)
