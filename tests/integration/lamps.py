"""A made-up notice on street lamps as a PDF, and what is asked about it."""

from __future__ import annotations

from pathlib import Path

LAMPS = "Every lamp in a public street is to be checked by the lighting office of the district twice in each year."
QUESTION_ON_LAMPS = "How often is every lamp in a public street checked by the lighting office?"


def make_pdf(file: Path) -> None:
    """Three pages; LAMPS stands on the second one, over two lines."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen import canvas

    pages = [
        ["Notice on Street Lamps", "", "1 Purpose", "", "This notice keeps the streets of the city lit at night."],
        ["2 Checks", "", *split(LAMPS), "", "A lamp that is broken is mended within ten days of the report."],
        ["3 Costs", "", "The city bears the costs of all checks and of all repairs named above."],
    ]
    pdf = canvas.Canvas(str(file), pagesize=A4)
    for lines in pages:
        for number, line in enumerate(lines):
            pdf.drawString(72, 760 - 18 * number, line)
        pdf.showPage()
    pdf.save()


def split(text: str) -> list[str]:
    middle = text.index(" lighting")
    return [text[:middle], text[middle + 1 :]]
