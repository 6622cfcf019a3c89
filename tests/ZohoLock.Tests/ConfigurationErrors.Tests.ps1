# Each limit of the protocol notes' section 2.4 and each row of 2.5: what is refused before a call, and what Zoho refuses.
BeforeDiscovery {
    $new = 'New-ZohoRecordLockConfiguration Deals Manual'
    function Row($Code, $Path, $Message, $Advice, $Script) { @{ Code = $Code; Path = $Path; Message = $Message; Advice = $Advice; Script = $Script } }

    $checked = @(
        Row LIMIT_EXCEEDED excluded_fields 'Maximum limit for excluded fields exceeded' '*at most*15 excluded fields*leave some out*' "$new -ExcludedField (1..16 | ForEach-Object { ""Field`$_"" })"
        Row LIMIT_EXCEEDED lock_excluded_profiles 'Maximum limit for excluded profiles exceeded' '*15 excluded profiles*leave some out*' "$new -ExcludedProfile (1..16 | ForEach-Object { ""Profile `$_"" })"
        Row LIMIT_EXCEEDED restricted_custom_buttons 'Maximum limit for restricted custom buttons exceeded' '*30 custom buttons*leave some out*' "$new -RestrictedCustomButton (1..31 | ForEach-Object { ""Button `$_"" })"
        Row LIMIT_EXCEEDED locking_rules 'Maximum limit for locking rules exceeded' '*at most 5 rules*with or*' "$new -LockingRule (1..6 | ForEach-Object { New-ZohoLockingRule ""Rule `$_"" -Field Amount -Comparator equal -Value `$_ })"
        Row DUPLICATE_DATA 'locking_rules?1?.name' 'Duplicate rule name found*' '*a name of its own*' "$new -LockingRule (New-ZohoLockingRule a -Criteria 'Amount > 1'), (New-ZohoLockingRule a -Criteria 'Amount > 2')"
        Row DUPLICATE_DATA 'locking_rules?1?.criteria' 'Duplicate criteria found*' '*criteria of its own*' "$new -LockingRule (New-ZohoLockingRule a -Criteria 'Amount > 1'), (New-ZohoLockingRule b -Criteria 'Amount > 1')"
        Row DEPENDENT_FIELD_MISSING locking_rules 'locking_rules should have been given*' '*add one*' 'New-ZohoRecordLockConfiguration Deals Automatic'
        Row DEPENDENT_FIELD_MISSING locking_rules 'locking_rules should have been given*' '*add one*' 'New-ZohoRecordLockConfiguration Deals Both'
        Row DEPENDENT_FIELD_MISSING lock_excluded_profiles 'lock_excluded_profiles should have been given*' '*Name the profiles*' "$new -LockedFor AllProfilesExceptExcludedProfiles"
        Row INVALID_DATA 'restricted_actions?1?' 'action not found' '*update, tags, convert, delete and change_owner*' "$new -RestrictedAction delete, fly"
        Row INVALID_DATA 'restricted_communications?0?' 'communications not found' '*send_mail, send_survey and send_portal_invitation*' "$new -RestrictedCommunication send_pigeon"
        Row NOT_SUPPORTED 'excluded_fields?0?.api_name' 'Field not supported' '*Tag, Owner*' "$new -ExcludedField Tag"
        Row NOT_SUPPORTED 'excluded_fields?1?.api_name' 'Field not supported' '*Tag, Owner*' "$new -ExcludedField Description, Owner"
        Row NOT_SUPPORTED 'locking_rules?0?.criteria' 'field not supported' '*tasks*Status = ''closed''*' "New-ZohoRecordLockConfiguration Tasks Automatic -LockingRule (New-ZohoLockingRule a -Criteria ""Priority = 'High'"")"
        Row NOT_SUPPORTED 'locking_rules?0?.criteria' 'field not supported' '*tasks*Status = ''closed''*' "New-ZohoRecordLockConfiguration Tasks Automatic -LockingRule (New-ZohoLockingRule a -Criteria ""Status = 'closed' or Priority = 'High'"")"
        Row MANDATORY_NOT_FOUND 'locking_rules?0?.name' 'required field not found' '*a name and criteria*' "$new -LockingRule ([ZohoLock.LockingRule] @{ Criteria = New-ZohoLockingCriteria -Criteria 'Amount > 1' })"
        Row MANDATORY_NOT_FOUND 'locking_rules?0?.criteria' 'required field not found' '*a name and criteria*' "$new -LockingRule ([ZohoLock.LockingRule] @{ Name = 'a' })"
        Row MANDATORY_NOT_FOUND lock_type 'required field not found' '*a lock type*' "[ZohoLock.LockConfiguration] @{ Module = 'Deals' } | New-ZohoRecordLockConfiguration"
        Row INVALID_DATA feature_type 'invalid data' '*record_locking*' "[ZohoLock.LockConfiguration] @{ Module = 'Deals'; LockType = 'Manual'; FeatureType = 'unlocking' } | New-ZohoRecordLockConfiguration"
        Row EXPECTED_FIELD_MISSING 'excluded_fields?0?' 'Field Id and apiname is missing.' '*the API name or the id*' "$new -ExcludedField ([ZohoLock.FieldReference]::new(`$null, `$null))"
    )

    $refused = @(
        @{ Name = 'a field of criteria that there is none of'; Code = 'INVALID_DATA'; Message = 'field not found*criteria.fields.api_name*'; Category = 'InvalidArgument'; Advice = '*no such field*'
            Script = { New-ZohoRecordLockConfiguration Deals Automatic -LockingRule (New-ZohoLockingRule a -Criteria 'Nonesuch = 1') } }
        @{ Name = 'an excluded field that there is none of'; Code = 'INVALID_DATA'; Message = 'field not found*excluded_fields?0?*'; Category = 'InvalidArgument'; Advice = '*no such field*'
            Script = { New-ZohoRecordLockConfiguration Deals Manual -ExcludedField Nonesuch } }
        @{ Name = 'the id of a field that there is none of'; Code = 'INVALID_DATA'; Message = 'field not found*excluded_fields?0?.id*'; Category = 'InvalidArgument'; Advice = '*no such field*'
            Script = { New-ZohoRecordLockConfiguration Deals Manual -ExcludedField 5843104000000000001 } }
        @{ Name = 'the name of one field with the id of another'; Code = 'AMBIGUITY_DURING_PROCESSING'; Message = 'Field Id and apiname are ambiguous*'; Category = 'InvalidArgument'; Advice = '*one of them*'
            Script = { New-ZohoRecordLockConfiguration Deals Manual -ExcludedField ([ZohoLock.FieldReference]::new('Stage', ($deals.Fields | Where-Object ApiName -EQ Amount).Id)) } }
        @{ Name = 'an excluded field that nobody can edit'; Code = 'NOT_SUPPORTED'; Message = 'Field not supported*excluded_fields?0?.api_name*'; Category = 'InvalidArgument'; Advice = '*fields that nobody can edit*'
            Script = { New-ZohoRecordLockConfiguration Deals Manual -ExcludedField Created_Time } }
        @{ Name = 'a field that criteria don''t take'; Code = 'NOT_SUPPORTED'; Message = 'field not supported*criteria.field.api_name*'; Category = 'InvalidArgument'; Advice = '*no such field here*'
            Script = { New-ZohoRecordLockConfiguration Deals Automatic -LockingRule (New-ZohoLockingRule a -Criteria "Tag = 'x'") } }
        @{ Name = 'a profile''s id that there is none of'; Code = 'INVALID_DATA'; Message = 'lock_excluded_profiles not found*'; Category = 'InvalidArgument'; Advice = '*no such profile*'
            Script = { New-ZohoRecordLockConfiguration Deals Manual -ExcludedProfile 5843104000000000001 } }
        @{ Name = 'a button''s id that there is none of'; Code = 'INVALID_DATA'; Message = 'custom button not found*'; Category = 'InvalidArgument'; Advice = '*no such custom button*'
            Script = { New-ZohoRecordLockConfiguration Deals Manual -RestrictedCustomButton 5843104000000000001 } }
        @{ Name = 'a comparator that it doesn''t know'; Code = 'INVALID_DATA'; Message = 'invalid data*criteria.comparator*'; Category = 'InvalidArgument'; Advice = '*Correct the value*'
            Script = { New-ZohoRecordLockConfiguration Deals Automatic -LockingRule (New-ZohoLockingRule a -Field Stage -Comparator resembles -Value x) } }
        @{ Name = 'convert, where it can''t be restricted'; Code = 'INVALID_DATA'; Message = 'action not found*restricted_actions?1?*'; Category = 'InvalidArgument'; Advice = '*A lock can forbid*'
            Script = { $emulator.Settings.Contradictions.ConvertRestrictable = $false; New-ZohoRecordLockConfiguration Deals Manual -RestrictedAction update, convert } }
        @{ Name = 'a survey, where only mail can be restricted'; Code = 'NOT_SUPPORTED'; Message = 'communications not found*restricted_communications*'; Category = 'InvalidArgument'; Advice = '*leave it out*'
            Script = { $emulator.Settings.Contradictions.OnlyMailRestrictable = $true; New-ZohoRecordLockConfiguration Deals Manual -RestrictedCommunication send_survey } }
        @{ Name = 'a module without record locking'; Code = 'NOT_SUPPORTED'; Message = 'the module name given is not supported for the  feature*'; Category = 'InvalidArgument'; Advice = '*Record locking is for Leads*custom modules*'
            Script = { New-ZohoRecordLockConfiguration Campaigns Manual } }
        @{ Name = 'a module that there is none of'; Code = 'INVALID_MODULE'; Message = 'the module name given seems to be invalid*'; Category = 'InvalidArgument'; Advice = '*API name*'
            Script = { New-ZohoRecordLockConfiguration Nonesuch Manual } }
        @{ Name = 'a change of a configuration of its own'; Code = 'NOT_ALLOWED'; Message = 'Configuration created by system cannot be updated*'; Category = 'PermissionDenied'; Advice = '*Zoho made this configuration itself*'
            Script = { $deals.LockingConfiguration = 'Manual'; $deals.IsConfigurationSystemDefined = $true; Set-ZohoRecordLockConfiguration Deals -RestrictedAction delete } }
        @{ Name = 'the end of a configuration of its own'; Code = 'NOT_ALLOWED'; Message = 'Configuration created by system cannot be deleted*'; Category = 'PermissionDenied'; Advice = '*Zoho made this configuration itself*'
            Script = { $deals.LockingConfiguration = 'Manual'; $deals.IsConfigurationSystemDefined = $true; Remove-ZohoRecordLockConfiguration Deals -Confirm:$false } }
    )

    $any = @(
        @{ Cmdlet = 'Get-ZohoRecordLockConfiguration'; With = @{} }
        @{ Cmdlet = 'New-ZohoRecordLockConfiguration'; With = @{ LockType = 'Manual' } }
        @{ Cmdlet = 'Set-ZohoRecordLockConfiguration'; With = @{ LockType = 'Manual' } }
        @{ Cmdlet = 'Remove-ZohoRecordLockConfiguration'; With = @{ Confirm = $false } }
        @{ Cmdlet = 'Export-ZohoRecordLockConfiguration'; With = @{ Path = 'TestDrive:/refused.json' } }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'Organization.ps1')
}

Describe 'What can''t be right' {
    BeforeAll {
        $emulator = Start-Organization Deals, Tasks
        $emulator | Connect-ZohoCrm
        $emulator.ResetCounters()
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    It '<Code> at <Path>, before any call: <Script>' -ForEach $checked {
        $found = Get-ErrorOf ([scriptblock]::Create($Script))
        $found | Should -HaveCount 1
        $found.FullyQualifiedErrorId | Should -Be "$Code,ZohoLock.Commands.NewZohoRecordLockConfigurationCommand"
        $found.Exception.Message | Should -BeLike "*: $Message (*`$.record_locking_configurations?0?.$Path)"
        $found.ErrorDetails.RecommendedAction | Should -BeLike $Advice
        $found.CategoryInfo.Category | Should -Be ($Code -eq 'LIMIT_EXCEEDED' ? 'LimitsExceeded' : $Code -eq 'DUPLICATE_DATA' ? 'ResourceExists' : 'InvalidArgument')
        $emulator.CallCount | Should -Be 0
    }

    It 'is refused with all that is wrong: the first as the error, the others in its advice' {
        $found = Get-ErrorOf { New-ZohoRecordLockConfiguration Deals Automatic -RestrictedAction fly -ExcludedField Tag }
        $found | Should -HaveCount 1
        $found.FullyQualifiedErrorId | Should -BeLike 'DEPENDENT_FIELD_MISSING,*'
        $found.ErrorDetails.RecommendedAction | Should -BeLike '*Besides: *Field not supported*action not found*'
    }

    It 'is refused of a change too: <Script>' -ForEach @(
        @{ Code = 'NOT_SUPPORTED'; Script = { Set-ZohoRecordLockConfiguration Deals -ExcludedField Owner } }
        @{ Code = 'LIMIT_EXCEEDED'; Script = { Set-ZohoRecordLockConfiguration Deals -AddRule (1..6 | ForEach-Object { New-ZohoLockingRule "Rule $_" -Field Amount -Comparator equal -Value $_ }) } }
        @{ Code = 'DEPENDENT_FIELD_MISSING'; Script = { [ZohoLock.LockConfiguration] @{ Module = 'Deals'; LockType = 'Both' } | Set-ZohoRecordLockConfiguration } }
    ) {
        (Get-ErrorOf $Script).FullyQualifiedErrorId | Should -BeLike "$Code,*"
        $emulator.CallCount | Should -Be 0
    }

    It 'is refused of a change once it is known that it isn''t there already: an unknown word' {
        $emulator.GetModule('Deals').LockingConfiguration = 'Manual'
        $found = Get-ErrorOf { Set-ZohoRecordLockConfiguration Deals -RestrictedAction fly }
        $found.FullyQualifiedErrorId | Should -BeLike 'INVALID_DATA,*'
        $found.Exception.Message | Should -BeLike '*action not found*restricted_actions?0?)'
        Get-ChangeCount $emulator | Should -Be 0
        $emulator.GetModule('Deals').LockingConfiguration = 'Missing'
        $emulator.ResetCounters()
    }

    It 'stops at a module, and goes on with the next' {
        $made = 'Tasks', 'Deals' | ForEach-Object { [ZohoLock.LockConfiguration] @{ Module = $_; LockType = 'Automatic'; LockingRules = [ZohoLock.LockingRule[]] (New-ZohoLockingRule a -Criteria 'Created_Time < 2020-01-01') } } |
            New-ZohoRecordLockConfiguration -ErrorVariable found -ErrorAction SilentlyContinue
        $made.Module | Should -Be Deals
        $found | Should -HaveCount 1
        $found[0].TargetObject.Module | Should -Be Tasks
        Remove-ZohoRecordLockConfiguration Deals -Confirm:$false
        $emulator.ResetCounters()
    }

    It 'the one criterion of tasks is taken' {
        $null = New-ZohoRecordLockConfiguration Tasks Automatic -LockingRule (New-ZohoLockingRule Done -Criteria "Status = 'closed'") -ErrorAction Stop
        $emulator.GetModule('Tasks').LockingConfiguration | Should -Be Automatic
        $emulator.ResetCounters()
    }
}

Describe 'What goes to the limit' {
    It 'is taken: 5 rules, 15 fields, 15 profiles, 30 buttons, a name of 256 characters' {
        $emulator = Start-Organization -ProfileName (1..15 | ForEach-Object { "Profile $_" })
        try {
            $deals = $emulator.GetModule('Deals')
            1..15 | ForEach-Object { $null = $deals.AddField("Field$_", 'text', $false, $null) }
            1..30 | ForEach-Object { $null = $deals.AddCustomButton("Button $_") }
            $emulator | Connect-ZohoCrm
            $name = 'n' * 256
            $null = New-ZohoRecordLockConfiguration Deals Both -ErrorAction Stop `
                -LockingRule (@(New-ZohoLockingRule $name -Criteria 'Amount = 0') + (1..4 | ForEach-Object { New-ZohoLockingRule "Rule $_" -Field Amount -Comparator equal -Value $_ })) `
                -ExcludedField (1..15 | ForEach-Object { "Field$_" }) -ExcludedProfile (1..15 | ForEach-Object { "Profile $_" }) `
                -RestrictedCustomButton (1..30 | ForEach-Object { "Button $_" })
            $wire = Get-WireConfiguration $emulator
            $wire.locking_rules.Count, $wire.excluded_fields.Count, $wire.lock_excluded_profiles.Count, $wire.restricted_custom_buttons.Count | Should -Be 5, 15, 15, 30
            $wire.locking_rules[0].name | Should -Be $name
        }
        finally { Stop-TestSession $emulator }
    }
}

Describe 'What Zoho refuses' {
    BeforeEach {
        $emulator = Start-Organization Deals, Campaigns
        $deals = $emulator.GetModule('Deals')
        $emulator | Connect-ZohoCrm
        $emulator.ResetCounters()
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It '<Name>: <Code>' -ForEach $refused {
        $found = Get-ErrorOf $Script
        $found | Should -HaveCount 1
        $found.FullyQualifiedErrorId | Should -BeLike "$Code,ZohoLock.Commands.*"
        $found.Exception.Message | Should -BeLike "*: $Message"
        $found.CategoryInfo.Category | Should -Be $Category
        $found.ErrorDetails.RecommendedAction | Should -BeLike $Advice
        $found.Exception.Error.StatusCode | Should -BeIn 400, 403
    }

    It 'a <What> that the organisation has none of is told before anything changes' -ForEach @(
        @{ What = 'profile'; With = @{ ExcludedProfile = 'Nobody' }; Message = '*lock_excluded_profiles not found: the organisation has no ''Nobody''*lock_excluded_profiles?0?.id*' }
        @{ What = 'custom button'; With = @{ RestrictedCustomButton = 'Nothing' }; Message = '*custom button not found: the organisation has no ''Nothing''*restricted_custom_buttons?0?.id*' }
    ) {
        $found = Get-ErrorOf { New-ZohoRecordLockConfiguration Deals Manual @With }
        $found.FullyQualifiedErrorId | Should -BeLike 'INVALID_DATA,*'
        $found.Exception.Message | Should -BeLike $Message
        $found.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-ChangeCount $emulator | Should -Be 0
    }

    It '<Cmdlet> in an edition without record locking: FEATURE_NOT_SUPPORTED' -ForEach $any {
        $emulator.Settings.Permissions.EditionSupported = $false
        $found = Get-ErrorOf { & $Cmdlet Deals @With }
        $found.FullyQualifiedErrorId | Should -BeLike 'FEATURE_NOT_SUPPORTED,*'
        $found.CategoryInfo.Category | Should -Be PermissionDenied
        $found.ErrorDetails.RecommendedAction | Should -BeLike '*another edition*'
    }

    Context 'with <Status>' -ForEach @{ Status = 400 }, @{ Status = 403 } {
        BeforeEach {
            $emulator.Settings.Contradictions.ConfigurationRefusalStatus = $Status -eq 400 ? 'BadRequest' : 'Forbidden'
        }

        It '<Cmdlet> to those who may not customise: NO_PERMISSION' -ForEach $any {
            $emulator.Settings.Permissions.MayCustomize = $false
            $found = Get-ErrorOf { & $Cmdlet Deals @With }
            $found.FullyQualifiedErrorId | Should -BeLike 'NO_PERMISSION,*'
            $found.CategoryInfo.Category | Should -Be PermissionDenied
            $found.Exception.Error.StatusCode | Should -Be $Status
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*Crm_Implied_Customize_Zoho_CRM*Profiles*'
        }

        It '<Cmdlet> of what Zoho made itself: NOT_ALLOWED' -ForEach @(
            @{ Cmdlet = 'Set-ZohoRecordLockConfiguration'; With = @{ RestrictedAction = 'delete' } }
            @{ Cmdlet = 'Remove-ZohoRecordLockConfiguration'; With = @{ Confirm = $false } }
        ) {
            $deals.LockingConfiguration = 'Manual'
            $deals.IsConfigurationSystemDefined = $true
            $found = Get-ErrorOf { & $Cmdlet Deals @With }
            $found.FullyQualifiedErrorId | Should -BeLike 'NOT_ALLOWED,*'
            $found.CategoryInfo.Category | Should -Be PermissionDenied
            $found.Exception.Error.StatusCode | Should -Be $Status
            (Get-ZohoRecordLockConfiguration Deals).SystemDefined | Should -BeTrue
        }
    }

    It '<Cmdlet> with a token that lacks the scope: one error that ends the command and names it' -ForEach $any {
        $emulator.Settings.Scopes = 'ZohoCRM.modules.ALL,ZohoCRM.org.READ'
        $found = Get-ErrorOf { 'Deals', 'Campaigns' | & $Cmdlet @With }
        if ($Cmdlet -like 'New-*') { $found = Get-ErrorOf { & $Cmdlet Deals @With } }
        $found | Should -HaveCount 1
        $found.FullyQualifiedErrorId | Should -BeLike 'OAUTH_SCOPE_MISMATCH,*'
        $found.CategoryInfo.Category | Should -Be AuthenticationError
        $found.ErrorDetails.RecommendedAction | Should -BeLike '*ZohoCRM.settings.record_locking_configurations*'
    }

    It 'the names of profiles to a token that may not read them, and says which scope it takes' {
        $emulator.Settings.Scopes = 'ZohoCRM.modules.ALL,ZohoCRM.org.READ,ZohoCRM.settings.record_locking_configurations.ALL'
        $found = Get-ErrorOf { New-ZohoRecordLockConfiguration Deals Manual -ExcludedProfile Standard }
        $found.FullyQualifiedErrorId | Should -BeLike 'OAUTH_SCOPE_MISMATCH,*'
        $found.ErrorDetails.RecommendedAction | Should -BeLike '*ZohoCRM.settings.profiles.READ*'
        Get-ChangeCount $emulator | Should -Be 0
    }
}
