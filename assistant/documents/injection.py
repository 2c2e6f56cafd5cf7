"""Finds words in a document that are addressed to an assistant; they are pointed out, never obeyed.

Lines that try to take an assistant over are not searched or quoted either: shown as policy they would mislead people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.model import Span

_KINDS: dict[str, tuple[str, ...]] = {
    "override": (
        r"(?:ignore|disregard|forget|override|bypass)\s+(?:all\s+|any\s+|the\s+|your\s+|these\s+|my\s+)*"
        r"(?:previous|prior|earlier|above|preceding|foregoing|system|existing|original)?\s*"
        r"(?:instructions?|prompts?|rules|guidelines|directions)(?:\s+(?:above|before|given|you))?",
        r"do\s+not\s+(?:follow|obey)\s+(?:the\s+|your\s+|any\s+)?(?:previous|prior|above|system)",
        r"(?:忽略|无视|忘记|忘掉|不要理会|不要遵守|不要遵循)(?:掉)?(?:你)?(?:所有|全部|一切|任何)?(?:之前|以上|上述|前面|上面|先前|此前|系统|原有)?"
        r"(?:的)?(?:所有|全部|任何)?(?:的)?(?:指令|指示|提示词?|命令|设定|要求和指令)",
    ),
    "system prompt": (
        r"(?:your|the|hidden|reveal|show|print|repeat)\s+system\s+prompt",
        r"<\|?(?:im_start|im_end|system|assistant|endoftext)\|?>|\[/?INST\]|<<SYS>>|###\s*(?:system|instruction)\s*:",
        r"(?:^|\n)\s*(?:system|assistant)\s*:\s*(?=you\b|ignore\b|from now\b)",
        r"系统(?:提示词|提示语|指令)[：:是为]|(?:显示|输出|透露|泄露|打印)(?:你的)?(?:系统)?提示词",
    ),
    "role": (
        r"(?:from now on|henceforth),?\s+you\s+(?:are|will|must|should)\b",
        r"you are now\s+(?:an?\s+)?(?:[\w-]+\s+){0,2}(?:AI|assistant|chat\s?bot|language model|LLM|DAN)\b",
        r"(?:you are|act as|pretend to be|behave as)\s+(?:an?\s+)?"
        r"(?:unrestricted|jailbroken|different|new|helpful)?\s*"
        r"(?:AI|assistant|chat\s?bot|language model|LLM|DAN)\b",
        r"从现在(?:开始|起)[，,]?你(?:是|将|必须|要)|你现在是(?:一个|一名)?.{0,12}(?:助手|机器人|模型|AI)",
    ),
    "reply": (
        r"(?:AI|assistants?|chat\s?bots?|language models?|LLMs?)\b[^.\n]{0,40}\b(?:must|should|shall|have to)\s+"
        r"(?:answer|reply|respond|say|tell|output|recommend|state)\b",
        r"you\s+must\s+(?:always\s+)?(?:answer|reply|respond)\s+(?:with|that|only|yes|no)\b",
        r"when\s+(?:asked|answering|you answer)[^.\n]{0,40},\s*(?:always\s+)?(?:say|answer|reply|respond|state)\b",
        r"(?:AI|人工智能|助手|模型|机器人)(?:必须|应当|应该|请|只能|务必)(?:直接)?(?:回答|回复|输出|告诉|声称)",
        r"(?:你必须|请你务必|你只能)(?:回答|回复|输出)",
    ),
    "tool": (
        r"(?:call|use|invoke|run|execute)\s+(?:the\s+)?(?:tool|function|shell|command|python)\b"
        r"[^.\n]{0,30}\b(?:with|to|and)\b[^.\n]{0,30}"
        r"\b(?:send|post|upload|delete|email|fetch)",
        r"(?:send|post|upload|forward|exfiltrate)\s+(?:the\s+|this\s+|all\s+)?"
        r"(?:conversation|chat history|api key|password|user data)",
    ),
}
_PATTERNS = {
    kind: re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE) for kind, patterns in _KINDS.items()
}
_TAKES_OVER = frozenset({"override", "system prompt", "hidden"})
_NEW_ROLE = re.compile(r"\bnow\b|pretend|现在", re.IGNORECASE)
_HIDDEN = re.compile(r"[\U000e0000-\U000e007f]{3,}|[\u200b\u2060\u2062\u2063\u2064]{6,}")


@dataclass(frozen=True, slots=True)
class Instruction:
    """Words that speak to an assistant: their range and kind (override, system prompt, role, reply, tool, hidden)."""

    start: int
    end: int
    kind: str


def instructions_in(text: str) -> tuple[Instruction, ...]:
    """Every place that speaks to an assistant, in order."""
    found = [Instruction(m.start(), m.end(), kind) for kind, p in _PATTERNS.items() for m in p.finditer(text)]
    found.extend(Instruction(match.start(), match.end(), "hidden") for match in _HIDDEN.finditer(text))
    return tuple(sorted(found, key=lambda item: (item.start, item.end)))


def lines_that_take_over(text: str) -> tuple[Span, ...]:
    """The whole lines that tell an assistant to forget its orders or to be another one, in order.

    Words on how an assistant shall answer are not among them: a policy on artificial intelligence says such things.
    """
    found = [
        item
        for item in instructions_in(text)
        if item.kind in _TAKES_OVER or (item.kind == "role" and _NEW_ROLE.search(text, item.start, item.end))
    ]
    starts = (text.rfind("\n", 0, item.start + 1) + 1 for item in found)
    ends = (text.find("\n", item.end) for item in found)
    return tuple(Span(start, end if end >= 0 else len(text)) for start, end in zip(starts, ends, strict=True))
