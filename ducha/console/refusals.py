"""What the machine did not grant, in words a clerk can act on."""

from __future__ import annotations


def refused_by_machine(fault: OSError | ImportError | MemoryError) -> str:
    """What the machine did not grant in the middle of the work; what is written is whole."""
    again = "已经写好的文件都是完整的"
    if isinstance(fault, ModuleNotFoundError):
        return f"缺少组件 {fault.name}，请运行：python -m pip install -r requirements.txt"
    if isinstance(fault, ImportError):
        return f"程序文件读不出来，没有完成；{again}。请重新运行；仍不行的，请重新安装程序。"
    if isinstance(fault, MemoryError):
        return f"内存不够，没有完成；{again}。请关闭其他程序后重新运行。"
    place = f"：{fault.filename}" if fault.filename else ""
    return (
        f"读写出错（{fault.errno}{place}），没有完成；{again}。"
        "请检查磁盘、U盘或网络盘是否正常、有没有权限，再重新运行。"
    )
