# Whether what Lock-ZohoRecord said is what the emulator has.

# Compares the outcomes told with the locks at the emulator: each record locked, none twice, and nothing said that is not so. A lock that was made
# and reported as an error is untrue as well. A killed process may leave outcomes untold (the journal has them); any other must tell them all.
function Compare-Truth([hashtable] $Emulator, [string] $OutcomesPath, [int] $Count, [switch] $MayBeUntold) {
    $statePath = Join-Path $Emulator.Folder 'state.csv'
    $null = Send-Emulator $Emulator "state $statePath"
    $counters = Send-Emulator $Emulator 'counters'
    $held = @{}
    foreach ($lock in Import-Csv -LiteralPath $statePath) { $held[$lock.RecordId] = $lock }

    $truth = [ordered]@{ Locked = $held.Count; RepeatedLocks = $counters.repeatedLocks; Told = 0; Untold = 0; Untrue = 0; ToldTwice = 0; Errors = 0; UntrueErrors = 0; Stopped = 0 }
    $told = @{}
    $failed = @{}
    # A line that the kill cut off was never said.
    $text = (Test-Path -LiteralPath $OutcomesPath) ? [System.IO.File]::ReadAllText($OutcomesPath) : ''
    foreach ($line in ($text -replace '[^\n]*\z').Split("`n", [StringSplitOptions]::RemoveEmptyEntries)) {
        $what, $id, $which, $rest = $line.TrimEnd("`r").Split("`t")
        switch ($what) {
            'locked' {
                if ($told[$id] -and $told[$id] -ne $which) { $truth.ToldTwice++ }
                $told[$id] = $which
                if ($held[$id].LockId -ne $which -or $held[$id].Reason -ne $rest) { $truth.Untrue++ }
            }
            'error' {
                $truth.Errors++
                $failed[$id] = $which
                if ($held[$id]) { $truth.UntrueErrors++ }
                Write-Verbose "$id $which $rest"
            }
            'stopped' {
                $truth.Stopped++
                Write-Host "  It stopped: $rest"
            }
        }
    }
    $truth.Told = $told.Count
    $truth.Untold = $Count - $told.Count - @($failed.Keys | Where-Object { -not $told[$_] }).Count
    $truth.True = $truth.Locked -eq $Count -and -not $truth.RepeatedLocks -and -not $truth.Untrue -and -not $truth.ToldTwice -and
        -not $truth.UntrueErrors -and ($MayBeUntold -or -not $truth.Untold) -and -not $truth.Stopped -and -not $counters.failures
    $truth.Counters = $counters
    [pscustomobject] $truth
}
