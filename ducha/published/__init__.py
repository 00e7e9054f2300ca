"""Published months: what was frozen of them, and what reads differently since."""
