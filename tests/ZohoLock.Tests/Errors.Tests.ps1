# Each row of the protocol notes' table 1.6, and of section 8, with the bodies as they are printed there.
BeforeDiscovery {
    $lock = 'Lock-ZohoRecord'; $get = 'Get-ZohoRecordLock'; $set = 'Set-ZohoRecordLock'; $unlock = 'Unlock-ZohoRecord'
    $all = $get, $lock, $set, $unlock
    function Row($Status, $Code, $Message, $Details, $Category, $Cmdlets) {
        $body = '{{"code":"{0}","details":{1},"message":"{2}","status":"error"}}' -f $Code, $Details, $Message
        foreach ($cmdlet in $Cmdlets) {
            @{ Status = $Status; Code = $Code; Message = $Message; Body = $body; Category = $Category; Cmdlet = $cmdlet }
        }
    }

    $rows = @(
        Row 400 INVALID_DATA 'the related id given seems to be invalid' '{"resource_path_index":1}' ObjectNotFound $all
        Row 400 INVALID_DATA 'the id given seems to be invalid' '{"resource_path_index":3}' ObjectNotFound $set, $unlock
        Row 400 INVALID_DATA 'The related id given seems to be invalid' '{}' ObjectNotFound $get
        Row 400 INVALID_DATA 'The relation id given seems to be invalid' '{}' ObjectNotFound $get
        Row 400 REQUIRED_PARAM_MISSING 'One of the expected parameter is missing' '{"param_name":"fields"}' InvalidArgument $get
        Row 400 REQUIRED_PARAM_MISSING 'One of the expected parameter is missing' '{"param":"fields"}' InvalidArgument $get
        Row 403 NOT_ALLOWED 'record is already locked' '{"resource_path_index":1}' ResourceExists $lock, $set
        Row 403 NOT_ALLOWED 'Record is already locked.' '{"resource_path_index":1}' ResourceExists $lock
        Row 403 NOT_ALLOWED 'record cannot be locked, only automatic locking is configured' '{"resource_path_index":1}' PermissionDenied $lock, $set
        Row 403 NOT_ALLOWED 'Automatically locked records can not be unlocked manually' '{"resource_path_index":1}' PermissionDenied $unlock
        Row 403 NO_PERMISSION 'You do not have permission to unlock this record' '{"resource_path_index":1}' PermissionDenied $unlock
        Row 403 NO_PERMISSION 'The current user does not have permission to unlock record.' '{"resource_path_index":1}' PermissionDenied $unlock
        Row 403 NO_PERMISSION 'Permission denied to customize record lock configurations. The user does not have permission.' '{"resource_path_index":1}' PermissionDenied $lock, $set
        Row 403 NO_PERMISSION 'Record Locking Configuration is not supported for the profile of the user' '{"resource_path_index":1}' PermissionDenied $get
        Row 400 INVALID_REQUEST_METHOD 'The http request method type is not a valid one' '{}' InvalidArgument $all
        Row 403 INVALID_REQUEST_METHOD 'The http request method type is not a valid one' '{}' InvalidArgument $all
        Row 405 INVALID_REQUEST_METHOD 'The http request method type is not a valid one' '{}' InvalidArgument $all
        Row 404 INVALID_URL_PATTERN 'Please check if the URL trying to access is a correct one' '{}' ObjectNotFound $all
        Row 500 INTERNAL_ERROR 'Internal Server Error' '{}' ConnectionError $all
        Row 400 LIMIT_EXCEEDED 'limit' '{"param":"data","limit":1}' LimitsExceeded $lock, $set, $unlock
        Row 403 NO_PERMISSION 'permission denied' '{"permissions":["Crm_Implied_View_Leads"]}' PermissionDenied $all
        Row 400 AUTHORIZATION_FAILED 'User does not have sufficient privilege to ...' '{}' PermissionDenied $all
        Row 400 NOT_APPROVED 'Cannot update record that is not approved yet' '{}' PermissionDenied $lock
        Row 412 ALREADY_MODIFIED "record updated time has already passed if-unmodified-since time" '{}' ResourceExists $set
        Row 400 API_NOT_SUPPORTED 'unsupported' '{"supported_version":8}' InvalidArgument $all
        Row 418 BRAND_NEW_CODE 'a code that nobody has heard of' '{}' InvalidArgument $all
    )

    # These end the run: the next record would fail the same way.
    $ending = @(
        Row 400 INVALID_MODULE 'the module name given seems to be invalid' '{"resource_path_index":0}' InvalidArgument $all
        Row 400 INVALID_MODULE 'the given module is not supported in api' '{}' InvalidArgument $all
        Row 400 INVALID_DATA 'relation not found' '{}' ObjectNotFound $get, $lock, $set
        Row 400 INVALID_DATA 'relation not found' '{"resource_path_index":3}' ObjectNotFound $unlock
        Row 400 NOT_ALLOWED 'Required Record Locking Configuration is not present' '{"resource_path_index":2}' ObjectNotFound $all
        Row 400 FEATURE_NOT_SUPPORTED 'Record Locking Configuration is not supported in your edition' '{}' PermissionDenied $all
        Row 401 INVALID_TOKEN 'invalid oauth token' '{}' AuthenticationError $all
        Row 401 INVALID_OAUTHTOKEN 'Access token is invalid or expired' '{}' AuthenticationError $lock
        Row 401 AUTHENTICATION_FAILURE 'Authentication failed' '{}' AuthenticationError $lock
        Row 401 OAUTH_SCOPE_MISMATCH 'invalid oauth scope to access this URL' '{"method":"GET","url":"/crm/v8/..."}' AuthenticationError $all
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')

    # Runs a cmdlet on one record and returns its errors.
    function Invoke-Cmdlet([string] $Cmdlet, [string[]] $RecordId, [string] $LockId = '5843104000000804005') {
        $more = @{}
        if ($Cmdlet -in 'Lock-ZohoRecord', 'Set-ZohoRecordLock') { $more.Reason = 'x' }
        $hasLock = $Cmdlet -in 'Set-ZohoRecordLock', 'Unlock-ZohoRecord'
        if ($hasLock -and $RecordId.Count -gt 1) {
            # A lock id is of one record.
            $null = $RecordId | ForEach-Object { [pscustomobject] @{ RecordId = $_; LockId = $LockId } } |
                & $Cmdlet -Module Deals @more -ErrorVariable found -ErrorAction SilentlyContinue
        }
        else {
            if ($hasLock) { $more.LockId = $LockId }
            $null = & $Cmdlet -Module Deals -RecordId $RecordId @more -ErrorVariable found -ErrorAction SilentlyContinue
        }

        , $found
    }
}

Describe 'What Zoho refuses' {
    BeforeAll {
        $emulator = Start-TestSession @{ RecordCount = 3 } @{ RetryTimeoutSec = 0 }
        $ids = Get-TestId $emulator
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    AfterEach {
        $emulator.Settings.Faults.Clear()
    }

    It '<Status> <Code> "<Message>" is <Category> in <Cmdlet>' -ForEach $rows {
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = $Status; Body = $Body })
        $found = Invoke-Cmdlet $Cmdlet $ids[0]
        $found | Should -HaveCount 1
        $found[0].FullyQualifiedErrorId | Should -BeLike "$Code,ZohoLock.Commands.*"
        $found[0].CategoryInfo.Category | Should -Be $Category
        $found[0].TargetObject | Should -Be $ids[0]
        $found[0].Exception.Message | Should -BeLike "Deals $($ids[0]): $Message*"
        $found[0].Exception.Error.StatusCode | Should -Be $Status
        $found[0].ErrorDetails.RecommendedAction.Length | Should -BeGreaterThan 10
    }

    It '<Status> <Code> ends <Cmdlet> with one terminating error' -ForEach $ending {
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = $Status; Body = $Body; Operations = @('ListLocks', 'GetLock', 'LockRecord', 'UpdateLock', 'UnlockRecord') })
        $caught = $null
        try { $null = Invoke-Cmdlet $Cmdlet $ids }
        catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike "$Code,ZohoLock.Commands.*"
        $caught.CategoryInfo.Category | Should -Be $Category
        $caught.Exception.Message | Should -BeLike "*No record was done*Not done: Deals $($ids[0])*"
        $caught.ErrorDetails.RecommendedAction.Length | Should -BeGreaterThan 10
    }

    It 'NO_PERMISSION names the permissions that Zoho names, and where to turn them on, in <_>' -ForEach $all {
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 403; Body = '{"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_View_Leads","Crm_Implied_Edit_Leads"]},"message":"permission denied","status":"error"}' })
        $found = Invoke-Cmdlet $_ $ids[0]
        $found[0].Exception.Message | Should -Be "Deals $($ids[0]): permission denied (Crm_Implied_View_Leads, Crm_Implied_Edit_Leads)"
        $found[0].ErrorDetails.RecommendedAction | Should -BeLike '*Crm_Implied_View_Leads and Crm_Implied_Edit_Leads*Setup > Security Control > Profiles*'
    }

    It 'a 403 that is not in Zoho''s words is a proxy''s as likely as Zoho''s, in <_>' -ForEach $all {
        $null = $emulator.Inject(@{ Kind = 'HtmlBody'; StatusCode = 403 })
        $found = Invoke-Cmdlet $_ $ids[0]
        $found[0].FullyQualifiedErrorId | Should -BeLike 'HTTP_403,*'
        $found[0].ErrorDetails.RecommendedAction | Should -BeLike '*a proxy or a firewall*-ApiDomain*'
    }

    It 'MANDATORY_NOT_FOUND, wrapped in data[], names the field' -ForEach 'Lock-ZohoRecord', 'Set-ZohoRecordLock' {
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 400; Body = '{"data":[{"code":"MANDATORY_NOT_FOUND","details":{"api_name":"Locked_Reason__s","json_path":"$.data[0].Locked_Reason__s"},"message":"required field not found","status":"error"}]}' })
        $found = Invoke-Cmdlet $_ $ids[0]
        $found[0].FullyQualifiedErrorId | Should -BeLike 'MANDATORY_NOT_FOUND,*'
        $found[0].CategoryInfo.Category | Should -Be InvalidArgument
        $found[0].Exception.Message | Should -BeLike '*required field not found (Locked_Reason__s at $.data?0?.Locked_Reason__s)'
    }

    It 'RECORD_LOCKED, wrapped in data[], is ResourceExists' {
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 400; Body = '{"data":[{"code":"RECORD_LOCKED","details":{"api_name":"id","json_path":"$.data[0].id","action":"record_locking"},"message":"Sorry, you cannot perform this operation as the record is locked.","status":"error"}]}' })
        $found = Invoke-Cmdlet Lock-ZohoRecord $ids[0]
        $found[0].FullyQualifiedErrorId | Should -BeLike 'RECORD_LOCKED,*'
        $found[0].CategoryInfo.Category | Should -Be ResourceExists
    }

    It 'an error inside a success is an error' {
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 207; Body = '{"data":[{"code":"NOT_ALLOWED","details":{},"message":"record is already locked","status":"error"}]}' })
        (Invoke-Cmdlet Lock-ZohoRecord $ids[0])[0].FullyQualifiedErrorId | Should -BeLike 'NOT_ALLOWED,*'
    }
}

Describe 'What the emulator refuses by its own state' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 3 }
        $module = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'a record that is locked already' {
        $null = Lock-ZohoRecord Deals $ids[1] first
        $locks = $ids | Lock-ZohoRecord Deals -Reason second -ErrorVariable found -ErrorAction SilentlyContinue
        $locks.RecordId | Should -Be $ids[0], $ids[2]
        $found.FullyQualifiedErrorId | Should -BeLike 'NOT_ALLOWED,*'
        $found.CategoryInfo.Category | Should -Be ResourceExists
        $found.TargetObject | Should -Be $ids[1]
        $module.GetLocks($ids[1])[0].Reason | Should -Be first
    }

    It 'a record that does not exist' {
        (Invoke-Cmdlet Lock-ZohoRecord '5843104000000999999')[0].FullyQualifiedErrorId | Should -BeLike 'INVALID_DATA,*'
    }

    It 'a module that does not exist' {
        { Lock-ZohoRecord Nowhere $ids[0] x } | Should -Throw -ErrorId 'INVALID_MODULE,*'
    }

    It 'a module without a configuration (<Configuration>)' -ForEach @(
        @{ Configuration = 'None'; Code = 'INVALID_DATA' }, @{ Configuration = 'Missing'; Code = 'NOT_ALLOWED' }
    ) {
        $module.LockingConfiguration = $Configuration
        $caught = { Invoke-Cmdlet Lock-ZohoRecord $ids[0] } | Should -Throw -ErrorId "$Code,*" -PassThru
        $caught.CategoryInfo.Category | Should -Be ObjectNotFound
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*Set up record locking*'
    }

    It 'a module that locks by rule only' {
        $module.LockingConfiguration = 'Automatic'
        (Invoke-Cmdlet Lock-ZohoRecord $ids[0])[0].CategoryInfo.Category | Should -Be PermissionDenied
    }

    It 'an automatic lock, when it is to be unlocked' {
        $null = $module.SetLocked($ids[0], 'Automatic', $null, $null)
        Unlock-ZohoRecord Deals $ids[0] -ErrorVariable found -ErrorAction SilentlyContinue
        $found[0].FullyQualifiedErrorId | Should -BeLike 'NOT_ALLOWED,*'
        $found[0].CategoryInfo.Category | Should -Be PermissionDenied
        $module.GetLocks($ids[0]) | Should -Not -BeNullOrEmpty
    }

    It 'a lock id that is gone: <_>' -ForEach 'RelatedIdInvalid', 'NoContent' {
        $emulator.Settings.Unknowns.UnknownLockId = $_
        Get-ZohoRecordLock Deals $ids[0] -LockId 5843104000000804005 -ErrorVariable found -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $found.Count | Should -Be ($_ -eq 'NoContent' ? 0 : 1)
    }

    It 'a profile that may not <Switch>, in <Cmdlet>' -ForEach @(
        @{ Switch = 'MayLock'; Cmdlet = 'Lock-ZohoRecord'; Code = 'NO_PERMISSION'; Advice = '*Crm_Implied_Customize_Zoho_CRM*Security Control > Profiles*' }
        @{ Switch = 'MayLock'; Cmdlet = 'Set-ZohoRecordLock'; Code = 'NO_PERMISSION'; Advice = '*Crm_Implied_Customize_Zoho_CRM*Security Control > Profiles*' }
        @{ Switch = 'MayUnlock'; Cmdlet = 'Unlock-ZohoRecord'; Code = 'NO_PERMISSION'; Advice = '*may not unlock*Security Control > Profiles*' }
        @{ Switch = 'ProfileSupported'; Cmdlet = 'Get-ZohoRecordLock'; Code = 'NO_PERMISSION'; Advice = '*excluded*Record Locking*Security Control > Profiles*' }
        @{ Switch = 'EditionSupported'; Cmdlet = 'Get-ZohoRecordLock'; Code = 'FEATURE_NOT_SUPPORTED'; Advice = '*edition*Company Details*' }
    ) {
        # Something to change, and to unlock.
        $lock = $module.SetLocked($ids[0], 'Manual', 'x', $null)
        $emulator.Settings.Permissions.$Switch = $false
        $found = try { Invoke-Cmdlet $Cmdlet $ids[0] $lock.Id } catch { $_ }
        $found[0].ErrorDetails.RecommendedAction | Should -BeLike $Advice
        $found[0].FullyQualifiedErrorId | Should -BeLike "$Code,*"
        $found[0].CategoryInfo.Category | Should -Be PermissionDenied
    }

    It 'a token without the scope <Missing> of <Cmdlet>, and says so and how to get one' -ForEach @(
        @{ Cmdlet = 'Get-ZohoRecordLock'; Operation = 'READ' }, @{ Cmdlet = 'Lock-ZohoRecord'; Operation = 'CREATE' }
        @{ Cmdlet = 'Set-ZohoRecordLock'; Operation = 'UPDATE' }, @{ Cmdlet = 'Unlock-ZohoRecord'; Operation = 'DELETE' } | ForEach-Object {
            @{ Cmdlet = $_.Cmdlet; Operation = $_.Operation; Missing = 'lockinginformation'; Scopes = 'ZohoCRM.modules.ALL' }
            @{ Cmdlet = $_.Cmdlet; Operation = $_.Operation; Missing = 'deals'; Scopes = 'ZohoCRM.modules.lockinginformation.ALL,ZohoCRM.modules.leads.ALL' }
        }
    ) {
        $emulator.Settings.Scopes = $Scopes
        $emulator | Connect-ZohoCrm
        $caught = $null
        try { $null = Invoke-Cmdlet $Cmdlet $ids }
        catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'OAUTH_SCOPE_MISMATCH,*'
        $caught.CategoryInfo.Category | Should -Be AuthenticationError
        $advice = $caught.ErrorDetails.RecommendedAction
        $advice | Should -BeLike "*needs ZohoCRM.modules.lockinginformation.$Operation and ZohoCRM.modules.deals.$Operation *"
        $advice | Should -BeLike '*ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL,ZohoCRM.settings.record_locking_configurations.ALL*'
        $advice | Should -BeLike '*API console*Generate Code*'
        $emulator.TokensIssued | Should -Be 1

        # What the advice names is enough.
        $emulator.Settings.Scopes = "ZohoCRM.modules.lockinginformation.$Operation,ZohoCRM.modules.deals.$Operation"
        $emulator | Connect-ZohoCrm
        { Invoke-Cmdlet $Cmdlet $ids[0] } | Should -Not -Throw
    }
}

Describe 'Answers that are none' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 3 } @{ RetryTimeoutSec = 0 }
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'a <Kind> answer to a lock: the record has an error that says so, and the next is done' -ForEach @(
        @{ Kind = 'ConnectionReset'; Code = 'ConnectionBroken' }
        @{ Kind = 'TruncatedBody'; Code = 'ConnectionBroken' }
        @{ Kind = 'HtmlBody'; Code = 'UnreadableAnswer' }
        @{ Kind = 'EmptyBody'; Code = 'UnreadableAnswer' }
    ) {
        $null = $emulator.Inject(@{ Kind = $Kind; Timing = 'AfterChange'; Count = 1 })
        $locks = $ids | Lock-ZohoRecord Deals -Reason x -ThrottleLimit 1 -ErrorVariable found -ErrorAction SilentlyContinue
        $locks.RecordId | Should -Be $ids[1..2]
        $found.FullyQualifiedErrorId | Should -BeLike "$Code,*"
        $found.CategoryInfo.Category | Should -Be ConnectionError
        $found.Exception.Message | Should -BeLike '*outcome is not known*'
        $found.ErrorDetails.RecommendedAction | Should -BeLike '*Get-ZohoRecordLock*'
    }

    It 'a gateway''s page with <_>' -ForEach 502, 503, 504 {
        $null = $emulator.Inject(@{ Kind = 'HtmlBody'; StatusCode = $_ })
        $found = Invoke-Cmdlet Get-ZohoRecordLock $ids[0]
        $found[0].FullyQualifiedErrorId | Should -BeLike "HTTP_$_,*"
        $found[0].CategoryInfo.Category | Should -Be ConnectionError
    }

    It 'no answer at all, within -TimeoutSec' {
        $emulator | Connect-ZohoCrm -TimeoutSec 1 -RetryTimeoutSec 0
        $null = $emulator.Inject(@{ Kind = 'NoAnswer'; Count = 1 })
        $found = Invoke-Cmdlet Lock-ZohoRecord $ids[0]
        $found[0].FullyQualifiedErrorId | Should -BeLike 'NoAnswerInTime,*'
        $found[0].CategoryInfo.Category | Should -Be ConnectionError
    }

    It 'a server that is gone ends the run' {
        # Another session stops it, so the connection of this one stays open.
        $manifest = $testedModule
        1 | ForEach-Object -Parallel { Import-Module $using:manifest; Stop-ZohoCrmEmulator $using:emulator }
        { $ids | Lock-ZohoRecord Deals -Reason x } | Should -Throw -ErrorId 'NoConnection,*'
    }
}
