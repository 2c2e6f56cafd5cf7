"""Every reader on real files, which the tests make."""

from __future__ import annotations

import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from assistant.adapters import pdf_reader
from assistant.adapters.docx_reader import DocxReader
from assistant.adapters.file_readers import all_readers
from assistant.adapters.html_reader import HtmlReader
from assistant.adapters.markdown_reader import MarkdownReader
from assistant.adapters.pdf_pages import PdfPages
from assistant.adapters.pdf_process import pages_in_process
from assistant.adapters.pdf_reader import PdfReader
from assistant.adapters.text_reader import TextReader
from assistant.adapters.xlsx_reader import XlsxReader
from assistant.documents.clauses import find_clauses
from assistant.documents.health import examine
from assistant.errors import (
    AssistantError,
    DocumentError,
    EmptyDocument,
    EncryptedDocument,
    LimitExceeded,
    UnreadableDocument,
)
from assistant.model import Extracted
from assistant.ports import ReadLimits

LIMITS = ReadLimits()
SENTENCE = "The county shall submit plan number {} to the ministry before May 20, 2031. "
SENTENCE_ZH = "试点城市应当坚持推动传统产业转型升级与促进新兴产业发展并重，第{}类行业每省推荐不超过2个城市。"


def outline(extracted: Extracted) -> list[tuple[str, str, str]]:
    return [(c.path, c.title, extracted.text[c.body : c.end].strip()) for c in find_clauses(extracted)]


def marked(extracted: Extracted, kind: str) -> list[str]:
    return [extracted.text[mark.start : mark.end] for mark in extracted.marks if mark.kind == kind]


# ---- text and Markdown -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk"])
def test_text_is_decoded_and_its_line_ends_stay(tmp_path: Path, encoding: str) -> None:
    words = "关于港口的通知\r\n\r\n各港口应当每年检查一次，并公布结果。\r\n"
    file = tmp_path / "a.txt"
    file.write_bytes(words.encode(encoding))
    extracted = TextReader().read(file, LIMITS)
    assert extracted.text == words
    assert extracted.title == "关于港口的通知"


def test_western_text_in_an_old_encoding_is_decoded(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("Le café de la région est fermé. L’été, il ouvre à midi.\n".encode("cp1252"))
    assert "café de la région" in TextReader().read(file, LIMITS).text


def test_markdown_is_unchanged_and_its_parts_are_marked(tmp_path: Path) -> None:
    words = (
        "---\ntitle: Ports\n---\n# Ports of Northland\r\n\r\nText.\r\n\r\n- one\r\n- two\r\n\r\n"
        "| a | b |\r\n|---|---|\r\n| c | d |\r\n<!-- note -->\r\n"
    )
    file = tmp_path / "a.md"
    file.write_bytes(words.encode())
    extracted = MarkdownReader().read(file, LIMITS)
    assert extracted.text == words
    assert (extracted.title, extracted.tables) == ("Ports", 1)
    assert marked(extracted, "heading") == ["# Ports of Northland"]
    assert marked(extracted, "list_item") == ["- one", "- two"]
    assert marked(extracted, "table_row") == ["| a | b |", "| c | d |"]
    assert marked(extracted, "furniture") == ["---\ntitle: Ports\n---\n", "<!-- note -->"]


def test_headings_in_fenced_code_are_none(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# Ports\n\n```\n# not a heading\n```\n\nText.\n")
    assert marked(MarkdownReader().read(file, LIMITS), "heading") == ["# Ports"]


# ---- HTML ------------------------------------------------------------------------------------------------------------

PAGE = """<?xml version="1.0" encoding="gb2312"?><html><head><meta charset="{charset}"><title>Ports - Portal</title>
<style>p {{}}</style></head><body><nav>Home | News</nav><form><h1>港口通知 Notice on Ports</h1>
<div>Time: 2031-05-01 Views: 33</div><h2>I. Scope</h2><p>This notice <b>applies</b> to
all&nbsp;ports. You need:</p><ul><li>a form</li><li><p>a letter</p></li></ul><ol start="3"><li>first</li></ol>
<table><tr><th>Town</th><th>Ports</th></tr><tr><td>Alpha</td><td>2</td></tr></table>
<table><tr><td><h2>II. Dates</h2><p>Before<br>May.</p></td></tr></table><p style="display: none">Hidden.</p>
<script>alert(1)</script></form><footer>Copyright</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_html_gives_the_words_of_the_page_and_their_structure(tmp_path: Path, charset: str) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(PAGE.format(charset=charset).encode(charset))
    extracted = HtmlReader().read(file, LIMITS)
    assert extracted.title == "港口通知 Notice on Ports"
    assert marked(extracted, "heading") == ["港口通知 Notice on Ports", "I. Scope", "II. Dates"]
    assert marked(extracted, "list_item") == ["- a form", "- a letter", "3. first"]
    assert marked(extracted, "table_row") == ["Town | Ports", "Alpha | 2"]
    assert "This notice applies to all ports. You need:" in extracted.text
    assert not [word for word in ("Home", "Copyright", "alert", "Hidden") if word in extracted.text]
    assert [path for path, _, _ in outline(extracted)] == ["", "I", "II"]


def test_html_of_a_page_with_a_main_part_gives_that_part(tmp_path: Path) -> None:
    words = "<p>" + "Ports are lit at night. " * 30 + "</p>"
    file = tmp_path / "a.html"
    file.write_text(f"<body><div>Menu of the site</div><main><h1>Ports</h1>{words}</main><div>Contact us</div></body>")
    text = HtmlReader().read(file, LIMITS).text
    assert text.startswith("Ports\n\nPorts are lit")
    assert "Menu" not in text
    assert "Contact" not in text


def test_deeply_nested_html_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("<body>" + "<div>" * 1000 + "Deep words." + "</div>" * 1000 + "</body>")
    assert "Deep words." in HtmlReader().read(file, LIMITS).text


# ---- DOCX ------------------------------------------------------------------------------------------------------------


def numbering(document: Any, form: str, text: str) -> str:
    """Adds a one-level automatic numbering and gives its id."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    identity = str(900 + len(root.findall(qn("w:abstractNum"))))
    abstract.set(qn("w:abstractNumId"), identity)
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("start", "1"), ("numFmt", form), ("lvlText", text)):
        child = OxmlElement(f"w:{name}")
        child.set(qn("w:val"), value)
        level.append(child)
    abstract.append(level)
    root.insert(0, abstract)
    instance = OxmlElement("w:num")
    instance.set(qn("w:numId"), identity)
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), identity)
    instance.append(reference)
    root.append(instance)
    return identity


def numbered(paragraph: Any, identity: str) -> None:
    properties = paragraph._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for name, value in (("ilvl", "0"), ("numId", identity)):
        child = OxmlElement(f"w:{name}")
        child.set(qn("w:val"), value)
        number.append(child)
    properties.append(number)


def test_docx_gives_headings_lists_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Notice on Ports", 0)
    document.add_heading("General", 1)
    document.add_paragraph("All ports apply. They must:")
    document.add_paragraph("submit a form", style="List Number")
    document.add_paragraph("pay a fee", style="List Number")
    document.add_paragraph("or wait", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip((*table.rows[0].cells, *table.rows[1].cells), ("Town", "Ports", "Alpha", "2"), strict=True):
        cell.text = words
    document.add_heading("Duties", 2)
    document.add_paragraph("Ports report yearly.")
    document.save(tmp_path / "a.docx")
    extracted = DocxReader().read(tmp_path / "a.docx", LIMITS)
    assert (extracted.title, extracted.tables) == ("Notice on Ports", 1)
    assert marked(extracted, "list_item") == ["1. submit a form", "2. pay a fee", "- or wait"]
    assert marked(extracted, "table_row") == ["Town | Ports", "Alpha | 2"]
    assert [(path, title) for path, title, _ in outline(extracted)] == [
        ("", "Notice on Ports"),
        ("General", "General"),
        ("General > Duties", "Duties"),
    ]


def test_docx_numbers_that_word_only_shows_are_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    chapters, articles = (
        numbering(document, "chineseCounting", "第%1章"),
        numbering(document, "chineseCounting", "第%1条"),
    )
    for chapter, words in (
        ("总则", ["为了管理港口，制定本办法。", "本办法适用于港口。"]),
        ("附则", ["本办法自公布之日起施行。"]),
    ):
        numbered(document.add_paragraph(chapter), chapters)
        for article in words:
            numbered(document.add_paragraph(article), articles)
    document.save(tmp_path / "a.docx")
    assert outline(DocxReader().read(tmp_path / "a.docx", LIMITS)) == [
        ("第一章", "总则", ""),
        ("第一章 > 第一条", "", "为了管理港口，制定本办法。"),
        ("第一章 > 第二条", "", "本办法适用于港口。"),
        ("第二章", "附则", ""),
        ("第二章 > 第三条", "", "本办法自公布之日起施行。"),
    ]


def test_docx_leaves_tracked_deletions_out_and_keeps_insertions(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Ports pay ")
    for kind, tag, words in (("w:del", "w:delText", "ten"), ("w:ins", "w:t", "twelve")):
        change, run, text = OxmlElement(kind), OxmlElement("w:r"), OxmlElement(tag)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    document.save(tmp_path / "a.docx")
    assert DocxReader().read(tmp_path / "a.docx", LIMITS).text == "Ports pay twelve"


# ---- XLSX ------------------------------------------------------------------------------------------------------------


def test_xlsx_gives_sheets_as_headings_and_rows_with_their_header(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Quotas"
    for row in (["Quotas for 2031"], [], ["Town", "Ports", "Share"], ["Alpha", 2, 0.5], ["Beta", None, 1.0]):
        book.active.append(row)
    book.create_sheet("Other").append(["x", "y"])
    book.save(tmp_path / "a.xlsx")
    extracted = XlsxReader().read(tmp_path / "a.xlsx", LIMITS)
    assert marked(extracted, "heading") == ["Quotas", "Other"]
    rows = [mark for mark in extracted.marks if mark.kind == "table_row"]
    assert [extracted.text[row.start : row.end] for row in rows[:3]] == [
        "Town | Ports | Share",
        "Alpha | 2 | 0.5",
        "Beta |  | 1",
    ]
    header = rows[1].header
    assert header is not None
    assert extracted.text[header.start : header.end] == "Town | Ports | Share"


# ---- PDF -------------------------------------------------------------------------------------------------------------


def build_pdf(file: Path, story: list[Any], title: str = "") -> None:
    def running_lines(canvas: Canvas, document: Any) -> None:
        canvas.drawString(72, 810, "Handbook of Northland")
        canvas.drawString(280, 30, f"Page {document.page} of 3")

    template = SimpleDocTemplate(str(file), pagesize=A4, title=title)
    template.build(story, onFirstPage=running_lines, onLaterPages=running_lines)


def test_pdf_gives_running_text_with_pages_and_clauses(tmp_path: Path) -> None:
    styles = getSampleStyleSheet()
    story: list[Any] = [Paragraph("Notice on Ports", styles["Title"])]
    count = 0
    for number, title in (("I", "General Requirements"), ("II", "Key Tasks"), ("III", "Support")):
        story.append(Paragraph(f"{number}. {title}", styles["Heading1"]))
        for part in (1, 2):
            count += 1
            words = "".join(SENTENCE.format(count * 10 + step) for step in range(8))
            story.append(Paragraph(f"({part}) Focus on harbour {count}. {words}", styles["BodyText"]))
        story.append(PageBreak())
    build_pdf(tmp_path / "a.pdf", story, "Notice on Ports")
    extracted = PdfReader().read(tmp_path / "a.pdf", LIMITS)
    assert extracted.title == "Notice on Ports"
    assert [page.number for page in extracted.pages] == [1, 2, 3]
    assert [path for path, _, _ in outline(extracted)] == [
        *("", "I", "I > (1)", "I > (2)", "II", "II > (1)", "II > (2)", "III", "III > (1)", "III > (2)"),
    ]
    assert [clause.page for clause in find_clauses(extracted) if clause.level == 1] == [1, 2, 3]
    assert all(SENTENCE.format(n * 10 + step).strip() in extracted.text for n in range(1, 7) for step in range(8))
    assert "Handbook" not in extracted.text
    assert "Page 2" not in extracted.text
    assert examine("a.pdf", extracted, 0).status == "ok"


def test_a_chinese_pdf_is_read(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("zh", fontName="STSong-Light", fontSize=12, leading=18, wordWrap="CJK")
    story: list[Any] = [Paragraph("关于开展港口试点工作的通知", style)]
    for number, title in (("一", "总体要求"), ("二", "重点任务")):
        story.append(Paragraph(f"{number}、{title}", style))
        for part in "一二":
            words = "".join(SENTENCE_ZH.format(number + part + str(step)) for step in range(6))
            story.append(Paragraph(f"（{part}）聚焦重点行业。{words}", style))
    story += [Paragraph("财政部办公厅", style), Paragraph("2031年5月6日", style)]
    build_pdf(tmp_path / "a.pdf", story)
    extracted = PdfReader().read(tmp_path / "a.pdf", LIMITS)
    assert extracted.title == "关于开展港口试点工作的通知"
    assert [path for path, _, _ in outline(extracted)] == [
        *("", "一", "一 > （一）", "一 > （二）", "二", "二 > （一）", "二 > （二）", "落款"),
    ]
    for number in ("一一0", "二二5"):
        assert SENTENCE_ZH.format(number) in extracted.text


def test_both_engines_find_the_same_words(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "Ports are lit at night.")
    canvas.save()
    for engine in ("pypdf", "pdfium"):
        found = pages_in_process(engine, tmp_path / "a.pdf", LIMITS)
        assert [page.strip() for page in found.pages] == ["Ports are lit at night."]


def test_a_page_without_a_text_layer_is_reported(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "A page with words.")
    canvas.showPage()
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    extracted = PdfReader().read(tmp_path / "a.pdf", LIMITS)
    assert examine("a.pdf", extracted, 0).pages_without_text == (2,)


def test_a_pdf_locked_only_against_changes_is_read(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption("", ownerPassword="owner"))
    canvas.drawString(72, 700, "Readable words.")
    canvas.save()
    assert PdfReader().read(tmp_path / "a.pdf", LIMITS).text == "Readable words."


def slow_pdf(file: Path, megabytes: int) -> None:
    """A small file with one page of so many text operators that reading it takes minutes."""
    packer = zlib.compressobj(1)
    operators = b"BT /F1 1 Tf 1 0 0 1 5 5 Tm (a) Tj ET\n" * 28_000
    content = b"".join(packer.compress(operators) for _ in range(megabytes)) + packer.flush()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> /MediaBox [0 0 9 9] >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    file.write_bytes(out + b"xref\n0 6\n0000000000 65535 f \n" + rows + trailer)


def test_a_pdf_that_takes_for_ever_ends_within_its_seconds(tmp_path: Path) -> None:
    slow_pdf(tmp_path / "a.pdf", 240)
    began = time.monotonic()
    with pytest.raises(LimitExceeded, match="seconds"):
        PdfReader().read(tmp_path / "a.pdf", ReadLimits(seconds=2))
    assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    "first",
    [LimitExceeded("too slow"), UnreadableDocument("broken"), PdfPages(("", ""), ""), PdfPages(("(cid:1)" * 9,), "")],
)
def test_pdfium_takes_over_where_pypdf_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: DocumentError | PdfPages
) -> None:
    def pages(engine: str, path: Path, limits: ReadLimits) -> PdfPages:
        if engine == "pdfium":
            return PdfPages(("Ports are lit.",), "")
        if isinstance(first, DocumentError):
            raise first
        return first

    monkeypatch.setattr(pdf_reader, "pages_in_process", pages)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    assert PdfReader().read(tmp_path / "a.pdf", LIMITS).text == "Ports are lit."


# ---- what cannot be read ---------------------------------------------------------------------------------------------


def encrypted_pdf(file: Path) -> None:
    canvas = Canvas(str(file), encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(72, 700, "Secret words.")
    canvas.save()


def scanned_pdf(file: Path) -> None:
    canvas = Canvas(str(file))
    canvas.rect(10, 10, 100, 100)
    canvas.save()


def encrypted_office(file: Path) -> None:
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))


def old_office(file: Path) -> None:
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"))


def zip_bomb(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 3_000_000)


def empty_docx(file: Path) -> None:
    docx.Document().save(str(file))


def empty_xlsx(file: Path) -> None:
    openpyxl.Workbook().save(file)


@pytest.mark.parametrize(
    ("name", "make", "limits", "kind"),
    [
        ("locked.pdf", encrypted_pdf, LIMITS, EncryptedDocument),
        ("scan.pdf", scanned_pdf, LIMITS, EmptyDocument),
        ("broken.pdf", lambda file: file.write_bytes(b"%PDF-1.7\ngarbage"), LIMITS, UnreadableDocument),
        ("not.pdf", lambda file: file.write_text("just words"), LIMITS, UnreadableDocument),
        ("locked.docx", encrypted_office, LIMITS, EncryptedDocument),
        ("old.docx", old_office, LIMITS, UnreadableDocument),
        ("locked.xlsx", encrypted_office, LIMITS, EncryptedDocument),
        ("broken.docx", lambda file: file.write_bytes(b"PK\x03\x04 garbage"), LIMITS, UnreadableDocument),
        ("broken.xlsx", lambda file: file.write_bytes(b"garbage"), LIMITS, UnreadableDocument),
        ("bomb.docx", zip_bomb, ReadLimits(bytes=100_000), LimitExceeded),
        ("empty.docx", empty_docx, LIMITS, EmptyDocument),
        ("empty.xlsx", empty_xlsx, LIMITS, EmptyDocument),
        ("empty.md", lambda file: file.write_bytes(b""), LIMITS, EmptyDocument),
        ("blank.txt", lambda file: file.write_text(" \n\n\t"), LIMITS, EmptyDocument),
        ("bom.txt", lambda file: file.write_bytes(b"\xef\xbb\xbf"), LIMITS, EmptyDocument),
        ("binary.txt", lambda file: file.write_bytes(bytes(range(256)) * 20), LIMITS, UnreadableDocument),
        ("empty.html", lambda file: file.write_text("<html><script>x()</script></html>"), LIMITS, EmptyDocument),
        ("large.txt", lambda file: file.write_text("words " * 50), ReadLimits(bytes=100), LimitExceeded),
        ("missing.txt", lambda file: None, LIMITS, UnreadableDocument),
    ],
)
def test_a_file_that_cannot_be_read_says_what_is_wrong_and_what_to_do(
    tmp_path: Path, name: str, make: Any, limits: ReadLimits, kind: type[AssistantError]
) -> None:
    make(tmp_path / name)
    reader = next(reader for reader in all_readers() if Path(name).suffix in reader.suffixes)
    with pytest.raises(DocumentError) as caught:
        reader.read(tmp_path / name, limits)
    assert type(caught.value) is kind
    assert caught.value.where == str(tmp_path / name)
    assert caught.value.do


def test_a_pdf_with_too_many_pages_is_over_the_limit(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for number in range(3):
        canvas.drawString(72, 700, f"Page words {number}.")
        canvas.showPage()
    canvas.save()
    with pytest.raises(LimitExceeded, match="3 pages, over the limit of 2"):
        PdfReader().read(tmp_path / "a.pdf", ReadLimits(pages=2))


def test_no_two_readers_claim_one_suffix() -> None:
    suffixes = [suffix for reader in all_readers() for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))
