<#
.SYNOPSIS
    Builds, tests and shows ZohoLock.
.PARAMETER Task
    Build    compiles the module into ./bin, so that Import-Module ./ZohoLock.psd1 works.
    Test     runs xUnit and Pester; the last line is 'N passed, N failed, N skipped' over both.
    Pester   runs Pester alone, in this process.
    Demo     locks the records of a CSV in a local Zoho CRM and unlocks half of them.
    Bench    measures ZohoLock next to what one would write by hand, and writes docs/benchmark.md; about an hour.
    Analyze  runs PSScriptAnalyzer over the scripts.
    Help     makes what Get-Help shows of the pages in docs/en-US.
    Clean    removes what the other tasks made.
.PARAMETER Filter
    With Pester: runs only the tests whose full name fits this wildcard.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Demo', 'Bench', 'Analyze', 'Help', 'Clean')]
    [string] $Task = 'Build',

    [string] $Configuration = 'Release',

    [string] $Filter
)

$ErrorActionPreference = 'Stop'
$solution = Join-Path $PSScriptRoot 'ZohoLock.sln'
$artifacts = Join-Path $PSScriptRoot 'artifacts'
$pesterResults = Join-Path $artifacts 'pester.xml'

function Invoke-Native([string] $Command, [string[]] $Arguments) {
    & $Command @Arguments | Out-Host
    if ($LASTEXITCODE) { throw "$Command $($Arguments -join ' ') failed with exit code $LASTEXITCODE." }
}

# Runs a script in a new PowerShell: one that is built anew can't be loaded twice, nor overwritten where it is loaded.
function Invoke-NewPowerShell([string[]] $Arguments) {
    $executable = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    $all = @('-NoLogo', '-NoProfile') + $Arguments
    if (Test-Path -LiteralPath $executable) { & $executable @all | Out-Host }
    else { & dotnet (Join-Path $PSHOME 'pwsh.dll') @all | Out-Host }
}

function Invoke-Build { Invoke-Native dotnet build, $solution, '-c', $Configuration, '-v', 'quiet', '-nologo' }

# Pester of the machine, else one kept in ./artifacts.
function Import-Pester {
    $minimum = [version] '5.5.0'
    $kept = Join-Path $artifacts 'modules'
    $env:PSModulePath = $kept, $env:PSModulePath -join [System.IO.Path]::PathSeparator
    if (-not (Get-Module Pester -ListAvailable | Where-Object { $_.Version -ge $minimum -and $_.Version.Major -eq 5 })) {
        $null = New-Item $kept -ItemType Directory -Force
        if (Get-Command Save-PSResource -ErrorAction Ignore) {
            Save-PSResource Pester -Version '[5.5.0,6.0.0)' -Path $kept -TrustRepository
        }
        elseif (Get-Command Save-Module -ErrorAction Ignore) {
            Save-Module Pester -MinimumVersion $minimum -MaximumVersion 5.99.99 -Path $kept -Force
        }
        else {
            throw 'Pester 5.5 or later is not installed, and this PowerShell can save no module.'
        }
    }

    Import-Module Pester -MinimumVersion $minimum -MaximumVersion 5.99.99
}

function Invoke-PesterHere {
    Import-Pester
    $configuration = New-PesterConfiguration @{
        Run        = @{ Path = Join-Path $PSScriptRoot 'tests' 'ZohoLock.Tests'; Exit = $true }
        TestResult = @{ Enabled = $true; OutputPath = $pesterResults; OutputFormat = 'NUnitXml' }
        Output     = @{ Verbosity = $env:CI ? 'Normal' : 'Detailed' }
    }
    if ($Filter) { $configuration.Filter.FullName = $Filter }
    Invoke-Pester -Configuration $configuration
}

function Get-XunitResult([string] $Folder) {
    $sum = [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = 0 }
    foreach ($file in Get-ChildItem $Folder -Filter *.trx -ErrorAction Ignore) {
        $counters = ([xml] (Get-Content -LiteralPath $file -Raw)).TestRun.ResultSummary.Counters
        $sum.Passed += [int] $counters.passed
        $sum.Failed += [int] $counters.failed
        $sum.Skipped += [int] $counters.total - [int] $counters.executed
    }

    $sum
}

function Get-PesterResult([int] $ExitCode) {
    $sum = [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = 0 }
    if (Test-Path $pesterResults) {
        $root = ([xml] (Get-Content $pesterResults -Raw)).'test-results'
        $sum.Failed = [int] $root.failures + [int] $root.errors + [int] $root.invalid
        $sum.Skipped = [int] $root.skipped + [int] $root.ignored + [int] $root.'not-run' + [int] $root.inconclusive
        $sum.Passed = [int] $root.total - $sum.Failed - $sum.Skipped
    }

    # A file that can't even be read fails the run without failing a test.
    if ($ExitCode -and -not $sum.Failed) { $sum.Failed = 1 }
    $sum
}

function Invoke-Test {
    Invoke-Build
    $xunitFolder = Join-Path $artifacts 'xunit'
    Remove-Item $xunitFolder, $pesterResults -Recurse -Force -ErrorAction Ignore
    & dotnet test $solution -c $Configuration --no-build --nologo --logger trx --results-directory $xunitFolder | Out-Host
    $xunitExit = $LASTEXITCODE
    $xunit = Get-XunitResult $xunitFolder
    if ($xunitExit -and -not $xunit.Failed) { $xunit.Failed = 1 }

    Invoke-NewPowerShell '-File', $PSCommandPath, '-Task', 'Pester'
    $pester = Get-PesterResult $LASTEXITCODE
    if (-not (Test-Path $pesterResults)) { Write-Host 'Pester did not run: see the error above.' }

    Write-Host "xUnit: $($xunit.Passed) passed, $($xunit.Failed) failed, $($xunit.Skipped) skipped. Pester: $($pester.Passed) passed, $($pester.Failed) failed, $($pester.Skipped) skipped."
    Write-Host "$($xunit.Passed + $pester.Passed) passed, $($xunit.Failed + $pester.Failed) failed, $($xunit.Skipped + $pester.Skipped) skipped"
    if ($xunit.Failed + $pester.Failed) { exit 1 }
}

function Invoke-Analysis {
    Import-Module PSScriptAnalyzer
    $found = Get-ChildItem $PSScriptRoot -Include *.ps1, *.psm1, *.psd1 -Recurse |
        Where-Object FullName -NotMatch '[\\/](artifacts|bin|obj)[\\/]' |
        Invoke-ScriptAnalyzer -Settings (Join-Path $PSScriptRoot 'tests' 'PSScriptAnalyzerSettings.psd1')
    $found | Format-Table -AutoSize | Out-Host
    if ($found) { throw "PSScriptAnalyzer found $(@($found).Count) points." }
}

# Makes en-US/ZohoLock.dll-Help.xml of the pages in docs/en-US.
function Invoke-Help {
    if (-not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)) {
        throw 'Microsoft.PowerShell.PlatyPS is not installed, and the help is made with it: Install-PSResource Microsoft.PowerShell.PlatyPS.'
    }

    Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0
    $pages = Get-ChildItem (Join-Path $PSScriptRoot 'docs' 'en-US') -Filter *.md
    $made = $pages | Import-MarkdownCommandHelp | Export-MamlCommandHelp -OutputFolder (Join-Path $artifacts 'help') -Force

    # A link to another page is no address, and Get-Help -Online fails on one. PlatyPS's empty line is a control character.
    $maml = (Get-Content $made -Raw) -replace '<maml:uri>[^<:]+</maml:uri>', '<maml:uri />' -replace '&#x80;', '&#x200B;' -replace "`r"
    $folder = New-Item (Join-Path $PSScriptRoot 'en-US') -ItemType Directory -Force
    Set-Content (Join-Path $folder $made.Name) $maml.TrimEnd()
}

switch ($Task) {
    Build { Invoke-Build }
    Test { Invoke-Test }
    Pester { Invoke-PesterHere }
    Demo {
        Invoke-Build
        Invoke-NewPowerShell '-File', (Join-Path $PSScriptRoot 'samples' 'Demo.ps1')
        exit $LASTEXITCODE
    }
    Bench { & (Join-Path $PSScriptRoot 'bench' 'Bench.ps1') -Scenario All -OutFile (Join-Path $PSScriptRoot 'docs' 'benchmark.md') }
    Analyze { Invoke-Analysis }
    Help { Invoke-Help }
    Clean {
        Invoke-Native dotnet clean, $solution, '-c', $Configuration, '-v', 'quiet', '-nologo'
        Remove-Item (Join-Path $PSScriptRoot 'bin'), $artifacts -Recurse -Force -ErrorAction Ignore
    }
}
