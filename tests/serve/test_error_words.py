"""Errors as a page tells them: in its language, by their code or their class."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import assistant
from assistant import errors
from assistant.corpus_files.problems import Problem, facts_of
from assistant.errors import (
    AssistantError,
    EncryptedDocument,
    IndexStateError,
    NotFound,
    NotInForce,
    Unavailable,
    UsageError,
)
from assistant.serve.wording import error_words, fault_words, labels

HOME = Path(assistant.__file__).parent
TREES = [ast.parse(file.read_text(encoding="utf-8")) for file in HOME.rglob("*.py")]
OWN = {"what", "do", "where"}


def literals(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def coded_calls() -> list[tuple[str, set[str]]]:
    """Every code that is named where an error is made, with the facts that go with it."""
    found = []
    for call in (node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Call)):
        named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        made = call.func.id if isinstance(call.func, ast.Name) else ""
        if "code" in named and made in errors.__all__:
            more = {"file", "day"} if any(keyword.arg is None for keyword in call.keywords) else set()
            found += [(code, set(named) - {"code"} | more) for code in literals(named["code"])]
    return found


def blanks(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_every_code_has_words_in_both_languages_whose_blanks_its_facts_fill():
    calls = coded_calls()
    assert len(calls) > 20
    for code, facts in calls:
        for language in ("en", "zh"):
            assert blanks(labels(language)[f"error_{code}"]) <= facts | OWN, code


def test_no_words_are_kept_for_an_error_that_is_never_made():
    used = set().union(*map(literals, TREES)) | {"written_in_en", "written_in_zh", "Exception", *errors.__all__}
    assert {name for name in labels("en") if name.startswith("error_")} <= {f"error_{code}" for code in used}


@pytest.mark.parametrize(
    ("error", "english", "chinese"),
    [
        (UsageError("x", code="no_day", value="soon"), "“soon” is not a day", "“soon”不是日期"),
        (EncryptedDocument("locked", where="a.pdf"), "a.pdf: the file is protected", "a.pdf：文件有密码保护"),
        (NotInForce("it has no value"), "It has no value", "请换一个日期"),
        (NotFound("gone"), "not here any more", "已不存在"),
        (RuntimeError("secret path"), "Something went wrong", "系统出现问题"),
    ],
)
def test_an_error_is_told_in_the_language_of_the_page(error, english, chinese):
    assert english in error_words(error, "en")
    assert chinese in error_words(error, "zh")


@pytest.mark.parametrize("kind", [Unavailable, IndexStateError])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_where_a_server_keeps_things_is_not_told_on_a_page(kind, language):
    assert "/srv/x" not in error_words(kind("down", where="/srv/x"), language)


def test_a_field_is_named_as_the_page_names_it():
    error = UsageError("no count", code="no_count", input="enterprises", value="many")
    assert error_words(error, "zh", input="企业数量").startswith("企业数量：")


def test_a_fault_of_the_check_is_told_like_an_error():
    fault = Problem("a.md", 7, "no source", "Write it", "no_source", facts_of({"line": 7}))
    assert "第7行" in fault_words(fault, "zh")
    assert "Line 7" in fault_words(fault, "en")


def test_a_fault_without_words_of_its_own_says_that_it_is_in_english():
    assert fault_words(Problem("a.yaml", 1, "the key is not known", "Remove it"), "zh").startswith("系统提示（英文）")


def test_an_error_told_of_another_place_is_the_same_error():
    error = UsageError("wrong", where="draft.md", do="mend it", code="no_day", value="x").at("a.md")
    assert (error.message, error.code, error.facts) == ("a.md: wrong. mend it", "no_day", {"value": "x"})
    assert isinstance(error, AssistantError)
