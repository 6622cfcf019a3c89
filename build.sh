#!/usr/bin/env bash
# build.ps1 for a shell: ./build.sh [build|test|demo|bench|analyze|help|clean] [further parameters of build.ps1]
set -euo pipefail
cd "$(dirname "$0")"
export POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

task=${1:-build}
[ $# -eq 0 ] || shift

# Finds PowerShell: on the PATH, else the tool of .config/dotnet-tools.json.
if command -v pwsh >/dev/null 2>&1; then
    exec pwsh -NoLogo -NoProfile -File ./build.ps1 -Task "$task" "$@"
fi
if dotnet tool restore >/dev/null 2>&1 && dotnet tool run pwsh -v >/dev/null 2>&1; then
    exec dotnet tool run pwsh -NoLogo -NoProfile -File ./build.ps1 -Task "$task" "$@"
fi

missing="there is no PowerShell: pwsh is not on the PATH, and 'dotnet tool restore' could not bring it"

# The sum of one counter over the result files of all xUnit projects.
count() {
    { grep -ohE "<Counters [^>]*" artifacts/xunit/*.trx || true; } | sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" | awk '{ sum += $1 } END { print sum + 0 }'
}

case "$task" in
    build|Build)
        dotnet build ZohoLock.sln -c Release
        ;;
    clean|Clean)
        dotnet clean ZohoLock.sln -c Release
        rm -rf bin artifacts
        ;;
    test|Test)
        rm -rf artifacts/xunit
        failed=0
        dotnet test ZohoLock.sln -c Release --logger trx --results-directory artifacts/xunit || failed=1
        echo "Pester did not run: $missing."
        echo "$(count passed) passed, $(count failed) failed, $(count notExecuted) skipped"
        exit $failed
        ;;
    *)
        echo "'$task' needs PowerShell, and $missing." >&2
        exit 1
        ;;
esac
