<#
.SYNOPSIS
    Measures ZohoLock against what a user would write instead, on a Zoho CRM that is emulated in a process of its own.
.DESCRIPTION
    See README.md beside this. Each scenario of -Scenario sets the parameters below; what is given besides overrides it. Without -Scenario the contestants race with the parameters given.
.EXAMPLE
    ./bench/Bench.ps1 -Scenario All -OutFile docs/benchmark.md
.EXAMPLE
    ./bench/Bench.ps1 -Latency 20 -Ceiling 5 -InFlight 5 -Count 1000 -Repeat 3 -Contestant a,e,f -Edition Free
#>
[CmdletBinding()]
param(
    # Latency50Known, Latency50Unknown, MovingCeiling, Sharing, NoLatency, Memory, Finding, Lookup, Faults, Kill, Suspend, or All of them.
    [string[]] $Scenario,
    # Milliseconds from a call to its answer, and what chance adds to it at most.
    [int] $Latency = 50,
    [int] $Jitter = 0,
    # Calls at once that the emulator takes; 429 to more.
    [int] $Ceiling = 10,
    # Calls at once that the contestants make; (f) makes as many as it finds right.
    [int] $InFlight = 10,
    # Records to lock; (b) and (c) lock the first -SlowCount of them.
    [int] $Count = 2000,
    [int] $SlowCount,
    # Records that each contestant locks in each of its processes before it is measured, at no latency.
    [int] $WarmUp = 500,
    # Rounds; the figures are medians. Memory takes 3 of them unless told otherwise, Faults takes each as another seed.
    [int] $Repeat = 5,
    [string[]] $Contestant = ('a', 'b', 'c', 'd', 'e', 'f'),
    # What (f) connects with: an edition of Zoho CRM, or Unknown.
    [string] $Edition = 'Standard',
    # (f)'s -ThrottleLimit; 0 leaves it out.
    [int] $ThrottleLimit = 0,
    # Faults: the chance of each fault, from 0 to 1.
    [double] $FaultRate = 0.05,
    # Kill and Suspend: how often the client is killed.
    [int] $Kills = 20,
    # Where chance begins; Faults takes this seed and those after it.
    [int] $Seed = 1,
    # The results: Markdown where it ends in .md, otherwise JSON with all single runs.
    [string[]] $OutFile,
    # The ZohoLock.psd1 to measure; this repository's own, built first, by default.
    [string] $Module
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
foreach ($part in 'Process', 'Race', 'MovingCeiling', 'Sharing', 'Memory', 'Finding', 'Truth', 'Faults', 'Kill', 'Suspend', 'Report') {
    . (Join-Path $PSScriptRoot "harness/$part.ps1")
}

$presets = [ordered]@{
    Latency50Known   = @{ Run = 'Race'; Latency = 50; Ceiling = 10; InFlight = 10; Count = 2000; Edition = 'Standard' }
    Latency50Unknown = @{ Run = 'Race'; Latency = 50; Ceiling = 10; InFlight = 10; Count = 10000; Edition = 'Unknown'; Contestant = 'a', 'f' }
    MovingCeiling    = @{ Run = 'MovingCeiling'; Latency = 50; Count = 6000; Edition = 'Enterprise', 'Unknown' }
    Sharing          = @{ Run = 'Sharing'; Programs = 3; Latency = 50; Ceiling = 20; InFlight = 20; Count = 2400; Edition = 'Unknown' }
    NoLatency        = @{ Run = 'Race'; Latency = 0; Ceiling = 10; InFlight = 10; Count = 2000; Edition = 'Standard' }
    Memory           = @{ Run = 'Memory'; Latency = 0; Ceiling = 10; InFlight = 10; Count = 200000; Edition = 'Standard'; Repeat = 3 }
    Finding          = @{ Run = 'Finding'; Latency = 50; Ceiling = 10; Count = 10000; Edition = 'Standard'; Repeat = 3 }
    Lookup           = @{ Run = 'Lookup'; Latency = 0; Ceiling = 10; Count = 100000; Edition = 'Standard'; Repeat = 3 }
    Faults           = @{ Run = 'Faults'; Latency = 5; Ceiling = 25; Count = 10000; Edition = 'Ultimate' }
    Kill             = @{ Run = 'Kill'; Latency = 20; Jitter = 20; Ceiling = 10; Count = 5000; Edition = 'Standard' }
    Suspend          = @{ Run = 'Suspend'; Latency = 20; Count = 2000 }
}

# Lists typed on a command line outside PowerShell come as one text.
$Scenario = @($Scenario -split ',' | Where-Object { $_ })
$Contestant = @($Contestant -split ',' | ForEach-Object Trim)
if ($Scenario -contains 'All') { $Scenario = @($presets.Keys) }
foreach ($name in $Scenario) { if (-not $presets.Contains($name)) { throw "There is no scenario $name, only $($presets.Keys -join ', ') and All." } }
foreach ($name in $Contestant) { if (-not $contestantScripts.Contains($name)) { throw "There is no contestant $name, only $($contestantScripts.Keys -join ', ')." } }

# What a scenario runs with: the parameters, the preset over their defaults, and what was typed over both.
function Get-Race([string] $Name) {
    $race = @{ Run = 'Race'; HeapEvery = 0 }
    foreach ($parameter in 'Latency', 'Jitter', 'Ceiling', 'InFlight', 'Count', 'SlowCount', 'WarmUp', 'Repeat', 'Contestant', 'Edition', 'ThrottleLimit', 'FaultRate', 'Kills', 'Seed') {
        $race[$parameter] = Get-Variable $parameter -ValueOnly -Scope Script
    }
    if ($Name) { foreach ($entry in $presets[$Name].GetEnumerator()) { if ($entry.Key -notin $given) { $race[$entry.Key] = $entry.Value } } }
    if (-not $race.SlowCount) { $race.SlowCount = [Math]::Min($race.Count, [Math]::Max(400, [int] ($race.Count / 10))) }
    $race
}

function Invoke-Build {
    $projects = @(Join-Path $PSScriptRoot 'Bench.csproj') + @(if (-not $Module) { Join-Path $root 'src/ZohoLock' })
    foreach ($project in $projects) {
        dotnet build $project -c Release -v quiet -nologo | Out-Host
        if ($LASTEXITCODE) { throw "$project does not build." }
    }
}

$given = @($PSBoundParameters.Keys)
Invoke-Build
$module = $Module ? (Resolve-Path -LiteralPath $Module).Path : (Join-Path $root 'ZohoLock.psd1')

$results = foreach ($name in $Scenario ? $Scenario : '') {
    $race = Get-Race $name
    Write-Host "`n$($name ? $name : 'Race'): $(Get-RaceDescription $race)"
    $result = switch ($race.Run) {
        'Race' {
            $runs = @(Invoke-Race $race)
            @{ Runs = $runs; Table = @(Get-RaceTable $runs); Targets = @(Get-RaceTarget $name $runs) }
        }
        'MovingCeiling' {
            $runs = @(foreach ($edition in $race.Edition) {
                    $one = $race.Clone()
                    $one.Edition = $edition
                    Invoke-MovingCeiling $one
                })
            @{ Runs = $runs; Table = @($runs | Select-Object * -ExcludeProperty Samples); Targets = @(Get-MovingCeilingTarget $runs) }
        }
        'Sharing' {
            $runs = @(Invoke-Sharing $race)
            @{ Runs = $runs; Table = @($runs); Targets = @(Get-SharingTarget $runs) }
        }
        'Memory' {
            $runs = @(Invoke-Memory $race)
            @{ Runs = $runs; Table = @(Get-MemoryTable $runs); Targets = @(Get-MemoryTarget $runs) }
        }
        'Finding' {
            $runs = @(Invoke-Finding $race)
            @{ Runs = $runs; Table = @($runs); Targets = @(Get-FindingTarget $runs) }
        }
        'Lookup' {
            $runs = @(Invoke-Lookup $race)
            @{ Runs = $runs; Table = @($runs); Targets = @(Get-LookupTarget $runs) }
        }
        'Faults' {
            $runs = @(foreach ($seedOfRun in $race.Seed..($race.Seed + $race.Repeat - 1)) { Invoke-FaultRun $race $seedOfRun })
            @{ Runs = $runs; Table = @($runs | Select-Object * -ExcludeProperty Counters); Targets = @(Get-TruthTarget $runs) }
        }
        'Kill' {
            $runs = @(Invoke-KillRun $race)
            @{ Runs = $runs; Table = @($runs | Select-Object * -ExcludeProperty Counters); Targets = @(Get-TruthTarget $runs) }
        }
        'Suspend' {
            $runs = @(Invoke-SuspendRun ($race + @{ Module = $module }))
            @{ Runs = $runs; Table = $runs; Targets = @(Get-SuspendTarget $runs) }
        }
    }
    $result.Name = $name ? $name : 'Race'
    $result.Description = Get-RaceDescription $race
    $result.Table | Format-Table -Property * -AutoSize | Out-String -Width 200 | Write-Host
    foreach ($target in $result.Targets) { Write-Host "  $target" }
    $result
}

$commandLine = "./bench/Bench.ps1$(Get-ArgumentText $PSBoundParameters)"
foreach ($path in $OutFile -split ',') {
    if (-not $path) { continue }
    if ($path -like '*.md') { ConvertTo-ReportMarkdown $results $commandLine | Set-Content -LiteralPath $path }
    else { ConvertTo-ReportJson $results $commandLine | Set-Content -LiteralPath $path }
}
