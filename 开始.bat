@echo off
rem Double-clicked on Windows: finds Python, has .venv made on the first run, opens the menu.
rem Up to the label :chinese everything is ASCII, for cmd reads this file in the code page of the
rem screen; only there it is told that what follows is UTF-8. Lines must end with CR LF.
setlocal
pushd "%~dp0"
if errorlevel 1 goto no_folder
if not exist process.py goto no_program

set "PY="
if exist ".venv\unfinished.txt" goto find
if not exist ".venv\Lib\site-packages\pip" goto find
call :try ".venv\Scripts\python.exe"
:find
if not defined PY call :try py -3
if not defined PY call :try python
if not defined PY call :try python3
for /d %%d in ("%LocalAppData%\Programs\Python\Python3*") do call :try "%%~d\python.exe"
for /d %%d in ("%ProgramFiles%\Python3*") do call :try "%%~d\python.exe"
for /d %%d in ("%SystemDrive%\Python3*") do call :try "%%~d\python.exe"
if not defined PY goto no_python

%PY% -m ducha.console.first_run
if not "%errorlevel%"=="0" goto failed
".venv\Scripts\python.exe" process.py menu
if not "%errorlevel%"=="0" goto failed
popd
exit /b 0

:failed
pause
popd
exit /b 2

rem Whether a command is a Python that is new enough; the door to the Microsoft Store that Windows
rem puts in its place ends with an error, and does not open the store, where it is given arguments.
:try
if defined PY exit /b 0
%* -c "import sys; sys.exit(sys.version_info[:2] < (3, 11) or sys.maxsize < 2**32)" >nul 2>nul
if "%errorlevel%"=="0" set "PY=%*"
exit /b 0

:no_python
set "WHY=python"
goto chinese
:no_program
set "WHY=program"
goto chinese
:no_folder
set "WHY=folder"

:chinese
chcp 65001 >nul
goto say_%WHY%
:say_python
echo 没有找到 64 位的 Python 3.11 或更新的版本。
echo 请从 python.org 下载安装，安装时勾选 Add python.exe to PATH，再双击“开始”。
echo 不能上网的电脑，请信息中心把安装程序拷过来。
goto failed_here
:say_program
echo 这里没有 process.py。请把压缩包整个解压出来，再双击里面的“开始”。
goto failed_here
:say_folder
echo 打不开程序所在的文件夹。请把整个文件夹复制到这台电脑上，再双击里面的“开始”。
:failed_here
pause
popd
exit /b 2
