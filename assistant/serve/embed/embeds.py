"""The embeds file: which portals may show the assistant, on which pages, with which look and limits.

A secret never stands in the file; it names the environment variable or the file that holds it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints

from assistant.corpus_files.problems import Problem, refuse
from assistant.corpus_files.reading import check_shape
from assistant.corpus_files.shapes import Shape
from assistant.errors import CorpusError, NotFound, SettingsError
from assistant.model import Language
from assistant.serve.embed.contrast import LEAST_CONTRAST, SHEETS, contrast

SHORTEST_SECRET: Final = 32
"""Bytes; HS256 asks for as many as its hash has."""
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
KEY_ID: Final = re.compile(r"[\w.-]{1,64}")
ORIGIN: Final = re.compile(r"https://[a-z0-9.-]+(:\d{1,5})?|http://(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?")
COLOUR: Final = r"#[0-9a-fA-F]{6}"

Colour = Annotated[str, StringConstraints(pattern=rf"^{COLOUR}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=400)]


class _Texts(Shape):
    en: Words
    zh: Words


class _Pair(Shape):
    accent: Colour
    on_accent: Colour


class _Colours(Shape):
    light: _Pair | None = None
    dark: _Pair | None = None


class _Limits(Shape):
    questions_per_minute: int = Field(10, ge=1, le=600)
    question_length: int = Field(1_000, ge=20, le=10_000)


class _Embed(Shape):
    title: _Texts
    origins: list[str] = Field(min_length=1)
    secrets: dict[str, str] = Field(min_length=1)
    issuer: Words | None = None
    scheme: Words | None = None
    batch: Words | None = None
    language: Language | None = None
    greeting: _Texts | None = None
    colours: _Colours = _Colours()
    limits: _Limits = _Limits(questions_per_minute=10, question_length=1_000)


class _EmbedsFile(Shape):
    embeds: dict[str, _Embed] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Embed:
    """One portal's way in. `keys` maps a key id to its secret, the first one signs; `colours` by "light" and "dark".

    `language` None leaves the choice to the reader; `scheme` and `batch` None leave it to the question.
    """

    name: str
    title: Mapping[str, str]
    origins: tuple[str, ...]
    keys: Mapping[str, bytes] = field(repr=False)
    issuer: str
    scheme: str | None = None
    batch: str | None = None
    language: Language | None = None
    greeting: Mapping[str, str] | None = None
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    questions_per_minute: int = 10
    question_length: int = 1_000


def embed_named(name: str, embeds: Mapping[str, Embed]) -> Embed:
    """The embed. Raises NotFound."""
    if name not in embeds:
        raise NotFound(f"there is no embed {name!r}", do="Name one of the embeds file (setting embeds_file)")
    return embeds[name]


def load_embeds(file: Path | None, environment: Mapping[str, str] = os.environ) -> Mapping[str, Embed]:
    """The embeds by name; none without a file. Raises SettingsError with file, line and field."""
    if file is None:
        return {}
    try:
        checked = check_shape(file, _EmbedsFile)
        problems = list(checked.problems)
        shown = checked.value.embeds if checked.value else {}
        for name, embed in shown.items():
            found = [*_faults(name, embed)]
            problems += [
                Problem(str(file), checked.file.line_of(("embeds", name, *keys)), what, do) for keys, what, do in found
            ]
        if problems:
            refuse(problems)
        return {name: _embed(name, embed, file, environment) for name, embed in shown.items()}
    except CorpusError as error:
        raise SettingsError(error.what.partition(" (")[0], where=error.where, do=error.do) from None


@cache
def embeds_in(file: Path | None) -> Mapping[str, Embed]:
    """The embeds of the file, read once: a server reads it when it starts."""
    return load_embeds(file)


Fault = tuple[tuple[str | int, ...], str, str]


def _faults(name: str, embed: _Embed) -> list[Fault]:
    """What is wrong beyond the shape: names, origins, key ids, colours that cannot be read."""
    found: list[Fault] = []
    if not NAME.fullmatch(name):
        found.append(((), f"{name!r} cannot name an embed", "Use a-z, 0-9 and hyphens"))
    for number, origin in enumerate(embed.origins):
        if not ORIGIN.fullmatch(origin):
            do = "Write it as https://portal.example (no path; http only for this machine)"
            found.append((("origins", number), f"origins.{number + 1} is {origin!r}, which is no origin", do))
    ids = (key for key in embed.secrets if not KEY_ID.fullmatch(key))
    found += [(("secrets", key), f"{key!r} cannot be a key id", "Use letters, digits, dots and hyphens") for key in ids]
    for shade in ("light", "dark"):
        if pair := getattr(embed.colours, shade):
            found += _unreadable(shade, pair.accent, pair.on_accent)
    return found


def _unreadable(shade: str, accent: str, on_accent: str) -> list[Fault]:
    """Pairs of the shade whose contrast is too low to read."""
    pairs = {"on_accent on accent": (on_accent, accent), "accent on the page": (accent, SHEETS[shade])}
    return [
        (
            ("colours", shade),
            f"colours.{shade}: {pair} has a contrast of {contrast(*two):.1f}, less than {LEAST_CONTRAST}",
            "Choose a darker or a lighter colour",
        )
        for pair, two in pairs.items()
        if contrast(*two) < LEAST_CONTRAST
    ]


def _embed(name: str, read: _Embed, file: Path, environment: Mapping[str, str]) -> Embed:
    colours: dict[str, Mapping[str, str]] = {
        shade: pair.model_dump() for shade in ("light", "dark") if (pair := getattr(read.colours, shade))
    }
    return Embed(
        name=name,
        title=read.title.model_dump(),
        origins=tuple(read.origins),
        keys={
            key: _secret(source, f"{file}: embeds.{name}.secrets.{key}", file, environment)
            for key, source in read.secrets.items()
        },
        issuer=read.issuer or name,
        scheme=read.scheme,
        batch=read.batch,
        language=read.language,
        greeting=read.greeting.model_dump() if read.greeting else None,
        colours=colours,
        questions_per_minute=read.limits.questions_per_minute,
        question_length=read.limits.question_length,
    )


def _secret(source: str, where: str, file: Path, environment: Mapping[str, Any]) -> bytes:
    """What the source holds: "env:NAME" or "file:PATH", the path from the embeds file's folder."""
    kind, _, place = source.partition(":")
    if kind == "env" and re.fullmatch(r"[A-Z_][A-Z0-9_]*", place):
        secret = str(environment.get(place, "")).strip().encode()
    elif kind == "file" and place:
        try:
            secret = (file.parent / place).read_bytes().strip()
        except OSError as error:
            raise SettingsError(f"the secret cannot be read: {error.strerror}", where=where) from None
    else:
        do = "Write env:NAME for an environment variable or file:PATH for a file, never the secret itself"
        raise SettingsError("this does not say where the secret is", where=where, do=do)
    if len(secret) < SHORTEST_SECRET:
        what = f"{source} holds {len(secret)} bytes, a secret has at least {SHORTEST_SECRET}"
        raise SettingsError(what, where=where, do="Make one with: openssl rand -hex 32")
    return secret
