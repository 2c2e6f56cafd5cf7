"""The words of the rules: templates without figures, and enough examples of how a rule is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from assistant.corpus_files.problems import Problem, problem_at
from assistant.corpus_files.rule_shapes import RulesShape, RuleWordsShape
from assistant.corpus_files.shapes import BothLanguages
from assistant.corpus_files.strict_yaml import Place as Spot
from assistant.corpus_files.strict_yaml import YamlFile
from assistant.documents.figures import figures_in
from assistant.rules.rulebook import Rulebook

FEWEST_ASKS: Final = 10
SLOT: Final = re.compile(r"\{[^}]*\}")


def template_faults(words: RuleWordsShape, file: YamlFile) -> Iterator[Problem]:
    """Templates that hold a figure, in digits or in words: each comes from a parameter, an input or the computation,
    or else the answer with it is held back as not supported."""
    groups: list[tuple[Spot, Mapping[str, BothLanguages]]] = [(("shared",), words.shared), (("codes",), words.codes)]
    groups += [(("kinds", name, "lines"), kind.lines) for name, kind in words.kinds.items()]
    for spot, lines in groups:
        for name, line in lines.items():
            if re.search(r"[0-9０-９]", line.en + line.zh):
                what = f"the template {name} holds a digit"
                yield problem_at(file, (*spot, name), what, "Let a slot give the number")
            elif said := written_out(line.en) or written_out(line.zh):
                what = f'the template {name} holds a figure, "{said}"'
                yield problem_at(file, (*spot, name), what, "Let a slot give it, or say it without a number")


def written_out(template: str) -> str | None:
    """The first figure that a template writes in words, slots left out."""
    plain = SLOT.sub("so much", template)
    return next((plain[figure.start : figure.end] for figure in figures_in(plain)), None)


def ask_faults(shape: RulesShape, file: YamlFile, rulebook: Rulebook) -> Iterator[Problem]:
    """Rules that have too few examples of how they are asked for, in whichever batch they have the most."""
    for key in shape.rules:
        name = key.split(".")[0]
        held = max(len(rule.asks) for sheet in rulebook.sheets for rule in sheet.rules if rule.name == name)
        if held < FEWEST_ASKS:
            what = f"{name} has {held} examples of how it is asked for"
            do = f"Write at least {FEWEST_ASKS} under asks, English and Chinese"
            yield problem_at(file, ("rules", key), what, do)
