# Locking configurations as files: Export- and Import-ZohoRecordLockConfiguration.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'Organization.ps1')
    $schema = 'zoholock-configuration.schema.json'
    $won = New-ZohoLockingRule 'Won deals' -Criteria "Stage = 'Closed Won' and (Amount > 10000 or Probability = 100)"
    $late = New-ZohoLockingRule Late -Field Closing_Date -Comparator less_than -Value '2020-01-01' -LockExistingRecords

    # One of everything, so that nothing is left out of a file.
    function New-FullConfiguration {
        New-ZohoRecordLockConfiguration Deals Both -LockingRule $won, $late -ExcludedProfile Standard, Sales -ExcludedField Description, Amount `
            -RestrictedAction delete, convert -RestrictedCommunication send_survey, send_mail -LockForPortalUsers $false `
            -RestrictedCustomButton 'Send with Zoho Sign' -ErrorAction Stop
    }

    # UTF-8 without a mark, as Export writes it.
    function Set-FileText([string] $Path, [string] $Text) { [System.IO.File]::WriteAllText($Path, $Text) }
}

Describe 'Configurations as files' {
    BeforeEach {
        $emulator = Start-Organization Deals, Leads, Cases -ProfileName Sales
        $null = $emulator.GetModule('Deals').AddCustomButton('Send with Zoho Sign')
        $emulator | Connect-ZohoCrm -Name first
        $emulator.ResetCounters()
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        $file = Join-Path $folder 'deals.json'
    }

    AfterEach {
        Get-ZohoCrmConnection | Disconnect-ZohoCrm
        $emulator | Stop-ZohoCrmEmulator
    }

    Context 'Export-ZohoRecordLockConfiguration' {
        It 'writes what people can read and compare: names only, in an order that stays' {
            $null = New-FullConfiguration
            $emulator.ResetCounters()
            Export-ZohoRecordLockConfiguration Deals $file | Should -BeNullOrEmpty
            $text = [System.IO.File]::ReadAllText($file)
            $text | Should -BeExactly (@'
{
  "$schema": "zoholock-configuration.schema.json",
  "module": "Deals",
  "lock_type": "both",
  "locked_for": "all_profiles_except_excluded_profiles",
  "lock_excluded_profiles": [
    "Sales",
    "Standard"
  ],
  "locking_rules": [
    {
      "name": "Won deals",
      "criteria": "Stage = 'Closed Won' and (Amount > 10000 or Probability = 100)",
      "lock_existing_records": false
    },
    {
      "name": "Late",
      "criteria": "Closing_Date < '2020-01-01'",
      "lock_existing_records": true
    }
  ],
  "excluded_fields": [
    "Amount",
    "Description"
  ],
  "restricted_actions": [
    "update",
    "convert",
    "delete"
  ],
  "restricted_communications": [
    "send_mail",
    "send_survey"
  ],
  "restricted_custom_buttons": [
    "Send with Zoho Sign"
  ],
  "lock_for_portal_users": false
}

'@ -replace "`r")
            $text | Should -Not -Match '\d{15}'
            Get-ChangeCount $emulator | Should -Be 0
        }

        It 'writes UTF-8 without a mark, and letters as they are' {
            $null = New-ZohoRecordLockConfiguration Deals Automatic -LockingRule (New-ZohoLockingRule 'Geschäfte 株式会社 🔒' -Criteria "Stage = 'it''s <won> & done'")
            $null = Export-ZohoRecordLockConfiguration Deals $file
            [System.IO.File]::ReadAllBytes($file)[0] | Should -Be ([byte][char] '{')
            $text = [System.IO.File]::ReadAllText($file)
            $text | Should -BeLike '*"Geschäfte 株式会社 *'
            $text | Should -BeLike "*""Stage = 'it''s <won> & done'""*"
            (Get-Content -LiteralPath $file -Raw | ConvertFrom-Json).locking_rules[0].name | Should -Be 'Geschäfte 株式会社 🔒'
        }

        It 'writes the schema beside it, which knows each key of the file' {
            $null = New-FullConfiguration
            $null = Export-ZohoRecordLockConfiguration Deals $file
            (Get-ChildItem -LiteralPath $folder).Name | Should -Be 'deals.json', $schema
            $read = Get-Content -LiteralPath $file -Raw | ConvertFrom-Json
            $known = Get-Content -LiteralPath (Join-Path $folder $read.'$schema') -Raw | ConvertFrom-Json
            foreach ($key in $read.psobject.Properties.Name) { $known.properties.psobject.Properties.Name | Should -Contain $key }
            foreach ($key in $known.required) { $read.psobject.Properties.Name | Should -Contain $key }
        }

        It 'writes a file for each module into a folder, which it makes' {
            $null = 'Deals', 'Leads' | ForEach-Object { New-ZohoRecordLockConfiguration $_ Manual }
            $null = 'Deals', 'Leads' | Export-ZohoRecordLockConfiguration -Path (Join-Path $folder 'new' 'config')
            (Get-ChildItem -LiteralPath (Join-Path $folder 'new' 'config')).Name | Should -Be Deals.json, Leads.json, $schema
            (Get-Content -LiteralPath (Join-Path $folder 'new' 'config' 'Leads.json') -Raw | ConvertFrom-Json).module | Should -Be Leads
        }

        It 'takes configurations from the pipeline' {
            $null = 'Deals', 'Leads' | ForEach-Object { New-ZohoRecordLockConfiguration $_ Manual }
            (Get-ZohoRecordLockConfiguration Deals, Leads | Export-ZohoRecordLockConfiguration -Path $folder -PassThru).Name | Should -Be Deals.json, Leads.json
        }

        It 'knows the way from the current location, and drives of PowerShell''s' {
            $null = New-ZohoRecordLockConfiguration Deals Manual
            Push-Location $folder
            try { Export-ZohoRecordLockConfiguration Deals sub/here.json } finally { Pop-Location }
            Test-Path -LiteralPath (Join-Path $folder 'sub' 'here.json') | Should -BeTrue
            Export-ZohoRecordLockConfiguration Deals TestDrive:/drive/there.json
            Test-Path TestDrive:/drive/there.json | Should -BeTrue
        }

        It 'doesn''t write two modules into one file' {
            $null = 'Deals', 'Leads' | ForEach-Object { New-ZohoRecordLockConfiguration $_ Manual }
            $found = Get-ErrorOf { Export-ZohoRecordLockConfiguration Deals, Leads $file }
            $found | Should -HaveCount 1
            $found.FullyQualifiedErrorId | Should -BeLike 'SeveralModules,*'
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*folder*'
            (Get-Content -LiteralPath $file -Raw | ConvertFrom-Json).module | Should -Be Deals
        }

        It 'returns the file with -PassThru' {
            $null = New-ZohoRecordLockConfiguration Deals Manual
            $made = Export-ZohoRecordLockConfiguration Deals $file -PassThru
            $made | Should -BeOfType ([System.IO.FileInfo])
            $made.FullName | Should -Be $file
        }

        It 'leaves a file that is there alone with -NoClobber' {
            $null = New-ZohoRecordLockConfiguration Deals Manual
            Set-FileText $file 'mine'
            $found = Get-ErrorOf { Export-ZohoRecordLockConfiguration Deals $file -NoClobber }
            $found.FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
            [System.IO.File]::ReadAllText($file) | Should -Be mine
            $emulator.ResetCounters()
            $null = Export-ZohoRecordLockConfiguration Deals (Join-Path $folder 'other.json') -NoClobber -ErrorAction Stop
        }

        It 'leaves a schema that is there alone with -NoClobber: the same is no obstacle, another an error before anything is written' {
            $null = 'Deals', 'Leads' | ForEach-Object { New-ZohoRecordLockConfiguration $_ Manual }
            Export-ZohoRecordLockConfiguration Deals, Leads $folder -NoClobber -ErrorAction Stop
            Remove-Item -LiteralPath (Join-Path $folder 'Deals.json')
            Set-FileText (Join-Path $folder $schema) '{ "mine": true }'
            $emulator.ResetCounters()
            $found = Get-ErrorOf { Export-ZohoRecordLockConfiguration Deals $folder -NoClobber }
            $found.FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
            $found.Exception.Message | Should -BeLike "*$schema exists and differs*"
            $emulator.CallCount | Should -Be 0
            (Get-ChildItem -LiteralPath $folder -Force).Name | Should -Be Leads.json, $schema
            [System.IO.File]::ReadAllText((Join-Path $folder $schema)) | Should -Be '{ "mine": true }'
        }

        It 'overwrites a file that differs' {
            $null = New-ZohoRecordLockConfiguration Deals Manual
            Set-FileText $file 'old'
            $null = Export-ZohoRecordLockConfiguration Deals $file
            (Get-Content -LiteralPath $file -Raw | ConvertFrom-Json).module | Should -Be Deals
        }

        It 'writes the same bytes again, and leaves a file that is the same alone' {
            $null = New-FullConfiguration
            $null = Export-ZohoRecordLockConfiguration Deals $file
            $null = Export-ZohoRecordLockConfiguration Deals (Join-Path $folder 'again.json')
            (Get-FileHash -LiteralPath (Join-Path $folder 'again.json')).Hash | Should -Be (Get-FileHash -LiteralPath $file).Hash
            $old = [datetime]::new(2020, 1, 1)
            foreach ($one in $file, (Join-Path $folder $schema)) { [System.IO.File]::SetLastWriteTimeUtc($one, $old) }
            $null = Export-ZohoRecordLockConfiguration Deals $file
            foreach ($one in $file, (Join-Path $folder $schema)) { [System.IO.File]::GetLastWriteTimeUtc($one) | Should -Be $old }
        }

        It 'fails with NO_CONFIGURATION where a module has none, and goes on' {
            $null = New-ZohoRecordLockConfiguration Leads Manual
            $found = Get-ErrorOf { Export-ZohoRecordLockConfiguration Deals, Leads $folder }
            $found | Should -HaveCount 1
            $found.FullyQualifiedErrorId | Should -BeLike 'NO_CONFIGURATION,*'
            $found.TargetObject | Should -Be Deals
            (Get-ChildItem -LiteralPath $folder).Name | Should -Be Leads.json, $schema
        }

        It 'fails where a file can''t be written, in words that say so' {
            $null = New-ZohoRecordLockConfiguration Deals Manual
            Set-FileText $file 'not a folder'
            $found = Get-ErrorOf { Export-ZohoRecordLockConfiguration Deals (Join-Path $file 'deals.json') }
            $found.FullyQualifiedErrorId | Should -BeLike 'FileNotWritten,*'
            $found.Exception.Message | Should -BeLike '*can''t be written*'
        }

        It 'fails on a path that is not in the file system: <Name>' -ForEach @(
            @{ Name = 'of another drive'; Path = 'Env:/deals.json' }
            @{ Name = 'relative, on another drive'; Path = './sub/deals.json' }
            @{ Name = 'with a null character'; Path = "$([System.IO.Path]::GetTempPath())a`0b" }
        ) {
            $null = New-FullConfiguration
            Push-Location Env:
            $found = Get-ErrorOf { Export-ZohoRecordLockConfiguration Deals $Path }
            Pop-Location
            $found.FullyQualifiedErrorId | Should -BeLike 'NotAFile,*'
        }
    }

    Context 'Import-ZohoRecordLockConfiguration' {
        BeforeEach {
            $null = New-FullConfiguration
            $null = Export-ZohoRecordLockConfiguration Deals $file
            $text = [System.IO.File]::ReadAllText($file)
            $other = Start-Organization Leads, Cases, Deals -ProfileName Nobody, Sales -Prefix 7000001
            $null = $other.GetModule('Deals').AddCustomButton('Another one')
            $null = $other.GetModule('Deals').AddCustomButton('Send with Zoho Sign')
            $other | Connect-ZohoCrm -Name second
            $other.ResetCounters()
        }

        AfterEach {
            $other | Stop-ZohoCrmEmulator
        }

        It 'makes it in an organisation with other ids, found by the names' {
            $made = Import-ZohoRecordLockConfiguration $file
            $made | Should -BeOfType ([ZohoLock.LockConfiguration])
            $made.Module, $made.Id | Should -Be Deals, $other.GetModule('Deals').ConfigurationId
            $wire = Get-WireConfiguration $other
            $wire.lock_excluded_profiles.name | Sort-Object | Should -Be Sales, Standard
            $wire.excluded_fields.api_name | Should -Be Amount, Description
            $wire.restricted_custom_buttons.name | Should -Be 'Send with Zoho Sign'
            foreach ($id in $wire.lock_excluded_profiles.id + $wire.excluded_fields.id + $wire.restricted_custom_buttons.id) { $id | Should -BeLike '7000001*' }
            "$(($made | Get-ZohoRecordLockConfiguration).LockingRules[0])" | Should -Be "$won"
            Get-CallCount $other CreateLockingConfiguration | Should -Be 1
            Get-ChangeCount $other | Should -Be 1
        }

        It 'makes no change the second time, and says so' {
            $null = Import-ZohoRecordLockConfiguration $file
            $other.ResetCounters()
            $said = Import-ZohoRecordLockConfiguration $file 6>&1
            "$($said[0])" | Should -BeLike 'No difference: Deals (*) has the locking configuration of *deals.json already.'
            $said[1].Id | Should -Be $other.GetModule('Deals').ConfigurationId
            Get-ChangeCount $other | Should -Be 0
            Import-ZohoRecordLockConfiguration $file -WhatIf
            Get-ChangeCount $other | Should -Be 0
        }

        It 'is the same text when it is exported again' {
            $null = Import-ZohoRecordLockConfiguration $file
            $null = Export-ZohoRecordLockConfiguration Deals (Join-Path $folder 'second.json')
            [System.IO.File]::ReadAllText((Join-Path $folder 'second.json')) | Should -BeExactly $text
        }

        It 'makes again what was removed, with the same text' {
            Remove-ZohoRecordLockConfiguration Deals -Connection first -Confirm:$false
            $null = Import-ZohoRecordLockConfiguration $file -Connection first
            $null = Export-ZohoRecordLockConfiguration Deals (Join-Path $folder 'again.json') -Connection first
            [System.IO.File]::ReadAllText((Join-Path $folder 'again.json')) | Should -BeExactly $text
        }

        It 'changes what differs, in one change, and keeps the ids of rules' {
            $null = Import-ZohoRecordLockConfiguration $file
            $before = Get-WireConfiguration $other
            $other.ResetCounters()
            Set-FileText $file $text.Replace('"both"', '"automatic"').Replace('Amount > 10000', 'Amount > 5').Replace('"name": "Late"', '"name": "Old"')
            $null = Import-ZohoRecordLockConfiguration $file
            $after = Get-WireConfiguration $other
            $after.id, $after.lock_type | Should -Be $before.id, automatic
            $after.locking_rules.name | Sort-Object | Should -Be Old, 'Won deals'
            ($after.locking_rules | Where-Object name -EQ 'Won deals').id | Should -Be $before.locking_rules[0].id
            ($after.locking_rules | Where-Object name -EQ Old).id | Should -Be ($before.locking_rules | Where-Object name -EQ Late).id
            Get-CallCount $other UpdateLockingConfiguration | Should -Be 1
            Get-ChangeCount $other | Should -Be 1
        }

        It 'takes away what a file leaves out' {
            $null = Import-ZohoRecordLockConfiguration $file
            Set-FileText $file '{ "module": "Deals", "lock_type": "manual" }'
            $null = Import-ZohoRecordLockConfiguration $file
            $wire = Get-WireConfiguration $other
            $wire.lock_type, $wire.locked_for, $wire.lock_for_portal_users | Should -Be manual, all_profiles, $true
            $wire.restricted_actions | Should -Be update
            foreach ($key in 'locking_rules', 'excluded_fields', 'lock_excluded_profiles', 'restricted_custom_buttons', 'restricted_communications') { $wire.$key | Should -BeNullOrEmpty }
        }

        It 'knows names in other casing to be the same' {
            $null = Import-ZohoRecordLockConfiguration $file
            $other.ResetCounters()
            Set-FileText $file $text.Replace('"Standard"', '"standard"')
            (Import-ZohoRecordLockConfiguration $file -ErrorAction Stop).Module | Should -Be Deals
            "$((Import-ZohoRecordLockConfiguration $file -WhatIf 6>&1)[0])" | Should -BeLike 'No difference: *has the locking configuration of *deals.json already.'
            Get-ChangeCount $other | Should -Be 0
        }

        It 'changes nothing with -WhatIf' {
            Import-ZohoRecordLockConfiguration $file -WhatIf | Should -BeNullOrEmpty
            Get-ChangeCount $other | Should -Be 0
            $other.GetModule('Deals').LockingConfiguration | Should -Be Missing
        }

        It 'takes <Name>' -ForEach @(
            @{ Name = 'a folder, without the schema'; Script = { Import-ZohoRecordLockConfiguration $folder } }
            @{ Name = 'wildcards, without the schema'; Script = { Import-ZohoRecordLockConfiguration (Join-Path $folder '*.json') } }
            @{ Name = 'several paths'; Script = { Import-ZohoRecordLockConfiguration $file, (Join-Path $folder 'leads.json') } }
            @{ Name = 'files from the pipeline'; Script = { Get-ChildItem -LiteralPath $folder | Import-ZohoRecordLockConfiguration } }
            @{ Name = 'paths from the pipeline'; Script = { (Get-ChildItem -LiteralPath $folder).FullName | Import-ZohoRecordLockConfiguration } }
            @{ Name = '-LiteralPath'; Script = { Import-ZohoRecordLockConfiguration -LiteralPath $file, (Join-Path $folder 'leads.json') } }
        ) {
            Set-FileText (Join-Path $folder 'leads.json') '{ "module": "Leads", "lock_type": "manual" }'
            $made = & $Script 2>&1
            $made | Should -BeOfType ([ZohoLock.LockConfiguration])
            $made.Module | Sort-Object | Should -Be Deals, Leads
            $other.GetModule('Leads').LockingConfiguration, $other.GetModule('Deals').LockingConfiguration | Should -Be Manual, Both
        }

        It 'leaves the schema out, and says so with -Verbose' {
            $said = Get-ChildItem -LiteralPath $folder -Filter $schema | Import-ZohoRecordLockConfiguration -Verbose 4>&1
            $said.Message | Should -BeLike "*$schema is the schema*"
            $other.CallCount | Should -Be 0
        }

        It 'takes brackets in -LiteralPath and from Get-ChildItem as they are' {
            $odd = Join-Path $folder 'deals [v1].json'
            Set-FileText $odd $text
            (Import-ZohoRecordLockConfiguration -LiteralPath $odd -ErrorAction Stop).Module | Should -Be Deals
            (Get-Item -LiteralPath $odd | Import-ZohoRecordLockConfiguration -ErrorAction Stop).Module | Should -Be Deals
            (Get-ErrorOf { Import-ZohoRecordLockConfiguration $odd }).FullyQualifiedErrorId | Should -BeLike 'NoConfigurationFile,*'
        }

        It 'refuses a file of more than 1 MB before anything of it is read as a configuration' {
            Set-FileText $file ($text + (' ' * 1MB))
            $found = Get-ErrorOf { Import-ZohoRecordLockConfiguration $file }
            $found.FullyQualifiedErrorId | Should -BeLike 'FileTooLarge,*'
            $found.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $other.CallCount | Should -Be 0
        }

        It 'refuses <Name>, and goes on with the next file' -Skip:$IsWindows -ForEach @(
            @{ Name = 'a device that has no end'; Make = { $null = New-Item -ItemType SymbolicLink -Path $args[0] -Target /dev/zero } }
            @{ Name = 'a pipe that nobody writes to'; Make = { mkfifo $args[0] } }
        ) {
            $odd = Join-Path $folder 'a.json'
            & $Make $odd
            $found = Get-ErrorOf { $script:made = Import-ZohoRecordLockConfiguration $folder }
            $found | Should -HaveCount 1
            $found.FullyQualifiedErrorId | Should -BeLike 'FileNotRead,*'
            $found.Exception.Message | Should -BeLike "$odd can't be read: it is no regular file*"
            $made.Module | Should -Be Deals
        }

        It 'reads UTF-8 and UTF-16 with their marks, and refuses bytes that are neither' {
            $accented = $text.Replace('Won deals', 'Gagné')
            foreach ($encoding in 'utf8BOM', 'unicode') {
                $accented | Set-Content -LiteralPath $file -Encoding $encoding -NoNewline
                (Import-ZohoRecordLockConfiguration $file -ErrorAction Stop).LockingRules[0].Name | Should -Be Gagné
            }

            $other.ResetCounters()
            $accented.Replace('Late', 'Later') | Set-Content -LiteralPath $file -Encoding latin1 -NoNewline
            $found = Get-ErrorOf { Import-ZohoRecordLockConfiguration $file }
            $found.FullyQualifiedErrorId | Should -BeLike 'InvalidConfigurationFile,*'
            $found.Exception.Message | Should -BeLike 'deals.json: *UTF-8*'
            $other.CallCount | Should -Be 0
        }

        It 'refuses a second file of the same module' {
            $null = Import-ZohoRecordLockConfiguration $file -ErrorAction Stop
            $other.ResetCounters()
            Set-FileText (Join-Path $folder 'old.json') '{ "module": "deals", "lock_type": "manual" }'
            $made = Import-ZohoRecordLockConfiguration $folder -ErrorVariable found -ErrorAction SilentlyContinue
            $made.LockType | Should -Be Both
            $found | Should -HaveCount 1
            $found[0].FullyQualifiedErrorId | Should -BeLike 'SeveralFiles,*'
            $found[0].Exception.Message | Should -BeLike "*$file*"
            Get-ChangeCount $other | Should -Be 0
        }

        It 'goes on after paths that can''t be' {
            $made = 'Nonesuch:/x.json', 'Env:/PATH', 'Nonesuch::x', $file |
                Import-ZohoRecordLockConfiguration -ErrorVariable found -ErrorAction SilentlyContinue
            $made.Module | Should -Be Deals
            $found.FullyQualifiedErrorId | Should -Be @(
                foreach ($code in 'NoConfigurationFile', 'NotAFile', 'NoConfigurationFile') {
                    "$code,ZohoLock.Commands.ImportZohoRecordLockConfigurationCommand"
                })
        }

        It 'fails where there is no such file: <_>' -ForEach 'nonesuch.json', 'nonesuch/*.json', 'empty' {
            $null = New-Item -ItemType Directory (Join-Path $folder 'empty')
            $found = Get-ErrorOf { Import-ZohoRecordLockConfiguration (Join-Path $folder $_) }
            $found | Should -HaveCount 1
            $found.FullyQualifiedErrorId | Should -BeLike 'NoConfigurationFile,*'
            $found.CategoryInfo.Category | Should -Be ObjectNotFound
        }

        It 'refuses <Name>, names file and place, changes nothing, and goes on' -ForEach @(
            @{ Name = 'broken JSON'; Old = '"both",'; New = '"both"'; Message = '*line 5, column *: this is no JSON*' }
            @{ Name = 'an unknown key'; Old = '"lock_type"'; New = '"locktype"'; Message = '*$.locktype: there is no such key*' }
            @{ Name = 'an unknown key of a rule'; Old = '"criteria": "Closing'; New = '"criterion": "Closing'; Message = '*$.locking_rules?1?.criterion: there is no such key*' }
            @{ Name = 'a key that is there twice'; Old = '"lock_type": "both",'; New = '"lock_type": "both", "lock_type": "manual",'; Message = '*$.lock_type: the key is there twice*' }
            @{ Name = 'a lock type that there is none of'; Old = '"both"'; New = '"sometimes"'; Message = '*$.lock_type: ''sometimes'' can''t be*' }
            @{ Name = 'an action that there is none of'; Old = '"convert"'; New = '"fly"'; Message = '*$.restricted_actions?1?: ''fly'' can''t be*' }
            @{ Name = 'a communication that there is none of'; Old = '"send_survey"'; New = '"send_pigeon"'; Message = '*$.restricted_communications?1?: ''send_pigeon''*' }
            @{ Name = 'criteria that can''t be read'; Old = 'Amount > 10000'; New = 'Amount > ten'; Message = '*$.locking_rules?0?.criteria: column 36: expected a value*found ten*' }
            @{ Name = 'a text for a truth'; Old = ': false'; New = ': \"no\"'; Message = '*$.*: expected true or false, found "no"*' }
            @{ Name = 'a name of a module that is none'; Old = '"Deals"'; New = '"my deals"'; Message = '*$.module: *my deals*' }
            @{ Name = 'what can''t be right together'; Old = '"all_profiles_except_excluded_profiles",'; New = '"all_profiles_except_excluded_profiles", "lock_excluded_profiles": [],'; Message = '*' }
            @{ Name = 'no object'; Old = $null; New = '[]'; Message = '*$: expected an object, found *' }
            @{ Name = 'nothing'; Old = $null; New = ''; Message = '*line 1*this is no JSON*' }
        ) {
            $wrong = $Old ? $text.Replace($Old, $New.Replace('\"', '"')) : $New
            $wrong | Should -Not -Be $text
            Set-FileText $file $wrong
            Set-FileText (Join-Path $folder 'leads.json') '{ "module": "Leads", "lock_type": "manual" }'
            $made = Import-ZohoRecordLockConfiguration $folder -ErrorVariable found -ErrorAction SilentlyContinue
            $made.Module | Should -Be Leads
            $found | Should -HaveCount 1
            $found[0].FullyQualifiedErrorId | Should -Be 'InvalidConfigurationFile,ZohoLock.Commands.ImportZohoRecordLockConfigurationCommand'
            $found[0].Exception.Message | Should -BeLike "deals.json: $Message"
            $found[0].TargetObject | Should -Be $file
            $found[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $other.GetModule('Deals').LockingConfiguration | Should -Be Missing
            Get-ChangeCount $other | Should -Be 1
        }

        It 'refuses a file whose settings contradict each other before any call' {
            Set-FileText $file '{ "module": "Deals", "lock_type": "automatic" }'
            $found = Get-ErrorOf { Import-ZohoRecordLockConfiguration $file }
            $found.FullyQualifiedErrorId | Should -BeLike 'DEPENDENT_FIELD_MISSING,*'
            $found.Exception.Message | Should -BeLike 'deals.json: *locking_rules*'
            $other.CallCount | Should -Be 0
        }

        It 'refuses a <What> that the organisation has none of, and changes nothing, even with -WhatIf' -ForEach @(
            @{ What = 'profile'; Old = '"Sales"'; Message = '*lock_excluded_profiles not found: the organisation has no ''Nonesuch''*' }
            @{ What = 'custom button'; Old = '"Send with Zoho Sign"'; Message = '*custom button not found: the organisation has no ''Nonesuch''*' }
            @{ What = 'field'; Old = '"Description"'; Message = '*field not found: the organisation has no ''Nonesuch''*' }
        ) {
            Set-FileText $file $text.Replace($Old, '"Nonesuch"')
            foreach ($whatIf in $true, $false) {
                $found = Get-ErrorOf { Import-ZohoRecordLockConfiguration $file -WhatIf:$whatIf }
                $found.FullyQualifiedErrorId | Should -BeLike 'INVALID_DATA,*'
                $found.Exception.Message | Should -BeLike "deals.json: $Message"
                $found.TargetObject | Should -Be $file
            }

            Get-ChangeCount $other | Should -Be 0
            $other.GetModule('Deals').LockingConfiguration | Should -Be Missing
        }

        It 'takes criteria as Zoho has them in JSON, comments, and no schema' {
            Set-FileText $file '{ "module": "Deals", "lock_type": "automatic", /* as Zoho answers */ "locking_rules": [ { "name": "a",
                "criteria": { "group_operator": "AND", "group": [ { "comparator": "equal", "field": { "api_name": "Stage", "id": "5843104000000002645" }, "value": "x" },
                { "comparator": "greater_than", "field": { "api_name": "Amount" }, "value": 1 } ] } } ] }'
            $null = Import-ZohoRecordLockConfiguration $file -ErrorAction Stop
            "$((Get-ZohoRecordLockConfiguration Deals).LockingRules)" | Should -Be "a: Stage = 'x' and Amount > 1"
        }
    }
}

Describe 'Import-ZohoRecordLockConfiguration -WhatIf' {
    It 'shows what it would make, and what it would change' {
        $file = Join-Path $TestDrive 'whatif.json'
        $text = Invoke-NewPowerShell "Import-Module '$testedModule'
            `$emulator = Start-ZohoCrmEmulator; `$emulator | Connect-ZohoCrm
            `$emulator.GetModule('Deals').LockingConfiguration = 'Missing'
            `$null = New-ZohoRecordLockConfiguration Deals Automatic -LockingRule (New-ZohoLockingRule Won -Criteria 'Amount > 1') -RestrictedAction delete
            Export-ZohoRecordLockConfiguration Deals '$file'
            Import-ZohoRecordLockConfiguration '$file' -WhatIf | ForEach-Object Module
            `$null = Set-ZohoRecordLockConfiguration Deals -LockType Both -ChangeRule (New-ZohoLockingRule Won -Criteria 'Amount > 2') -AddRule (New-ZohoLockingRule New -Criteria 'Amount = 0')
            Import-ZohoRecordLockConfiguration '$file' -WhatIf
            Remove-ZohoRecordLockConfiguration Deals -Confirm:`$false
            Import-ZohoRecordLockConfiguration '$file' -WhatIf
            `$emulator.GetModule('Deals').LockingConfiguration"
        $text -replace '127.0.0.1:\d+', '127.0.0.1:<port>' | Should -Be @(
            "No difference: Deals (Zylker, emulator at 127.0.0.1:<port>) has the locking configuration of $file already."
            'Deals'
            'What if: Change the locking configuration of Deals (Zylker, emulator at 127.0.0.1:<port>):'
            '  lock_type: both -> automatic'
            '  locking_rules[''Won''].criteria: Amount > 2 -> Amount > 1'
            '  locking_rules[''New'']: Amount = 0 -> (none)'
            '  rule ''Won'' would lock 9 existing records, each when it is next changed'
            'What if: Create the locking configuration of Deals (Zylker, emulator at 127.0.0.1:<port>):'
            '  lock_type: (none) -> automatic'
            '  locked_for: (none) -> all_profiles'
            '  locking_rules[''Won'']: (none) -> Amount > 1'
            '  restricted_actions: (none) -> update, delete'
            '  lock_for_portal_users: (none) -> true'
            '  rule ''Won'' would lock 9 existing records, each when it is next changed'
            'Missing'
        )
    }
}

Describe 'A changed rule that locks what is there' {
    It 'is shown by -WhatIf to do so' {
        $emulator = Start-Organization Deals
        try {
            $emulator | Connect-ZohoCrm
            $file = Join-Path $TestDrive 'existing.json'
            $text = '{ "module": "Deals", "lock_type": "automatic", "locking_rules": [{ "name": "W", "criteria": "Amount < 0", "lock_existing_records": true }] }'
            Set-FileText $file $text
            $null = Import-ZohoRecordLockConfiguration $file -ErrorAction Stop
            Set-FileText $file $text.Replace('<', '!=')
            $said = Invoke-NewPowerShell @"
                Import-Module '$testedModule'
                Connect-ZohoCrm -AccessToken (ConvertTo-SecureString $(ConvertFrom-SecureString $emulator.CreateAccessToken() -AsPlainText) -AsPlainText) -ApiDomain $($emulator.ApiDomain)
                Import-ZohoRecordLockConfiguration '$file' -WhatIf
"@
            $said | Should -Contain "  locking_rules['W'].criteria: Amount < 0 -> Amount != 0, existing records too"
        }
        finally {
            Get-ZohoCrmConnection | Disconnect-ZohoCrm
            $emulator | Stop-ZohoCrmEmulator
        }
    }
}

Describe 'The sample of Zoho''s page (protocol notes, section 2.3)' {
    BeforeAll {
        $sample = @'
{"record_locking_configurations":[{"created_time":"2023-08-26T18:11:14-04:00","locked_for":"all_profiles",
 "excluded_fields":[{"api_name":"Description","id":"5843104000000002645"}],
 "created_by":{"name":"Patricia Boyle","id":"5843104000000424672"},"feature_type":"record_locking",
 "locking_rules":[
  {"name":"lead conversion rule","id":"5843104000000820017","lock_existing_records":false,
   "criteria":{"comparator":"greater_than","field":{"api_name":"Lead_Conversion_Time","id":"5843104000000280013"},"value":"10"}},
  {"name":"Last activity rule","id":"5843104000000820018","lock_existing_records":false,
   "criteria":{"group_operator":"AND","group":[
     {"comparator":"less_than","field":{"api_name":"Last_Activity_Time","id":"5843104000000052001"},"value":"2018-09-01T01:00:00-04:00"},
     {"comparator":"less_than","field":{"api_name":"Created_Time","id":"5843104000000002627"},"value":"2018-09-01T01:00:00-04:00"}]}}],
 "restricted_actions":["update","tags","convert","delete","change_owner"],"lock_for_portal_users":true,
 "modified_time":"2023-09-07T22:31:35-04:00","restricted_communications":["send_mail"],"system_defined":false,
 "modified_by":{"name":"Patricia Boyle","id":"5843104000000424672"},"id":"5843104000000758004","lock_type":"both",
 "restricted_custom_buttons":[{"name":"Send with Zoho Sign","id":"5843104000000485570"}],"lock_excluded_profiles":null}]}
'@
        # Without what every organisation has its own of, in an order of its own.
        function Get-Common($Node) {
            if ($Node -is [array]) { return , @($Node | ForEach-Object { Get-Common $_ }) }
            if ($Node -isnot [pscustomobject]) { return $Node }
            $common = [ordered] @{}
            foreach ($key in $Node.psobject.Properties.Name | Sort-Object | Where-Object { $_ -notin 'id', 'created_time', 'modified_time', 'created_by', 'modified_by' }) {
                $common[$key] = Get-Common $Node.$key
            }

            $common
        }

        function Get-CommonJson($Configuration) { Get-Common $Configuration | ConvertTo-Json -Depth 20 }
    }

    It 'is the same when it was made, read, exported, imported in an empty organisation and read again' {
        $first = Start-Organization Leads
        $second = Start-Organization Cases, Leads -ProfileName Sales -Prefix 7000001
        try {
            foreach ($organization in $first, $second) { $null = $organization.GetModule('Leads').AddCustomButton('Send with Zoho Sign') }
            $first | Connect-ZohoCrm -Name first
            $second | Connect-ZohoCrm -Name second

            $rules = @(
                New-ZohoLockingRule 'lead conversion rule' -Field Lead_Conversion_Time -Comparator greater_than -Value '10'
                New-ZohoLockingRule 'Last activity rule' -Criteria "Last_Activity_Time < 2018-09-01T01:00:00-04:00 and Created_Time < 2018-09-01T01:00:00-04:00"
            )
            $null = New-ZohoRecordLockConfiguration Leads Both -Connection first -LockingRule $rules -ExcludedField Description `
                -RestrictedAction update, tags, convert, delete, change_owner -RestrictedCommunication send_mail -RestrictedCustomButton 'Send with Zoho Sign'
            $expected = Get-CommonJson ($sample | ConvertFrom-Json).record_locking_configurations[0]
            Get-CommonJson (Get-WireConfiguration $first Leads) | Should -Be $expected

            $one, $two = 'one.json', 'two.json' | ForEach-Object { Join-Path $TestDrive $_ }
            Export-ZohoRecordLockConfiguration Leads $one -Connection first
            (Import-ZohoRecordLockConfiguration $one -Connection second -ErrorAction Stop).Id | Should -BeLike '7000001*'
            Export-ZohoRecordLockConfiguration Leads $two -Connection second
            [System.IO.File]::ReadAllText($two) | Should -BeExactly ([System.IO.File]::ReadAllText($one))
            Get-CommonJson (Get-WireConfiguration $second Leads) | Should -Be $expected
            (Get-WireConfiguration $second Leads).locking_rules.id | Should -Not -BeIn (Get-WireConfiguration $first Leads).locking_rules.id
        }
        finally {
            Get-ZohoCrmConnection | Disconnect-ZohoCrm
            $first, $second | Stop-ZohoCrmEmulator
        }
    }
}
