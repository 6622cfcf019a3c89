# Answers that no server should give, as a user meets them: each record has its outcome, and nothing else is in the way.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
}

Describe 'A server that says gzip, and sends none' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 20 }
        $ids = Get-TestId $emulator
        $deals = $emulator.GetModule('Deals')
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'in the middle of a run, <Timing>, costs no record its lock and none is locked twice' -ForEach @(
        @{ Timing = 'BeforeChange' }
        @{ Timing = 'AfterChange' }
    ) {
        $null = $emulator.Inject(@{ Kind = 'FalseEncoding'; Count = 5; Timing = $Timing; Operations = @('LockRecord') })
        $locks = $ids | Lock-ZohoRecord Deals -Reason 'Quarter closed' -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        $deals.LockedCount | Should -Be 20
        $emulator.RepeatedLocks | Should -Be 0
    }

    It 'where nothing is repeated, is told for each record that it strikes, with what is known of it' {
        $emulator | Connect-ZohoCrm -RetryTimeoutSec 0
        $null = $emulator.Inject(@{ Kind = 'FalseEncoding'; Count = 7; Timing = 'AfterChange'; Operations = @('LockRecord') })
        $locks = $ids | Lock-ZohoRecord Deals -Reason 'Quarter closed' -ThrottleLimit 1 -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 7
        @($errors.TargetObject) + @($locks.RecordId) | Should -Be $ids
        $errors.FullyQualifiedErrorId | Should -BeLike 'UnreadableAnswer,*'
        $errors.CategoryInfo.Category | Select-Object -Unique | Should -Be ConnectionError
        $errors.Exception.Message | Should -BeLike '*the outcome is not known'
        $deals.LockedCount | Should -Be 20
    }

    It 'in a 401 is no end of the run either' {
        $null = $emulator.Inject(@{ Kind = 'FalseEncoding'; StatusCode = 401; Count = 3; Operations = @('LockRecord') })
        ($ids | Lock-ZohoRecord Deals -Reason 'Quarter closed' -ErrorVariable errors).RecordId | Should -Be $ids
        $errors | Should -BeNullOrEmpty
    }
}

Describe 'Whatever comes in the place of the organisation' {
    BeforeEach {
        $emulator = Start-ZohoCrmEmulator -RecordCount 1
        $id = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It '<Name> is a warning that says why, and a connection' -ForEach @(
        @{ Name = 'a page'; Fault = @{ Kind = 'HtmlBody' }; Why = "*can't be read*" }
        @{ Name = 'false encoding'; Fault = @{ Kind = 'FalseEncoding' }; Why = "*isn't what its headers say*" }
        @{ Name = 'no answer to the end'; Fault = @{ Kind = 'TruncatedBody' }; Why = '*connection broke*' }
        @{ Name = 'another host'; Fault = @{ Kind = 'StatusAnswer'; StatusCode = 400; Body = '{"code":"INVALID_HOST","details":{},"message":"the host is invalid","status":"error"}' }; Why = '*the host is invalid*' }
        @{ Name = 'a sign-in page of a proxy'; Fault = @{ Kind = 'HtmlBody'; StatusCode = 401 }; Why = '*401*' }
        @{ Name = 'a 404'; Fault = @{ Kind = 'HtmlBody'; StatusCode = 404 }; Why = '*404*' }
        @{ Name = 'a failure of the server'; Fault = @{ Kind = 'StatusAnswer'; StatusCode = 500 }; Why = '*Internal Server Error*' }
    ) {
        $null = $emulator.Inject($Fault + @{ Operations = @('GetOrganization') })
        $connection = $emulator | Connect-ZohoCrm -PassThru -RetryTimeoutSec 0 -WarningVariable warnings -WarningAction SilentlyContinue
        $connection.Organization | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -BeLike 'Connected, but which organisation it is*'
        $warnings[0] | Should -BeLike $Why
        (Lock-ZohoRecord Deals $id x).RecordId | Should -Be $id
    }

    It 'a scope that is missing is no warning' {
        $body = '{"code":"OAUTH_SCOPE_MISMATCH","details":{},"message":"invalid oauth scope to access this URL","status":"error"}'
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 401; Body = $body; Operations = @('GetOrganization') })
        $verbose = $emulator | Connect-ZohoCrm -WarningVariable warnings -Verbose 4>&1
        $warnings | Should -BeNullOrEmpty
        "$verbose" | Should -BeLike '*ZohoCRM.org.READ*'
    }

    It 'a token that isn''t taken is an error at once: <_>' -ForEach 'INVALID_TOKEN', 'INVALID_OAUTHTOKEN', 'AUTHENTICATION_FAILURE' {
        $body = '{{"code":"{0}","details":{{}},"message":"no","status":"error"}}' -f $_
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 401; Body = $body; Operations = @('GetOrganization') })
        { Connect-ZohoCrm -AccessToken $emulator.CreateAccessToken() -ApiDomain $emulator.ApiDomain } | Should -Throw -ErrorId "$_,*"
        Get-ZohoCrmConnection | Should -BeNullOrEmpty
    }

    It 'doesn''t keep a journal from being written' {
        $null = $emulator.Inject(@{ Kind = 'FalseEncoding'; Operations = @('GetOrganization') })
        $emulator | Connect-ZohoCrm -RetryTimeoutSec 0 -WarningAction SilentlyContinue
        $journal = Join-Path $TestDrive 'unknown.journal'
        (Lock-ZohoRecord Deals $id x -JournalPath $journal).RecordId | Should -Be $id
        Get-Content $journal | Should -HaveCount 3
    }
}
