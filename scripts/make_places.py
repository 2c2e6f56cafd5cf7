"""Writes corpus/shared/places.csv from public division codes and pinyin.

    python scripts/make_places.py FOLDER corpus/shared/places.csv

FOLDER holds provinces.json, cities.json and areas.json of modood/Administrative-divisions-of-China (codes of the
National Bureau of Statistics, 2023) and pinyin_level3.csv of xiangyuecn/AreaCity-JsSpider-StatsGov (MIT). What
neither of them knows stands in the tables below: which cities are capitals or have independent planning status, and
the English names that are not pinyin.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

COLUMNS = ("code", "kind", "zh", "short", "en", "english", "status", "aliases")

CAPITALS = {
    f"{province}01"
    for province in [
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
    ]
}
INDEPENDENT = {"2102", "3702", "3302", "3502", "4403"}
MUNICIPALITIES = {"11", "12", "31", "50"}

REAL_ENGLISH = {
    "15": "Inner Mongolia",
    "54": "Tibet",
    "61": "Shaanxi",
    "14": "Shanxi",
    "23": "Heilongjiang",
    "1501": "Hohhot",
    "1502": "Baotou",
    "1506": "Ordos",
    "1507": "Hulunbuir",
    "1508": "Bayannur",
    "1509": "Ulanqab",
    "1522": "Hinggan",
    "1525": "Xilingol",
    "1529": "Alxa",
    "2301": "Harbin",
    "2302": "Qiqihar",
    "2327": "Daxing'anling",
    "5132": "Ngawa",
    "5133": "Garze",
    "5329": "Dali",
    "5401": "Lhasa",
    "5402": "Shigatse",
    "5403": "Chamdo",
    "5404": "Nyingchi",
    "5405": "Shannan",
    "5406": "Nagqu",
    "5425": "Ngari",
    "6322": "Haibei",
    "6326": "Golog",
    "6327": "Yushu",
    "6501": "Urumqi",
    "6502": "Karamay",
    "6504": "Turpan",
    "6505": "Hami",
    "6527": "Bortala",
    "6528": "Bayingolin",
    "6529": "Aksu",
    "6530": "Kizilsu",
    "6531": "Kashgar",
    "6532": "Hotan",
    "6540": "Ili",
    "6543": "Altay",
    "150781": "Manzhouli",
    "150784": "Ergun",
    "152201": "Ulanhot",
    "152501": "Erenhot",
    "152502": "Xilinhot",
    "632801": "Golmud",
    "652801": "Korla",
    "652901": "Aksu",
    "653001": "Artux",
    "653101": "Kashgar",
    "653201": "Hotan",
    "654003": "Kuytun",
    "654301": "Altay",
    "659002": "Aral",
    "659003": "Tumxuk",
    "659004": "Wujiaqu",
}

MORE_NAMES = {
    "54": ("Xizang",),
    "15": ("Nei Mongol", "Neimenggu"),
    "5402": ("Xigaze",),
    "5403": ("Qamdo",),
    "5132": ("Aba",),
    "5133": ("Ganzi",),
    "6531": ("Kashi",),
    "6505": ("Kumul",),
    "6540": ("Yili",),
    "6543": ("Altai",),
    "310115": ("Pudong", "Pudong New District", "浦东"),
    "120116": ("Binhai", "Binhai New District", "滨海"),
    "320576": ("Suzhou Industrial Park", "SIP"),
    "6528": ("Bazhou", "巴州"),
    "6527": ("博州",),
    "6530": ("克州",),
    "6523": ("Changji Prefecture",),
    "5328": ("Sipsongpanna", "版纳"),
    "2327": ("Greater Khingan",),
    "1525": ("锡盟",),
    "5331": ("德宏州",),
}

PEOPLES = {
    "蒙古族": "Mongol",
    "蒙古": "Mongol",
    "回族": "Hui",
    "藏族": "Tibetan",
    "维吾尔": "Uygur",
    "苗族": "Miao",
    "彝族": "Yi",
    "壮族": "Zhuang",
    "布依族": "Buyei",
    "朝鲜族": "Korean",
    "满族": "Manchu",
    "侗族": "Dong",
    "瑶族": "Yao",
    "白族": "Bai",
    "土家族": "Tujia",
    "哈尼族": "Hani",
    "哈萨克族": "Kazakh",
    "哈萨克": "Kazakh",
    "傣族": "Dai",
    "黎族": "Li",
    "傈僳族": "Lisu",
    "佤族": "Va",
    "畲族": "She",
    "拉祜族": "Lahu",
    "水族": "Sui",
    "东乡族": "Dongxiang",
    "纳西族": "Naxi",
    "景颇族": "Jingpo",
    "柯尔克孜": "Kirgiz",
    "土族": "Tu",
    "达斡尔族": "Daur",
    "达斡尔": "Daur",
    "仫佬族": "Mulao",
    "羌族": "Qiang",
    "布朗族": "Blang",
    "撒拉族": "Salar",
    "毛南族": "Maonan",
    "仡佬族": "Gelao",
    "锡伯": "Xibe",
    "塔吉克": "Tajik",
    "普米族": "Pumi",
    "怒族": "Nu",
    "鄂温克族": "Evenki",
    "鄂伦春": "Oroqen",
    "保安族": "Bonan",
    "裕固族": "Yugur",
    "独龙族": "Derung",
    "各族": "Multinational",
}

ENGLISH_KIND = {
    "province": "Province",
    "autonomous_region": "Autonomous Region",
    "municipality": "Municipality",
    "city": "City",
    "autonomous_prefecture": "Autonomous Prefecture",
    "league": "League",
    "prefecture": "Prefecture",
    "municipal_district": "District",
    "municipal_county": "County",
    "district": "District",
    "county": "County",
    "autonomous_county": "Autonomous County",
    "banner": "Banner",
    "county_level_city": "City",
    "zone": "Development Zone",
}

ENDINGS = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "矿区",
    "林区",
    "新区",
    "省",
    "市",
    "盟",
    "县",
    "区",
    "旗",
)

CORPS = {
    "code": "66",
    "kind": "corps",
    "zh": "新疆生产建设兵团",
    "short": "兵团",
    "en": "Xinjiang Production and Construction Corps",
    "english": "Xinjiang Production and Construction Corps",
    "status": "",
    "aliases": "生产建设兵团|新疆兵团|XPCC|the Corps|Xinjiang Corps|Production and Construction Corps",
}


# Kinds of places, named instead of a place; they have no code.
GENERAL = (
    (
        "county_level_city",
        "县级市",
        "a county-level city",
        "",
        "county-level city|county-level cities|county level cities",
    ),
    ("county", "一般县", "a county", "", "ordinary county|ordinary counties|普通县|县城"),
    (
        "district",
        "地级市的市辖区",
        "a district of an ordinary city",
        "",
        "ordinary district|district of an ordinary city|districts of ordinary cities|"
        "district of a prefecture-level city|"
        "普通市辖区|地级市所辖区|地级市下辖区",
    ),
    (
        "municipal_district",
        "直辖市的区",
        "a district of a municipality",
        "",
        "district of a municipality|districts of municipalities|municipality district|"
        "district or county of a municipality|"
        "直辖市区县|直辖市的区县|直辖市所辖区县|直辖市辖区",
    ),
    ("autonomous_prefecture", "自治州", "an autonomous prefecture", "", "autonomous prefecture|autonomous prefectures"),
    ("league", "盟", "a league", "", "league|leagues|盟市"),
    ("prefecture", "地区行署", "a prefecture", "", "prefecture that is no city"),
    (
        "city",
        "计划单列市",
        "a city with independent planning status",
        "independent",
        "city with independent planning status|cities with independent planning status|independent planning status|"
        "city under separate state planning|city specifically designated in the state plan|单列市",
    ),
    (
        "city",
        "省会城市",
        "a provincial capital",
        "capital",
        "provincial capital|provincial capitals|capital of a province|省会|首府城市",
    ),
    (
        "city",
        "地级市",
        "a prefecture-level city",
        "",
        "prefecture-level city|prefecture-level cities|prefecture level city|ordinary prefecture-level city",
    ),
    (
        "zone",
        "开发区",
        "a development zone",
        "",
        "development zone|development zones|economic development zone|high-tech zone|industrial park|new area|"
        "经开区|高新区|高新技术产业开发区|新区|产业园区|Xiong'an|雄安|Xiong'an New Area|雄安新区",
    ),
)


def main(folder: Path, target: Path) -> None:
    """Reads the four files of the folder and writes the table, sorted by code."""
    with (folder / "pinyin_level3.csv").open(encoding="utf-8-sig", newline="") as file:
        spoken = {row["id"]: row for row in csv.DictReader(file)}
    found = [
        entry
        for name in ("provinces", "cities", "areas")
        for entry in json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    ]
    rows = [
        row_of(entry["code"], entry["name"], spoken.get(entry["code"]))
        for entry in found
        if is_place(entry["code"], entry["name"])
    ]
    general = [
        {"code": "", "kind": kind, "zh": zh, "short": zh, "en": en, "english": en, "status": status, "aliases": aliases}
        for kind, zh, en, status, aliases in GENERAL
    ]
    rows = [*general, *sorted([*rows, CORPS], key=lambda row: row["code"])]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def is_place(code: str, name: str) -> bool:
    """Pseudo-cities (市辖区, 县), cities listed as their own district, and islands without a government are none."""
    pseudo = name in ("市辖区", "县") or "直辖县级" in name or (len(code) == 6 and code.endswith("00"))
    return not pseudo and code not in ("620201", "460321", "460322", "460323")


def row_of(code: str, name: str, spoken: dict[str, str] | None) -> dict[str, str]:
    """One line of the table."""
    kind = kind_of(code, name)
    short = short_name(name, kind, spoken)
    bare = REAL_ENGLISH.get(code) or (joined(spoken["pinyin"].split()[: len(short)]) if spoken else "")
    aliases = list(MORE_NAMES.get(code, ()))
    if code in REAL_ENGLISH and spoken and code not in ("14", "61"):
        aliases.append(joined(spoken["pinyin"].split()[: len(short)]))
    if kind == "autonomous_prefecture":
        aliases.append(f"{short}州")
    if kind == "zone" and spoken is None:
        bare = ""
    return {
        "code": code,
        "kind": kind,
        "zh": name,
        "short": short,
        "en": bare,
        "english": full_english(bare, name, short, kind) if bare else "",
        "status": status_of(code),
        "aliases": "|".join(dict.fromkeys(alias for alias in aliases if alias not in (bare, short, name))),
    }


def kind_of(code: str, name: str) -> str:
    """What the division is, from its code and the end of its name."""
    if len(code) == 2:
        ends = {"省": "province", "区": "autonomous_region", "市": "municipality"}
        return ends[name[-1]]
    if len(code) == 4:
        ends = {"市": "city", "州": "autonomous_prefecture", "盟": "league", "区": "prefecture"}
        return ends[name[-1]]
    if code[4] == "7" or name.endswith("委员会"):
        return "zone"
    if code[:2] in MUNICIPALITIES:
        return "municipal_county" if name.endswith("县") else "municipal_district"
    if name.endswith(("自治县", "自治旗")):
        return "autonomous_county"
    ends = {"市": "county_level_city", "县": "county", "旗": "banner", "区": "district"}
    return ends.get(name[-1], "county")


def short_name(name: str, kind: str, spoken: dict[str, str] | None) -> str:
    """The name without the word for its kind and without peoples' names.

    延边, 东城, 昌吉. One character keeps its kind.
    """
    if kind == "zone":
        return name
    if spoken and spoken["name"] != name:
        return spoken["name"]
    short = name
    ending = next((end for end in ENDINGS if name.endswith(end)), "")
    short = name.removesuffix(ending)
    if ending.startswith("自治"):
        while people := next((word for word in PEOPLES if short.endswith(word) and len(short) > len(word)), ""):
            short = short.removesuffix(people)
    return short if len(short) > 1 else name


def joined(syllables: list[str]) -> str:
    """Pinyin as one word: Xi'an, Lüliang."""
    word = ""
    for number, syllable in enumerate(syllables):
        syllable = "lü" + syllable[2:] if syllable.startswith("lv") else syllable
        word += f"'{syllable}" if number and syllable[0] in "aoe" else syllable
    return word.capitalize()


def full_english(bare: str, name: str, short: str, kind: str) -> str:
    """With the kind and the peoples: Changji Hui Autonomous Prefecture, Zhao County."""
    if len(name) == 2 and kind in ("county", "district") and len(short) == 2:
        bare = bare.removesuffix("xian") if kind == "county" else bare
    peoples, rest = [], name[len(short) :]
    while word := next((people for people in PEOPLES if rest.startswith(people)), ""):
        peoples.append(PEOPLES[word])
        rest = rest[len(word) :]
    if name.endswith("新区") and kind in ("municipal_district", "district"):
        return f"{bare.removesuffix('xinqu')} New Area"
    if name.endswith("旗") and kind == "banner":
        return f"{bare.removesuffix('qi')} Banner"
    kind = "autonomous_county" if peoples and kind == "municipal_county" else kind
    return " ".join([bare, *peoples, ENGLISH_KIND[kind]])


def status_of(code: str) -> str:
    """Capital of its province, independent planning status, or a city of the Corps."""
    if code in CAPITALS:
        return "capital"
    if code in INDEPENDENT:
        return "independent"
    return "corps" if code.startswith("6590") else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
