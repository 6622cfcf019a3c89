# What only a real terminal shows (tmux, which .ci/run installs): names and reasons that it would obey, and what is told after Ctrl+C.
BeforeDiscovery {
    $tmux = (Get-Command tmux -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $root = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path

    # Clears the screen and goes up, makes a link, sets the clipboard and the title, deletes the line in C1, turns the text around, breaks it.
    $hostile = "`e[2J`e[3A`e[2K`e]8;;https://evil.example`a`e]52;c;YQ==`a`e]0;title`a$([char]0x9B)2K$([char]0x202E)$([char]0x2066)`r`n`b`b`b"

    # The lines of a terminal in which a script has run against an emulator whose names are all hostile.
    function Show-InTerminal([string] $Script) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
        $hostileText = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($hostile))
        Set-Content $file @"
            `$env:ZOHO_CRM_TOKEN_CACHE = '$TestDrive/tokens'
            `$hostile = [System.Text.Encoding]::Unicode.GetString([Convert]::FromBase64String('$hostileText'))
            Import-Module '$testedModule'
            `$emulator = Start-ZohoCrmEmulator -RecordCount 5
            `$emulator.Settings.CompanyName = "Zylker`$hostile"
            `$deals = `$emulator.GetModule('Deals')
            `$user = `$emulator.AddUser("Mallory`$hostile")
            `$emulator | Connect-ZohoCrm
            `$ids = `$deals.Records.Id
            foreach (`$id in `$ids) { `$null = `$deals.SetLocked(`$id, 'Manual', "reason of `$id `$hostile", `$user) }

            # What the cmdlets refuse to send, somebody sends with another program.
            `$profileId = `$emulator.AddProfile("Guests`$hostile").Id
            `$button = `$deals.AddCustomButton("Approve`$hostile")
            `$body = @{ record_locking_configurations = @(@{
                lock_type = 'both'; locked_for = 'all_profiles_except_excluded_profiles'; lock_excluded_profiles = @(@{ id = `$profileId })
                restricted_custom_buttons = @(@{ id = `$button.Id })
                locking_rules = @(1..3 | ForEach-Object { @{ name = "rule `$_`$hostile"
                    criteria = @{ field = @{ api_name = 'Stage' }; comparator = 'equal'; value = "value `$_ `$hostile" } } }) }) }
            `$header = @{ Authorization = 'Zoho-oauthtoken ' + [pscredential]::new('x', `$emulator.CreateAccessToken()).GetNetworkCredential().Password }
            `$null = Invoke-RestMethod "`$(`$emulator.ApiDomain)crm/v7/settings/record_locking_configurations/`$(`$deals.ConfigurationId)?module=Deals" -Method Put -Headers `$header -ContentType application/json -Body (`$body | ConvertTo-Json -Depth 9)
            Clear-Host
            $Script
            'the end'
"@
        $server = "zoholock-$([guid]::NewGuid())"
        $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-File', $file
        $command = @($start.FileName; $start.ArgumentList) | ForEach-Object { "'$_'" }
        try {
            & $tmux -L $server -f /dev/null new-session -d -x 500 -y 150 "$command; $tmux -L $server wait-for -S done; read rest"
            & $tmux -L $server wait-for done
            $lines = & $tmux -L $server capture-pane -p
        } finally { & $tmux -L $server kill-server 2>$null }
        $lines | Should -Contain 'the end'
        $lines | Where-Object { $_.Trim() }
    }
}

Describe 'A terminal that shows names which it would obey' -ForEach @{ tmux = $tmux } {
    BeforeEach {
        if (-not $tmux) { Set-ItResult -Skipped -Because 'there is no tmux on this machine' }
    }

    It 'has a row for each lock' {
        $lines = Show-InTerminal '$ids | Get-ZohoRecordLock Deals'
        @($lines -match '^Deals +\d+ .*Mallory') | Should -HaveCount 5
        $lines | Should -HaveCount 8 -Because 'there are the head, the line below it, five rows and the end'
    }

    It 'has each property of each lock' {
        $lines = Show-InTerminal '$ids | Get-ZohoRecordLock Deals | Format-List'
        foreach ($property in 'Module', 'RecordId', 'RecordName', 'LockId', 'Reason', 'Source', 'LockedBy', 'LockedTime') {
            @($lines -match "^$property +: ") | Should -HaveCount 5 -Because $property
        }
        @($lines -match '^Reason +: reason of \d+ ') | Should -HaveCount 5
    }

    It 'has a row for each lock that was removed, and each property of it' {
        $lines = Show-InTerminal '$ids[0..2] | Unlock-ZohoRecord Deals; $ids[3, 4] | Unlock-ZohoRecord Deals | Format-List'
        @($lines -match '^Deals +\d+ Unlocked +Mallory.*reason of \d+ ') | Should -HaveCount 3
        foreach ($property in 'Module', 'RecordId', 'LockId', 'Status', 'Reason', 'Source', 'LockedBy', 'LockedTime') {
            @($lines -match "^$property +: ") | Should -HaveCount 2 -Because $property
        }
        @($lines -match '^Reason +: reason of \d+ ') | Should -HaveCount 2
    }

    It 'has a row for each record that was found, and each property of each' {
        $lines = Show-InTerminal '$null = $deals.AddRecords((1..3 | ForEach-Object { @{ Deal_Name = "deal $_ $hostile"; Next_Step = "step $_ $hostile" } }))
            Find-ZohoRecord Deals -NotLocked | Out-Default; Find-ZohoRecord Deals -NotLocked -Property Next_Step | Out-Default'
        @($lines -match '^Deals +\d+ False .*deal \d ') | Should -HaveCount 3
        @($lines -match '^Deals +\d+ deal \d .* False +Next_Step: step \d ') | Should -HaveCount 3
        $lines = Show-InTerminal '$null = $deals.AddRecords((1..3 | ForEach-Object { @{ Deal_Name = "deal $_ $hostile"; Next_Step = "step $_ $hostile" } }))
            Find-ZohoRecord Deals -NotLocked -Property Next_Step | Format-List | Out-Default
            $null = $deals.AddField("Region"); $null = $deals.SetLocked($deals.AddRecord(@{ Region = "region $hostile" }).Id)
            Measure-ZohoRecordLock Deals -By Region | Format-List'
        @($lines -match '^RecordNameText +: deal \d ') | Should -HaveCount 3
        @($lines -match '^FieldsText +: Next_Step: step \d ') | Should -HaveCount 3
        @($lines -match '^ValueText +: region ') | Should -HaveCount 1
    }

    It 'has a row for each step of a plan, and each property of each' {
        $lines = Show-InTerminal '$ids | Sync-ZohoRecordLock Deals -Reason new -WhatIf'
        @($lines -match '^ChangeReason +\d+ .*locked: ') | Should -HaveCount 5
        $lines = Show-InTerminal '$ids | Sync-ZohoRecordLock Deals -Reason new -WhatIf | Format-List; ($ids[0] | Sync-ZohoRecordLock Deals -Reason new -WhatIf).From | Format-List'
        @($lines -match '^(RecordName|From|To|Why) +: ') | Should -HaveCount 20
        @($lines -match '^ReasonText +: reason of ') | Should -HaveCount 1
    }

    It 'has each part of a configuration and of its rules' {
        $lines = Show-InTerminal '$found = Get-ZohoRecordLockConfiguration Deals; $found; $found.LockingRules; $found.LockingRules.Criteria'
        @($lines -match '^ExcludedProfiles +: Guests') | Should -HaveCount 1
        @($lines -match '^RestrictedCustomButtons +: Approve') | Should -HaveCount 1
        @($lines -match '^(LockingRules +:)? +rule \d.*: Stage = ''value \d ') | Should -HaveCount 3
        @($lines -match '^NameText +: rule \d') | Should -HaveCount 3
        @($lines -match '^Criteria +: Stage = ''value \d ') | Should -HaveCount 3
        @($lines -match '^CriteriaText : Stage = ''value \d ') | Should -HaveCount 3
    }

    It 'has a row for each rule, and for each of its criteria' {
        $lines = Show-InTerminal '(Get-ZohoRecordLockConfiguration Deals).LockingRules; Get-ZohoRecordLockConfiguration Deals | Format-Table'
        @($lines -match '^rule \d.* False ') | Should -HaveCount 3
        @($lines -match '^Deals +Both ') | Should -HaveCount 1
        $lines = Show-InTerminal '(Get-ZohoRecordLockConfiguration Deals).LockingRules.Criteria'
        @($lines -match '^Stage = ''value \d ') | Should -HaveCount 3
    }

    It 'has the connection, and what a call costs' {
        $lines = Show-InTerminal 'Get-ZohoCrmConnection; Get-ZohoApiLimit; "it is $(Get-ZohoCrmConnection)"'
        @($lines -match '^Organization +: Zylker') | Should -HaveCount 2
        @($lines -match '^it is Zylker.*emulator') | Should -HaveCount 1
    }

    It 'has each line that -WhatIf tells' {
        $lines = Show-InTerminal '$ids | Unlock-ZohoRecord Deals -WhatIf; Remove-ZohoRecordLockConfiguration Deals -WhatIf; Disconnect-ZohoCrm -WhatIf'
        @($lines -match '^What if: .*Unlock.*\d+ \(Zylker') | Should -HaveCount 5
        @($lines -match '^What if: .*Delete the locking configuration.*Deals \(Zylker') | Should -HaveCount 1
        @($lines -match '^What if: .*Disconnect.*Zylker') | Should -HaveCount 1
    }

    It 'has each difference that Import -WhatIf tells' {
        $lines = Show-InTerminal "Set-Content '$TestDrive/deals.json' '{`"module`": `"Deals`", `"lock_type`": `"manual`"}'; Import-ZohoRecordLockConfiguration '$TestDrive/deals.json' -WhatIf"
        @($lines -match '^What if: .*Change the locking configuration of Deals \(Zylker') | Should -HaveCount 1
        @($lines -match '^ +lock_type: both -> manual') | Should -HaveCount 1
        @($lines -match '^ +locked_for: ') | Should -HaveCount 1
        @($lines -match '^ +lock_excluded_profiles: Guests.* -> \(none\)') | Should -HaveCount 1
        @($lines -match '^ +restricted_custom_buttons: Approve.* -> \(none\)') | Should -HaveCount 1
        @($lines -match "^ +locking_rules\['rule \d.*: Stage = 'value \d .* -> \(none\)") | Should -HaveCount 3
    }

    It 'has each error' {
        $lines = Show-InTerminal '
            $null = $emulator.Inject(@{ Kind = "StatusAnswer"; StatusCode = 403; Count = 2; Body = (@{ code = "NO_PERMISSION"; message = "no$hostile"; status = "error"; details = @{ permissions = @("may$hostile") } } | ConvertTo-Json) })
            $ids[0, 1] | Get-ZohoRecordLock Deals -ContinueOnRefusal
            Set-ZohoRecordLock Deals $ids[2] -Reason "a reason$hostile"'
        @($lines -match '\| Deals \d+: no') | Should -HaveCount 2
        @($lines -match '\| The reason has the control character U\+001B at position 9') | Should -HaveCount 1
    }
}

Describe 'A terminal in which Ctrl+C stops a run' -ForEach @{ tmux = $tmux } {
    BeforeAll {
        # The lines of a terminal after a command was stopped in it once twenty outputs were there; the command has $ids.
        function Stop-InTerminal([string] $Command) {
            $server = "zoholock-$([guid]::NewGuid())"
            $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
            Set-Content $file @"
                'CI', 'TF_BUILD', 'GITHUB_ACTIONS' | ForEach-Object { [Environment]::SetEnvironmentVariable(`$_, `$null) }
                `$env:ZOHO_CRM_TOKEN_CACHE = '$TestDrive/tokens'
                Import-Module '$testedModule'
                `$emulator = Start-ZohoCrmEmulator -RecordCount 500 -LatencyMilliseconds 50
                `$emulator | Connect-ZohoCrm -Edition Free
                `$ids = `$emulator.GetModule('Deals').Records.Id
                `$count = 0
                function prompt { & '$tmux' -L $server wait-for -S working; & '$tmux' -L $server wait-for -S prompt; 'PS> ' }
                Clear-Host
                $Command | ForEach-Object { if (++`$count -eq 20) { & '$tmux' -L $server wait-for -S working } }
                'not stopped'
"@
            $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NoExit', '-File', $file
            $shell = @($start.FileName; $start.ArgumentList) | ForEach-Object { "'$_'" }
            try {
                & $tmux -L $server -f /dev/null new-session -d -x 300 -y 50 "$shell"
                & $tmux -L $server wait-for working
                & $tmux -L $server send-keys C-c
                & $tmux -L $server wait-for prompt
                & $tmux -L $server capture-pane -p | Where-Object { $_.Trim() }
            } finally { & $tmux -L $server kill-server 2>$null }
        }
    }

    BeforeEach {
        if (-not $tmux) { Set-ItResult -Skipped -Because 'there is no tmux on this machine' }
    }

    It 'says how far it came, and how to go on: <Expected>' -ForEach @(
        @{ Command = '$ids | Lock-ZohoRecord Deals -Reason x -Force'; Expected = 'Lock-ZohoRecord was stopped: * done. Run the same command again with -IfLocked Skip: *' }
        @{ Command = '$ids | Unlock-ZohoRecord Deals -IfUnlocked Skip -Force'
            Expected = 'Unlock-ZohoRecord was stopped: * done. Run the same command again with -IfUnlocked Skip: *'
        }
        @{ Command = '$ids | Lock-ZohoRecord Deals -Reason x -Force -JournalPath {0}'
            Expected = 'Lock-ZohoRecord was stopped: * done. Run the same command again: with the journal {0} it goes on where it was stopped.'
        }
        @{ Command = '$ids | Sync-ZohoRecordLock Deals -Reason x -Force'
            Expected = 'Sync-ZohoRecordLock was stopped: * done. Run the same command again: what is done already needs nothing more.'
        }
    ) {
        $journal = Join-Path $TestDrive "$([guid]::NewGuid().ToString('n')).journal"
        $lines = Stop-InTerminal $Command.Replace('{0}', $journal)
        # The terminal may have echoed ^C before it.
        @($lines -like "*$Expected".Replace('{0}', $journal)) | Should -HaveCount 1 -Because ($lines -join "`n")
        $lines | Should -Not -Contain 'not stopped'
    }
}
