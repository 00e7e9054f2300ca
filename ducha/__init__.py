"""Monthly supervision of livelihood matters: circular in, judged and coloured workbook out."""

__version__ = "0.1.0"
