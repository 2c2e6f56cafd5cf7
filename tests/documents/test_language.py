import pytest

from assistant.documents.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Cities may apply by 20 May.", "en"),
        ("试点城市应当按时申报。", "zh"),
        ("中小企业（SMEs）数字化转型", "zh"),
        ("The term 专精特新 stands for four qualities of small firms that grow fast.", "en"),
        ("2025 - 34", "en"),
        ("Is 财办建〔2025〕20号 still in force?", "en"),
        ("Who issued 《关于开展中小企业数字化转型城市试点工作的通知》?", "en"),
        ("财办建〔2025〕20号", "zh"),
        ("", "en"),
    ],
)
def test_the_language_is_that_of_most_words_beside_documents_named(text: str, language: str) -> None:
    assert language_of(text) == language
