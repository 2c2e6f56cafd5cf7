"""How Gradio is told of our own look; colours, type and spacing are in look/theme.css."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import gradio as gr

HEAD: Final = (
    '<meta name="description" content="Answers quoted from policy texts, each with its clause">'
    '<link rel="stylesheet" href="/look/theme.css"><link rel="stylesheet" href="/look/parts.css">'
    '<link rel="stylesheet" href="/look/answer.css"><link rel="stylesheet" href="/look/chat.css">'
    '<script src="/look/chat.js" defer></script>'
)
"""The sheets are linked: Gradio rewrites what it takes in itself and loses dark mode and what hangs on the body."""


def gradio_theme() -> gr.themes.Base:
    """Gradio's plainest theme with the values of look/theme.css; fonts are names only, so none is loaded."""
    import gradio as gr

    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    colours = {
        "body_background_fill": "var(--paper)",
        "body_text_color": "var(--ink)",
        "background_fill_primary": "var(--sheet)",
        "background_fill_secondary": "var(--paper)",
        "block_background_fill": "transparent",
        "block_border_width": "0px",
        "block_padding": "0px",
        "layout_gap": "0px",
        "block_shadow": "none",
        "border_color_primary": "var(--line)",
        "input_background_fill": "var(--sheet)",
        "input_border_color": "var(--line-strong)",
        "input_border_color_focus": "var(--accent)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent-deep)",
        "button_primary_text_color": "var(--on-accent)",
        "button_secondary_background_fill": "transparent",
        "button_secondary_text_color": "var(--ink)",
        "link_text_color": "var(--accent)",
    }
    dark = {f"{name}_dark": value for name, value in colours.items() if f"{name}_dark" in _known(theme)}
    return theme.set(**colours, **dark)


def _known(theme: gr.themes.Base) -> set[str]:
    import inspect

    return set(inspect.signature(theme.set).parameters)
