"""The other makes of workbook before the parser."""
