"""Nouns of the model as JSON and back, for what is kept on disk. Fields at their default are left out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from assistant.model import as_json

Noun = TypeVar("Noun")
Decoder = Callable[[Any], Any]


def encoded(noun: Any) -> str:
    """The frozen dataclass as one line of JSON."""
    return json.dumps(plain(noun), ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    """Dicts, lists and scalars only, without the fields that are at their default."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        given = ((f, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {f.name: plain(item) for f, item in given if not _is_default(f, item)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return as_json(value)


def decoded(noun: type[Noun], text: str | bytes) -> Noun:
    """The noun that was encoded."""
    return from_plain(noun, json.loads(text))


def from_plain(noun: type[Noun], value: Any) -> Noun:
    """The noun whose `plain` form is given."""
    decode: Decoder = _decoder(typing.cast("typing.Hashable", noun))
    return typing.cast("Noun", decode(value))


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    if field.default is not dataclasses.MISSING:
        return bool(value == field.default)
    return field.default_factory is not dataclasses.MISSING and value == field.default_factory()


@cache
def _decoder(kind: Any) -> Decoder:
    """What turns a JSON value into that type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        return _noun_decoder(typing.cast("type[Any]", kind))
    if origin in (typing.Union, types.UnionType):
        return _optional(_decoder(next(a for a in arguments if a is not type(None))))
    if origin is tuple and arguments[-1] is ...:
        item = _decoder(arguments[0])
        return lambda value: tuple([item(one) for one in value])
    if origin is frozenset:
        member = _decoder(arguments[0])
        return lambda value: frozenset(member(one) for one in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        inner = _decoder(arguments[1])
        return lambda value: {key: inner(one) for key, one in value.items()}
    if kind is dt.date:
        return dt.date.fromisoformat
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else _same


def _noun_decoder(kind: type[Any]) -> Decoder:
    hints = typing.get_type_hints(kind)
    fields = {field.name: _decoder(hints[field.name]) for field in dataclasses.fields(kind)}
    return lambda value: kind(**{name: fields[name](item) for name, item in value.items()})


def _optional(inner: Decoder) -> Decoder:
    return lambda value: None if value is None else inner(value)


def _same(value: Any) -> Any:
    return value
