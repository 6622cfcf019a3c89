# kill -9 at moments of chance, each time resumed with the same journal, and afterwards the truth.
function Invoke-KillRun([hashtable] $Race) {
    $random = [System.Random]::new($Race.Seed)
    $emulator = Open-Emulator @{ records = $Race.Count; latency = $Race.Latency; jitter = $Race.Jitter; ceiling = $Race.Ceiling; seed = $Race.Seed }
    try {
        $outcomes = Join-Path $emulator.Folder 'outcomes.txt'
        $setting = @{
            csv          = $emulator.Csv
            edition      = $Race.Edition
            outcomesPath = $outcomes
            journalPath  = Join-Path $emulator.Folder 'journal'
            timeoutSec   = 10
        }
        # A moment is a number of locks made, and a few milliseconds after that.
        $moments = @(1..$Race.Kills | ForEach-Object { $random.Next(1, $Race.Count) } | Sort-Object)
        $kills = 0
        $null = Send-Emulator $emulator 'reset'
        foreach ($moment in $moments) {
            $client = Open-Contestant $emulator 'f-told.ps1' $Race.WarmUp $setting
            try {
                Send-Line $emulator.Process "wait-locked $moment"
                Send-Line $client 'go'
                $reached = $emulator.Process.StandardOutput.ReadLineAsync()
                $null = [System.Threading.Tasks.Task]::WaitAny(@($reached, $client.WaitForExitAsync()))
                if (-not $reached.IsCompleted) {
                    throw "It ended by itself before $moment records were locked: $(Get-Content -LiteralPath $outcomes -Tail 1)"
                }
                Start-Sleep -Milliseconds $random.Next($Race.Latency + $Race.Jitter)
                $client.Kill()
                $kills++
            }
            finally {
                Close-Tool $client
            }
        }

        $client = Open-Contestant $emulator 'f-told.ps1' $Race.WarmUp $setting
        try {
            Send-Line $client 'go'
            $null = Read-Answer $client
        }
        finally {
            Close-Tool $client
        }
        Compare-Truth -Emulator $emulator -OutcomesPath $outcomes -Count $Race.Count -MayBeUntold | Select-Object @{ n = 'Kills'; e = { $kills } }, *
    }
    finally {
        Close-Emulator $emulator
    }
}
