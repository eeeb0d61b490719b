@echo off
rem The launcher for Windows: finds a JDK 25, builds Sotto when there is no build or a source is newer, starts it from an AOT cache.
setlocal EnableExtensions EnableDelayedExpansion
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "RUN=%ROOT%\app\target\run"
set "FLAGS=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dfile.encoding=UTF-8"

set "JDK="
call :try "%JAVA_HOME%"
call :try "%JAVA25_HOME%"
call :try "%JAVA_HOME_25_X64%"
for %%B in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\Zulu" "%ProgramFiles%\BellSoft" "%LOCALAPPDATA%\Programs\Eclipse Adoptium" "%USERPROFILE%\.jdks" "%USERPROFILE%\.sdkman\candidates\java" "%USERPROFILE%\scoop\apps") do (
  if not defined JDK for /d %%H in ("%%~B\*") do call :try "%%~H"
)
if not defined JDK (
  echo sotto: no JDK 25 was found; install one ^(for example Eclipse Temurin 25 from adoptium.net^) or set JAVA_HOME to it. 1>&2
  exit /b 1
)
set "JAVA_HOME=%JDK%"

if /i "%~1"=="test" goto test
set "MODULE=app"
if /i "%~1"=="bench" set "MODULE=tests"
set "RUN=%ROOT%\%MODULE%\target\run"

call :fresh
if errorlevel 1 call :build
if errorlevel 1 exit /b 1
set /p KEY=<"%RUN%\current"
set "LIB=%RUN%\%KEY%"
set NATIVE=
if exist "%LIB%\native" set NATIVE=-Djava.library.path="%LIB%\native" -Dorg.sqlite.lib.path="%LIB%\native" -Dorg.sqlite.tmpdir="%LIB%\native"

if /i "%~1"=="bench" goto bench
set "CACHE=%LIB%\client.aot"
if not exist "%CACHE%" if not exist "%CACHE%.log" (
  echo sotto: preparing a fast start ^(once^)... 1>&2
  "%JDK%\bin\java" -XX:AOTCacheOutput="%CACHE%.new" %FLAGS% %NATIVE% -cp "%LIB%\*" sotto.app.launch.Training client >"%CACHE%.log" 2>&1
  if exist "%CACHE%.new" move /y "%CACHE%.new" "%CACHE%" >nul
)
set "AOT="
if exist "%CACHE%" set AOT=-XX:AOTCache="%CACHE%"
"%JDK%\bin\java" %AOT% %FLAGS% %NATIVE% -Dsotto.launcher="%ROOT%\sotto.cmd" -cp "%LIB%\*" sotto.app.Main %*
exit /b %ERRORLEVEL%

:bench
"%JDK%\bin\java" -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dsotto.root="%ROOT%" -Dsotto.launcher="%ROOT%\sotto.cmd" -cp "%LIB%\*" sotto.tests.bench.Bench %2 %3 %4 %5 %6 %7 %8 %9
exit /b %ERRORLEVEL%

:test
call :maven
if errorlevel 1 exit /b 1
pushd "%ROOT%"
call mvn verify %2 %3 %4 %5 %6 %7 %8 %9
set "CODE=%ERRORLEVEL%"
popd
exit /b %CODE%

:try
if defined JDK exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
findstr /b /r /c:"JAVA_VERSION=.25[.\"+-]" "%~1\release" >nul 2>&1 && set "JDK=%~1"
exit /b 0

:maven
where mvn >nul 2>&1 && exit /b 0
echo sotto: Maven was not found; install it ^(3.8.7 or newer, for example: winget install Apache.Maven, scoop install maven^). 1>&2
exit /b 1

:fresh
if not exist "%RUN%\current" exit /b 1
powershell -NoProfile -Command "$s=(Get-Item '%RUN%\current').LastWriteTimeUtc; $p=@('%ROOT%\pom.xml')+@('mls','protocol','server','client','classic','app','tests'|%%{'%ROOT%\'+$_+'\pom.xml';'%ROOT%\'+$_+'\src\main'}); if(Get-ChildItem -Recurse -Path $p | ?{$_.LastWriteTimeUtc -gt $s} | select -First 1){exit 1}; exit 0"
exit /b %ERRORLEVEL%

:build
call :maven
if errorlevel 1 exit /b 1
set "KEY=%RANDOM%-%RANDOM%"
if not exist "%RUN%" mkdir "%RUN%"
rem One build at a time: the folder is the lock.
:lock
mkdir "%ROOT%\target\build.lock.d" >nul 2>&1
if errorlevel 1 (
  if not exist "%ROOT%\target" mkdir "%ROOT%\target"
  mkdir "%ROOT%\target\build.lock.d" >nul 2>&1
  if errorlevel 1 (
    echo sotto: another sotto is building; waiting for it ^(if none is, remove target\build.lock.d^). 1>&2
    timeout /t 3 /nobreak >nul
    goto lock
  )
)
echo sotto: building ^(once; about a minute, some more when Maven has to download libraries first^)... 1>&2
pushd "%ROOT%"
call mvn -q -B -Dquick -DskipTests -Dsotto.assemble package -pl %MODULE% -am >"%RUN%\build.log" 2>&1
set "CODE=%ERRORLEVEL%"
popd
rmdir "%ROOT%\target\build.lock.d" >nul 2>&1
if not "%CODE%"=="0" (
  findstr /c:"ERROR" "%RUN%\build.log" 1>&2
  echo sotto: the build failed; the whole story is in %RUN%\build.log. 1>&2
  exit /b 1
)
move "%ROOT%\%MODULE%\target\lib" "%RUN%\%KEY%" >nul
copy /y "%ROOT%\%MODULE%\target\sotto-%MODULE%-*.jar" "%RUN%\%KEY%" >nul
rem Lays native libraries beside the jars and takes off signatures; if it fails, starts are slower and nothing else.
for %%A in ("%RUN%\%KEY%\sotto-app-*.jar") do for %%S in ("%RUN%\%KEY%\sqlite-jdbc-*.jar") do "%JDK%\bin\java" %FLAGS% -cp "%%A;%%S" sotto.app.launch.Libraries "%RUN%\%KEY%" >>"%RUN%\build.log" 2>&1
>"%RUN%\current" echo %KEY%
exit /b 0
