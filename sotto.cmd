@echo off
rem The launcher for Windows: finds a JDK 25, builds Sotto when there is no build or a source is newer, starts it from an AOT cache.
rem Without delayed expansion, which would eat every ! of an argument.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"

rem The same for the dump of the AOT cache and for its use; a cache is only taken by a JVM with equal flags.
set "COMMON=-Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8"
set "FLAGS=-XX:+UseSerialGC %COMMON%"
rem The server lives long: G1 and the optimising compiler, and so a cache of its own.
set "SERVER_FLAGS=-XX:+UseG1GC -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -Dio.netty.jfr.enabled=false %COMMON%"
rem What is printed is UTF-8; the console has to read it so.
chcp 65001 >nul 2>&1

set "JDK="
call :try "%JAVA_HOME%"
call :try "%JAVA25_HOME%"
call :try "%JAVA_HOME_25_X64%"
call :try "%JAVA_HOME_25_ARM64%"
for %%B in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\Zulu" "%ProgramFiles%\BellSoft" "%LOCALAPPDATA%\Programs\Eclipse Adoptium" "%USERPROFILE%\.jdks" "%USERPROFILE%\.sdkman\candidates\java" "%USERPROFILE%\scoop\apps") do (
  if not defined JDK for /d %%H in ("%%~B\*") do (
    call :try "%%~H"
    call :try "%%~H\current"
  )
)
rem Last, the java on the path.
if not defined JDK for /f "delims=" %%J in ('where java 2^>nul') do call :try "%%~dpJ.."
if not defined JDK (
  echo sotto: no JDK 25 was found; install one ^(for example Eclipse Temurin 25 from adoptium.net^) or set JAVA_HOME to it. 1>&2
  exit /b 1
)
set "JAVA_HOME=%JDK%"

if /i "%~1"=="test" goto test
set "MODULE=app"
if /i "%~1"=="bench" set "MODULE=tests"
if /i "%~1"=="vectors" set "MODULE=tests"
set "RUN=%ROOT%\%MODULE%\target\run"

call :fresh
if errorlevel 1 call :build
if errorlevel 1 exit /b 1
set /p KEY=<"%RUN%\current"
set "LIB=%RUN%\%KEY%"
set PLACES=-Dsotto.launcher="%ROOT%\sotto.cmd" -Dsotto.root="%ROOT%"
if exist "%LIB%\native" set PLACES=%PLACES% -Djava.library.path="%LIB%\native" -Dorg.sqlite.lib.path="%LIB%\native" -Dorg.sqlite.tmpdir="%LIB%\native"

if /i "%~1"=="bench" set "MAIN=sotto.tests.bench.Bench" & goto other
if /i "%~1"=="vectors" set "MAIN=sotto.tests.vectors.RunVectors" & goto other

rem A cache per JDK: of another one, or of other flags, it would not be taken.
set "JVM="
for /f "skip=1 delims=" %%K in ('certutil -hashfile "%JDK%\release" SHA256 2^>nul') do if not defined JVM set "JVM=%%K"
if not defined JVM set "JVM=any"
set "JVM=%JVM: =%"
set "JVM=%JVM:~0,12%"
call :train client
call :train server
set "LIFE=client"
set "USE=%FLAGS%"
if /i "%~1"=="serve" set "LIFE=server"
if /i "%~1"=="serve" set "USE=%SERVER_FLAGS%"
set "AOT="
if exist "%LIB%\%LIFE%-%JVM%.aot" set AOT=-XX:AOTCache="%LIB%\%LIFE%-%JVM%.aot"
"%JDK%\bin\java" %AOT% %USE% %PLACES% -cp "%LIB%\*" sotto.app.Main %*
exit /b %ERRORLEVEL%

:other
call :rest %*
"%JDK%\bin\java" %SERVER_FLAGS% %PLACES% -cp "%LIB%\*" %MAIN% %REST%
exit /b %ERRORLEVEL%

:test
if /i "%~2"=="--help" (
  echo Usage: sotto test [MAVEN-ARGUMENTS]
  echo All checks and tests: mvn verify on JDK 25.
  echo Example: sotto test -Dsotto.seed=42
  exit /b 0
)
call :maven
if errorlevel 1 exit /b 1
call :rest %*
call :lock
if errorlevel 1 exit /b 1
pushd "%ROOT%"
call mvn verify %REST%
set "CODE=%ERRORLEVEL%"
popd
call :unlock
exit /b %CODE%

rem All arguments but the first.
:rest
set "REST="
:more
shift
if "%~1"=="" exit /b 0
set REST=%REST% %1
goto more

:try
if defined JDK exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~f1\bin\javac.exe" exit /b 0
findstr /b /r /c:"JAVA_VERSION=.25[^0-9]" "%~f1\release" >nul 2>&1 && set "JDK=%~f1"
exit /b 0

:maven
where mvn >nul 2>&1 && exit /b 0
echo sotto: Maven was not found; install it ^(3.8.7 or newer, for example: winget install Apache.Maven, scoop install maven^). 1>&2
exit /b 1

rem A build is fresh when its stamp, made as it began, is newer than every source, pom and this file.
:fresh
if not exist "%RUN%\current" exit /b 1
if not exist "%RUN%\stamp" exit /b 1
set "MODULES='mls','protocol','server','client','classic','app'"
if "%MODULE%"=="tests" set "MODULES=%MODULES%,'tests'"
powershell -NoProfile -Command "$r=$env:ROOT; $s=(Get-Item -LiteralPath (Join-Path $env:RUN 'stamp')).LastWriteTimeUtc; $p=@((Join-Path $r 'pom.xml'),(Join-Path $r 'sotto.cmd'))+@(%MODULES%|%%{(Join-Path $r ($_+'\pom.xml'));(Join-Path $r ($_+'\src\main'))}); if(@(Get-Item -LiteralPath $p)+@(Get-ChildItem -Recurse -LiteralPath $p) | ?{$_.LastWriteTimeUtc -gt $s} | select -First 1){exit 1}; exit 0"
exit /b %ERRORLEVEL%

rem One build at a time: the folder is the lock.
:lock
if not exist "%ROOT%\target" mkdir "%ROOT%\target" >nul 2>&1
rem Not in parentheses: a path may have one.
if not exist "%ROOT%\target" echo sotto: the folder "%ROOT%" cannot be written, so Sotto cannot be built in it. 1>&2
if not exist "%ROOT%\target" exit /b 1
set "TOLD="
:wait
mkdir "%ROOT%\target\build.lock.d" >nul 2>&1
if not errorlevel 1 exit /b 0
if not defined TOLD echo sotto: another sotto is building; waiting for it ^(if none is, remove target\build.lock.d^). 1>&2
set "TOLD=yes"
ping -n 2 127.0.0.1 >nul
goto wait

:unlock
rmdir "%ROOT%\target\build.lock.d" >nul 2>&1
exit /b 0

:build
call :maven
if errorlevel 1 exit /b 1
call :lock
if errorlevel 1 exit /b 1
rem Another one may have built it while this one waited.
call :fresh
if not errorlevel 1 (
  call :unlock
  exit /b 0
)
if not exist "%RUN%" mkdir "%RUN%"
set "KEY=%RANDOM%-%RANDOM%"
echo sotto: building ^(once; about a minute, some more when Maven has to download libraries first^)... 1>&2
>"%RUN%\stamp.new" echo %KEY%
if exist "%ROOT%\%MODULE%\target\lib" rmdir /s /q "%ROOT%\%MODULE%\target\lib"
pushd "%ROOT%"
call mvn -q -B -Dquick -DskipTests -Dsotto.assemble package -pl %MODULE% -am >"%RUN%\build.log" 2>&1
set "CODE=%ERRORLEVEL%"
popd
if "%CODE%"=="0" goto built
call :unlock
findstr /c:"ERROR" "%RUN%\build.log" 1>&2
echo sotto: the build failed; the whole story is in "%RUN%\build.log". 1>&2
exit /b 1

:built
rem A folder per build: a Sotto that is running keeps the jars it started with. Those that none uses go.
for /d %%D in ("%RUN%\*-*") do rmdir /s /q "%%~D" >nul 2>&1
move "%ROOT%\%MODULE%\target\lib" "%RUN%\%KEY%" >nul
copy /y "%ROOT%\%MODULE%\target\sotto-%MODULE%-*.jar" "%RUN%\%KEY%" >nul
rem Lays native libraries beside the jars and takes off signatures; if it fails, starts are slower and nothing else.
for %%A in ("%RUN%\%KEY%\sotto-app-*.jar") do for %%S in ("%RUN%\%KEY%\sqlite-jdbc-*.jar") do "%JDK%\bin\java" %COMMON% -cp "%%~A;%%~S" sotto.app.launch.Libraries "%RUN%\%KEY%" >>"%RUN%\build.log" 2>&1
>"%RUN%\current" echo %KEY%
move /y "%RUN%\stamp.new" "%RUN%\stamp" >nul
call :unlock
exit /b 0

rem Runs a small life of Sotto once, so that the JVM can keep what it loaded; beside, then renamed.
:train
set "CACHE=%LIB%\%1-%JVM%.aot"
if exist "%CACHE%" exit /b 0
if exist "%CACHE%.failed" exit /b 0
if exist "%CACHE%.new" del /q "%CACHE%.new" >nul 2>&1
set "USE=%FLAGS%"
if "%1"=="server" set "USE=%SERVER_FLAGS%"
if "%1"=="client" echo sotto: preparing a fast start ^(once^)... 1>&2
"%JDK%\bin\java" -XX:AOTCacheOutput="%CACHE%.new" %USE% %PLACES% -cp "%LIB%\*" sotto.app.launch.Training %1 >"%CACHE%.log" 2>&1
rem Only a training that came to its end without a cache is not tried again; one that was cut off is.
if exist "%CACHE%.new" (move /y "%CACHE%.new" "%CACHE%" >nul) else (move /y "%CACHE%.log" "%CACHE%.failed" >nul)
exit /b 0
