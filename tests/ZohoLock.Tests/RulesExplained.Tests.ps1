# What a rule of the locking configuration has locked, and would lock: its name and condition on locks and in refusals, -MatchingRule, and imports.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'Organization.ps1')
    function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
}

Describe 'Rules' {
    BeforeEach {
        $emulator = Start-Organization Deals
        $deals = $emulator.GetModule('Deals')
        $emulator | Connect-ZohoCrm -Name here
        $null = New-ZohoRecordLockConfiguration Deals Both -LockingRule (
            New-ZohoLockingRule 'Won deals' -Criteria "Stage = 'Closed Won' and Amount > 100"), (New-ZohoLockingRule 'Late' -Criteria 'Closing_Date < 2020-01-01')
        $rows = 0..9 | ForEach-Object { @{ Deal_Name = "Deal $_"; Stage = $_ -lt 6 ? 'Closed Won' : 'Qualification'; Amount = "$(50 * $_)" } }
        $ids = $deals.AddRecords($rows).Id
        $won = $ids[3..5]
        foreach ($id in $won) { $null = $deals.SetLocked($id, 'Automatic', $null, $null) }
        $null = $deals.SetLocked($ids[9], 'Manual', 'With the auditor', $null)
        $emulator.ResetCounters()
    }

    AfterEach {
        Get-ZohoCrmConnection | Disconnect-ZohoCrm
        $emulator | Stop-ZohoCrmEmulator
    }

    It 'are named by the locks that they have made, with one read of the configuration: <Name>' -ForEach @(
        @{ Name = 'of rows'; Script = { $ids | Get-ZohoRecordLock Deals } }
        @{ Name = 'all'; Script = { Get-ZohoRecordLock Deals -All } }
        @{ Name = 'by their ids'; Script = { $ids | Get-ZohoRecordLock Deals | Get-ZohoRecordLock } }
    ) {
        $emulator.ResetCounters()
        $locks = & $Script
        $locks.RecordId | Should -Be ($won + $ids[9])
        $locks.RuleName | Should -Be 'Won deals', 'Won deals', 'Won deals', $null
        $locks[0..2].RuleCriteria | Select-Object -Unique | Should -Be "Stage = 'Closed Won' and Amount > 100"
        $locks[3].RuleCriteria | Should -BeNullOrEmpty
        Get-CallCount $emulator GetLockingConfiguration | Should -BeLessOrEqual 2
        if ($Name -ne 'by their ids') { Get-CallCount $emulator GetLockingConfiguration | Should -Be 1 }
        ($locks[0] | ConvertTo-Json | ConvertFrom-Json).RuleName | Should -Be 'Won deals'
        ($locks | ConvertTo-Csv | ConvertFrom-Csv)[0].RuleCriteria | Should -Be "Stage = 'Closed Won' and Amount > 100"
        $file = Join-Path $TestDrive 'locks.xml'
        $locks | Export-Clixml $file
        (Import-Clixml $file)[0].RuleName | Should -Be 'Won deals'
    }

    It 'show in the table in place of the reason, and in the list' {
        $locks = Get-ZohoRecordLock Deals -All
        $table = ($locks | Out-String -Width 100) -replace '\e\[[\d;]*m'
        $table | Should -Match 'rule Won deals: Stage'
        $table | Should -Match 'With the auditor'
        ($table -split '\r?\n' | ForEach-Object { $_.TrimEnd().Length } | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 100
        $list = ($locks | Format-List | Out-String -Width 100) -replace '\e\[[\d;]*m'
        $list | Should -Match "RuleName +: Won deals"
        $list | Should -Match "RuleCriteria +: Stage = 'Closed Won' and Amount > 100"
    }

    It 'can''t control the terminal by their names' {
        $name = "W$([char]27)[2Jon$([char]0x202E)`u{7}"
        $deals.LockingConfiguration = 'Missing'
        $body = @{ record_locking_configurations = @(@{ lock_type = 'both'; locking_rules = @(
            @{ name = $name; criteria = @{ comparator = 'equal'; field = @{ api_name = 'Stage' }; value = "x$([char]27)]0;y" } }) }) } | ConvertTo-Json -Depth 9
        $token = ConvertFrom-SecureString $emulator.CreateAccessToken() -AsPlainText
        $null = Invoke-RestMethod "$($emulator.ApiDomain)crm/v7/settings/record_locking_configurations?module=Deals" -Method Post -Body $body -ContentType 'application/json' `
            -Headers @{ Authorization = "Zoho-oauthtoken $token" }
        foreach ($id in $won) { $null = $deals.RemoveLock($id); $null = $deals.SetLocked($id, 'Automatic', $null, $null) }
        $locks = $won | Get-ZohoRecordLock Deals
        $locks[0].RuleName | Should -BeExactly $name
        $found = Get-ErrorOf { Unlock-ZohoRecord Deals $won[0] }
        Set-Content (Join-Path $TestDrive 'Deals.json') '{ "module": "Deals", "lock_type": "manual" }'
        $differences = Compare-ZohoRecordLockConfiguration (Join-Path $TestDrive 'Deals.json')
        $unknown = Get-ErrorOf { Find-ZohoRecord Deals -MatchingRule nonesuch }
        foreach ($text in ($locks | Out-String -Width 100), ($locks | Format-List | Out-String), $found.Exception.Message, $found.ErrorDetails.RecommendedAction,
            ($differences | Out-String -Width 100), ($differences | Format-List | Out-String), "$differences", $unknown.ErrorDetails.RecommendedAction) {
            $text -replace '\e\[[\d;]*m' | Should -Not -Match '[\e\a\u202e]'
            $text | Should -Match 'W'
        }
    }

    It 'stay unknown where the configuration can''t be read, and the locks come all the same' {
        Disconnect-ZohoCrm
        $emulator.Settings.Scopes = 'ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL'
        $emulator | Connect-ZohoCrm -NoTokenCache
        $locks = $won | Get-ZohoRecordLock Deals -ErrorAction Stop
        $locks | Should -HaveCount 3
        @($locks.RuleName) + $locks.RuleCriteria -ne $null | Should -BeNullOrEmpty
        $locks.RuleId | Select-Object -Unique | Should -Be $deals.RuleId
        ($locks | Out-String -Width 100) | Should -Not -Match 'rule'
        $said = $won | Get-ZohoRecordLock Deals -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        @($said.Message -like "Deals: the rules that lock records stay unknown, because the configuration can't be read: *scope*") | Should -HaveCount 1
    }

    It 'are named in the refusal to unlock, with the condition and what to do: <Name>' -ForEach @(
        @{ Name = 'by id'; Script = { $won | Unlock-ZohoRecord Deals } }
        @{ Name = 'as locks'; Script = { $won | Get-ZohoRecordLock Deals | Unlock-ZohoRecord } }
    ) {
        $found = Get-ErrorOf $Script
        $found | Should -HaveCount 3
        $found.Exception.Message | Should -BeLike "*: Automatically locked records can not be unlocked manually: the rule 'Won deals' holds it, because of Stage = 'Closed Won' and Amount > 100"
        $found[0].ErrorDetails.RecommendedAction |
            Should -BeLike "Change the record so that this is no longer true: Stage = 'Closed Won' and Amount > 100. Or change the rule 'Won deals', by Set-ZohoRecordLockConfiguration or in Setup*"
        $found[0].FullyQualifiedErrorId | Should -BeLike 'NOT_ALLOWED,*'
    }

    It 'are named where locks can''t be suspended' {
        $found = Get-ErrorOf { $won | Suspend-ZohoRecordLock Deals -JournalPath (Join-Path $TestDrive 'lent.journal') }
        $found.Exception.Message | Should -BeLike "*3 of the 3 records are locked by a rule ('Won deals'), and such a lock can't be removed*"
    }

    Context 'Find-ZohoRecord -MatchingRule' {
        It 'finds and counts the records that a rule fits, with every other condition' {
            (Find-ZohoRecord Deals -MatchingRule 'Won deals').RecordId | Should -Be $won
            (Find-ZohoRecord Deals -MatchingRule 'won deals' -Where 'Amount > 200' -Property Amount).Amount | Should -Be 250
            Find-ZohoRecord Deals -MatchingRule 'Won deals' -Count | Should -Be 3
            Find-ZohoRecord Deals -MatchingRule 'Won deals' -NotLocked -Count | Should -Be 0
            Find-ZohoRecord Deals -MatchingRule Late -Locked -Count | Should -Be 0
            (Find-ZohoRecord Deals -MatchingRule 'Won deals' -First 1).RecordId | Should -Be $won[0]
        }

        It 'names the rules where there is no such one' {
            $found = Get-ErrorOf { Find-ZohoRecord Deals -MatchingRule 'Wondeals ' }
            $found.FullyQualifiedErrorId | Should -BeLike 'UnknownRule,*'
            $found.Exception.Message | Should -Be "Deals has no rule 'Wondeals '; did you mean 'Won deals'?"
            $found.ErrorDetails.RecommendedAction | Should -Be "Its rules: 'Won deals', 'Late'."
        }

        It 'completes them' {
            Get-Completion 'Find-ZohoRecord Deals -MatchingRule ' | Should -Be "'Won deals'", 'Late'
            Get-Completion 'Find-ZohoRecord Deals -MatchingRule L' | Should -Be Late
        }
    }

    Context 'Import-ZohoRecordLockConfiguration -WhatIf' {
        BeforeAll {
            # What -WhatIf says goes to the host of a PowerShell of its own.
            function Get-WhatIf([string] $File) {
                $token = ConvertFrom-SecureString $emulator.CreateAccessToken() -AsPlainText
                Invoke-NewPowerShell "Import-Module '$testedModule'
                    Connect-ZohoCrm -AccessToken (ConvertTo-SecureString '$token' -AsPlainText) -ApiDomain $($emulator.ApiDomain) -WarningAction SilentlyContinue
                    Import-ZohoRecordLockConfiguration '$File' -WhatIf"
            }

            $json = @'
{ "module": "Deals", "lock_type": "both", "locking_rules": [
  { "name": "Won deals", "criteria": "Stage = 'Closed Won' and Amount > 100" },
  { "name": "Late", "criteria": "Closing_Date < 2021-01-01", "lock_existing_records": true },
  { "name": "Big", "criteria": "Amount >= 400" },
  { "name": "Odd", "criteria": "Description contains 'x'" } ] }
'@
        }

        It 'tells how many records each new or changed rule would lock, in one call each, and changes nothing' {
            $file = Join-Path $TestDrive 'whatif.json'
            Set-Content $file $json
            $before = Get-WireConfiguration $emulator | ConvertTo-Json -Depth 9
            $emulator.ResetCounters()
            $said = Get-WhatIf $file
            $said | Should -Contain "  rule 'Late' would lock 0 existing records"
            $said | Should -Contain "  rule 'Big' would lock 2 existing records, each when it is next changed"
            ($said -match "rule 'Odd': the records that it fits can't be counted: column 13: Description can't be compared") | Should -HaveCount 1
            $said -match "rule 'Won deals'" | Should -BeNullOrEmpty
            Get-CallCount $emulator QueryRecords | Should -Be 2
            Get-ChangeCount $emulator | Should -Be 0
            Get-WireConfiguration $emulator | ConvertTo-Json -Depth 9 | Should -BeExactly $before
        }

        It 'says which scope is missing, and does the rest' {
            $emulator.Settings.Scopes = ($emulator.Settings.Scopes -split ',' | Where-Object { $_ -ne 'ZohoCRM.coql.READ' }) -join ','
            $file = Join-Path $TestDrive 'whatif.json'
            Set-Content $file $json
            $said = Get-WhatIf $file
            ($said -match "rule 'Big': the records that it fits can't be counted: .*ZohoCRM.coql.READ") | Should -HaveCount 1
            $said | Should -Contain "  locking_rules['Big']: (none) -> Amount >= 400"
            ($said -match 'Import-ZohoRecordLockConfiguration:') | Should -BeNullOrEmpty
        }

        It 'counts nothing in an import that is carried out' {
            $file = Join-Path $TestDrive 'import.json'
            Set-Content $file $json
            $null = Import-ZohoRecordLockConfiguration $file -ErrorAction Stop
            Get-CallCount $emulator QueryRecords | Should -Be 0
        }
    }
}
