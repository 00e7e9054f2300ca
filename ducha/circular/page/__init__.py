"""The text as it is laid out: lines, headings, tables, items."""
