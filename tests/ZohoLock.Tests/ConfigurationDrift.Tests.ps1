# What differs between files and organisations: Compare- and Test-ZohoRecordLockConfiguration, and the sample for pipelines.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'Organization.ps1')
    $won = New-ZohoLockingRule 'Won deals' -Criteria "Stage = 'Closed Won' and (Amount > 10000 or Probability = 100)"

    # UTF-8 without a mark, as Export writes it.
    function Set-FileText([string] $Path, [string] $Text) { [System.IO.File]::WriteAllText($Path, $Text) }

    function New-Configuration([string] $Connection) {
        $null = New-ZohoRecordLockConfiguration Deals Both -LockingRule $won -ExcludedProfile Standard, Sales -ExcludedField Description, Amount `
            -RestrictedAction delete, convert -RestrictedCustomButton 'Send with Zoho Sign' -Connection $Connection -ErrorAction Stop
    }
}

Describe 'The drift of configurations' {
    BeforeEach {
        $emulator = Start-Organization Deals, Leads, Cases -ProfileName Sales
        $other = Start-Organization Leads, Deals -ProfileName Another, Sales -Prefix 7000001
        foreach ($one in $emulator, $other) { $null = $one.GetModule('Deals').AddCustomButton('Send with Zoho Sign') }
        $other | Connect-ZohoCrm -Name other
        $emulator | Connect-ZohoCrm -Name first
        New-Configuration first
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        $file = Join-Path $folder 'Deals.json'
        Export-ZohoRecordLockConfiguration Deals $folder
        $text = [System.IO.File]::ReadAllText($file)
        $emulator.ResetCounters()
    }

    AfterEach {
        Get-ZohoCrmConnection | Disconnect-ZohoCrm
        $emulator, $other | Stop-ZohoCrmEmulator
    }

    Context 'Files' {
        It 'are the same as the organisation that they were exported from, however they are given: <Name>' -ForEach @(
            @{ Name = 'a folder'; Script = { & $args[0] $folder } }
            @{ Name = 'a file'; Script = { & $args[0] $file } }
            @{ Name = 'wildcards'; Script = { & $args[0] (Join-Path $folder '*.json') } }
            @{ Name = 'files from the pipeline'; Script = { Get-ChildItem $folder | & $args[0] } }
            @{ Name = 'modules'; Script = { & $args[0] $folder -Module Deals, Leads } }
            @{ Name = 'all modules'; Script = { & $args[0] $folder -Module * } }
        ) {
            & $Script 'Compare-ZohoRecordLockConfiguration' | Should -BeNullOrEmpty
            & $Script 'Test-ZohoRecordLockConfiguration' | Should -BeTrue
            Get-ChangeCount $emulator | Should -Be 0
        }

        It 'are the same in another order, in other casing, and without what is the default' {
            Set-FileText $file '{ "module": "Deals", "lock_type": "both", "locked_for": "all_profiles_except_excluded_profiles", "lock_excluded_profiles": ["STANDARD", "sales"],
                "excluded_fields": ["description", "amount"], "restricted_actions": ["convert", "delete"], "restricted_custom_buttons": ["SEND with Zoho Sign"],
                "locking_rules": [{ "name": "Won deals", "criteria": "(Probability = ''100'' or amount > 10000.0) and Stage = ''Closed Won''" }] }'
            Compare-ZohoRecordLockConfiguration $file -ErrorAction Stop | Should -BeNullOrEmpty
            Test-ZohoRecordLockConfiguration $file | Should -BeTrue
        }

        It 'differ in what was changed, with the values of both sides' {
            Set-FileText $file $text.Replace('"both"', '"automatic"').Replace('> 10000', '> 5').Replace('"Amount",', '')
            $found = Compare-ZohoRecordLockConfiguration $folder -ErrorAction Stop
            $found | Should -BeOfType ([ZohoLock.ConfigurationDifference])
            $found.Module | Select-Object -Unique | Should -Be Deals
            $found.Property | Should -Be LockType, "LockingRules['Won deals'].Criteria", ExcludedFields
            $found[0].InFile, $found[0].InOrganization | Should -Be Automatic, Both
            $found[1].InFile | Should -Be "Stage = 'Closed Won' and (Amount > 5 or Probability = 100)"
            $found[1].InOrganization | Should -Be "Stage = 'Closed Won' and (Amount > 10000 or Probability = 100)"
            $found[2].InFile | Should -Be Description
            $found[2].InOrganization | Should -Be Description, Amount
            ($found | ConvertTo-Json | ConvertFrom-Json)[2].InOrganization | Should -Be Description, Amount
            Test-ZohoRecordLockConfiguration $folder | Should -BeFalse
            (Test-ZohoRecordLockConfiguration $folder -Verbose 4>&1).Message | Should -Contain 'Deals LockType: Automatic, in the organisation Both'
            Get-ChangeCount $emulator | Should -Be 0
        }

        It 'show as a table of 100 columns that cuts nothing off, and as a list' {
            Set-FileText $file $text.Replace('> 10000', '> 5').Replace('"Amount",', '').Replace('"Description"', '').Replace('"Won deals"', '"Won \u202e\u0007deals"')
            $found = Compare-ZohoRecordLockConfiguration $folder -ErrorAction SilentlyContinue -ErrorVariable refused
            $refused[0].FullyQualifiedErrorId | Should -BeLike 'InvalidConfigurationFile,*'
            Set-FileText $file $text.Replace('> 10000', '> 5').Replace('"Amount",', '').Replace('"Description"', '')
            $found = Compare-ZohoRecordLockConfiguration $folder -ErrorAction Stop
            foreach ($shown in ($found | Out-String -Width 100), ($found | Format-List | Out-String -Width 100)) {
                $plain = $shown -replace '\e\[[\d;]*m'
                ($plain -split '\r?\n' | ForEach-Object { $_.TrimEnd().Length } | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 100
                $plain | Should -Not -Match '…'
                $plain | Should -Match ([regex]::Escape("LockingRules['Won deals'].Criteria"))
                $plain | Should -Match '\(none\) +|: \(none\)'
                $plain | Should -Match 'Description, Amount'
            }
        }

        It 'that have no module which the organisation has, or one that it hasn''t' {
            $null = New-ZohoRecordLockConfiguration Leads Manual
            Set-FileText (Join-Path $folder 'Cases.json') '{ "module": "Cases", "lock_type": "manual" }'
            $found = Compare-ZohoRecordLockConfiguration $folder -ErrorAction Stop
            $found.Module, $found.Property, $found.InFile, $found.InOrganization | Should -Be Cases, Configuration, Manual, $null
            foreach ($modules in '*', ('Leads', 'Cases'), ('l*', 'Cases')) {
                $found = Compare-ZohoRecordLockConfiguration $folder -Module $modules -ErrorAction Stop
                $found.Module | Should -Be Cases, Leads
                $found.Property | Should -Be Configuration, Configuration
                $found[1].InFile, $found[1].InOrganization | Should -Be $null, Manual
            }

            Test-ZohoRecordLockConfiguration $folder -Module Deals | Should -BeTrue
            Test-ZohoRecordLockConfiguration $folder -Module Deals, Leads | Should -BeFalse
        }
    }

    Context 'What can''t be compared' {
        It 'is an error of its own, and Test-ZohoRecordLockConfiguration has no answer: <Name>' -ForEach @(
            @{ Name = 'a file that can''t be read'; Code = 'InvalidConfigurationFile'; Make = { Set-FileText (Join-Path $folder 'Broken.json') '{' } }
            @{ Name = 'a file that contradicts itself'; Code = 'DEPENDENT_FIELD_MISSING'; Make = { Set-FileText (Join-Path $folder 'Broken.json') '{ "module": "Leads", "lock_type": "both" }' } }
            @{ Name = 'a module that isn''t there'; Code = 'INVALID_MODULE'; Make = { Set-FileText (Join-Path $folder 'Broken.json') '{ "module": "Nonesuch", "lock_type": "manual" }' } }
            @{ Name = 'a module that can''t be locked'; Code = 'NOT_SUPPORTED'; Make = { $null = $emulator.AddModule('Campaigns'); Set-FileText (Join-Path $folder 'Broken.json') '{ "module": "Campaigns", "lock_type": "manual" }' } }
            @{ Name = 'a second file of a module'; Code = 'SeveralFiles'; Make = { Set-FileText (Join-Path $folder 'Zweite.json') '{ "module": "Deals", "lock_type": "manual" }' } }
            @{ Name = 'no file'; Code = 'NoConfigurationFile'; Make = { Remove-Item (Join-Path $folder *) } }
        ) {
            & $Make
            $found = Get-ErrorOf { $script:differences = Compare-ZohoRecordLockConfiguration $folder }
            $found | Should -HaveCount 1
            $found.FullyQualifiedErrorId | Should -BeLike "$Code,*"
            $found.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $differences | Should -BeNullOrEmpty
            $script:answer = 'none'
            $null = Get-ErrorOf { $script:answer = @(Test-ZohoRecordLockConfiguration $folder) }
            $script:answer | Should -HaveCount 0
        }

        It 'tells the other differences all the same' {
            Set-FileText (Join-Path $folder 'Broken.json') '{'
            Set-FileText $file $text.Replace('"both"', '"automatic"')
            (Compare-ZohoRecordLockConfiguration $folder -ErrorAction SilentlyContinue).Property | Should -Be LockType
            Test-ZohoRecordLockConfiguration $folder -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        }

        It 'are the modules that no file is told of, while one can''t be read: it may be theirs' {
            $null = New-ZohoRecordLockConfiguration Leads Manual
            Set-FileText (Join-Path $folder 'Leads.json') '{'
            Compare-ZohoRecordLockConfiguration $folder -Module * -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        }

        It 'is a module that there is none of: <_>' -ForEach 'Nonesuch', 'Xyz*' {
            $name = $_
            $found = Get-ErrorOf { Compare-ZohoRecordLockConfiguration $folder -Module $name }
            $found | Should -HaveCount 1
            $found.FullyQualifiedErrorId | Should -Match '^(INVALID_MODULE|NothingToCompare),'
            $null = Get-ErrorOf { Test-ZohoRecordLockConfiguration $folder -Module $name } | Should -HaveCount 1
        }

        It 'is what the token may not read' {
            Disconnect-ZohoCrm
            $emulator.Settings.Scopes = 'ZohoCRM.modules.ALL'
            $emulator | Connect-ZohoCrm -NoTokenCache -WarningAction SilentlyContinue
            $found = Get-ErrorOf { $script:differences = Compare-ZohoRecordLockConfiguration $folder }
            $found | Should -HaveCount 1
            $found.FullyQualifiedErrorId | Should -BeLike 'OAUTH_SCOPE_MISMATCH,*'
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*ZohoCRM.settings.record_locking_configurations.READ*'
            Get-ErrorOf { Test-ZohoRecordLockConfiguration $folder } | Should -HaveCount 1
        }
    }

    Context 'A reference organisation' {
        It 'with other ids is the same, and its differences are told as those of a file' {
            New-Configuration other
            Compare-ZohoRecordLockConfiguration -ReferenceConnection other -ErrorAction Stop | Should -BeNullOrEmpty
            Test-ZohoRecordLockConfiguration -ReferenceConnection other -Connection first -Module Deals | Should -BeTrue

            $null = Set-ZohoRecordLockConfiguration Deals -LockType Automatic -ExcludedProfile Sales, Another -Connection other
            $null = New-ZohoRecordLockConfiguration Cases Manual -Connection first
            $found = Compare-ZohoRecordLockConfiguration -ReferenceConnection other -ErrorAction Stop
            $found.Module | Should -Be Deals, Deals, Cases
            $found.Property | Should -Be LockType, ExcludedProfiles, Configuration
            $found[0].InFile, $found[0].InOrganization | Should -Be Automatic, Both
            $found[1].InFile | Sort-Object | Should -Be Another, Sales
            $found[2].InFile, $found[2].InOrganization | Should -Be $null, Manual
            (Compare-ZohoRecordLockConfiguration -ReferenceConnection first -Connection other -Module Cas* -ErrorAction Stop).InFile | Should -Be Manual
            Get-ErrorOf { Compare-ZohoRecordLockConfiguration -ReferenceConnection other -Module Cases } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'INVALID_MODULE,*'
            Test-ZohoRecordLockConfiguration -ReferenceConnection other | Should -BeFalse
        }
    }
}

Describe 'The sample for pipelines' {
    BeforeAll {
        $sample = Resolve-Path (Join-Path $PSScriptRoot '..' '..' 'samples' 'drift' 'ConfigurationDrift.ps1')

        # The script in a PowerShell of its own, as a pipeline runs it.
        function Invoke-Sample([string[]] $Argument, [hashtable] $Variable = @{}) {
            $start = New-PowerShellStartInfo (@('-NoLogo', '-NoProfile', '-NonInteractive', '-File', "$sample") + $Argument)
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            foreach ($name in 'GITHUB_STEP_SUMMARY', 'TF_BUILD', 'AGENT_TEMPDIRECTORY') { $null = $start.Environment.Remove($name) }
            $start.Environment['ZOHO_CRM_CLIENT_ID'] = $emulator.ClientId
            $start.Environment['ZOHO_CRM_CLIENT_SECRET'] = ConvertFrom-SecureString $emulator.ClientSecret -AsPlainText
            $start.Environment['ZOHO_CRM_REFRESH_TOKEN'] = ConvertFrom-SecureString $emulator.RefreshToken -AsPlainText
            $start.Environment['ZOHO_CRM_ACCOUNTS_URI'] = "$($emulator.AccountsUri)"
            foreach ($name in $Variable.Keys) { $start.Environment[$name] = $Variable[$name] }
            $process = [System.Diagnostics.Process]::Start($start)
            try {
                $errors = $process.StandardError.ReadToEndAsync()
                $output = $process.StandardOutput.ReadToEnd()
                $process.WaitForExit()
                $errors.Result | Should -BeNullOrEmpty
                [pscustomobject] @{ ExitCode = $process.ExitCode; Output = $output; Summary = (Test-Path $summary) ? [System.IO.File]::ReadAllText($summary) : '' }
            }
            finally { $process.Dispose() }
        }
    }

    BeforeEach {
        $emulator = Start-Organization Deals
        $emulator | Connect-ZohoCrm
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        $summary = Join-Path $folder 'summary.md'
        $null = New-ZohoRecordLockConfiguration Deals Both -LockingRule $won
        Export-ZohoRecordLockConfiguration Deals (Join-Path $folder 'locking')
    }

    AfterEach {
        Get-ZohoCrmConnection | Disconnect-ZohoCrm
        $emulator | Stop-ZohoCrmEmulator
    }

    It 'ends with 0 where they are the same' {
        $run = Invoke-Sample '-Path', (Join-Path $folder 'locking'), '-SummaryPath', $summary
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Summary | Should -BeLike '## Locking configurations are the same*Organisation: Zylker, emulator at 127.0.0.1*'
        $run.Output | Should -Match '^Locking configurations are the same'
    }

    It 'ends with 2 where they differ, with a table that names from Zoho can''t break, in the summary of GitHub Actions' {
        $null = Set-ZohoRecordLockConfiguration Deals -AddRule (
            New-ZohoLockingRule 'a|b `code` <img src=x> ##vso[task.setvariable] ::error:: $(x)' -Criteria "Stage = '| x |'")
        Set-Content $summary -Value 'before'
        $run = Invoke-Sample '-Path', (Join-Path $folder 'locking') -Variable @{ GITHUB_STEP_SUMMARY = $summary }
        $run.ExitCode | Should -Be 2 -Because $run.Output
        $run.Summary | Should -Match '^before\r?\n## Locking configurations differ\n'
        $rows = @($run.Summary -split '\n' | Where-Object { $_ -match '^\|' })
        $rows | Should -HaveCount 3
        foreach ($row in $rows) { @([regex]::Matches($row, '\|')).Count | Should -Be 5 }
        $rows[2] | Should -Not -Match '[`<>$]'
        [System.Net.WebUtility]::HtmlDecode(($rows[2] -split '\|')[2].Trim()) |
            Should -BeExactly 'LockingRules[''a|b `code` <img src=x> ##vso[task.setvariable] ::error:: $(x)'']'
        $run.Output | Should -Not -Match '##vso|::error'
    }

    It 'uploads the summary in Azure Pipelines' {
        $null = Set-ZohoRecordLockConfiguration Deals -LockType Automatic
        $run = Invoke-Sample '-Path', (Join-Path $folder 'locking') -Variable @{ TF_BUILD = 'True'; AGENT_TEMPDIRECTORY = $folder }
        $run.ExitCode | Should -Be 2 -Because $run.Output
        $run.Output -match '(?m)^##vso\[task.uploadsummary\](?<file>.+?)\r?$' | Should -BeTrue
        Get-Content -LiteralPath $Matches.file -Raw | Should -Match '\| Deals \| LockType \| Both \| Automatic \|'
    }

    It 'ends with 1 where something couldn''t be compared: <Name>' -ForEach @(
        @{ Name = 'a file'; Make = { Set-FileText (Join-Path $folder 'locking' 'A.json') '{' }; Variable = @{}; Said = 'A.json: line 1' }
        @{ Name = 'no folder'; Make = { Remove-Item (Join-Path $folder 'locking') -Recurse }; Variable = @{}; Said = 'there is no such file' }
        @{ Name = 'no connection'; Make = {}; Variable = @{ ZOHO_CRM_REFRESH_TOKEN = '' }; Said = 'lacks ZOHO_CRM_REFRESH_TOKEN' }
    ) {
        & $Make
        $run = Invoke-Sample '-Path', (Join-Path $folder 'locking'), '-SummaryPath', $summary -Variable $Variable
        $run.ExitCode | Should -Be 1 -Because $run.Output
        $run.Summary | Should -BeLike '## Locking configurations could not be compared*'
        [System.Net.WebUtility]::HtmlDecode($run.Summary) | Should -BeLike "*- *$Said*"
        $run.Output | Should -BeLike "*$Said*"
    }
}
