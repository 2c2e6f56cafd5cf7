"""Claims are read from a reply as each completes, however it is cut."""

from __future__ import annotations

import json

import pytest

from assistant.answering.claims import Claim, ClaimReader

CLAIMS = [
    {"text": 'A "quoted" } brace', "cites": ["c1"], "quote": "} ] {"},
    {"text": "二〇二五年", "cites": ["c1", "f1"], "quote": "两份"},
]
REPLY = json.dumps({"claims": CLAIMS}, ensure_ascii=False, indent=1)


def read(*pieces: str) -> tuple[list[Claim], ClaimReader]:
    reader = ClaimReader()
    return [claim for piece in pieces for claim in reader.feed(piece)], reader


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_every_cut_of_a_reply_gives_the_same_claims(size: int) -> None:
    claims, reader = read(*(REPLY[at : at + size] for at in range(0, len(REPLY), size)))
    assert [claim.model_dump() for claim in claims] == CLAIMS
    assert reader.complete


def test_a_claim_is_there_with_its_last_brace() -> None:
    reader = ClaimReader()
    end = REPLY.index("},") + 1
    assert list(reader.feed(REPLY[: end - 1])) == []
    assert [claim.text for claim in reader.feed(REPLY[end - 1 : end])] == [CLAIMS[0]["text"]]
    assert not reader.complete


def test_thoughts_and_what_stands_around_the_object_are_passed_over() -> None:
    thought = '<think>{"claims": [{"text": "no", "cites": [], "quote": ""}]}</think>Here it is:\n```json\n'
    claims, reader = read(thought[:20], thought[20:], REPLY, "\n```")
    assert len(claims) == 2
    assert reader.complete


def test_an_open_thought_gives_nothing() -> None:
    claims, reader = read('<think>{"claims": [{"text": "no", "cites": [], "quote": ""}]}')
    assert claims == []
    assert not reader.complete


@pytest.mark.parametrize(
    "item", [{"text": ""}, {"text": 5}, {"cites": ["c1"]}, {"text": "x" * 601}, {"text": "x", "cites": "c1"}]
)
def test_what_is_no_claim_is_set_aside(item: dict[str, object]) -> None:
    claims, reader = read(json.dumps({"claims": [item, CLAIMS[1]]}))
    assert [claim.text for claim in claims] == ["二〇二五年"]
    assert len(reader.unreadable) == 1


@pytest.mark.parametrize("text", ["", "I do not know.", '{"answer": 1}', '{"claims": "none"}', '{"claims": [1, 2]}'])
def test_a_reply_in_another_form_has_no_claim(text: str) -> None:
    claims, reader = read(text)
    assert claims == []
    assert not reader.complete
