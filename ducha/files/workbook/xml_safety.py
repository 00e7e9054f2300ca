"""Whether foreign workbooks can be opened without fear: asked at the start, of openpyxl's guard."""

from __future__ import annotations

import os
from importlib.util import find_spec

from ducha.findings import refuse

_GUARD = "defusedxml"
_SWITCH = "OPENPYXL_DEFUSEDXML"
_MISSING = (
    f"缺少组件 {_GUARD}，没有它就防不住表格文件里的恶意内容。"
    "请在程序所在的文件夹运行：python -m pip install -r requirements.txt"
)
_SWITCHED_OFF = (
    f"环境变量 {_SWITCH} 关掉了对恶意表格文件的防护。"
    "请删除这个环境变量（或请维护人员删除），再重新运行。"
)


def assert_guarded() -> None:
    """A `Problem` unless openpyxl will read XML through its guard; openpyxl itself is not loaded.

    Any other word than True in the switch turns the guard off, without a sound.
    """
    wrong = [] if find_spec(_GUARD) else [_MISSING]
    if os.environ.get(_SWITCH, "True") != "True":
        wrong.append(_SWITCHED_OFF)
    refuse(wrong)
