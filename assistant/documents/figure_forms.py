"""How figures are written: the words for ranks, labels, currencies and units, and the patterns that find each kind.

RULES are tried in order; what one has taken no later one takes.
"""

from __future__ import annotations

from assistant.documents import numerals as num
from assistant.documents.dates import BARE_YEAR, PATTERNS

WIDE = {ord("０") + i: str(i) for i in range(10)} | {ord("％"): "%", ord("．"): ".", ord("　"): " ", 0xA0: " "}
RANK = "batch|level|phase|stage|round|category|class|grade|tier|group|quarter|edition|version|step|no\\.|number"
LABELS = {
    "article": "article|art\\.|第条",
    "section": "section|sec\\.|第节",
    "chapter": "chapter|第章",
    "annex": "annex|annexe|appendix|attachment|附件|附录",
    "clause": "clause",
    "paragraph": "paragraph|para\\.|第款",
    "item": "item|第项",
    "table": "table|表",
    "figure": "figure|图",
    "schedule": "schedule",
    "part": "part|第编|第部分",
}
LABEL_OF = {word.replace("\\", ""): unit for unit, words in LABELS.items() for word in words.split("|")}
ENGLISH_LABEL = "|".join(word for words in LABELS.values() for word in words.split("|") if word.isascii())
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
CURRENCY = {
    "CNY": "¥|￥|rmb|cny|yuan|renminbi|人民币|元",
    "USD": "us\\$|usd|\\$|u\\.s\\. dollars?|us dollars?|dollars?|美元",
    "EUR": "€|eur|euros?|欧元",
    "GBP": "£|gbp|pounds?|英镑",
    "HKD": "hk\\$|hkd|港元|港币",
    "CHF": "chf|swiss francs?|francs?|瑞士法郎|法郎",
    "JPY": "jpy|yen|日元",
    "INR": "inr|rupees?|卢比",
    "KRW": "krw|won|韩元",
    "SGD": "sgd|新加坡元|新元",
    "kr": "kronor|kroner|krona|krone",
}
UNITS: dict[str, tuple[str, int]] = {
    "year": ("month", 12), "yr": ("month", 12), "month": ("month", 1), "week": ("day", 7), "day": ("day", 1),
    "hour": ("minute", 60), "minute": ("minute", 1), "workday": ("workday", 1),
    "年": ("month", 12), "月": ("month", 1), "周": ("day", 7), "星期": ("day", 7), "天": ("day", 1), "日": ("day", 1),
    "小时": ("minute", 60), "分钟": ("minute", 1), "工作日": ("workday", 1),
}  # fmt: skip
MEASURE = "个名家份座项种次人倍条级批届页所台套件户轮位类点起笔处步张张只间亩吨公米平方辆层档期大"

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!,?\d|\.\d)|\d+(?:\.\d+)?(?!\d|\.\d)"
_NUMBER = rf"(?:(?(before)|(?<![\d.,A-Za-z_]))(?:{ARABIC})|{num.CHINESE}|{num.ENGLISH})"
_SCALE = (
    rf"(?:\s?{num.CHINESE_SCALE}|\s?个[十百千]?[万亿](?!级)"
    r"|[ -]?(?:hundred|thousand|million|billion|trillion|mn|bn)\b|(?(before)\s?m\b|(?!)))"
)
_MONEY_BEFORE = "us\\$|hk\\$|usd ?|cny ?|rmb ?|eur ?|gbp ?|hkd ?|人民币 ?|[$€£¥￥] ?"
_MONEY_AFTER = (
    "元|美元|欧元|英镑|港元|日元|韩元|法郎|卢比|yuan|rmb|dollars?|us dollars?|euros?|pounds?|(?:swiss )?francs?|yen|"
    "rupees?|kron(?:or|er|a|e)|cny|usd|eur|gbp|chf|jpy"
)
_DURATION = (
    r"[ -](?P<worked>working |business |work)?(?P<span>years?|yrs?|months?|weeks?|days?|hours?|minutes?)\b"
    r"|\s?(?:个工作日|个月|个星期|个小时|周年|工作日|星期|小时|分钟|周(?!岁)|天|日|年)(?!级|度|检)"
)
_AMOUNT = (
    rf"(?P<before>{_MONEY_BEFORE})?(?P<number>{_NUMBER})(?P<scale>{_SCALE})?"
    rf"(?:(?P<percent>\s?(?:%|percent\b|per\s?cent\b|个百分点))|(?P<promille>\s?‰)"
    rf"|(?:余|多)?(?P<after>\s?(?:{_MONEY_AFTER})(?![A-Za-z]))|(?:余|多)?(?P<duration>{_DURATION})"
    rf"|(?P<tenths>成(?P<half>[半五])?(?![员立为本果功效熟长就分套品因])))?"
)
_LINE_START = r"(?:(?<=\n)|^)[ \t>#*-]*"
RULES: tuple[tuple[str, str], ...] = (
    (
        "marker",
        rf"{_LINE_START}(?:[(（]?(?:\d{{1,3}}|[a-z]|[ivxlc]+)[)）]|\d{{1,3}}[.、](?!\d)|[IVXLC]+\.(?=\s)"
        r"|[一二三四五六七八九十]+、|\d{1,2}(?:\.\d{1,2}){2,})",
    ),
    ("marker", r"(?:(?<=[\s.;:,；：。，、>])|^)[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]|\[\d{1,3}\]"),
    ("document_number", r"[〔\[［(（]\s?(?P<dy>\d{4})\s?[〕\]］)）]\s?(?:No\.?\s?)?第?\s?(?P<dn>\d+)\s?号?"),
    ("document_number", r"\bNo\.?\s?(?P<dn2>\d+)\s?[〔\[［(（]\s?(?P<dy2>\d{4})\s?[〕\]］)）]"),
    ("date", "|".join(PATTERNS)),
    (
        "time",
        r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:])(?:\s?(?P<half_day>[ap])\.?m\b)?"
        r"|(?<![\d:.])(?P<hour2>1[0-2]|0?[1-9])\s?(?P<half_day2>[ap])\.?m\b",
    ),
    ("label", rf"第(?P<ln>\d+|{num.CHINESE})(?P<lk>条|章|节|款|项|编|部分)(?:之[一二三四五六七八九十]+)?"),
    ("label", r"(?P<ln2w>附件|附录|附表|表|图)\s?(?P<ln2>\d+|[一二三四五六七八九十]{1,3})(?![\d个家项份])"),
    ("label", rf"\b(?P<lw>{ENGLISH_LABEL})e?s?\s(?P<ln3>\d+|[ivxlc]+\b|{num.ENGLISH})(?:\([0-9a-z]+\))*"),
    ("ordinal", rf"第\s?(?P<on>\d+|{num.CHINESE})"),
    ("ordinal", rf"\b(?P<rank>{RANK})s?[\s-]?(?P<on2>\d+\b|[ivx]+\b|{num.ENGLISH})"),
    ("ordinal", r"(?<![\d.,])(?P<on3>\d+)(?:st|nd|rd|th)\b"),
    (
        "ordinal",
        r"(?P<on4>\d{1,2}|[一二三四五六七八九十]{1,3})(?:级|届|大(?![大批小力型中]))"
        r"|(?P<on5>[一二三四五六七])中(?=、|全会)",
    ),
    (
        "fraction",
        rf"(?P<below>[百千万]|{num.CHINESE}|\d+)分之(?P<above>{num.CHINESE}|\d+(?:\.\d+)?)|{num.ENGLISH_FRACTION}",
    ),
    ("fraction", r"百分之百"),
    ("ordinal", rf"(?P<on6>{num.ENGLISH_ORDINAL})"),
    ("half", r"(?<![一二三四五六七八九十\d大过多])半(?:年|个月)|(?P<years>\d+|[一二两三四五六七八九十]+)年半"),
    (
        "year",
        rf"{BARE_YEAR}(?!\s?(?:{num.CHINESE_SCALE}|[{MEASURE}%元天]|(?:million|billion|yuan|percent)\b))(?![A-Za-z])",
    ),
    ("amount", _AMOUNT),
)
