"""The ledger as a workbook."""
