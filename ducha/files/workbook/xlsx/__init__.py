"""An .xlsx or .xlsm before the parser: what it may hold, and what the parser does not tell."""
