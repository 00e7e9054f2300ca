"""One module a verb: gather, decide, apply; the only callers of files/."""
