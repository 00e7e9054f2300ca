"""Tables and sentences of words: items, problems, returns, files, findings."""
