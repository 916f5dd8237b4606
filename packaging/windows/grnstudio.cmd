@"%~dp0..\grnstudio-console.exe" %*
