"""How many wrong drafts get through: good claims over the corpus, each changed in one thing, held against the checks.

    python -m bench.model_drafts            # the table, and every miss
    python -m bench.model_drafts --seed 7   # other changes

A good claim is a sentence of the corpus as it stands, or said a little otherwise (another word of the same bound, digits
for words, a day in another form, the first half of a sentence). A bad one has one figure, day, name, marker, negation,
bound or modality changed, so that it says what the text does not.
"""

from __future__ import annotations

import argparse
import calendar
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from assistant.answering.claim_check import Checker
from assistant.answering.claims import Claim
from assistant.answering.evidence import Evidence
from assistant.answering.quotes import Draft, plain_text
from assistant.answering.verify import Failure
from assistant.documents.figures import Figure, figures_in
from assistant.documents.language import language_of

if TYPE_CHECKING:
    from assistant.answering.support import Known
    from assistant.model import Language, Passage
    from assistant.ports import Catalog

NEVER = ("number", "number from the quote", "number as a word", "date", "name", "marker")
MOSTLY = ("negation", "bound", "modality")
GOOD = ("as it stands", "said otherwise", "written freely")
OTHERS = 3
FREE = Path(__file__).with_name("model_drafts.yaml")


@dataclass(frozen=True, slots=True)
class Changed:
    """A draft: the kind of change, the sentence of the corpus it comes from, and what it says now."""

    kind: str
    passage: Passage
    quote: str
    text: str
    cites: tuple[str, ...] = ("c1",)

    @property
    def language(self) -> Language:
        """The language of the claim."""
        return language_of(self.text)


@dataclass
class Tally:
    """Drafts of a kind by language: how many, how many were shown, and the ones that should have gone the other way."""

    tried: dict[tuple[str, Language], int] = field(default_factory=dict)
    shown: dict[tuple[str, Language], int] = field(default_factory=dict)
    wrong: list[tuple[Changed, str]] = field(default_factory=list)

    def share(self, kinds: Sequence[str]) -> float:
        """The part of these kinds that was shown."""
        tried = sum(count for (kind, _), count in self.tried.items() if kind in kinds)
        return sum(count for (kind, _), count in self.shown.items() if kind in kinds) / (tried or 1)

    def total(self) -> int:
        """How many drafts of a change there were."""
        return sum(count for (kind, _), count in self.tried.items() if kind not in GOOD)

    def table(self) -> str:
        """The tally as a Markdown table."""
        lines = ["| drafts | English: tried, shown | Chinese: tried, shown |", "|---|---|---|"]
        for kind in (*GOOD, *NEVER, *MOSTLY):
            cells = [f"{self.tried.get((kind, one), 0)}, {self.shown.get((kind, one), 0)}" for one in ("en", "zh")]
            lines.append(f"| {kind} | {cells[0]} | {cells[1]} |")
        return "\n".join(lines)


def run(catalog: Catalog, passages: Sequence[Passage], known: Known, seed: int = 1, most: int = 400) -> Tally:
    """Every draft over these passages, checked as in an answer: the passage among a few others."""
    chance = random.Random(seed)
    tally = Tally()
    for draft in drafts(passages, chance, most):
        others = chance.sample(passages, OTHERS)
        result = check(draft, others, catalog, known)
        key = (draft.kind, draft.language)
        tally.tried[key] = tally.tried.get(key, 0) + 1
        is_shown = not isinstance(result, Failure)
        tally.shown[key] = tally.shown.get(key, 0) + is_shown
        if is_shown != (draft.kind in GOOD):
            why = f"{result.check}: {result.why}" if isinstance(result, Failure) else "shown"
            tally.wrong.append((draft, why))
    return tally


def check(draft: Changed, others: Sequence[Passage], catalog: Catalog, known: Known) -> object:
    """What becomes of the draft as a model's claim."""
    evidence = Evidence(catalog, Draft(), draft.language)
    evidence.offer([draft.passage, *(one for one in others if draft.quote not in one.text)])
    checker = Checker(evidence, draft.language, catalog.text, known)
    return checker.check(Claim(text=draft.text, cites=list(draft.cites), quote=draft.quote))


def drafts(passages: Sequence[Passage], chance: random.Random, most: int) -> Iterator[Changed]:
    """Good and changed drafts of so many sentences, in an order that the seed gives."""
    held = list(_sentences(passages))
    free = yaml.safe_load(FREE.read_text(encoding="utf-8"))
    names = {language: _names(held, language) for language in ("en", "zh")}
    chance.shuffle(held)
    for passage, quote in held[:most]:
        plain = _one_line(plain_text(quote))
        bases = [("as it stands", plain), *(("written freely", one) for one in _written(plain, free))]
        if (other := _otherwise(plain, chance)) != plain:
            bases.append(("said otherwise", other))
        for kind, text in bases:
            yield Changed(kind, passage, quote, text)
        for kind, change in _CHANGES.items():
            text = chance.choice(bases)[1]
            if (changed := change(text, plain, chance)) not in (None, text, plain):
                yield Changed(kind, passage, quote, changed or "")
        text = chance.choice(bases)[1]
        if renamed := _other_name(text, plain, names[language_of(text)], chance):
            yield Changed("name", passage, quote, renamed)
        yield Changed("marker", passage, quote, text, (chance.choice(["c2", "c3", "c9", "f1", "c0"]),))


def _sentences(passages: Sequence[Passage]) -> Iterator[tuple[Passage, str]]:
    """Each whole sentence once, of a length that a claim has."""
    seen: set[str] = set()
    for passage in passages:
        for sentence in passage.sentences:
            plain = _one_line(plain_text(sentence.text))
            short = 12 if language_of(plain) == "zh" else 40
            if sentence.kind == "heading" or plain in seen or not short <= len(plain) <= 420 or "|" in plain:
                continue
            seen.add(plain)
            yield passage, sentence.text


def _written(plain: str, free: Sequence[Mapping[str, str]]) -> list[str]:
    """What bench/model_drafts.yaml makes of the sentence."""
    return [item["says"] for item in free if item["of"] in plain]


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*[-*]?\s*", " ", text).strip()


# ---- the same said otherwise -----------------------------------------------------------------------------------------

_SAME = {
    "en": [
        ("up to", "at most"), ("at most", "up to"), ("not more than", "at most"), ("at least", "not less than"),
        ("more than", "over"), ("are not allowed to", "may not"), ("can", "may"), ("should", "ought to"),
        ("about", "around"), ("shall", "must"), ("must be", "has to be"), ("before", "by"), ("and so on", "etc."),
        ("enterprises", "companies"), ("carry out", "do"), ("in accordance with", "under"), ("focusing on", "with a focus on"),
        ("such as", "like"), ("in order to", "to"), ("has been", "was"), ("The ", "This "),
    ],
    "zh": [
        ("不超过", "最多"), ("不低于", "至少"), ("不少于", "至少"), ("至少", "不少于"), ("不得", "不能"), ("应当", "应"),
        ("以及", "和"), ("为了", "为"), ("进行", "开展"), ("左右", "上下"), ("可以", "可"), ("按照", "依照"), ("必须", "务必"),
        ("根据", "依据"), ("包括", "有"), ("同时", "并且"), ("其中", "当中"), ("前", "以前"),
    ],
}  # fmt: skip
_DIGIT_WORDS = {"2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "8": "eight", "9": "nine"}
_ZH_DIGITS = {"2": "两", "3": "三", "4": "四", "5": "五", "6": "六", "8": "八", "9": "九"}
_MONTHS = tuple(calendar.month_name)[1:]


def _otherwise(text: str, chance: random.Random) -> str:
    """The sentence with one or two things said in another way, meaning the same."""
    ways = [_swapped_word, _respelled_figure, _first_half]
    chance.shuffle(ways)
    done = 0
    for way in ways:
        changed = way(text, chance)
        if changed != text:
            text, done = changed, done + 1
        if done == 2:
            break
    return text


def _swapped_word(text: str, chance: random.Random) -> str:
    pairs = [pair for pair in _SAME[language_of(text)] if re.search(_whole(pair[0]), text)]
    pairs = [(old, new) for old, new in pairs if old != "前" or re.search(r"\d日前", text)]
    if not pairs:
        return text
    old, new = chance.choice(pairs)
    return re.sub(r"(?<=日)前" if old == "前" else _whole(old), new, text, count=1)


def _respelled_figure(text: str, chance: random.Random) -> str:
    figures = [one for one in figures_in(text) if one.kind in ("number", "date")]
    chance.shuffle(figures)
    for one in figures:
        said = text[one.start : one.end]
        new = said
        if one.kind == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", one.value):
            year, month, day = map(int, one.value.split("-"))
            name = _MONTHS[month - 1]
            new = f"{name} {day}, {year}" if said[0].isdigit() else f"{day} {name} {year}"
            new = new if language_of(text) == "en" else f"{year}-{month:02d}-{day:02d}"
        elif re.fullmatch(r"\d{1,3}(,\d{3})+", said):
            new = said.replace(",", "")
        elif said in _DIGIT_WORDS and text[one.end : one.end + 1] in (" ", "个", "家"):
            new = (_DIGIT_WORDS if language_of(text) == "en" else _ZH_DIGITS)[said]
        if new != said:
            return text[: one.start] + new + text[one.end :]
    return text


def _first_half(text: str, _: random.Random) -> str:
    """The sentence up to a semicolon or full clause, where what follows only adds."""
    stop = re.search(r"[;；]", text)
    return text[: stop.start()] + ("。" if language_of(text) == "zh" else ".") if stop and stop.start() > 30 else text


# ---- one thing changed -----------------------------------------------------------------------------------------------

Change = Callable[[str, str, random.Random], "str | None"]
_COUNTED = ("number", "percent", "money", "duration", "ordinal")


def _pick(text: str, kinds: Sequence[str], chance: random.Random) -> Figure | None:
    held = [one for one in figures_in(text) if one.kind in kinds and re.search(r"\d", text[one.start : one.end])]
    return chance.choice(held) if held else None


def _other_number(text: str, _: str, chance: random.Random) -> str | None:
    """A figure made another, in digits: one more, one less, ten times, a digit changed."""
    one = _pick(text, _COUNTED, chance)
    if one is None:
        return None
    said = text[one.start : one.end]
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", said)
    if digits is None:
        return None
    value = float(digits[0].replace(",", ""))
    new = chance.choice([value + 1, value - 1 if value > 1 else value + 2, value * 10, value + 5, value * 2])
    shown = f"{new:,.0f}" if new == int(new) else f"{new:.1f}"
    return text[: one.start] + said[: digits.start()] + shown + said[digits.end() :] + text[one.end :]


def _number_of_quote(text: str, quote: str, chance: random.Random) -> str | None:
    """A figure put in the place of another of the same kind that stands in the same sentence."""
    kinds = ("number", "percent", "money")
    mine = [one for one in figures_in(text) if one.kind in kinds]
    pairs = [
        (one, quote[other.start : other.end])
        for one in mine
        for other in figures_in(quote)
        if other.kind == one.kind and other.unit == one.unit and other.value != one.value
    ]
    if not pairs:
        return None
    one, new = chance.choice(pairs)
    return text[: one.start] + new + text[one.end :]


def _number_word(text: str, _: str, chance: random.Random) -> str | None:
    """A figure made another, as a word."""
    held = [one for one in figures_in(text) if one.kind == "number" and one.value in _DIGIT_WORDS]
    held = [one for one in held if text[one.end : one.end + 1] in (" ", "个", "家", "项", "份")]
    if not held:
        return None
    one = chance.choice(held)
    words = _DIGIT_WORDS if language_of(text) == "en" else _ZH_DIGITS
    word = chance.choice([word for digit, word in words.items() if digit != one.value])
    return text[: one.start] + word + text[one.end :]


def _other_date(text: str, _: str, chance: random.Random) -> str | None:
    """A day, month or year made another."""
    held = [one for one in figures_in(text) if one.kind == "date"]
    if not held:
        return None
    one = chance.choice(held)
    said = text[one.start : one.end]
    numbers = list(re.finditer(r"\d+", said))
    months = [name for name in _MONTHS if name in said]
    if months and chance.random() < 0.4:
        new = said.replace(months[0], chance.choice([name for name in _MONTHS if name != months[0]]))
    elif numbers:
        which = chance.choice(numbers)
        value = int(which[0])
        other = value + chance.choice([1, -1, 2]) if value > 31 else (value % 12) + 1 if value != 12 else 7
        new = said[: which.start()] + str(other) + said[which.end() :]
    else:
        return None
    return text[: one.start] + new + text[one.end :]


_DENY = {
    "en": [
        (r"\bis not\b", "is"), (r"\bare not\b", "are"), (r"\bdoes not\b", "does"), (r"\bdo not\b", "do"),
        (r"\bmay not\b", "may"), (r"\bmust not\b", "must"), (r"\bshall not\b", "shall"), (r"\bwas not\b", "was"),
        (r"\bnot (?=allowed|eligible|counted|a national|included|held)", ""),
        (r"\bno\b(?! \d| more| less| later)", "a"), (r"\bis(?! not| now)\b", "is not"), (r"\bare(?! not)\b", "are not"),
        (r"\bshould(?! not)\b", "should not"), (r"\bmust(?! not)\b", "must not"), (r"\bcan(?! not)\b", "cannot"),
        (r"\bmay(?! not)\b", "may not"), (r"\bwill(?! not)\b", "will not"), (r"\bhas(?! not)\b", "has not"),
    ],
    "zh": [
        ("不得", "可以"), ("不是", "是"), ("没有", "有"), ("不计", "计"), ("未(?=[列纳公])", ""), ("不再", "再"), ("无需", "需"),
        ("(?<!不)应当?(?=[^用对急])", "不应"), ("(?<!不)可以", "不可以"), ("(?<![不但只就于])是(?!否)", "不是"), ("(?<!不)要(?=[求按把])", "不要"),
        ("(?<!不)包括", "不包括"), ("(?<!不)支持", "不支持"),
    ],
}  # fmt: skip


def _other_negation(text: str, _: str, chance: random.Random) -> str | None:
    found = [(old, new) for old, new in _DENY[language_of(text)] if re.search(old, text)]
    if not found:
        return None
    old, new = chance.choice(found)
    return re.sub(r" {2,}", " ", re.sub(old, new, text, count=1))


_BOUNDS = {
    "en": [
        ("up to", "at least"), ("up to ", ""), ("at most", "at least"), ("at most ", ""), ("not more than", "not less than"),
        ("not more than ", ""), ("at least", "at most"), ("at least ", ""), ("more than", "less than"), ("more than ", ""),
        ("more than", "at most"), ("about ", ""), ("about", "exactly"), ("about", "more than"), ("before", "after"),
        ("not less than", "not more than"), ("over ", ""), ("or more", "or less"), ("within", "after"),
    ],
    "zh": [
        ("不超过", "不低于"), ("不超过", ""), ("不低于", "不超过"), ("不低于", ""), ("不少于", "最多"), ("不少于", ""), ("至少", "至多"),
        ("超过", "低于"), ("(?<!不)超过", ""), ("左右", ""), ("(?<=日)前", "后"), ("以上", "以下"), ("以上", ""), ("(?<=[个家年月])内", "后"),
        ("最多", "至少"), ("约", ""),
    ],
}  # fmt: skip


_FIGURE = r"(?:\d|¥|[A-Z][a-z]+ \d|(?:one|two|three|four|five|six|eight|nine|ten|twelve)\b|[一二两三四五六七八九十])"
_AFTER_FIGURE = ("左右", "(?<=日)前", "以上", "以下", "or more", "(?<=[个家年月])内")


def _other_bound(text: str, _: str, chance: random.Random) -> str | None:
    """A bound of a figure made another, or taken away."""
    found: list[str] = []
    for old, new in _BOUNDS[language_of(text)]:
        if old in _AFTER_FIGURE:
            pattern = rf"(?<=[\d%个家项级日年月及]){old}" if "?<=" not in old else old
        else:
            pattern = rf"{old}\s?(?={_FIGURE})"
        new = (
            f"{new} "
            if language_of(text) == "en" and new and old not in _AFTER_FIGURE and not new.endswith(" ")
            else new
        )
        changed = re.sub(pattern, new, text, count=1)
        if changed != text:
            found.append(changed.replace("及的", "的").replace("及。", "。"))
    return chance.choice(found) if found else None


_MODES = {
    "en": [
        (r"\bmust\b(?! not)", "may"), (r"\bshould\b(?! not)", "may"), (r"\bshould\b(?! not)", "must"), (r"\bshould\b(?! not)", "can"),
        (r"\bmay\b(?! not)", "must"), (r"\bcan\b(?! not)", "must"), (r"\bshall\b(?! not)", "may"), (r"\bin principle,? ?", ""),
        (r"\bmay not\b|\bare not allowed to\b", "need not"), (r"\bonly\b ?", ""), (r"\b[Ee]ncourage(s|d)?\b", "require"),
        (r"\bmust\b(?! not)", "should"), (r"\bmay be\b", "is"), (r"\bmust be\b", "is"), (r"\bshould be\b", "is"),
    ],
    "zh": [
        ("必须", "可以"), ("(?<!不)应当?(?=[^用对急改])", "可"), ("(?<!不)应当?(?=[^用对急改])", "必须"), ("(?<![不许])可以?(?=[申推用报按选])", "必须"),
        ("原则上", ""), ("仅", ""), ("只(?=[有能限可])", ""), ("鼓励", "要求"), ("须", "可"), ("不得", "原则上不得"),
        ("(?<!不)应当?(?=[^用对急改])", ""),
    ],
}  # fmt: skip


def _other_modality(text: str, _: str, chance: random.Random) -> str | None:
    found = []
    for old, new in _MODES[language_of(text)]:
        changed = re.sub(r" {2,}", " ", re.sub(old, new, text, count=1)).strip()
        if changed != text:
            found.append(changed[:1].upper() + changed[1:])
    return chance.choice(found) if found else None


_CHANGES: Mapping[str, Change] = {
    "number": _other_number,
    "number from the quote": _number_of_quote,
    "number as a word": _number_word,
    "date": _other_date,
    "negation": _other_negation,
    "bound": _other_bound,
    "modality": _other_modality,
}

_ZH_NAME = re.compile(
    r"财政部|工业和信息化部|国家统计局|中国人民银行|(?:广东|江苏|浙江|山东|河南|安徽|福建|湖南|湖北|江西|四川|河北|吉林|辽宁|贵州)"
    r"|(?:苏州|东莞|深圳|宁波|杭州|厦门|福州|合肥|济南|南昌|长春|大连|成都|淄博|柳州|九江|芜湖|银川|新乡|许昌|漳州|东营|昌吉|涪陵|松江)"
)
_EN_NAME = re.compile(
    r"Ministry of Finance|Ministry of Industry and Information Technology|National Bureau of Statistics|People's Bank of China"
    r"|\b(?:Guangdong|Jiangsu|Zhejiang|Shandong|Henan|Anhui|Fujian|Hunan|Hubei|Jiangxi|Sichuan|Hebei|Jilin|Liaoning|Guizhou"
    r"|Suzhou|Dongguan|Shenzhen|Ningbo|Hangzhou|Xiamen|Fuzhou|Hefei|Jinan|Nanchang|Changchun|Dalian|Chengdu|Zibo|Liuzhou"
    r"|Jiujiang|Wuhu|Yinchuan|Xinxiang|Xuchang|Zhangzhou|Dongying|Changji|Fuling|Songjiang)\b"
)
_MORE_NAMES = {
    "en": ["Ministry of Education", "Ministry of Commerce", "Tibet", "Kunming", "Harbin", "Lanzhou"],
    "zh": ["教育部", "商务部", "西藏", "昆明", "哈尔滨", "兰州", "国家税务总局"],
}


def _names(held: Sequence[tuple[Passage, str]], language: Language) -> list[str]:
    """The names of places and bodies in the corpus, and some that it does not hold."""
    pattern = _EN_NAME if language == "en" else _ZH_NAME
    found = {name for _, quote in held for name in pattern.findall(quote)}
    return sorted(found) + _MORE_NAMES[language]


def _other_name(text: str, quote: str, names: Sequence[str], chance: random.Random) -> str | None:
    """A name made another one of the same sort that the sentence does not hold."""
    found = list((_EN_NAME if language_of(text) == "en" else _ZH_NAME).finditer(text))
    if not found:
        return None
    one = chance.choice(found)
    others = [name for name in names if name not in quote and _is_body(name) == _is_body(one[0])]
    return text[: one.start()] + chance.choice(others) + text[one.end() :] if others else None


def _is_body(name: str) -> bool:
    return bool(re.search(r" of |[部局行]$", name))


def _whole(words: str) -> str:
    return rf"\b{re.escape(words)}\b" if words.isascii() and words.strip() == words else re.escape(words)


def main() -> None:
    """Prints the table and every draft that went the wrong way."""
    from assistant.settings import load_settings
    from assistant.wiring import open_assistant

    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--data-dir")
    given = arguments.parse_args()
    opened = open_assistant(load_settings(data_dir=given.data_dir))._opened()
    tally = run(opened.catalog, opened.catalog.passages(opened.catalog.passage_ids), opened.known, given.seed)
    print(tally.table())
    print(
        f"\n{tally.total()} drafts with a change; shown of them that never may be: {tally.share(NEVER):.3f}, of negations, "
    )
    print(f"bounds and modality: {tally.share(MOSTLY):.3f}; shown of the good ones: {tally.share(GOOD):.3f}\n")
    for draft, why in tally.wrong:
        print(f"- {draft.kind}: {draft.text}\n  of: {_one_line(plain_text(draft.quote))}\n  {why}")


if __name__ == "__main__":
    main()
