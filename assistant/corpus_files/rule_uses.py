"""The rules of a rules.yaml: each with the parameters, lists and items that it uses, its own and other policies'."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from assistant.corpus_files.problems import refuse_at
from assistant.corpus_files.rule_shapes import RuleShape, RulesShape
from assistant.corpus_files.strict_yaml import Place as Spot
from assistant.corpus_files.strict_yaml import YamlFile
from assistant.model import Policy, as_json
from assistant.rules.kinds import KINDS
from assistant.rules.parameters import Item, Parameter, PlaceList, RuleData, RuleSheet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shared:
    """What a rule may name, by "policy id#name"."""

    parameters: Mapping[str, Parameter]
    lists: Mapping[str, PlaceList]
    items: Mapping[str, tuple[Item, ...]]
    asks: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads the rules of one rules.yaml. Each method refuses the file at the first fault."""

    policy: Policy
    shape: RulesShape
    file: YamlFile
    own: RuleSheet
    shared: Shared

    def sheet(self) -> RuleSheet:
        """The sheet with its rules, each of which has found all that it uses."""
        return replace(self.own, rules=tuple(self.rule(key, shape) for key, shape in self.shape.rules.items()))

    def rule(self, key: str, shape: RuleShape) -> RuleData:
        """One rule; its key is the name of its kind, with a batch behind a dot where the policy has several."""
        name = key.split(".")[0]
        self.check_roles(name, key, shape)
        spot: Spot = ("rules", key)
        shared, closed = self.shared, {entry.name: entry for entry in self.own.not_calculable}
        return signed(
            RuleData(
                name,
                self.policy.id,
                shape.batch or self.policy.batch,
                {
                    role: self.named((*spot, "parameters", role), shared.parameters, self.full(one))
                    for role, one in shape.parameters.items()
                },
                {
                    role: tuple(self.named((*spot, "lists", role), shared.lists, self.full(one)) for one in names)
                    for role, names in shape.lists.items()
                },
                {
                    role: self.named((*spot, "items", role), shared.items, self.full(one))
                    for role, one in shape.items.items()
                },
                {
                    case: self.named((*spot, "not_calculable", case), closed, one)
                    for case, one in shape.not_calculable.items()
                },
                self.asks(shape),
            )
        )

    def check_roles(self, name: str, key: str, shape: RuleShape) -> None:
        """The kind is known, has all that it needs, and nothing that it does not know."""
        spot: Spot = ("rules", key)
        if name not in KINDS:
            refuse_at(self.file, spot, f'there is no kind of rule "{name}"', f"Kinds: {', '.join(KINDS)}")
        kind = KINDS[name]
        if missing := next((role for role in kind.NEEDED if role not in shape.parameters), None):
            what = f"{name} needs the parameter {missing}"
            refuse_at(self.file, spot, what, f"Write {missing}: and the name of a parameter")
        for key_of, word, given, known in (
            ("parameters", "parameter", shape.parameters, (*kind.NEEDED, *kind.OPTIONAL)),
            ("lists", "list", shape.lists, kind.LISTS),
            ("items", "list of items", shape.items, getattr(kind, "ITEMS", ())),
        ):
            if unknown := next((role for role in given if role not in known), None):
                what = f"{name} has no {word} {unknown}"
                refuse_at(self.file, (*spot, key_of, unknown), what, f"It has {', '.join(known) or 'none'}")

    def asks(self, shape: RuleShape) -> tuple[str, ...]:
        """How the rule is asked for: its own phrasings, then those of the rule it shares them with."""
        others = self.shared.asks.get(self.full(shape.asks_of), []) if shape.asks_of else []
        return (*shape.asks, *others)

    def named(self, spot: Spot, known: Mapping[str, T], name: str) -> T:
        """The thing of that name, here or in another policy."""
        if name not in known:
            what = f'nothing is called "{name.removeprefix(f"{self.policy.id}#")}"'
            refuse_at(self.file, spot, what, "Write a name of this file, or policy id#name of another policy")
        return known[name]

    def full(self, name: str) -> str:
        """The name with its policy."""
        return name if "#" in name else f"{self.policy.id}#{name}"


def signed(data: RuleData) -> RuleData:
    """The rule with the sha256 of all that can change its results."""
    held: Any = as_json((data.parameters, data.lists, data.items, data.not_calculable))
    digest = hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return replace(data, sha256=digest)
