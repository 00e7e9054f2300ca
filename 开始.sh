#!/bin/sh
# Double-clicked on Linux: finds Python, has .venv made on the first run, opens the menu.
cd -- "$(dirname -- "$0")" || exit 2

# A file manager may start it where nothing can be seen: then in a window of its own.
if [ ! -t 0 ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -z "${DUCHA_WINDOW:-}" ]; then
    export DUCHA_WINDOW=1
    for terminal in x-terminal-emulator mate-terminal deepin-terminal gnome-terminal konsole xterm; do
        if command -v "$terminal" >/dev/null 2>&1; then
            exec "$terminal" -e ./开始.sh
        fi
    done
fi

leave() {
    if [ "$1" -ne 0 ] && [ -t 0 ]; then
        printf '按回车键关闭窗口……'
        read -r _
    fi
    exit "$1"
}

fits() {
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' >/dev/null 2>&1
}

if [ ! -f process.py ]; then
    echo '这里没有 process.py。请把压缩包整个解压出来，再双击里面的“开始”。'
    leave 2
fi

python=
if [ ! -e .venv/unfinished.txt ] && .venv/bin/python -c 'import pip' >/dev/null 2>&1; then
    python=.venv/bin/python
fi
for candidate in $python python3 python3.11 python3.12 python3.13 python3.14 python \
    /usr/local/bin/python3 /opt/python3/bin/python3; do
    python=
    if fits "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo '没有找到 Python 3.11 或更新的版本。'
    echo '请安装后再双击“开始”：软件商店里搜索 Python，或请信息中心帮忙。'
    leave 2
fi

"$python" -m ducha.console.first_run || leave 2
.venv/bin/python process.py menu
leave $?
