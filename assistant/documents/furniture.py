"""Lines that a web page or a print puts around a policy text: view counters, sources, buttons, page numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.documents.injection import lines_that_take_over
from assistant.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.model import Extracted

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_DAY = rf"\d{{4}}\s*[-/.]\s*\d{{1,2}}\s*[-/.]\s*\d{{1,2}}(?:[ T]+{_CLOCK})?"
_DAY_ZH = rf"\d{{4}}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日(?:\s*{_CLOCK})?"
_DAY_EN = rf"(?:\d{{1,2}} [A-Z][a-z]{{2,8}}|[A-Z][a-z]{{2,8}} \d{{1,2}}),? \d{{4}}(?:[ ,]+{_CLOCK}(?: ?[ap]m)?)?"
_COUNTERS = (
    r"(?:(?:page ?)?views?|hits?|clicks?|browse"
    r"|浏览(?:次数|量)?|阅读(?:次数|量)?|访问(?:次数|量)|点击(?:次数|数|率|量)?)"
)
_COUNTER = rf"{_COUNTERS}\s*[:：]?\s*\d[\d,]*(?:\s*次)?"
_CREDITS = (
    r"(?:source|author|editor|font size|share(?: to| on)?|来源|信息来源|文章来源|稿件来源|作者|编辑|责任编辑|责编"
    r"|字体|字号|字体大小|分享到|分享|信息发布|发布人|发布机构)"
)
_CREDIT = rf"{_CREDITS}\s*[:：]\s*[^\s，。；,;:：]{{0,24}}(?: [^\s，。；,;:：]{{1,16}}){{0,2}}"
_DATED = (
    r"(?:(?:published?|released?|posted?|updated?|last (?:updated|modified|reviewed))(?: on| time| date)?"
    r"|发布时间|发布日期|发文时间|更新时间|更新日期|上传时间)"
    rf"\s*[:：]?\s*(?:{_DAY}|{_DAY_ZH}|{_DAY_EN})"
)
_TIMED = rf"(?:time|date|日期|时间)\s*[:：]\s*(?:{_DAY})"
_SHELF = (
    r"(?:hot|related|recommended) (?:articles?|news|topics?|links|posts?|reading)"
    r"|相关(?:文章|新闻|链接|阅读|附件|信息)|热门(?:文章|新闻|推荐)|推荐阅读"
)
_BUTTONS = (
    rf"{_SHELF}|(?:previous|next) (?:article|post|page)|print|print this(?: page| article)?"
    r"|share this(?: page| article)?|back to top|back to list|return to top|home ?page"
    r"|skip to (?:main )?content|close window|read more|sign in|log ?in|advertisement"
    r"|all rights reserved\.?|cookie (?:policy|settings)|table of contents"
    r"|打印(?:本页|此页|文章)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表|上一页)?|分享(?:到)?|收藏(?:本页)?"
    r"|上一篇|下一篇|上一页|下一页|扫一扫.{0,20}|微信扫.{0,20}|字号|大 ?中 ?小"
    r"|【?(?:字体|字号)[:：]? ?【?大】? ?【?中】? ?【?小】?】?|责任编辑.{0,12}|网站地图|无障碍(?:浏览)?"
    r"|加入收藏|设为首页|当前位置.{0,60}|您(?:所在|现在)的位置.{0,60}"
)
_PART = rf"(?:{_COUNTER}|{_CREDIT}|{_DATED}|{_TIMED}|{_BUTTONS})"
_RULER = r"[|丨【】\[\]>»·•]"
_BETWEEN = rf"(?:\s+|\s*{_RULER}+\s*)"
_FURNITURE = re.compile(
    rf"\s*{_RULER}*\s*{_PART}(?:{_BETWEEN}(?:{_PART}|{_DAY}|{_DAY_ZH}))*\s*{_RULER}*\s*", re.IGNORECASE
)
_STAMPED = rf"(?:{_TIMED}|{_DATED}|{_COUNTER})"
_INSIDE_LINE = re.compile(rf"(?<!\w){_STAMPED}(?:{_BETWEEN}{_STAMPED})+|[ \u3000](?:{_SHELF})\s*\Z", re.IGNORECASE)
_DASHES = r"[-–—－•·\s]*"
_PAGE_NUMBER_LINE = re.compile(
    rf"{_DASHES}(?:page\s*)?\d{{1,4}}(?:\s*(?:/|of)\s*\d{{1,4}})?{_DASHES}"
    r"|第\s*\d{1,4}\s*页(?:[,，\s/]*共\s*\d{1,4}\s*页)?",
    re.IGNORECASE,
)
_LONGEST = 200


def is_furniture(line: str) -> bool:
    """Whether a whole line is site furniture: only labels with short values, buttons, counters."""
    line = line.strip().strip("*_#").strip()
    if not line or len(line) > _LONGEST:
        return False
    return _FURNITURE.fullmatch(line) is not None


def is_page_number(line: str) -> bool:
    """Whether a line holds nothing but a page number."""
    line = line.strip()
    return any(char.isdigit() for char in line) and _PAGE_NUMBER_LINE.fullmatch(line) is not None


def furniture_spans(extracted: Extracted) -> tuple[Span, ...]:
    """What is not the text's own, merged and in order: furniture that the reader marked, lines that look like it, and
    lines that try to take an assistant over.
    """
    spans = [Span(mark.start, mark.end) for mark in extracted.marks if mark.kind == "furniture"]
    spans.extend(_furniture_lines(extracted.text))
    spans.extend(lines_that_take_over(extracted.text))
    spans.extend(Span(match.start(), match.end()) for match in _INSIDE_LINE.finditer(extracted.text))
    return _merged(spans)


def _furniture_lines(text: str) -> Iterator[Span]:
    position = 0
    for line in text.splitlines(keepends=True):
        if len(line) <= _LONGEST and is_furniture(line):
            yield Span(position, position + len(line))
        position += len(line)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda item: (item.start, item.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)
