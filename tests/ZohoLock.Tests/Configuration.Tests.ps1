# A module's locking configuration: reading, making, changing and deleting it.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'Organization.ps1')
    $won = New-ZohoLockingRule 'Won deals' -Field Stage -Comparator equal -Value 'Closed Won'
    $big = New-ZohoLockingRule 'Big deals' -Criteria 'Amount > 10000'
}

Describe 'The locking configuration of a module' {
    BeforeEach {
        $emulator = Start-Organization Deals, Leads, Cases -ProfileName Sales
        $deals = $emulator.GetModule('Deals')
        $button = $deals.AddCustomButton('Send with Zoho Sign')
        $emulator | Connect-ZohoCrm
        $emulator.ResetCounters()
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    Context 'Get-ZohoRecordLockConfiguration' {
        It 'shows all that is known of it, typed, in one call' {
            $null = New-ZohoRecordLockConfiguration Deals Both -LockingRule $won -ExcludedProfile Sales -ExcludedField Description -RestrictedAction delete `
                -RestrictedCommunication send_mail -RestrictedCustomButton 'Send with Zoho Sign' -LockForPortalUsers $false
            $emulator.ResetCounters()
            $configuration = Get-ZohoRecordLockConfiguration -Module Deals
            $configuration | Should -BeOfType ([ZohoLock.LockConfiguration])
            $configuration.Module, $configuration.Id, $configuration.FeatureType | Should -Be 'Deals', $deals.ConfigurationId, 'record_locking'
            $configuration.LockType | Should -Be ([ZohoLock.LockType]::Both)
            $configuration.LockedFor | Should -Be ([ZohoLock.LockedFor]::AllProfilesExceptExcludedProfiles)
            $configuration.ExcludedProfiles.Name, $configuration.ExcludedFields.ApiName, $configuration.RestrictedCustomButtons.Name |
                Should -Be 'Sales', 'Description', 'Send with Zoho Sign'
            $configuration.RestrictedCustomButtons.Id | Should -Be $button.Id
            $configuration.RestrictedActions | Should -Be update, delete
            $configuration.RestrictedCommunications | Should -Be send_mail
            $configuration.LockForPortalUsers, $configuration.SystemDefined | Should -Be $false, $false
            $configuration.CreatedBy.Name, $configuration.ModifiedBy.Id | Should -Be 'Patricia Boyle', '5843104000000424672'
            $configuration.CreatedTime, $configuration.ModifiedTime | Should -BeOfType ([DateTimeOffset])
            $rule = $configuration.LockingRules[0]
            $rule | Should -BeOfType ([ZohoLock.LockingRule])
            $rule.Id, $rule.Name, $rule.LockExistingRecords | Should -Be $deals.RuleId, 'Won deals', $false
            $rule.Criteria | Should -BeOfType ([ZohoLock.LockingCriteria])
            "$($rule.Criteria)" | Should -Be "Stage = 'Closed Won'"
            $emulator.CallCount | Should -Be 1
        }

        It 'finds the one of an id' {
            $made = New-ZohoRecordLockConfiguration Deals Manual
            (Get-ZohoRecordLockConfiguration Deals -Id $made.Id).Id | Should -Be $made.Id
            (Get-ZohoRecordLockConfiguration Deals -Id "zcrm_$($made.Id)").Id | Should -Be $made.Id
        }

        It 'fails with NO_CONFIGURATION where the module''s has another id, or where there is none' {
            $null = New-ZohoRecordLockConfiguration Deals Manual
            foreach ($module in 'Deals', 'Leads') {
                $found = Get-ErrorOf { Get-ZohoRecordLockConfiguration $module -Id 5843104000000000001 }
                $found.FullyQualifiedErrorId | Should -BeLike 'NO_CONFIGURATION,*'
                $found.CategoryInfo.Category | Should -Be ObjectNotFound
                $found.Exception.Message | Should -BeLike "*$module*5843104000000000001*"
                $found.TargetObject | Should -Be $module
            }
        }

        It 'begins an error with the module unless the error names it, whatever words the message has' {
            (Get-ErrorOf { Get-ZohoRecordLockConfiguration a }).Exception.Message | Should -BeLike 'a: *'
            (Get-ErrorOf { Get-ZohoRecordLockConfiguration Leads -Id 5843104000000000001 }).Exception.Message |
                Should -Be 'Leads has no locking configuration with the id 5843104000000000001'
        }

        It 'refuses an id that is none without a call' {
            (Get-ErrorOf { Get-ZohoRecordLockConfiguration Deals -Id 'Closed Won' }).Exception.Message | Should -BeLike '*configuration id*'
            $emulator.CallCount | Should -Be 0
        }

        It 'says nothing of a module without one, but with -Verbose' {
            $said = Get-ZohoRecordLockConfiguration Deals -Verbose -ErrorVariable found 4>&1
            $said.Message | Should -Be 'Deals has no locking configuration.'
            $found | Should -BeNullOrEmpty
            Get-ZohoRecordLockConfiguration Deals | Should -BeNullOrEmpty
        }

        It 'takes several modules, as <Name>' -ForEach @(
            @{ Name = 'an array'; Script = { Get-ZohoRecordLockConfiguration Deals, Leads } }
            @{ Name = 'strings from the pipeline'; Script = { 'Deals', 'Leads' | Get-ZohoRecordLockConfiguration } }
            @{ Name = 'objects with a property Module'; Script = { [pscustomobject] @{ Module = 'Deals' }, [pscustomobject] @{ Module = 'Leads' } | Get-ZohoRecordLockConfiguration } }
            @{ Name = 'configurations'; Script = { $made | Get-ZohoRecordLockConfiguration } }
        ) {
            $made = @(New-ZohoRecordLockConfiguration Deals Manual; New-ZohoRecordLockConfiguration Leads Manual)
            $found = & $Script
            $found.Module | Should -Be Deals, Leads
            $found.Id | Should -Be $made.Id
        }

        It 'takes a lock, whose configuration it shows' {
            $made = New-ZohoRecordLockConfiguration Deals Manual
            $id = $deals.AddRecords(1)[0]
            $lock = Lock-ZohoRecord Deals $id x
            ($lock | Get-ZohoRecordLockConfiguration).Id | Should -Be $made.Id
            ($lock | Get-ZohoRecordLock | Get-ZohoRecordLockConfiguration).Id | Should -Be $made.Id
        }

        It 'refuses what is no name of a module without a call: <_>' -ForEach 'my deals', '', 'Deals/../Leads', '5843104000000000001' {
            $found = Get-ErrorOf { Get-ZohoRecordLockConfiguration $_ }
            $found.FullyQualifiedErrorId | Should -BeLike 'InvalidModule,*'
            $found.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            $emulator.CallCount | Should -Be 0
        }

        It 'goes on with the other modules after one that Zoho doesn''t know' {
            $null = New-ZohoRecordLockConfiguration Leads Manual
            (Get-ZohoRecordLockConfiguration Nonesuch, Leads -ErrorVariable found -ErrorAction SilentlyContinue).Module | Should -Be Leads
            $found | Should -HaveCount 1
            $found[0].FullyQualifiedErrorId | Should -BeLike 'INVALID_MODULE,*'
            $found[0].TargetObject | Should -Be Nonesuch
            $found[0].Exception.Message | Should -BeLike 'Nonesuch: *'
        }
    }

    Context 'New-ZohoRecordLockConfiguration' {
        It 'makes one for locking by hand, with what Zoho takes where nothing else is said' {
            $made = New-ZohoRecordLockConfiguration Deals Manual
            $made.Id | Should -Be $deals.ConfigurationId
            $made.RestrictedActions | Should -Be update
            $deals.LockingConfiguration | Should -Be Manual
            $wire = Get-WireConfiguration $emulator
            $wire.lock_type, $wire.locked_for, $wire.lock_for_portal_users | Should -Be 'manual', 'all_profiles', $true
            Get-CallCount $emulator CreateLockingConfiguration | Should -Be 1
        }

        It 'makes one that locks by rules' {
            $null = New-ZohoRecordLockConfiguration Deals Automatic -LockingRule $won, $big
            $wire = Get-WireConfiguration $emulator
            $wire.lock_type | Should -Be automatic
            $wire.locking_rules.name | Should -Be 'Won deals', 'Big deals'
            $wire.locking_rules[0].criteria.field.api_name, $wire.locking_rules[0].criteria.comparator, $wire.locking_rules[0].criteria.value |
                Should -Be Stage, equal, 'Closed Won'
            $wire.locking_rules[1].criteria.value | Should -BeOfType ([string])
            $wire.locking_rules[1].criteria.value | Should -Be '10000'
        }

        It 'finds profiles and buttons by their names, in any case, and by their ids' {
            $null = New-ZohoRecordLockConfiguration Deals Manual -ExcludedProfile sales, 5843104000000026011 -RestrictedCustomButton 'send with zoho sign'
            $wire = Get-WireConfiguration $emulator
            $wire.lock_excluded_profiles.name | Should -Be Sales, Administrator
            $wire.restricted_custom_buttons.id | Should -Be $button.Id
        }

        It 'takes -ExcludedProfile alone to mean all profiles but these' {
            (New-ZohoRecordLockConfiguration Deals Manual -ExcludedProfile Sales).LockedFor | Should -Be AllProfilesExceptExcludedProfiles
            (Get-WireConfiguration $emulator).locked_for | Should -Be all_profiles_except_excluded_profiles
        }

        It 'takes actions and communications in any case' {
            $null = New-ZohoRecordLockConfiguration Deals Manual -RestrictedAction DELETE, Change_Owner -RestrictedCommunication Send_Mail
            $wire = Get-WireConfiguration $emulator
            $wire.restricted_actions | Should -Be update, delete, change_owner
            $wire.restricted_communications | Should -Be send_mail
        }

        It 'gives another module a copy of a configuration' {
            $first = New-ZohoRecordLockConfiguration Leads Both -LockingRule (New-ZohoLockingRule Owned -Criteria "Owner is_not_empty") -RestrictedAction delete
            $copy = Get-ZohoRecordLockConfiguration Leads | New-ZohoRecordLockConfiguration -Module Deals
            $copy.Module, $copy.LockType | Should -Be Deals, Both
            $copy.Id | Should -Not -Be $first.Id
            $copied = Get-ZohoRecordLockConfiguration Deals
            "$($copied.LockingRules)" | Should -Be 'Owned: Owner is_not_empty'
            $copied.LockingRules[0].Id | Should -Not -Be (Get-ZohoRecordLockConfiguration Leads).LockingRules[0].Id
            $copied.RestrictedActions | Should -Be update, delete
        }

        It 'changes a copy where more is said' {
            $null = New-ZohoRecordLockConfiguration Leads Both -LockingRule (New-ZohoLockingRule Owned -Criteria "Owner is_not_empty")
            $null = Get-ZohoRecordLockConfiguration Leads | New-ZohoRecordLockConfiguration Deals Manual -LockingRule @()
            $deals.LockingConfiguration | Should -Be Manual
            (Get-ZohoRecordLockConfiguration Deals).LockingRules | Should -BeNullOrEmpty
        }

        It 'makes one for each row that has module and type' {
            $rows = "Module,LockType`nDeals,Manual`nCases,manual" | ConvertFrom-Csv
            ($rows | New-ZohoRecordLockConfiguration).Module | Should -Be Deals, Cases
            $emulator.GetModule('Cases').LockingConfiguration | Should -Be Manual
        }

        It 'fails with LIMIT_EXCEEDED where the module has one already' {
            $made = New-ZohoRecordLockConfiguration Deals Manual
            $found = Get-ErrorOf { New-ZohoRecordLockConfiguration Deals Automatic -LockingRule $won }
            $found.FullyQualifiedErrorId | Should -BeLike 'LIMIT_EXCEEDED,*'
            $found.CategoryInfo.Category | Should -Be ResourceExists
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*Set-ZohoRecordLockConfiguration*'
            $deals.ConfigurationId, $deals.LockingConfiguration | Should -Be $made.Id, Manual
        }

        It 'asks for a word that is a lock type' {
            { New-ZohoRecordLockConfiguration Deals Sometimes } | Should -Throw '*Manual*Automatic*Both*'
        }
    }

    Context 'Set-ZohoRecordLockConfiguration' {
        BeforeEach {
            $made = New-ZohoRecordLockConfiguration Deals Both -LockingRule $won, $big -ExcludedProfile Sales -ExcludedField Description `
                -RestrictedAction delete, tags -RestrictedCommunication send_mail -RestrictedCustomButton 'Send with Zoho Sign'
            $before = Get-WireConfiguration $emulator
            $emulator.ResetCounters()
        }

        It 'changes <Key> alone, in one change' -ForEach @(
            @{ Key = 'lock_type'; With = @{ LockType = 'Automatic' }; Expected = 'automatic' }
            @{ Key = 'locked_for'; With = @{ LockedFor = 'AllProfiles' }; Expected = 'all_profiles' }
            @{ Key = 'lock_excluded_profiles'; With = @{ ExcludedProfile = 'Standard' }; Expected = 'Standard' }
            @{ Key = 'excluded_fields'; With = @{ ExcludedField = 'Amount', 'Stage' }; Expected = 'Amount', 'Stage' }
            @{ Key = 'restricted_actions'; With = @{ RestrictedAction = 'convert' }; Expected = 'update', 'convert' }
            @{ Key = 'restricted_communications'; With = @{ RestrictedCommunication = 'send_survey' }; Expected = 'send_survey' }
            @{ Key = 'restricted_custom_buttons'; With = @{ RestrictedCustomButton = @() }; Expected = $null }
            @{ Key = 'lock_for_portal_users'; With = @{ LockForPortalUsers = $false }; Expected = $false }
        ) {
            $null = Set-ZohoRecordLockConfiguration Deals @With
            $after = Get-WireConfiguration $emulator
            $value = $after.$Key
            if ($Key -eq 'lock_excluded_profiles') { $value = $value.name }
            if ($Key -eq 'excluded_fields') { $value = $value.api_name }
            if ($null -eq $Expected) { $value | Should -BeNullOrEmpty } else { $value | Should -Be $Expected }
            $after.$Key = $before.$Key
            $after.modified_time = $before.modified_time
            $after | ConvertTo-Json -Depth 20 | Should -Be ($before | ConvertTo-Json -Depth 20)
            Get-ChangeCount $emulator | Should -Be 1
        }

        It 'empties <Parameter> with @()' -ForEach @(
            @{ Parameter = 'ExcludedField'; Key = 'excluded_fields' }
            @{ Parameter = 'RestrictedCommunication'; Key = 'restricted_communications' }
            @{ Parameter = 'RestrictedCustomButton'; Key = 'restricted_custom_buttons' }
        ) {
            $with = @{ $Parameter = @() }
            $null = Set-ZohoRecordLockConfiguration Deals @with
            (Get-WireConfiguration $emulator).$Key | Should -BeNullOrEmpty
        }

        It 'empties -RestrictedAction to update, which Zoho never leaves out' {
            $null = Set-ZohoRecordLockConfiguration Deals -RestrictedAction @()
            (Get-WireConfiguration $emulator).restricted_actions | Should -Be update
        }

        It 'empties -ExcludedProfile where records are locked for all, and refuses it where they are not' {
            (Get-ErrorOf { Set-ZohoRecordLockConfiguration Deals -ExcludedProfile @() }).FullyQualifiedErrorId | Should -BeLike 'DEPENDENT_FIELD_MISSING,*'
            Get-ChangeCount $emulator | Should -Be 0
            $null = Set-ZohoRecordLockConfiguration Deals -ExcludedProfile @() -LockedFor AllProfiles
            (Get-WireConfiguration $emulator).lock_excluded_profiles | Should -BeNullOrEmpty
        }

        It 'empties -LockingRule where records are locked by hand, and refuses it where rules lock' {
            (Get-ErrorOf { Set-ZohoRecordLockConfiguration Deals -LockingRule @() }).FullyQualifiedErrorId | Should -BeLike 'DEPENDENT_FIELD_MISSING,*'
            $null = Set-ZohoRecordLockConfiguration Deals -LockingRule @() -LockType Manual
            (Get-ZohoRecordLockConfiguration Deals).LockingRules | Should -BeNullOrEmpty
        }

        It 'adds a rule beside those that are there' {
            $null = Set-ZohoRecordLockConfiguration Deals -AddRule (New-ZohoLockingRule Late -Criteria 'Closing_Date < 2020-01-01')
            $after = (Get-WireConfiguration $emulator).locking_rules
            $after.name | Should -Be 'Won deals', 'Big deals', 'Late'
            $after[0..1].id | Should -Be $before.locking_rules.id
        }

        It 'changes a rule that it knows by its name, which keeps its id' {
            $null = Set-ZohoRecordLockConfiguration Deals -ChangeRule (New-ZohoLockingRule 'Big deals' -Criteria 'Amount > 20000')
            $after = (Get-WireConfiguration $emulator).locking_rules
            $after.id | Should -Be $before.locking_rules.id
            $after[1].criteria.value | Should -Be 20000
            "$($after[0])" | Should -Be "$($before.locking_rules[0])"
        }

        It 'renames a rule that it knows by its id' {
            $id = $before.locking_rules[1].id
            $null = Set-ZohoRecordLockConfiguration Deals -ChangeRule (New-ZohoLockingRule 'Huge deals' -Id $id -Criteria 'Amount > 10000')
            $after = (Get-WireConfiguration $emulator).locking_rules
            $after.id | Should -Be $before.locking_rules.id
            $after.name | Should -Be 'Won deals', 'Huge deals'
        }

        It 'takes a rule away by its <_>' -ForEach 'name', 'id' {
            $null = Set-ZohoRecordLockConfiguration Deals -RemoveRule $before.locking_rules[0].$_
            (Get-WireConfiguration $emulator).locking_rules.id | Should -Be $before.locking_rules[1].id
        }

        It 'adds, changes and removes rules in one change' {
            $null = Set-ZohoRecordLockConfiguration Deals -RemoveRule 'Won deals' -ChangeRule (New-ZohoLockingRule 'Big deals' -Criteria 'Amount > 5') `
                -AddRule (New-ZohoLockingRule 'Late deals' -Criteria "Stage = 'Done'")
            $after = (Get-WireConfiguration $emulator).locking_rules
            $after.name | Should -Be 'Big deals', 'Late deals'
            $after[0].id | Should -Be $before.locking_rules[1].id
            $after[0].criteria.value | Should -Be 5
            Get-ChangeCount $emulator | Should -Be 1
        }

        It 'gives a rule that is added in the place of one of its name what was said of it' {
            $null = Set-ZohoRecordLockConfiguration Deals -RemoveRule 'Won deals' -AddRule (New-ZohoLockingRule 'Won deals' -Criteria "Stage = 'Done'")
            $after = (Get-WireConfiguration $emulator).locking_rules
            $after.name | Sort-Object | Should -Be 'Big deals', 'Won deals'
            ($after | Where-Object name -EQ 'Won deals').criteria.value | Should -Be Done
        }

        It 'fails with NO_RULE where there is no such rule to <_>' -ForEach 'change', 'remove' {
            $found = if ($_ -eq 'change') { Get-ErrorOf { Set-ZohoRecordLockConfiguration Deals -ChangeRule (New-ZohoLockingRule Nonesuch -Criteria 'Amount > 1') } }
            else { Get-ErrorOf { Set-ZohoRecordLockConfiguration Deals -RemoveRule Nonesuch } }
            $found.FullyQualifiedErrorId | Should -BeLike 'NO_RULE,*'
            $found.CategoryInfo.Category | Should -Be ObjectNotFound
            $found.Exception.Message | Should -BeLike "*Deals*'Nonesuch'*"
            Get-ChangeCount $emulator | Should -Be 0
        }

        It 'makes it the whole of a configuration that is piped in' {
            $null = New-ZohoRecordLockConfiguration Leads Manual -RestrictedAction delete
            $null = [ZohoLock.LockConfiguration] @{ Module = 'Deals'; LockType = 'Manual'; RestrictedActions = [string[]] 'delete' } | Set-ZohoRecordLockConfiguration
            $after = Get-WireConfiguration $emulator
            $after.id | Should -Be $before.id
            $after.lock_type, $after.locked_for | Should -Be manual, all_profiles
            $after.restricted_actions | Should -Be update, delete
            foreach ($key in 'locking_rules', 'excluded_fields', 'lock_excluded_profiles', 'restricted_custom_buttons') { $after.$key | Should -BeNullOrEmpty }
        }

        It 'changes one that is piped in where more is said' {
            $null = Get-ZohoRecordLockConfiguration Deals | Set-ZohoRecordLockConfiguration -RestrictedAction convert -RemoveRule 'Big deals'
            $after = Get-WireConfiguration $emulator
            $after.restricted_actions | Should -Be update, convert
            $after.locking_rules.name | Should -Be 'Won deals'
            $after.excluded_fields.api_name | Should -Be Description
        }

        It 'fails where the id is another''s' {
            $found = Get-ErrorOf { Set-ZohoRecordLockConfiguration Deals -Id 5843104000000000001 -LockType Manual }
            $found.FullyQualifiedErrorId | Should -BeLike 'NO_CONFIGURATION,*'
            Get-ChangeCount $emulator | Should -Be 0
            (Set-ZohoRecordLockConfiguration Deals -Id $made.Id -LockType Manual).LockType | Should -Be Manual
        }

        It 'fails where the one that is piped in was deleted and made anew' {
            $old = Get-ZohoRecordLockConfiguration Deals
            Remove-ZohoRecordLockConfiguration Deals -Confirm:$false
            $null = New-ZohoRecordLockConfiguration Deals Manual
            (Get-ErrorOf { $old | Set-ZohoRecordLockConfiguration }).FullyQualifiedErrorId | Should -BeLike 'NO_CONFIGURATION,*'
            $deals.LockingConfiguration | Should -Be Manual
        }

        It 'fails where the module has none' {
            $found = Get-ErrorOf { Set-ZohoRecordLockConfiguration Leads -LockType Manual }
            $found.FullyQualifiedErrorId | Should -BeLike 'NO_CONFIGURATION,*'
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*New-ZohoRecordLockConfiguration*'
            Get-ChangeCount $emulator | Should -Be 0
        }

        It 'fails with NothingToChange and makes no call where nothing is given' {
            (Get-ErrorOf { Set-ZohoRecordLockConfiguration Deals }).FullyQualifiedErrorId | Should -BeLike 'NothingToChange,*'
            $emulator.CallCount | Should -Be 0
        }

        It 'changes nothing where nothing differs: <_>' -ForEach @(
            'Set-ZohoRecordLockConfiguration Deals -LockType Both'
            'Set-ZohoRecordLockConfiguration Deals -RestrictedAction tags, delete'
            'Set-ZohoRecordLockConfiguration Deals -ExcludedProfile Sales -RestrictedCustomButton $button.Id'
            'Set-ZohoRecordLockConfiguration Deals -ChangeRule $big'
            'Set-ZohoRecordLockConfiguration Deals -LockingRule $won, $big'
            'Get-ZohoRecordLockConfiguration Deals | Set-ZohoRecordLockConfiguration'
        ) {
            (& ([scriptblock]::Create($_))).Id | Should -Be $made.Id
            Get-ChangeCount $emulator | Should -Be 0
        }

        It 'returns the configuration as it is then' {
            $set = Set-ZohoRecordLockConfiguration Deals -LockForPortalUsers $false -RestrictedAction convert
            $set | Should -BeOfType ([ZohoLock.LockConfiguration])
            $set.Id, $set.LockForPortalUsers | Should -Be $made.Id, $false
            $set.RestrictedActions | Should -Be update, convert
            $set.LockingRules.Name | Should -Be 'Won deals', 'Big deals'
        }

        It 'changes several modules from the pipeline, and goes on after one that has none' {
            $null = New-ZohoRecordLockConfiguration Cases Manual
            $set = 'Deals', 'Leads', 'Cases' | Set-ZohoRecordLockConfiguration -RestrictedAction convert -ErrorVariable found -ErrorAction SilentlyContinue
            $set.Module | Should -Be Deals, Cases
            $found | Should -HaveCount 1
            $found[0].TargetObject | Should -Be Leads
            (Get-WireConfiguration $emulator Cases).restricted_actions | Should -Be update, convert
        }

        It 'copies one to another module by names, and finds nothing to change the second time' {
            $null = Set-ZohoRecordLockConfiguration Deals -ExcludedField Description -RestrictedCustomButton 'Send with Zoho Sign'
            $leads = $emulator.GetModule('Leads')
            'Stage', 'Amount' | ForEach-Object { $null = $leads.AddField($_) }
            $null = $leads.AddCustomButton('Another')
            $own = $leads.AddCustomButton('Send with Zoho Sign')
            $null = New-ZohoRecordLockConfiguration Leads Manual
            $null = Get-ZohoRecordLockConfiguration Deals | Set-ZohoRecordLockConfiguration -Module Leads -ErrorAction Stop
            $there = Get-WireConfiguration $emulator Leads
            $there.restricted_custom_buttons.id | Should -Be $own.Id
            $there.locking_rules.name | Should -Be 'Won deals', 'Big deals'
            $emulator.ResetCounters()
            $null = Get-ZohoRecordLockConfiguration Deals | Set-ZohoRecordLockConfiguration -Module Leads -ErrorAction Stop
            Get-ChangeCount $emulator | Should -Be 0
        }

        It 'minds -Id beside a configuration that is piped in' {
            $found = Get-ErrorOf { Get-ZohoRecordLockConfiguration Deals | Set-ZohoRecordLockConfiguration -Id 123 -RestrictedAction tags }
            $found.FullyQualifiedErrorId | Should -BeLike 'NO_CONFIGURATION,*'
        }

        It 'refuses a copy that lost its type, whole: <_>' -ForEach 'Clixml', 'Json' {
            $configuration = Get-ZohoRecordLockConfiguration Deals
            $copy = $_ -eq 'Json' ? ($configuration | ConvertTo-Json -Depth 9 | ConvertFrom-Json) :
                [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($configuration))
            $emulator.ResetCounters()
            $found = @(Get-ErrorOf { $copy | Set-ZohoRecordLockConfiguration -RestrictedAction tags }) + @(Get-ErrorOf { $copy | New-ZohoRecordLockConfiguration })
            $found | Should -HaveCount 2
            foreach ($one in $found) {
                $one.FullyQualifiedErrorId | Should -BeLike 'NotAConfiguration,*'
                $one.ErrorDetails.RecommendedAction | Should -BeLike '*Export-ZohoRecordLockConfiguration*'
            }

            $emulator.CallCount | Should -Be 0
        }

        It 'takes a list that was set to nothing for an empty one' {
            $configuration = Set-ZohoRecordLockConfiguration Deals -ExcludedField Description
            $configuration.ExcludedFields = $null
            ($configuration | Set-ZohoRecordLockConfiguration -ErrorAction Stop).ExcludedFields | Should -BeNullOrEmpty
            (Get-WireConfiguration $emulator).excluded_fields | Should -BeNullOrEmpty
        }

        It 'keeps what Zoho says besides' {
            $emulator.Settings.Unknowns.UnknownConfigurationKeysKept = $true
            $token = ConvertFrom-SecureString $emulator.CreateAccessToken() -AsPlainText
            $body = '{"record_locking_configurations":[{"lock_type":"both","brand_new":{"a":[1]},"locking_rules":[{"id":"' + $before.locking_rules[0].id + '","shiny":"yes"}]}]}'
            $null = Invoke-RestMethod "$($emulator.ApiDomain)crm/v7/settings/record_locking_configurations/$($made.Id)?module=Deals" -Method Put -Body $body `
                -ContentType application/json -Headers @{ Authorization = "Zoho-oauthtoken $token" }
            $null = Set-ZohoRecordLockConfiguration Deals -RestrictedAction convert -ChangeRule $big
            $after = Get-WireConfiguration $emulator
            $after.brand_new.a | Should -Be 1
            $after.locking_rules[0].shiny | Should -Be yes
        }
    }

    Context 'Remove-ZohoRecordLockConfiguration' {
        It 'asks first' {
            $attribute = [ZohoLock.Commands.RemoveZohoRecordLockConfigurationCommand].GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
            $attribute.ConfirmImpact, $attribute.SupportsShouldProcess | Should -Be High, $true
        }

        It 'deletes it, without a word, with -Confirm:$false' {
            $null = New-ZohoRecordLockConfiguration Deals Manual
            Remove-ZohoRecordLockConfiguration Deals -Confirm:$false | Should -BeNullOrEmpty
            Get-ZohoRecordLockConfiguration Deals | Should -BeNullOrEmpty
            Get-CallCount $emulator DeleteLockingConfiguration | Should -Be 1
        }

        It 'deletes those of several modules from the pipeline, as <Name>' -ForEach @(
            @{ Name = 'names'; Script = { 'Deals', 'Leads' | Remove-ZohoRecordLockConfiguration -Confirm:$false } }
            @{ Name = 'configurations'; Script = { Get-ZohoRecordLockConfiguration Deals, Leads | Remove-ZohoRecordLockConfiguration -Confirm:$false } }
        ) {
            $null = 'Deals', 'Leads' | ForEach-Object { New-ZohoRecordLockConfiguration $_ Manual }
            & $Script
            Get-ZohoRecordLockConfiguration Deals, Leads | Should -BeNullOrEmpty
        }

        It 'deletes the one of an id, and not another' {
            $made = New-ZohoRecordLockConfiguration Deals Manual
            (Get-ErrorOf { Remove-ZohoRecordLockConfiguration Deals -Id 5843104000000000001 -Confirm:$false }).CategoryInfo.Category | Should -Be ObjectNotFound
            (Get-ZohoRecordLockConfiguration Deals).Id | Should -Be $made.Id
            Remove-ZohoRecordLockConfiguration Deals -Id $made.Id -Confirm:$false
            Get-ZohoRecordLockConfiguration Deals | Should -BeNullOrEmpty
        }

        It 'fails with NO_CONFIGURATION where there is none, and goes on' {
            $null = New-ZohoRecordLockConfiguration Leads Manual
            $found = Get-ErrorOf { 'Deals', 'Leads' | Remove-ZohoRecordLockConfiguration -Confirm:$false }
            $found | Should -HaveCount 1
            $found.FullyQualifiedErrorId | Should -BeLike 'NO_CONFIGURATION,*'
            $found.TargetObject | Should -Be Deals
            Get-ZohoRecordLockConfiguration Leads | Should -BeNullOrEmpty
        }
    }

    Context '-WhatIf' {
        It '<_> makes no call' -ForEach @(
            'New-ZohoRecordLockConfiguration Deals Automatic -LockingRule $won -ExcludedProfile Sales -WhatIf'
            'Set-ZohoRecordLockConfiguration Deals -LockType Manual -AddRule $big -RestrictedCustomButton x -WhatIf'
            '[ZohoLock.LockConfiguration] @{ Module = "Deals"; LockType = "Manual" } | Set-ZohoRecordLockConfiguration -WhatIf'
            'Remove-ZohoRecordLockConfiguration Deals -WhatIf'
            'Export-ZohoRecordLockConfiguration Deals TestDrive:/whatif/deals.json -WhatIf'
        ) {
            & ([scriptblock]::Create($_)) | Should -BeNullOrEmpty
            $emulator.CallCount | Should -Be 0
            Test-Path TestDrive:/whatif | Should -BeFalse
        }

        It 'names module, organisation, where that is, and what is locked by it at once' {
            $text = Invoke-NewPowerShell "Import-Module '$testedModule'
                Start-ZohoCrmEmulator | Connect-ZohoCrm
                New-ZohoRecordLockConfiguration Deals Manual -WhatIf
                Set-ZohoRecordLockConfiguration Deals -AddRule (New-ZohoLockingRule Won -Criteria 'Stage = 1' -LockExistingRecords), (New-ZohoLockingRule b -Criteria 'Stage = 2') -WhatIf
                Remove-ZohoRecordLockConfiguration Deals -WhatIf
                Export-ZohoRecordLockConfiguration Deals $(Join-Path $TestDrive 'deals.json') -WhatIf"
            $text -replace ':\d+\)"', ':<port>)"' | Should -Be @(
                'What if: Performing the operation "Create the locking configuration" on target "Deals (Zylker, emulator at 127.0.0.1:<port>)".'
                'What if: Performing the operation "Change the locking configuration, and lock the records that fit ''Won'' now" on target "Deals (Zylker, emulator at 127.0.0.1:<port>)".'
                'What if: Performing the operation "Delete the locking configuration" on target "Deals (Zylker, emulator at 127.0.0.1:<port>)".'
                "What if: Performing the operation ""Export the locking configuration of Deals (Zylker, emulator at 127.0.0.1:<port>)"" on target ""$(Join-Path $TestDrive 'deals.json')""."
            )
        }
    }

    Context 'As data' {
        It 'is written by <_> without a secret' -ForEach 'ConvertTo-Json', 'Export-Clixml' {
            $null = New-ZohoRecordLockConfiguration Deals Both -LockingRule $won, (New-ZohoLockingRule nested -Criteria "(Amount > 1 or Stage = 'a') and Probability in (1, 2)")
            $configuration = Get-ZohoRecordLockConfiguration Deals
            $text = if ($_ -eq 'ConvertTo-Json') { $configuration | ConvertTo-Json -Depth 12 -WarningVariable warned }
            else {
                $configuration | Export-Clixml -LiteralPath TestDrive:/configuration.xml -Depth 12 -WarningVariable warned
                (Import-Clixml -LiteralPath TestDrive:/configuration.xml).LockingRules.Count | Should -Be 2
                Get-Content -LiteralPath TestDrive:/configuration.xml -Raw
            }
            $warned | Should -BeNullOrEmpty
            $text | Should -Match 'Won deals'
            $text | Should -Match 'Closed Won'
            foreach ($secret in $emulator.ClientSecret, $emulator.RefreshToken) {
                $text | Should -Not -BeLike "*$(ConvertFrom-SecureString $secret -AsPlainText)*"
            }
            $text | Should -Not -Match '1000\.[0-9a-f]{8}'
        }
    }
}

Describe 'Configurations of two organisations' {
    It '-Connection chooses the organisation by its name' {
        $live = Start-Organization
        $sandbox = Start-Organization -Prefix 7000001
        try {
            $live | Connect-ZohoCrm -Name live
            $sandbox | Connect-ZohoCrm -Name sandbox
            $null = New-ZohoRecordLockConfiguration Deals Manual -Connection live
            Get-ZohoRecordLockConfiguration Deals | Should -BeNullOrEmpty
            (Get-ZohoRecordLockConfiguration Deals -Connection LIVE).Id | Should -BeLike '5843104*'
            $null = Set-ZohoRecordLockConfiguration Deals -RestrictedAction delete -Connection live
            $null = Export-ZohoRecordLockConfiguration Deals (Join-Path $TestDrive 'live.json') -Connection live
            (Import-ZohoRecordLockConfiguration (Join-Path $TestDrive 'live.json') -Connection sandbox).Id | Should -BeLike '7000001*'
            Remove-ZohoRecordLockConfiguration Deals -Connection live -Confirm:$false
            $live.GetModule('Deals').LockingConfiguration, $sandbox.GetModule('Deals').LockingConfiguration | Should -Be Missing, Manual
        }
        finally {
            Get-ZohoCrmConnection | Disconnect-ZohoCrm
            $live, $sandbox | Stop-ZohoCrmEmulator
        }
    }
}

Describe 'A configuration of another organisation' {
    It 'is refused where it has ids of the other''s, and nothing is made' {
        $live = Start-Organization -ProfileName Sales
        $sandbox = Start-Organization -ProfileName Sales -Prefix 7000001
        try {
            $live | Connect-ZohoCrm -Name live
            $sandbox | Connect-ZohoCrm -Name sandbox
            $made = New-ZohoRecordLockConfiguration Deals Manual -ExcludedProfile Sales -Connection live
            $found = Get-ErrorOf { $made | New-ZohoRecordLockConfiguration -Connection sandbox }
            $found.FullyQualifiedErrorId | Should -BeLike 'INVALID_DATA,*'
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*Ids are those of one organisation: give the name*'
            $null = $made | New-ZohoRecordLockConfiguration -ExcludedProfile Sales -Connection sandbox -ErrorAction Stop
            (Get-WireConfiguration $sandbox).lock_excluded_profiles.id | Should -BeLike '7000001*'
        }
        finally {
            Get-ZohoCrmConnection | Disconnect-ZohoCrm
            $live, $sandbox | Stop-ZohoCrmEmulator
        }
    }
}

Describe 'Without a connection' {
    It '<_> fails with NotConnected' -ForEach @(
        'Get-ZohoRecordLockConfiguration Deals'
        'New-ZohoRecordLockConfiguration Deals Manual'
        'Set-ZohoRecordLockConfiguration Deals -LockType Manual'
        'Remove-ZohoRecordLockConfiguration Deals -Confirm:$false'
        'Export-ZohoRecordLockConfiguration Deals TestDrive:/none.json'
        'Import-ZohoRecordLockConfiguration TestDrive:/none.json'
    ) {
        $found = Get-ErrorOf ([scriptblock]::Create($_))
        $found.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $found.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-ZohoCrm*'
    }

    It 'rules and criteria are made all the same' {
        "$(New-ZohoLockingRule a -Field Stage -Comparator = -Value x)" | Should -Be "a: Stage = 'x'"
        "$(New-ZohoLockingCriteria -Criteria 'Amount > 1')" | Should -Be 'Amount > 1'
    }
}
