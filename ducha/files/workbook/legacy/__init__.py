"""The other makes of workbook before the parser: .xls and .et, .xlsb, .ods."""
