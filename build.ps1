#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests and demonstrates ZohoLock.
.PARAMETER Task
    Build    compiles the module into ./bin, so that Import-Module ./ZohoLock.psd1 works.
    Test     runs xUnit and Pester; the last line is 'N passed, N failed, N skipped' over both.
    Pester   runs Pester alone, in this process, on what Test has built.
    Package  makes artifacts/package: the module as it is installed, and the package of it for a gallery or a folder (build/Package.ps1).
    Demo     locks the records of a CSV in a local Zoho CRM and unlocks half of them.
    Bench    compares ZohoLock with hand-written clients, and writes docs/benchmark.md; takes about an hour.
    Coverage runs xUnit and Pester with coverlet, and writes artifacts/coverage; the last line is the coverage by both together.
    Analyze  runs PSScriptAnalyzer over the scripts.
    Help     generates the help for Get-Help from the pages in docs/en-US.
    Clean    removes the output of the other tasks.
.PARAMETER Filter
    With Pester and Coverage: runs only the tests whose full name matches this wildcard.
    Of xUnit's it runs those that have what is between the asterisks in their names.
.PARAMETER ProjectUri
    With Package: the address of the repository, which the manifest of the package then has.
.PARAMETER CertificateThumbprint
    With Package, on Windows: signs the module with this code signing certificate. Without it nothing is signed.
.PARAMETER TimestampServer
    With Package and CertificateThumbprint: the time stamp service.
.PARAMETER OnNet8
    With Test: runs xUnit on .NET 8 as well, which PowerShell 7.4 runs on. Linux on x64 only; the runtime comes from the package registry.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Package', 'Demo', 'Bench', 'Coverage', 'Analyze', 'Help', 'Clean')]
    [string] $Task = 'Build',

    [string] $Configuration = 'Release',

    [string] $Filter,

    [uri] $ProjectUri,

    [string] $CertificateThumbprint,

    [string] $TimestampServer,

    [switch] $OnNet8
)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'build' 'PowerShellStartInfo.ps1')
$solution = Join-Path $PSScriptRoot 'ZohoLock.sln'
$moduleProject = Join-Path $PSScriptRoot 'src' 'ZohoLock'
$tests = Join-Path $PSScriptRoot 'tests'
$xunitProjects = 'ZohoCrm.Emulator.Tests', 'ZohoLock.Client.Tests', 'ZohoLock.Reporting.Tests'
$artifacts = Join-Path $PSScriptRoot 'artifacts'
$pesterResults = Join-Path $artifacts 'pester.xml'

function Invoke-Native([string] $Command, [string[]] $Arguments) {
    & $Command @Arguments | Out-Host
    if ($LASTEXITCODE) { throw "$Command $($Arguments -join ' ') failed with exit code $LASTEXITCODE." }
}

# Runs a script in a new PowerShell, because a module that is loaded here can't be loaded again after a build, nor overwritten on Windows.
function Invoke-NewPowerShell([string[]] $Arguments) {
    $start = New-PowerShellStartInfo (@('-NoLogo', '-NoProfile') + $Arguments)
    & $start.FileName @($start.ArgumentList) | Out-Host
}

function Invoke-Build([string] $Project) {
    Write-Host "Restoring the packages of $(Split-Path $Project -Leaf) and building it ..."
    Invoke-Native dotnet build, $Project, '-c', $Configuration, '-v', 'quiet', '-nologo'
}

# Imports Pester from the package registry, in the version of Directory.Packages.props.
function Import-Pester {
    $project = Join-Path $tests 'ZohoLock.Tests'
    Invoke-Native dotnet restore, $project, '-v', 'quiet'
    $package = dotnet msbuild $project -getProperty:PkgPester
    Import-Module (Join-Path $package 'tools' 'Pester.psd1')
}

function Invoke-PesterHere {
    Import-Pester
    $configuration = New-PesterConfiguration @{
        Run        = @{ Path = Join-Path $tests 'ZohoLock.Tests'; Exit = $true }
        TestResult = @{ Enabled = $true; OutputPath = $pesterResults; OutputFormat = 'NUnitXml' }
        Output     = @{ Verbosity = $env:CI ? 'Normal' : 'Detailed' }
    }
    if ($Filter) { $configuration.Filter.FullName = $Filter }
    Invoke-Pester -Configuration $configuration
}

# Returns the counts of a test run. A run that was interrupted or found no tests counts as one failure.
function Get-Count([int] $Passed, [int] $Failed, [int] $Skipped, [int] $ExitCode) {
    if (-not $Failed -and ($ExitCode -or -not $Passed)) { $Failed = 1 }
    [pscustomobject]@{ Passed = $Passed; Failed = $Failed; Skipped = $Skipped }
}

function Format-Count([object[]] $Count) {
    $sum = $Count | Measure-Object Passed, Failed, Skipped -Sum
    '{0} passed, {1} failed, {2} skipped' -f $sum.Sum
}

# Runs the xUnit tests of a solution or projects.
function Invoke-Xunit([string] $Name, [string[]] $Project, [string[]] $Arguments) {
    $folder = Join-Path $artifacts 'xunit' $Name
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    $exitCode = 0
    foreach ($one in $Project) {
        & dotnet test $one @Arguments -c $Configuration --nologo --logger trx --results-directory $folder | Out-Host
        if ($LASTEXITCODE) { $exitCode = $LASTEXITCODE }
    }

    $counters = Get-ChildItem $folder -Filter *.trx -ErrorAction Ignore | ForEach-Object { ([xml] (Get-Content -LiteralPath $_ -Raw)).TestRun.ResultSummary.Counters }
    $total, $executed, $passed, $failed = ($counters | Measure-Object total, executed, passed, failed -Sum).Sum
    Get-Count $passed $failed ($total - $executed) $exitCode
}

# Runs the Pester tests in a new PowerShell.
function Invoke-PesterElsewhere {
    Remove-Item $pesterResults -ErrorAction Ignore
    Invoke-NewPowerShell '-File', $PSCommandPath, '-Task', 'Pester'
    $exitCode = $LASTEXITCODE
    if (-not (Test-Path $pesterResults)) {
        Write-Host 'Pester did not run: see the error above.'
        return Get-Count -ExitCode 1
    }

    $root = ([xml] (Get-Content $pesterResults -Raw)).'test-results'
    $failed = [int] $root.failures + [int] $root.errors + [int] $root.invalid
    $skipped = [int] $root.skipped + [int] $root.ignored + [int] $root.'not-run' + [int] $root.inconclusive
    Get-Count ($root.total - $failed - $skipped) $failed $skipped $exitCode
}

function Invoke-Test {
    Invoke-Build $solution
    $counts = [ordered]@{ 'xUnit' = Invoke-Xunit net10.0 $solution '--no-build' }
    if ($OnNet8) {
        $counts['xUnit on .NET 8'] = Invoke-Xunit net8.0 ($xunitProjects | ForEach-Object { Join-Path $tests $_ }) '-p:TestTargetFramework=net8.0'
    }
    $counts['Pester'] = Invoke-PesterElsewhere

    Write-Host (($counts.GetEnumerator() | ForEach-Object { "$($_.Key): $(Format-Count $_.Value)" }) -join '. ')
    Write-Host (Format-Count $counts.Values)
    if ($counts.Values.Failed -ne 0) { exit 1 }
}

# Runs tests with coverlet's counters in the assemblies of a folder, and adds the lines that ran to artifacts/coverage.
function Invoke-Covered([string] $Assembly, [string[][]] $Command) {
    $env:TestCommand = $Command.ForEach({ $_.ForEach({ "`"$_`"" }) -join ' ' }) -join ' && '
    try { & dotnet msbuild (Join-Path $tests 'Coverage') -t:Cover "-p:TargetPath=$Assembly" -v:minimal -nologo -nodeReuse:false | Out-Host }
    finally { $env:TestCommand = $null }
    $LASTEXITCODE -eq 0
}

function Invoke-Coverage {
    # coverlet looks for the sources where they are here, and not where a reproducible build says they are.
    Invoke-Native dotnet build, $solution, '-c', $Configuration, '-v', 'quiet', '-nologo', '-p:ContinuousIntegrationBuild=false'
    Invoke-Native dotnet restore, (Join-Path $tests 'Coverage'), '-v', 'quiet'
    $folder = Join-Path $artifacts 'coverage'
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore

    $xunitFilter = @(if ($Filter) { '--filter', "FullyQualifiedName~$($Filter.Trim('*'))" })
    $pesterFilter = @(if ($Filter) { '-Filter', $Filter })
    $passed = @(
        foreach ($name in $xunitProjects) {
            $project = Join-Path $tests $name
            $assembly = Join-Path $project 'bin' $Configuration 'net10.0' "$name.dll"
            Invoke-Covered $assembly (, (@('dotnet', 'test', $project, '--no-build', '-c', $Configuration, '--nologo') + $xunitFilter))
        }

        $first = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-File', (Join-Path $tests 'Coverage' 'FirstProcess.ps1')
        $pester = New-PowerShellStartInfo (@('-NoLogo', '-NoProfile', '-File', $PSCommandPath, '-Task', 'Pester') + $pesterFilter)
        Invoke-Covered (Join-Path $PSScriptRoot 'bin' 'ZohoLock.dll') ($first, $pester).ForEach({ , (@($_.FileName) + $_.ArgumentList) })
    )

    $total = ([xml] (Get-Content (Join-Path $folder 'coverage.cobertura.xml') -Raw)).coverage
    $figures = foreach ($name in 'lines', 'branches') {
        $valid = [int] $total."$name-valid"
        [string]::Format([cultureinfo]::InvariantCulture, '{0:0.0%} of {1:N0} {2}', [int] $total."$name-covered" / $valid, $valid, $name)
    }
    Write-Host "Coverage: $($figures -join ', ')"
    if ($passed -contains $false) { exit 1 }
}

function Invoke-Analysis {
    Import-Module PSScriptAnalyzer
    $found = Get-ChildItem $PSScriptRoot -Include *.ps1, *.psm1, *.psd1 -Recurse |
        Where-Object FullName -NotMatch '[\\/](artifacts|bin|obj)[\\/]' |
        Invoke-ScriptAnalyzer -Settings (Join-Path $PSScriptRoot 'tests' 'PSScriptAnalyzerSettings.psd1')
    $found | Format-Table -AutoSize | Out-Host
    if ($found) { throw "PSScriptAnalyzer found $(@($found).Count) points." }
}

# Generates en-US/ZohoLock.dll-Help.xml from the pages in docs/en-US.
function Invoke-Help {
    if (-not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)) {
        throw 'Microsoft.PowerShell.PlatyPS is not installed, and the help is made with it: Install-PSResource Microsoft.PowerShell.PlatyPS.'
    }

    Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0
    . (Join-Path $PSScriptRoot 'build' 'Help.ps1')
    $pages = Get-ChildItem (Join-Path $PSScriptRoot 'docs' 'en-US') -Filter *.md | Import-MarkdownCommandHelp
    $made = $pages | Export-MamlCommandHelp -OutputFolder (Join-Path $artifacts 'help') -Force
    $maml = Complete-Maml (Get-Content $made -Raw) $pages
    $folder = New-Item (Join-Path $PSScriptRoot 'en-US') -ItemType Directory -Force
    Set-Content (Join-Path $folder $made.Name) $maml
}

switch ($Task) {
    Build { Invoke-Build $moduleProject }
    Test { Invoke-Test }
    Pester { Invoke-PesterHere }
    Package {
        $how = @{ Destination = Join-Path $artifacts 'package'; Configuration = $Configuration }
        foreach ($name in 'ProjectUri', 'CertificateThumbprint', 'TimestampServer') {
            if ($PSBoundParameters.ContainsKey($name)) { $how[$name] = $PSBoundParameters[$name] }
        }
        & (Join-Path $PSScriptRoot 'build' 'Package.ps1') @how
    }
    Demo {
        Invoke-Build $moduleProject
        Write-Host 'Running samples/Demo.ps1 in a new PowerShell ...'
        Invoke-NewPowerShell '-File', (Join-Path $PSScriptRoot 'samples' 'Demo.ps1')
        exit $LASTEXITCODE
    }
    Bench { & (Join-Path $PSScriptRoot 'bench' 'Bench.ps1') -Scenario All -OutFile (Join-Path $PSScriptRoot 'docs' 'benchmark.md') }
    Coverage { Invoke-Coverage }
    Analyze { Invoke-Analysis }
    Help { Invoke-Help }
    Clean {
        Invoke-Native dotnet clean, $solution, '-c', $Configuration, '-v', 'quiet', '-nologo'
        Remove-Item (Join-Path $PSScriptRoot 'bin'), $artifacts -Recurse -Force -ErrorAction Ignore
    }
}
