"""The look: paper, ink and one red, in light and dark.

No font is fetched from elsewhere: the sans comes with Gradio, whose files of Source Sans Pro 400 and 700 are whole
(those of Lora, Source Sans 3 and others in 6.31 lack the Latin letters), and the serif is the reader's own.
"""

from __future__ import annotations

from gradio.themes import Base, Color, sizes
from gradio.themes.utils.fonts import LocalFont

PAPER = Color(
    c50="#fbf9f4", c100="#f4f1e9", c200="#e6e1d5", c300="#cfc8b8", c400="#a39b8a", c500="#756e60",
    c600="#575146", c700="#3b362e", c800="#26231e", c900="#1c1a17", c950="#151310", name="paper",
)  # fmt: skip
RED = Color(
    c50="#fdf3f1", c100="#fae4e0", c200="#f4c9c2", c300="#eba99e", c400="#dd7c6d", c500="#b93a2b",
    c600="#9b2c1f", c700="#7f231a", c800="#641d16", c900="#4b1813", c950="#2c0d0a", name="red ink",
)  # fmt: skip


def newspaper() -> Base:
    """The theme. Text on its ground has a contrast of at least 4.5 to 1 (WCAG AA)."""
    theme = Base(
        primary_hue=RED,
        secondary_hue=RED,
        neutral_hue=PAPER,
        radius_size=sizes.radius_sm,
        font=(LocalFont("Source Sans Pro", weights=(400, 700)), "system-ui", "sans-serif"),
        font_mono=("ui-monospace", "Consolas", "monospace"),
    )
    return theme.set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_900",
        body_text_color="*neutral_900",
        body_text_color_dark="#ece7dd",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="#b9b1a2",
        background_fill_primary="#fffdf9",
        background_fill_primary_dark="*neutral_800",
        background_fill_secondary="*neutral_100",
        background_fill_secondary_dark="*neutral_900",
        border_color_primary="*neutral_200",
        border_color_primary_dark="*neutral_700",
        block_background_fill="#fffdf9",
        block_background_fill_dark="*neutral_800",
        block_shadow="none",
        block_shadow_dark="none",
        block_label_text_color="*neutral_700",
        block_label_text_color_dark="#cfc8b8",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="#b9b1a2",
        input_background_fill="#ffffff",
        input_background_fill_dark="*neutral_800",
        input_placeholder_color="#6b6456",
        input_placeholder_color_dark="#a8a090",
        input_border_color="*neutral_300",
        input_border_color_dark="#6b6456",
        link_text_color="*primary_600",
        link_text_color_dark="*primary_300",
        link_text_color_visited="*primary_700",
        link_text_color_visited_dark="*primary_300",
        button_border_width="1px",
        button_border_width_dark="1px",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_text_color="white",
        button_secondary_background_fill="transparent",
        button_secondary_background_fill_dark="transparent",
        button_secondary_border_color="*neutral_300",
        button_secondary_border_color_dark="#6b6456",
        button_secondary_text_color="*neutral_800",
        button_secondary_text_color_dark="#ece7dd",
    )
