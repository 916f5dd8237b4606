@echo off
title GRNStudio
set "PATH=%~dp0;%PATH%"
cd /d "%USERPROFILE%"
echo grnstudio --help lists the commands; grnstudio alone opens the window.
