"""prompts/rules.yaml: the words that rules are put into."""

from __future__ import annotations

from pathlib import Path

from assistant.corpus_files.reading import read_shape
from assistant.corpus_files.rule_shapes import RuleWordsShape
from assistant.rules.wording import InputWords, KindWords, RuleWords

WORDS = Path("prompts/rules.yaml")
"""Beneath the home folder."""


def load_rule_words(file: Path) -> RuleWords:
    """The words of prompts/rules.yaml."""
    shape, _ = read_shape(file, RuleWordsShape)
    kinds = {
        name: KindWords(
            kind.title.by_language(),
            kind.purpose.by_language(),
            {
                key: InputWords(
                    words.title.by_language(), words.ask.by_language(), words.help.by_language() if words.help else {}
                )
                for key, words in kind.inputs.items()
            },
            {key: words.by_language() for key, words in kind.lines.items()},
        )
        for name, kind in shape.kinds.items()
    }
    shared = {key: words.by_language() for key, words in shape.shared.items()}
    codes = {key: words.by_language() for key, words in shape.codes.items()}
    return RuleWords(kinds, shared, codes, {key: (u.one, u.many, u.zh) for key, u in shape.units.items()})
