"""Monthly supervision of livelihood matters: circular in, judged and coloured workbook out."""
