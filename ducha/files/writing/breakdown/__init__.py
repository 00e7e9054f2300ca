"""The breakdown form as a workbook."""
