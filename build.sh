#!/usr/bin/env bash
# build.ps1 for a shell: ./build.sh [build|test|package|demo|bench|coverage|analyze|help|clean] [further parameters of build.ps1]
# It runs in the pwsh of the PATH, else in the PowerShell of .config/dotnet-tools.json.
set -euo pipefail
cd "$(dirname "$0")"
export POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Ends with an error: what is wrong, then what a command said about it.
fail() {
    printf 'build.sh: %s\n' "$1" >&2
    [ -z "${2:-}" ] || printf '%s\n' "$2" | sed 's/^/    /' >&2
    case "${2:-}" in
        *ICU*) echo 'ICU is missing. On Debian and Ubuntu: apt-get install libicu-dev; on Fedora: dnf install libicu.' >&2 ;;
    esac
    exit 1
}

command -v dotnet >/dev/null || fail 'there is no dotnet on the PATH. ZohoLock is built with the .NET 10 SDK: https://dotnet.microsoft.com/download.'

task=${1:-build}
[ $# -eq 0 ] || shift

if command -v pwsh >/dev/null; then
    version=$(pwsh --version 2>&1) || version='one that does not start'
    if [[ $version =~ ^PowerShell\ ([0-9]+)\.([0-9]+) ]] && ((BASH_REMATCH[1] > 7 || (BASH_REMATCH[1] == 7 && BASH_REMATCH[2] >= 4))); then
        exec pwsh -NoLogo -NoProfile -File ./build.ps1 -Task "$task" "$@"
    fi
    echo "The pwsh on the PATH is passed over, because ZohoLock needs PowerShell 7.4 or later: $version"
fi

echo 'Restoring PowerShell, a .NET tool (.config/dotnet-tools.json) ...'
output=$(dotnet tool restore 2>&1) || fail "there is no PowerShell: none on the PATH that will do, and 'dotnet tool restore' failed:" "$output"
output=$(dotnet tool run pwsh --version 2>&1) || fail "the PowerShell of 'dotnet tool restore' does not start:" "$output"
exec dotnet tool run pwsh -NoLogo -NoProfile -File ./build.ps1 -Task "$task" "$@"
