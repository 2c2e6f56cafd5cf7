"""Make assistant/answering/chance_weights.json from the asks of corpus/.

    python -m bench.fit_chances [--share 1.0] [--write]

Five times, a fifth of the asks is asked of the rest: whether the likeliest rule was right, whether the words that known
asks point to were, whether those extracted were. A logistic regression on the features of each decision gives the
coefficients. The tables show, for asks that had no part in the fit, what a least chance lets through.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.answering import chances
from assistant.answering.ask_shelf import made_anew
from assistant.answering.choose_rule import features as rule_features
from assistant.answering.extract import extract
from assistant.answering.find import Finder
from assistant.answering.known_asks import TEXT, KnownAsks, KnownLine, Near, counts
from assistant.answering.situation import read_situation
from assistant.answering.understand import Understood, understand
from assistant.answering.wanted import Wants
from assistant.answering.weigh import KnownWords, Said, extracted_features, known_features, shares_words
from assistant.documents.language import language_of
from assistant.model import Question
from assistant.settings import load_settings
from assistant.wiring import open_assistant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.corpus_files import Corpus
    from assistant.model import Language
    from assistant.ports import Embedder
    from assistant.wiring.assistant import _Opened

FILE = Path(chances.__file__).with_name("chance_weights.json")
FOLDS = 5
DAY = dt.date(2025, 5, 12)
RIVALS = 2
"""Rules looked at for each ask, the nearest."""
LEAST = (0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


@dataclass(frozen=True)
class Decision:
    """One decision about one ask: its features, whether it was right, and what kind of ask it was."""

    ask: str
    kind: str
    features: Mapping[str, float]
    right: bool


@dataclass
class Remembered:
    """An embedder that embeds each text once."""

    embedder: Embedder
    held: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.embedder, name)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the embedder does."""
        if new := [text for text in dict.fromkeys(texts) if text not in self.held]:
            self.held.update(zip(new, self.embedder.embed(new), strict=True))
        return np.stack([self.held[text] for text in texts])


def decisions(opened: _Opened, share: float) -> dict[tuple[Language, str], list[Decision]]:
    """Every decision about a share of the asks, each by the asks of the other folds."""
    known = opened.known_asks
    assert known is not None
    embedder = Remembered(known.embedder)
    quotes = {answer.quote for policy in known.policies for one in policy.asks for answer in one.answers}
    texts = sorted({ask for _, ask in original(known) if ask not in quotes})
    fold_of = dict(zip(texts, np.random.default_rng(7).permutation(len(texts)) % FOLDS, strict=True))
    asked = set(np.random.default_rng(8).choice(texts, int(len(texts) * share), replace=False).tolist())
    made: dict[tuple[Language, str], list[Decision]] = defaultdict(list)
    for fold in range(FOLDS):
        left_out = {text for text, number in fold_of.items() if number == fold}
        rest = without(known, left_out, embedder)
        for line, text in original(known):
            if text in left_out and text in asked:
                for what, decision in decided(line, text, rest, opened):
                    made[language_of(text), what].append(decision)
        print(f"fold {fold + 1} of {FOLDS} asked", flush=True)
    return made


def original(known: KnownAsks) -> Iterable[tuple[KnownLine, str]]:
    """Each line with the ask as it stands in the file: those of rules are held without their facts."""
    asks = [ask for rule in known.rules.values() for ask in rule]
    of_texts = len(known.lines) - len(asks)
    yield from ((line, line.text) for line in known.lines[:of_texts])
    yield from zip(known.lines[of_texts:], asks, strict=True)


def without(known: KnownAsks, left_out: set[str], embedder: Any) -> KnownAsks:
    """The same asks without some."""

    def rest(asks: Sequence[str]) -> tuple[str, ...]:
        return tuple(ask for ask in asks if ask not in left_out)

    policies = [
        replace(
            policy,
            asks=tuple(replace(one, asks=rest(one.asks)) for one in policy.asks),
            not_held=rest(policy.not_held),
        )
        for policy in known.policies
    ]
    rules = {name: rest(asks) for name, asks in known.rules.items()}
    return replace(
        known,
        policies=policies,
        embedder=embedder,
        rules=rules,
        off_subject=rest(known.off_subject),
        keep=made_anew,
        embed=None,
        all_masked=None,
        _shelves={},
        _terms={},
    )


def decided(line: KnownLine, text: str, known: KnownAsks, opened: _Opened) -> Iterable[tuple[str, Decision]]:
    """What would be decided of one ask, and whether that is right."""
    policy = line.target.policy
    question = Question(text, DAY, batch=policy.batch if policy else None)
    corpus: Corpus = opened.corpus
    understood = understand(question, corpus, known.segmenter)
    if understood.intent != "question":
        return
    batch = understood.batch.batch
    if policy and batch and not counts(line.target, {batch, None}, None):
        return
    rule = line.target.rule
    kind = "text" if policy or rule == TEXT else "rule" if rule else line.key
    yield from (("rule", one) for one in rules_decided(text, kind, rule, known, opened, understood))
    if kind != "rule" and rule is None:
        yield from words_decided(line, text, kind, known, opened, understood)


def rules_decided(
    text: str, kind: str, rule: str | None, known: KnownAsks, opened: _Opened, understood: Understood
) -> Iterable[Decision]:
    """The rules nearest to an ask."""
    book, batch = opened.rulebook, understood.batch.batch
    assert book is not None
    wants = Wants(book, known.segmenter, opened.corpus.schemes, known)
    situation = read_situation(text, DAY, book.places)
    near = known.near(text, [batch] if batch else ())
    offers = wants.offered.offers(near, situation, batch)
    for offer in sorted(offers, key=lambda one: -near.rules[one.name])[:RIVALS]:
        yield Decision(text, kind, rule_features(offer, near, situation), offer.name == rule)


def words_decided(
    line: KnownLine, text: str, kind: str, known: KnownAsks, opened: _Opened, understood: Understood
) -> Iterable[tuple[str, Decision]]:
    """The words that known asks point to, and those extracted."""
    asked = understood.asked[0]
    finder = Finder(opened.retriever, opened.pipeline.shelf, known)
    retrieval = finder.retrieve(asked.query)
    extraction = extract(asked, retrieval, finder.shelf)
    own = extraction.confidence(retrieval.answerable)
    near: Near = finder.near(asked)
    wanted = finder.words_of(line.target, asked, 0)
    found = finder.words_near(near, asked, 0)
    judged = [KnownWords(choice, score, shares_words(choice, extraction.chosen)) for choice, score in found]
    said = Said.by(asked.query.text, finder.shelf)
    for one in judged:
        right = wanted is not None and shares_words(one.chosen, [wanted])
        yield "known", Decision(text, kind, known_features(one, near, own, said), right)
    if extraction.chosen and not extraction.named:
        right = wanted is not None and shares_words(wanted, extraction.chosen)
        yield "extracted", Decision(text, kind, extracted_features(judged, extraction.chosen, near, own, said), right)


def fitted(made: Sequence[Decision]) -> tuple[dict[str, float], NDArray[np.float64]]:
    """Coefficients by feature with `bias`, and the chance of each decision by a fit that did not see it."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    names = list(made[0].features)
    rows = np.array([[one.features[name] for name in names] for one in made])
    right = np.array([one.right for one in made])
    model = LogisticRegression(C=3.0, max_iter=5000)
    asks = [one.ask for one in made]
    chance = cross_val_predict(model, rows, right, groups=asks, cv=GroupKFold(5), method="predict_proba")[:, 1]
    model.fit(rows, right)
    slopes = dict(zip(names, np.round(model.coef_[0], 2).tolist(), strict=True))
    return {"bias": round(float(model.intercept_[0]), 2), **slopes}, chance


def show(language: Language, what: str, made: Sequence[Decision], chance: NDArray[np.float64]) -> None:
    """For each least chance: how many asks of a kind are taken, and how many of those rightly."""
    best: dict[str, int] = {}
    for number, one in enumerate(made):
        if one.ask not in best or chance[number] > chance[best[one.ask]]:
            best[one.ask] = number
    kinds = sorted({one.kind for one in made})
    print(f"\n{language}, {what}: {len(best)} asks\n| least | " + " | ".join(f"{k}: taken, rightly" for k in kinds))
    for least in LEAST:
        cells = []
        for kind in kinds:
            mine = [number for number in best.values() if made[number].kind == kind]
            taken = [number for number in mine if chance[number] >= least]
            cells.append(f"{len(taken) / len(mine):.1%}, {sum(made[n].right for n in taken) / len(mine):.1%}")
        print(f"| {least} | " + " | ".join(cells) + " |")


def main() -> None:
    """Fit each decision of each language, show the tables, and keep the result when asked to."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_chances", description="Make the chances of decisions.")
    parser.add_argument("--share", type=float, default=1.0, help="the share of the asks that is asked")
    parser.add_argument("--write", action="store_true", help=f"put the coefficients into {FILE.name}")
    options = parser.parse_args()
    opened = open_assistant(load_settings())._opened()
    weights: dict[str, dict[str, dict[str, float]]] = defaultdict(dict)
    for (language, what), made in sorted(decisions(opened, options.share).items()):
        weights[language][what], chance = fitted(made)
        show(language, what, made, chance)
    if options.write:
        FILE.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
