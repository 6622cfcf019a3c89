# What is printed and written: tables, and what the issue demands beside what was reached.

function Get-RaceDescription([hashtable] $Race) {
    $text = "$($Race.Latency) ms latency$($Race.Jitter ? " and up to $($Race.Jitter) ms jitter" : ''), $($Race.Count) records, "
    $text + $(switch ($Race.Run) {
            'MovingCeiling' { "ceiling 20, 5 and 20 again, edition $($Race.Edition -join ' and ')" }
            'Sharing' { "$($Race.Programs) programs with so many each, begun a second apart, ceiling $($Race.Ceiling), edition $($Race.Edition), medians of $($Race.Repeat)" }
            'Faults' { "ceiling $($Race.Ceiling), edition $($Race.Edition), each fault with a chance of $($Race.FaultRate), seeds $($Race.Seed) to $($Race.Seed + $Race.Repeat - 1)" }
            'Finding' { "about half of them wanted, ceiling $($Race.Ceiling), edition $($Race.Edition), medians of $($Race.Repeat)" }
            'Lookup' { "and a fiftieth of them, ceiling $($Race.Ceiling), edition $($Race.Edition), medians of $($Race.Repeat)" }
            'Suspend' { "$($Race.Kills) kills" }
            'Kill' { "ceiling $($Race.Ceiling), edition $($Race.Edition), $($Race.Kills) kills" }
            default { "ceiling $($Race.Ceiling), $($Race.InFlight) in flight, edition $($Race.Edition), medians of $($Race.Repeat)" }
        }) + ($Race.ThrottleLimit ? ", -ThrottleLimit $($Race.ThrottleLimit)" : '')
}

function Format-Target([bool] $IsMet, [string] $Text) { "$($IsMet ? 'met   ' : 'MISSED') $Text" }

function Get-RaceTarget([string] $Scenario, [object[]] $Runs) {
    if ($Runs.Contestant -notcontains 'f') { return }
    $ofUs = @($Runs | Where-Object Contestant -EQ f)
    $once = @($ofUs | Where-Object LockedExactlyOnce).Count
    $toLimit = Get-Ratio $Runs -Of f -Figure PerSecond
    $toPeer = Get-Ratio $Runs -Of f -Figure PerSecond -To e
    $cpuToPeer = Get-Ratio $Runs -Of f -Figure CpuMs -To e
    $refused = ($ofUs | Measure-Object Refused -Sum).Sum
    $calls = ($ofUs | Measure-Object Calls -Sum).Sum
    Format-Target ($once -eq $ofUs.Count) "each record locked exactly once: in $once of $($ofUs.Count) runs"
    switch ($Scenario) {
        'Latency50Known' {
            Format-Target ($toLimit -ge 0.99) "at least 0.99 of (a): $($toLimit.ToString('N4'))"
            Format-Target ($toPeer -gt 1) "ahead of (e): $($toPeer.ToString('N4'))"
            Format-Target ($refused -eq 0) "no answer 429: $refused"
        }
        'Latency50Unknown' {
            Format-Target ($toLimit -ge 0.97) "at least 0.97 of (a): $($toLimit.ToString('N4'))"
            Format-Target ($refused -le 0.005 * $calls) ('429 on at most 0.5 % of calls: {0:N3} %' -f (100 * $refused / $calls))
        }
        'NoLatency' {
            Format-Target ($toPeer -ge 3) "at least 3 times (e): $($toPeer.ToString('N2'))"
            Format-Target ($toLimit -ge 0.5) "at least half of (a): $($toLimit.ToString('N3'))"
            Format-Target ($cpuToPeer -le 1 / 3) "client CPU at most a third of (e)'s: $($cpuToPeer.ToString('N3'))"
        }
    }
}

function Get-MovingCeilingTarget([object[]] $Runs) {
    foreach ($run in $Runs) {
        Format-Target ($run.SecondsDown -le 2) "edition $($run.Edition): follows down within 2 seconds: $($run.SecondsDown.ToString('N2'))"
        Format-Target ($run.SecondsUp -le 2) "edition $($run.Edition): follows up within 2 seconds: $($run.SecondsUp.ToString('N2'))"
        Format-Target ($run.LockedExactlyOnce -and -not $run.Errors) "edition $($run.Edition): no record lost: $($run.Errors) errors"
    }
}

function Get-SharingTarget([object[]] $Runs) {
    $ofCeiling, $ofLimit, $lastToFirst, $percent429, $short, $shortPercent429 = foreach ($figure in 'OfCeiling', 'OfLimit', 'LastToFirst', 'Percent429', 'ShortSeconds', 'ShortPercent429') {
        Get-Median $Runs.$figure
    }
    $once = @($Runs | Where-Object LockedExactlyOnce).Count
    Format-Target ($once -eq $Runs.Count) "each record locked exactly once: in $once of $($Runs.Count) runs"
    Format-Target ($ofCeiling -ge 0.93) "together at least 0.93 of the ceiling: $($ofCeiling.ToString('N3')), which is $($ofLimit.ToString('N3')) of (a)"
    Format-Target ($lastToFirst -le 1.5) "the slowest takes at most 1.5 times the fastest one's time: $($lastToFirst.ToString('N2'))"
    Format-Target ($short -le 3) "$shortCount records beside a long run in at most 3 seconds: $($short.ToString('N2'))"
    Format-Target ($percent429 -le 2) "429 on at most 2 % of calls: $($percent429.ToString('N2')) %"
    Format-Target ($shortPercent429 -le 2) "429 on at most 2 % of calls until the short run ends: $($shortPercent429.ToString('N2')) %"
}

function Get-MemoryTarget([object[]] $Runs) {
    $few, $many = @($Runs | Group-Object Rows | Sort-Object { [int] $_.Name } | ForEach-Object { , $_.Group })
    $figures = [ordered]@{ PeakMB = 'peak memory'; SmallNurseryMB = 'peak memory with a small nursery'; HeapMB = 'live heap' }
    foreach ($figure in $figures.GetEnumerator()) {
        $growth = (Get-Median $many.($figure.Key)) - (Get-Median $few.($figure.Key))
        Format-Target ($growth -le 30) "$($figure.Value) within 30 MB: $($growth.ToString('+0.0;-0.0')) MB"
    }
}

function Get-TruthTarget([object[]] $Runs) {
    $isTrue = @($Runs | Where-Object True).Count
    Format-Target ($isTrue -eq $Runs.Count) "each record locked exactly once, each output true: in $isTrue of $($Runs.Count) runs"
}

function Get-SuspendTarget([object[]] $Runs) {
    Format-Target (-not @($Runs | Where-Object { -not $_.True })) 'every reason back word for word, no record locked twice, none open that was called locked'
}

# The parameters as they would be typed.
function Get-ArgumentText([System.Collections.IDictionary] $Parameters) {
    -join @(foreach ($entry in $Parameters.GetEnumerator()) {
            if ($entry.Key -notin 'OutFile', 'Module') { " -$($entry.Key) $($entry.Value -join ',')" }
        })
}

function Get-Machine {
    $model = (Test-Path /proc/cpuinfo) ? ((Get-Content /proc/cpuinfo) -match '^model name' | Select-Object -First 1) -replace '^.*:\s*' : ''
    [ordered]@{
        Processors = "$([Environment]::ProcessorCount) x $model"
        System     = [System.Runtime.InteropServices.RuntimeInformation]::OSDescription
        PowerShell = "$($PSVersionTable.PSVersion) on $([System.Runtime.InteropServices.RuntimeInformation]::FrameworkDescription)"
        Commit     = (git -C $root log -1 --format=%h) + $(if (git -C $root status --porcelain) { ', with changes' })
        Date       = [datetime]::UtcNow.ToString('yyyy-MM-dd')
    }
}

function Format-Cell($Value) { $Value -is [double] ? $Value.ToString([Math]::Floor($Value) -eq $Value ? 'N0' : 'N2') : "$Value" }

function ConvertTo-MarkdownTable([object[]] $Rows) {
    $names = $Rows[0].PSObject.Properties.Name
    "| $($names -join ' | ') |"
    "|$(' --- |' * $names.Count)"
    foreach ($row in $Rows) {
        $cells = foreach ($name in $names) { Format-Cell $row.$name }
        "| $($cells -join ' | ') |"
    }
}

function ConvertTo-ReportMarkdown([object[]] $Results, [string] $CommandLine) {
    '# What the benchmark measured'
    ''
    "``$CommandLine``"
    ''
    foreach ($fact in (Get-Machine).GetEnumerator()) { "- $($fact.Key): $($fact.Value)" }
    foreach ($result in $Results) {
        ''
        "## $($result.Name)"
        ''
        $result.Description
        ''
        ConvertTo-MarkdownTable $result.Table
        ''
        foreach ($target in $result.Targets) { "- $target" }
    }
}

function ConvertTo-ReportJson([object[]] $Results, [string] $CommandLine) {
    $scenarios = foreach ($result in $Results) {
        [ordered]@{ Name = $result.Name; Description = $result.Description; Targets = $result.Targets; Runs = $result.Runs }
    }
    [ordered]@{ Command = $CommandLine; Machine = Get-Machine; Scenarios = @($scenarios) } | ConvertTo-Json -Depth 8
}
