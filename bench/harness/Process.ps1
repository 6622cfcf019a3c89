# Processes that take a line and answer with a line of JSON: the emulator and the contestants.

$benchFolder = Split-Path $PSScriptRoot
. (Join-Path (Split-Path $benchFolder) 'build' 'PowerShellStartInfo.ps1')
$benchLibrary = Join-Path $benchFolder 'bin/Release/net10.0/Bench.dll'
$patience = [timespan]::FromMinutes(15)

function Open-Tool([System.Diagnostics.ProcessStartInfo] $Start) {
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    [System.Diagnostics.Process]::Start($start)
}

# The next line of JSON, read; whatever else a process prints is passed over.
function Read-Answer([System.Diagnostics.Process] $Process) {
    do {
        $reading = $Process.StandardOutput.ReadLineAsync()
        if (-not $reading.Wait($patience)) { throw "Process $($Process.Id) has said nothing for $patience." }
        $line = $reading.Result
        if ($null -eq $line) {
            $Process.WaitForExit()
            throw "Process $($Process.Id) ended without an answer, with exit code $($Process.ExitCode)."
        }
    } until ($line -match '^[\[{]')
    $line | ConvertFrom-Json
}

function Send-Line([System.Diagnostics.Process] $Process, [string] $Line) {
    $Process.StandardInput.WriteLine($Line)
    $Process.StandardInput.Flush()
}

function Close-Tool([System.Diagnostics.Process] $Process) {
    if (-not $Process) { return }
    if (-not $Process.HasExited) { $Process.Kill() }
    $Process.WaitForExit()
    $Process.Dispose()
}

# An emulator with its records in a CSV, in a process of its own and a folder of its own.
function Open-Emulator([hashtable] $Option) {
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) "zoholock-bench-$([guid]::NewGuid().ToString('n'))"
    $null = New-Item $folder -ItemType Directory
    $csv = Join-Path $folder 'Deals.csv'
    $arguments = foreach ($name in $Option.Keys) { "--$name", $Option[$name] }
    $process = Open-Tool ([System.Diagnostics.ProcessStartInfo]::new('dotnet', [string[]] (@($benchLibrary, 'emulator', '--csv', $csv) + $arguments)))
    @{ Process = $process; Folder = $folder; Csv = $csv; Description = Read-Answer $process }
}

function Close-Emulator([hashtable] $Emulator) {
    if (-not $Emulator) { return }
    Close-Tool $Emulator.Process
    Remove-Item -LiteralPath $Emulator.Folder -Recurse -Force
}

# Sends commands to the emulator, and returns the last one's answer.
function Send-Emulator([hashtable] $Emulator, [string[]] $Command) {
    foreach ($line in $Command) {
        Send-Line $Emulator.Process $line
        $answer = Read-Answer $Emulator.Process
        if ($answer.PSObject.Properties['error']) { throw "The emulator refuses '$line': $($answer.error)" }
    }
    $answer
}

# The first rows of the emulator's CSV, in a file of their own.
function Get-ShortCsv([hashtable] $Emulator, [int] $Count) {
    $path = Join-Path $Emulator.Folder "Deals-$Count.csv"
    if (-not (Test-Path -LiteralPath $path)) {
        Get-Content -LiteralPath $Emulator.Csv -TotalCount ($Count + 1) | Set-Content -LiteralPath $path -Encoding utf8BOM
    }
    $path
}

# A contestant in a new process, ready to go.
function Open-Contestant([hashtable] $Emulator, [string] $Script, [int] $WarmUp, [hashtable] $Setting) {
    $settingPath = Join-Path $Emulator.Folder 'setting.json'
    $whole = @{ module = $module; reason = 'Quarter closed'; warmUpCsv = Get-ShortCsv $Emulator $WarmUp } + $Setting
    foreach ($property in $Emulator.Description.PSObject.Properties) { $whole[$property.Name] = "$($property.Value)".TrimEnd('/') }
    $whole | ConvertTo-Json | Set-Content -LiteralPath $settingPath

    $start = $Script -eq 'limit' ?
        [System.Diagnostics.ProcessStartInfo]::new('dotnet', [string[]] ($benchLibrary, 'limit', $settingPath)) :
        (New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-File', (Join-Path $benchFolder "contestants/$Script"), '-SettingPath', $settingPath)
    $process = Open-Tool $start
    $null = Read-Answer $process
    $process
}
