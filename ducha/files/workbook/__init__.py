"""Bytes of a workbook of any make -> Cells."""
