"""How a file is refused before a parser sees it: plain sentences that say what to do."""

from __future__ import annotations

RESAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再报。"
BROKEN = f"文件已损坏或不完整，无法读取。请单位重新发送；如能打开，{RESAVE}"
UNUSUAL = f"文件的内部写法不常见，无法安全读取。{RESAVE}"
TOO_BIG = f"文件解开后过大，不像填报表，未读取。请检查是否发错；如确为填报表，{RESAVE}"
CROWDED = (
    "文件里的单元格和格式过多，不像填报表，未读取。"
    f"请检查是否发错；如确为填报表，请删除多余的行、列和工作表，{RESAVE}"
)
WORDY = (
    "文件里的文字过多（合计超过1600万字），不像填报表，未读取。"
    "请检查是否发错；如确为填报表，请删除多余的文字后重新报送。"
)
LOCKED = "压缩包加了密码，程序打不开。请取消密码后重新报送。"
CLOSED = "文件加了打开密码，程序打不开。请在 Excel 或 WPS 中取消密码后重新报送。"
GARBLED = f"文件是旧格式（Excel 95 等）的工作簿，里面的文字读不准，未读取。{RESAVE}"
MIXED = f"文件里夹带了不属于工作簿的内容，或由几个文件拼成，未读取。{RESAVE}"
OUTSIDE = f"文件的内部路径指向文件以外，无法安全读取。{RESAVE}"
DEFINING = f"文件里有表格程序不会写的定义（DOCTYPE），无法安全读取。{RESAVE}"


class Unreadable(Exception):  # noqa: N818 - a verdict on a file somebody sent, not an error of ours
    """A file that is no workbook we can read; the sentence says what it is and what to do."""
