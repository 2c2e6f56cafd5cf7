"""The flags of a rule on the command line, made from its inputs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final, NoReturn

from assistant.errors import UsageError
from assistant.rules.inputs import nearest_or_all
from assistant.serve.cli.arguments import Parser, add_rule_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Language
    from assistant.rules.case import Input
    from assistant.rules.rulebook import RuleInfo

SHOWN: Final = {
    "place": "PLACE",
    "places": "PLACE,PLACE",
    "date": "DAY",
    "count": "N",
    "percent": "PERCENT",
    "score": "N",
    "choice": "CHOICE",
    "text": "NAME",
    "flag": "yes|no",
}


def read_options(arguments: argparse.Namespace) -> list[str]:
    """Takes the options of the command out of what stands behind the rule's name; the rest is returned."""
    parser = Parser(prog="policy-assistant rule", add_help=False, allow_abbrev=False)
    add_rule_options(parser)
    return parser.parse_known_args(arguments.rest, arguments)[1]


def read_flags(info: RuleInfo, arguments: Sequence[str], language: Language) -> dict[str, str]:
    """The inputs given, as texts by name.

    Raises UsageError for an unknown flag, naming the nearest one; `--help` prints and exits.
    """
    parser = RuleParser(
        prog=f"policy-assistant rule {info.name}",
        description=info.purpose[language],
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    own = parser.add_argument_group("inputs of the rule")
    for wanted in info.inputs:
        own.add_argument(flag_of(wanted.name), **_kinds(wanted), dest=wanted.name, help=_help(wanted, info, language))
    add_rule_options(parser.add_argument_group("options of every rule"))
    read = vars(parser.parse_args(list(arguments)))
    return {wanted.name: read[wanted.name] for wanted in info.inputs if read[wanted.name] is not None}


class RuleParser(Parser):
    """Names the nearest flag for one that is unknown."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Raises UsageError."""
        found, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self.unknown(unknown[0])
        return found

    def unknown(self, word: str) -> NoReturn:
        """Refuses a word that is no flag of the rule."""
        known = [option for action in self._actions for option in action.option_strings if option.startswith("--")]
        if not word.startswith("--"):
            raise UsageError(f'"{word}" belongs to no flag', do=f"See: {self.prog} --help")
        raise UsageError(f"{self.prog} has no flag {word.split('=')[0]}", do=nearest_or_all(word, known, "Flags"))


def flag_of(name: str) -> str:
    """An input's name as a flag."""
    return f"--{name.replace('_', '-')}"


def _kinds(wanted: Input) -> dict[str, Any]:
    """How argparse reads it; all values stay texts, which the rule reads by type."""
    alone = {"nargs": "?", "const": "yes"} if wanted.type == "flag" else {}
    return {"metavar": SHOWN[wanted.type], **alone}


def _help(wanted: Input, info: RuleInfo, language: Language) -> str:
    """The title, more about it, and the choices of a choice; a percent sign is doubled for argparse."""
    words = info.words[wanted.name]
    told = [words.title[language], words.help.get(language, "")]
    choices = info.choices if language == "en" else info.choices_zh
    if wanted.type in ("choice", "text") and (found := choices.get(wanted.name)):
        told.append(" / ".join(found))
    return "; ".join(part.rstrip(".。") for part in told if part).replace("%", "%%")
