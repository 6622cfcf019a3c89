# The documents: links lead somewhere, and what is shown to be typed does what is said.
BeforeDiscovery {
    $root = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
    $pages = Get-Item (Join-Path $root '*.md'), (Join-Path $root 'docs' '*.md') |
        ForEach-Object { [System.IO.Path]::GetRelativePath($root, $_.FullName).Replace('\', '/') }
}

BeforeAll {
    $root = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'DocumentCode.ps1')
    $module = $env:ZOHOLOCK_TEST_MODULE ? $env:ZOHOLOCK_TEST_MODULE : (Join-Path $root 'ZohoLock.psd1')

    # The text of a page without its blocks of code, where # is no heading and ]( no link.
    function Get-Prose([string] $Path) { (Get-Content -LiteralPath $Path -Raw) -replace "`r" -replace '(?ms)^ *```.*?^ *```$' }

    function Invoke-Child([string[]] $Argument) {
        $start = New-PowerShellStartInfo (@('-NoLogo', '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text') + $Argument)
        & $start.FileName @($start.ArgumentList) 2>&1
    }

    # The anchors of a page's headings, as GitHub makes them.
    function Get-Anchor([string] $Path) {
        $counts = @{}
        foreach ($match in [regex]::Matches((Get-Prose $Path), '(?m)^#+ (.+)$')) {
            $anchor = ($match.Groups[1].Value -replace '\[([^\]]*)\]\([^)]*\)', '$1').ToLowerInvariant() -replace '[^\p{L}\p{N} _-]' -replace ' ', '-'
            $counts[$anchor] ? "$anchor-$($counts[$anchor])" : $anchor
            $counts[$anchor]++
        }
    }
}

Describe '<_>' -ForEach $pages {
    It 'has links that lead to files and headings that are there' {
        $page = Join-Path $root $_
        $prose = (Get-Prose $page) -replace '`[^`\n]*`'
        $broken = foreach ($match in [regex]::Matches($prose, '\]\((?!https?:)(?<path>[^)#\s]*)(?:#(?<anchor>[^)\s]+))?\)')) {
            $path, $anchor = $match.Groups['path'].Value, $match.Groups['anchor'].Value
            $target = $path ? (Join-Path (Split-Path $page) $path) : $page
            if (-not (Test-Path -LiteralPath $target)) { "$path is not there" }
            elseif ($anchor -and $anchor -cnotin (Get-Anchor $target)) { "$path has no heading #$anchor" }
        }

        $broken | Should -BeNullOrEmpty
    }

    It 'shows PowerShell that can be parsed, with cmdlets and parameters that are there' {
        $text = (Get-Content -LiteralPath (Join-Path $root $_) -Raw) -replace "`r"
        $wrong = foreach ($block in [regex]::Matches($text, '(?ms)^ *```powershell\n(.+?)^ *```')) {
            $tokens = $errors = $null
            $ast = [System.Management.Automation.Language.Parser]::ParseInput($block.Groups[1].Value, [ref] $tokens, [ref] $errors)
            $errors | ForEach-Object Message
            foreach ($command in $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -like '*-Zoho*' }, $true)) {
                $found = Get-Command $command.GetCommandName() -Module ZohoLock -ErrorAction Ignore
                if (-not $found) { "${command}: no such cmdlet"; continue }
                foreach ($parameter in $command.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
                    if ($parameter.ParameterName -notin $found.Parameters.Keys) { "${command}: no parameter $parameter" }
                }
            }
        }

        $wrong | Should -BeNullOrEmpty
    }
}

Describe 'README.md' {
    BeforeAll {
        $readme = (Get-Content (Join-Path $root 'README.md') -Raw) -replace "`r"
    }

    It 'leads to every page of docs' {
        (Get-ChildItem (Join-Path $root 'docs') -Filter *.md).Name | Where-Object { -not $readme.Contains("](docs/$_)") } | Should -BeNullOrEmpty
    }

    It 'has five minutes that do what they say, typed as they stand in a new session' {
        $code = Get-DocumentCode README.md 'Five minutes without an account'
        $folder = New-Item (Join-Path $TestDrive 'five minutes') -ItemType Directory
        $script = @"
            `$ProgressPreference = 'SilentlyContinue'
            `$env:ZOHO_CRM_TOKEN_CACHE = Join-Path '$folder' tokens
            Set-Location '$folder'
            Import-Module '$module'
            `$output = . {
                $code
            }
            [ordered]@{
                Errors   = @(`$Error | Where-Object { `$_ -notin `$failed } | ForEach-Object ToString)
                Failed   = @(`$failed | ForEach-Object FullyQualifiedErrorId)
                Kinds    = @(`$output | ForEach-Object { `$_.GetType().Name } | Select-Object -Unique)
                Locks    = @(Import-Csv ./locks.csv).Count
                Left     = (`$output | Where-Object { `$_ -is [ZohoLock.RecordLockCount] }).Count
            } | ConvertTo-Json
"@
        $encoded = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($script))
        $shown = (Invoke-Child '-EncodedCommand', $encoded) -join "`n" | ConvertFrom-Json
        $shown.Errors | Should -BeNullOrEmpty
        $shown.Locks | Should -BeGreaterThan 0
        $shown.Failed | Should -HaveCount $shown.Locks
        $shown.Failed | Should -BeLike 'NOT_ALLOWED,*'
        $shown.Kinds | Should -Be 'Record', 'RecordLock', 'String', 'RecordUnlock', 'RecordLockCount'
        $shown.Left | Should -Be 0
    }
}

Describe 'docs/testing.md' {
    It 'has a suite that passes' {
        $suite = Join-Path $TestDrive 'Suite.Tests.ps1'
        (Get-DocumentCode docs/testing.md).Replace('Import-Module ZohoLock', "Import-Module '$module'") | Set-Content $suite
        $command = "Import-Module '$((Get-Module Pester).Path)'; `$run = Invoke-Pester '$suite' -Output None -PassThru; '{0} of {1}' -f `$run.PassedCount, `$run.TotalCount"
        Invoke-Child '-Command', $command | Select-Object -Last 1 | Should -Be '4 of 4'
    }
}

Describe 'docs/scheduling.md' {
    BeforeAll {
        # Runs the script of the page as a task does, with an emulator in Zoho's place and a function in that of the vault.
        function Invoke-Task([string] $Folder, [string] $Before) {
            Get-DocumentCode docs/scheduling.md | Set-Content (Join-Path $Folder 'Lock-WonDeals.ps1')
            @"
            Import-Module '$module'
            `$env:ZOHO_CRM_TOKEN_CACHE = '$(Join-Path $Folder 'tokens')'
            `$emulator = Start-ZohoCrmEmulator -RecordCount 100
            function Get-Secret {
                @{ ClientId = `$emulator.ClientId; ClientSecret = `$emulator.ClientSecret; RefreshToken = `$emulator.RefreshToken; AccountsUri = "`$(`$emulator.AccountsUri)" }
            }
            $Before
            & '$(Join-Path $Folder 'Lock-WonDeals.ps1')'
            exit `$LASTEXITCODE
"@ | Set-Content (Join-Path $Folder 'Task.ps1')
            $null = Invoke-Child '-File', (Join-Path $Folder 'Task.ps1')
            $LASTEXITCODE
        }
    }

    It 'has a script that ends with <Expected> where <What>' -ForEach @(
        @{ What = 'all is done'; Before = ''; Expected = 0 }
        @{ What = 'records failed'; Before = "`$emulator.Settings.Permissions.MayLock = `$false"; Expected = 2 }
        @{ What = 'an error ended the run'; Before = "`$emulator.Settings.DailyCredits = 1"; Expected = 1 }
    ) {
        $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        Invoke-Task $folder $Before | Should -Be $Expected
        if (-not $Expected) { @(Import-Csv (Join-Path $folder '*.csv')).Count | Should -BeGreaterThan 1 }
    }
}

Describe 'docs/bulk.md' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 200; LatencyMilliseconds = 5 } @{ Edition = 'Standard' }
        $ids = Get-TestId $emulator
        $deals = $emulator.GetModule('Deals')
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'says of Select-Object -First after the cmdlet that more are locked, and before it just those' {
        $ids | Select-Object -First 3 | Lock-ZohoRecord Deals -Reason x | Should -HaveCount 3
        $deals.LockedCount | Should -Be 3
        $ids | Select-Object -Skip 3 | Lock-ZohoRecord Deals -Reason x | Select-Object -First 3 | Should -HaveCount 3
        $deals.LockedCount | Should -BeGreaterThan 6
        (Get-ZohoCrmConnection).CallsInFlight | Should -Be 0
    }

    It 'says of -ErrorAction Stop that the outputs before the error come out, and that records after it may be locked' {
        $null = $deals.SetLocked($ids[20], 'Manual', 'Audit')
        $locks = [System.Collections.Generic.List[object]]::new()
        { $ids | Lock-ZohoRecord Deals -Reason x -ErrorAction Stop | ForEach-Object { $locks.Add($_) } } | Should -Throw -ErrorId 'NOT_ALLOWED,*'
        $locks | Should -HaveCount 20
        $deals.LockedCount | Should -BeGreaterOrEqual 21
    }

    It 'says of -PipelineVariable which row it has' {
        $rows = $ids | ForEach-Object { $_ } -PipelineVariable row | Lock-ZohoRecord Deals -Reason x | ForEach-Object { $row -eq $_.RecordId }
        $rows | Should -HaveCount 200
        $rows | Should -Contain $false
        $own = $ids | Unlock-ZohoRecord Deals -PipelineVariable unlock | ForEach-Object { $unlock.RecordId -eq $_.RecordId }
        $own | Should -HaveCount 200
        $own | Should -Not -Contain $false
    }
}
