@echo off
rem Gramflow on Windows, from a folder made by "gramflow dist": runs the Java beside it.
rem   GRAMFLOW_JAVA_OPTS   more flags for the JVM
setlocal
set "HERE=%~dp0"
if not exist "%HERE%image\bin\java.exe" (
    echo gramflow: no image\bin\java.exe in %HERE%: this is not a folder made by "gramflow dist" 1>&2
    exit /b 3
)
set "VECTOR=--add-modules jdk.incubator.vector"
if "%GRAMFLOW_VECTOR%"=="off" set "VECTOR="
"%HERE%image\bin\java.exe" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:MaxDirectMemorySize=64t -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 %VECTOR% %GRAMFLOW_JAVA_OPTS% -cp "%HERE%lib\*" gramflow.bench.Main %*
exit /b %ERRORLEVEL%
