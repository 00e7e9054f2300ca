"""Write the templates that are shipped: python -m tools.letter_templates."""

from __future__ import annotations

from pathlib import Path

from tools.letter_templates.templates import TEMPLATES, template_bytes

FOLDER = Path(__file__).parents[2] / "templates"

if __name__ == "__main__":
    for name in TEMPLATES:
        (FOLDER / name).write_bytes(template_bytes(name))
