# Before 7.6, PowerShell takes -Debug for -Confirm too, and nobody is there to be asked.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')

    # The lines that calls wrote to a stream, without their times; PowerShell, and cmdlets themselves, write lines without one.
    function Select-Line($Records, [type] $Stream) {
        @($Records | Where-Object { $_ -is $Stream } | ForEach-Object Message) -match '^\d\d:\d\d:\d\d\.\d{3} ' -replace '^\S+ '
    }

    function Select-VerboseLine($Records) { Select-Line $Records ([System.Management.Automation.VerboseRecord]) }

    function Select-DebugLine($Records) { Select-Line $Records ([System.Management.Automation.DebugRecord]) }

    # Lines that tell of a retry, and of a look after which the call is made again.
    function Select-Retry($Lines) { @($Lines | Where-Object { $_ -match '; (try \d+ (in|next)|a look in) ?' }) }

    function Select-LookBeforeTry($Lines) { @($Lines | Where-Object { $_ -match ': a look after .*, and try \d+ is made\.$' }) }

    # Every kind of fault, each with a chance of 5 % on each call that no other has struck.
    function Add-EveryFault($Emulator) {
        foreach ($kind in 'StatusAnswer', 'ConnectionReset', 'TruncatedBody', 'HtmlBody', 'EmptyBody') {
            foreach ($timing in 'BeforeChange', 'AfterChange') {
                $null = $Emulator.Inject(@{ Kind = $kind; Timing = $timing; Probability = 0.05; Operations = @('LockRecord'; 'ListLocks'; 'QueryRecords') })
            }
        }
    }

    $streams = @{ Verbose = $true; Debug = $true; Confirm = $false }
}

Describe 'A run through faults with -Verbose and -Debug' {
    BeforeAll {
        $emulator = Start-TestSession @{ RecordCount = 200; ConcurrencyLimit = 8; LatencyMilliseconds = 5 } @{ Edition = 'Ultimate' }
        Add-EveryFault $emulator
        $emulator.ExpireAccessTokens()
        $written = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x @streams 4>&1 5>&1
        $verbose = Select-VerboseLine $written
        $debug = Select-DebugLine $written
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    It 'locks every record, and puts out no line as a lock' {
        @($written | Where-Object { $_ -is [ZohoLock.RecordLock] }) | Should -HaveCount 200
    }

    It 'tells each retry once: with the looks, they explain each call to Zoho' {
        $calls = (Get-CallCount $emulator LockRecord) + (Get-CallCount $emulator ListLocks)
        $retries = Select-Retry $verbose
        $retries | Should -Not -BeNullOrEmpty
        $calls | Should -Be (200 + $retries.Count + (Select-LookBeforeTry $verbose).Count)
    }

    It 'tells the cause of each retry: <Cause>' -ForEach @(
        @{ Cause = 'Zoho answers 500'; Count = { ($emulator.Calls | Where-Object Status -EQ 500 | Measure-Object Count -Sum).Sum } }
        @{ Cause = 'Zoho refuses the access token (401)'; Count = { ($emulator.Calls | Where-Object Status -EQ 401 | Measure-Object Count -Sum).Sum } }
        @{ Cause = 'Zoho turns calls away (429)'; Count = { ($emulator.Calls | Where-Object Status -EQ 429 | Measure-Object Count -Sum).Sum } }
    ) {
        @(Select-Retry $verbose | Where-Object { $_.Contains($Cause) }).Count | Should -Be (& $Count)
    }

    It 'tells the changes of the calls at once without a gap' {
        $limits = @($verbose | Where-Object { $_ -like 'Calls at once: *' })
        $limits | Should -Not -BeNullOrEmpty
        for ($i = 1; $i -lt $limits.Count; $i++) {
            ($limits[$i] -replace '.* instead of (\d+),.*', '$1') | Should -Be ($limits[$i - 1] -replace '^Calls at once: (\d+) .*', '$1')
        }
    }

    It 'tells each call once with -Debug: method, path, status or failure, milliseconds and try' {
        $debug | Should -HaveCount $emulator.CallCount
        $debug | ForEach-Object { $_ | Should -Match '^(GET|POST) /(crm/v7/Deals/\d+/Locking_Information__s(\?fields=…)?|oauth/v2/token): .+ in \d+ ms \(try \d+\)$' }
        @($debug -match ': 201 in ').Count | Should -BeGreaterThan 100
        @($debug -match '\(try 2\)$') | Should -Not -BeNullOrEmpty
    }
}

Describe 'What a cmdlet tells' {
    AfterEach {
        Stop-TestSession $emulator
    }

    It 'is its own, where -Verbose is given to two cmdlets of one pipeline' {
        $emulator = Start-TestSession @{ RecordCount = 60 }
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503; Count = 2; Operations = 'QueryRecords' })
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503; Count = 5; Operations = 'LockRecord' })
        $written = & { Find-ZohoRecord Deals -NotLocked -Verbose -Debug | Lock-ZohoRecord -Reason x @streams } 4>&1 5>&1
        $finding = Select-Retry (Select-VerboseLine ($written | Where-Object { $_.InvocationInfo.MyCommand.Name -eq 'Find-ZohoRecord' }))
        $locking = Select-Retry (Select-VerboseLine ($written | Where-Object { $_.InvocationInfo.MyCommand.Name -eq 'Lock-ZohoRecord' }))
        $finding | Should -HaveCount 2
        $locking | Should -HaveCount 5
        $finding | ForEach-Object { $_ | Should -BeLike 'Query: Zoho answers 503*' }
        $locking | ForEach-Object { $_ | Should -BeLike 'Deals * (lock): Zoho answers 503*' }
        (Select-DebugLine $written) | Should -HaveCount $emulator.CallCount
    }

    It 'is its own, where only one of two is given -Verbose' {
        $emulator = Start-TestSession @{ RecordCount = 20 }
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503; Count = 5; Operations = 'LockRecord' })
        $written = & { Find-ZohoRecord Deals -NotLocked -Verbose | Lock-ZohoRecord -Reason x } 4>&1
        Select-VerboseLine $written | Should -Be 'Deals: a query by the field of the lock state is used.'
    }

    It 'is its own, in parallel blocks that share a connection' {
        $emulator = Start-TestSession @{ RecordCount = 40 }
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503; Probability = 0.3; Operations = 'LockRecord' })
        $connection = Get-ZohoCrmConnection
        $module = (Get-Module ZohoLock).Path
        $ids = Get-TestId $emulator
        $blocks = 0..3 | ForEach-Object -Parallel {
            Import-Module $using:module
            $own = ($using:ids)[($_ * 10)..($_ * 10 + 9)]
            $lines = $own | Lock-ZohoRecord Deals -Reason x -Connection $using:connection -Verbose 4>&1 |
                Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object Message
            [pscustomobject]@{ Own = $own; Lines = @($lines -match '\(lock\)' -replace '^\S+ ') }
        }
        @($blocks) | Should -HaveCount 4
        foreach ($block in $blocks) {
            foreach ($line in $block.Lines) { ($line -replace '^Deals (\d+) .*', '$1') | Should -BeIn $block.Own }
        }

        (Select-Retry $blocks.Lines).Count | Should -Be (($emulator.Calls | Where-Object Status -EQ 503 | Measure-Object Count -Sum).Sum)
    }

    It 'is written before the error that ends it' {
        $emulator = Start-TestSession @{ RecordCount = 1 } @{ RetryTimeoutSec = 1 }
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503 })
        $written = & {
            try { Lock-ZohoRecord Deals (Get-TestId $emulator) x -Verbose }
            catch { 'ended' }
        } 4>&1
        $written[-1] | Should -Be 'ended'
        Select-Retry (Select-VerboseLine $written) | Should -Not -BeNullOrEmpty
        Select-Retry (Select-VerboseLine $written) | Should -HaveCount ($emulator.CallCount - 1)
    }

    It 'is nothing with -Verbose:$false and -Debug:$false, whatever the preferences are' {
        $emulator = Start-TestSession @{ RecordCount = 5 }
        $VerbosePreference = $DebugPreference = 'Continue'
        $written = Get-ZohoRecordLock Deals (Get-TestId $emulator) -Verbose:$false -Debug:$false 4>&1 5>&1
        $written | Should -BeNullOrEmpty
    }

    It 'is what the preferences ask for: <Verbose>, <Debug>' -ForEach @(
        @{ Verbose = 'SilentlyContinue'; Debug = 'SilentlyContinue'; VerboseLines = 0; DebugLines = 0 }
        @{ Verbose = 'Continue'; Debug = 'SilentlyContinue'; VerboseLines = 1; DebugLines = 0 }
        @{ Verbose = 'SilentlyContinue'; Debug = 'Continue'; VerboseLines = 0; DebugLines = 2 }
        @{ Verbose = 'Continue'; Debug = 'Continue'; VerboseLines = 1; DebugLines = 2 }
    ) {
        $emulator = Start-TestSession @{ RecordCount = 1 }
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503; Count = 1 })
        $VerbosePreference = $Verbose
        $DebugPreference = $Debug
        $written = Get-ZohoRecordLock Deals (Get-TestId $emulator) 4>&1 5>&1
        $VerbosePreference = $DebugPreference = 'SilentlyContinue'
        Select-VerboseLine $written | Should -HaveCount $VerboseLines
        Select-DebugLine $written | Should -HaveCount $DebugLines
    }

    It 'begins with the connection: the token, the organisation and the calls at once' {
        $emulator = Start-ZohoCrmEmulator
        $lines = Select-VerboseLine ($emulator | Connect-ZohoCrm -Verbose 4>&1)
        $lines[0] | Should -BeLike 'An access token is requested from 127.0.0.1:*, because there is none yet.'
        $lines | Should -Contain 'The organisation is Zylker, its edition Enterprise.'
        $lines | Should -Contain 'Calls at once: 20, as the edition Enterprise allows.'
    }

    It 'names the way that a listing took, and what was known from before' {
        $emulator = Start-TestSession @{ RecordCount = 3 }
        Select-VerboseLine (Get-ZohoRecordLock Deals -All -Verbose 4>&1) | Should -Be 'The views of Deals are read now.', "Deals: Zoho's view of locked records is used."
        Select-VerboseLine (Get-ZohoRecordLock Deals -All -Verbose 4>&1) | Should -Be 'The views of Deals are known from before.', "Deals: Zoho's view of locked records is used."
    }

    It 'ends with Ctrl+C, with calls in flight' {
        $emulator = Start-TestSession @{ RecordCount = 60 }
        $emulator.Settings.Latency = [timespan]::FromHours(1)
        $connection = Get-ZohoCrmConnection
        $before = $connection.CallsMade
        $shell = [powershell]::Create().AddScript({
                param($Module, $Connection, $Ids)
                Import-Module $Module
                $Ids | Lock-ZohoRecord Deals -Reason x -Connection $Connection -Verbose -Debug -Confirm:$false
            })
        foreach ($argument in (Get-Module ZohoLock).Path, $connection, (Get-TestId $emulator)) { $null = $shell.AddArgument($argument) }
        try {
            $run = $shell.BeginInvoke()
            while ($connection.CallsMade -lt $before + 5 -and -not $run.IsCompleted) { $null = [System.Threading.Thread]::Yield() }
            Stop-TestShell $shell $connection
            $shell.Streams.Error | Should -BeNullOrEmpty
            $shell.Streams.Debug | Should -BeNullOrEmpty
            $connection.CallsInFlight | Should -Be 0
        }
        finally { $shell.Dispose() }
    }
}
