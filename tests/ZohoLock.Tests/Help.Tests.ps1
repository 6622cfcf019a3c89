# The help: its source in docs/en-US, and the MAML made from that in en-US, which is what Get-Help shows.
BeforeDiscovery {
    $root = Join-Path $PSScriptRoot '..' '..'
    $docs = Join-Path $root 'docs' 'en-US'
    Import-Module (Join-Path $root 'ZohoLock.psd1')

    $cmdlets = foreach ($command in Get-Command -Module ZohoLock) {
        $page = Join-Path $docs "$($command.Name).md"
        $text = (Test-Path $page) ? (Get-Content $page -Raw).Replace("`r", '') : ''
        @{
            Name       = $command.Name
            Parameters = @($command.Parameters.Values |
                Where-Object { $_.Name -notin [System.Management.Automation.PSCmdlet]::CommonParameters -and $_.Attributes.DontShow -notcontains $true } |
                ForEach-Object Name)
            Examples   = @([regex]::Matches($text, '(?ms)^### (?<title>Example \d+: .+?)$.+?^```powershell\n(?<code>.+?)^```').ForEach({
                @{ Title = $_.Groups['title'].Value; Code = $_.Groups['code'].Value }
            }))
        }
    }
}

BeforeAll {
    $root = Resolve-Path (Join-Path $PSScriptRoot '..' '..')
    $docs = Join-Path $root 'docs' 'en-US'
    Import-Module (Join-Path $root 'ZohoLock.psd1')
    $maml = [xml] (Get-Content (Join-Path $root 'en-US' 'ZohoLock.dll-Help.xml') -Raw)

    # Words alone: line breaks differ between the two.
    function Get-Word([string] $Text) { ($Text -replace '\s+', ' ').Trim() }

    # The parts of a page below headings of a level, by heading.
    function Get-Section([string] $Text, [int] $Level) {
        $sections = [ordered] @{}
        foreach ($match in [regex]::Matches($Text, "(?ms)^#{$Level} (?<title>[^\n]+)\n(?<body>.*?)(?=^#{1,$Level} |\z)")) {
            $sections[$match.Groups['title'].Value] = $match.Groups['body'].Value
        }

        $sections
    }

    # Runs an example as it is written, in a session of its own: in a folder with an export, and connected, unless the example sees to that itself.
    function Invoke-Example([string] $Cmdlet, [string] $Code) {
        $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        'Record Id,Deal Name,Stage,Reason', 'zcrm_5843104000000425565,Benton,Closed Won,', 'zcrm_5843104000000425566,Chemel,Qualification,Signed',
        'zcrm_5843104000000425567,King,Closed Lost,' |
            Set-Content (Join-Path $folder 'Deals-export.csv')
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                param($Module, $Folder, $Cmdlet, $Code)
                Import-Module $Module
                Set-Location $Folder
                $env:ZOHO_CRM_TOKEN_CACHE = Join-Path $Folder 'tokens'
                if ($Code -match 'Start-ZohoCrmEmulator') { return }

                $zoho = Start-ZohoCrmEmulator Deals ./Deals-export.csv
                if ($Cmdlet -eq 'Connect-ZohoCrm') {
                    # What the user types or keeps, and the emulator in the data centre's place.
                    $secrets = @{ Client = $zoho.ClientSecret; Refresh = $zoho.RefreshToken; Access = $zoho.CreateAccessToken() }
                    $ask = { foreach ($name in $secrets.Keys) { if ("$args" -match $name) { $secrets[$name] } } }
                    Set-Item function:Read-Host $ask
                    Set-Item function:Get-Secret $ask
                    $env:ZOHO_CLIENT_ID = $zoho.ClientId
                    $PSDefaultParameterValues = @{ 'Connect-ZohoCrm:AccountsUri' = $zoho.AccountsUri }
                    return
                }

                $zoho | Connect-ZohoCrm
                if ($Cmdlet -like '*-ZohoRecordLock' -or $Cmdlet -like 'Unlock-*') {
                    Import-Csv ./Deals-export.csv | Lock-ZohoRecord -Module Deals -Reason 'Quarter closed' | Export-Csv ./locks.csv
                }

                # A configuration with a rule, in a file too, and an organisation that has another.
                if ($Cmdlet -match 'Configuration$|LockingRule$') {
                    $sandbox = Start-ZohoCrmEmulator Deals ./Deals-export.csv
                    $sandbox | Connect-ZohoCrm -Name sandbox
                    $zoho | Connect-ZohoCrm -Name live
                    $rule = New-ZohoLockingRule 'Won deals' -Criteria "Stage = 'Closed Won'"
                    $null = Set-ZohoRecordLockConfiguration Deals -LockType Both -LockingRule $rule -ExcludedField Description
                    Export-ZohoRecordLockConfiguration Deals ./locking
                    if ($Cmdlet -eq 'New-ZohoRecordLockConfiguration') { Remove-ZohoRecordLockConfiguration Deals -Confirm:$false }

                    # Nobody is there to be asked.
                    $ConfirmPreference = 'None'
                }

                # What the example is about.
                if ($Cmdlet -match '^Resume-|SuspendedLock$') {
                    $null = Lock-ZohoRecord Deals 5843104000000425565 'Signed' -IfLocked Skip | Suspend-ZohoRecordLock -JournalPath ./import.journal
                }

                if ($Cmdlet -eq 'Get-ZohoLockJournal' -and $Code -notmatch 'Import-Csv') {
                    $null = Lock-ZohoRecord Deals 5843104000000425567 'Lost'
                    $null = Import-Csv ./Deals-export.csv | Lock-ZohoRecord Deals -Reason 'Quarter closed' -JournalPath ./run.journal -ErrorAction SilentlyContinue
                    return
                }

                if ($Code -match "-View '(?<name>[^']+)'") { $null = $zoho.GetModule('Deals').AddView($Matches.name, "Stage != 'Closed Won'") }
                if ($Code -match '-MatchingRule') {
                    $null = Set-ZohoRecordLockConfiguration Deals -LockType Both -LockingRule (New-ZohoLockingRule 'Won deals' -Criteria "Stage = 'Closed Won'")
                }

                if ($Code -match '-IfLocked') { $null = Lock-ZohoRecord Deals 5843104000000425566 'With the auditor' }
                if ($Code -match '-IfUnlocked') { $null = Unlock-ZohoRecord Deals 5843104000000425566 }
            }).AddArgument((Join-Path $root 'ZohoLock.psd1')).AddArgument("$folder").AddArgument($Cmdlet).AddArgument($Code).Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript($Code).Invoke()

            $shell.Streams.Error | ForEach-Object ToString | Should -BeNullOrEmpty
        }
        finally {
            $shell.Commands.Clear()
            $null = $shell.AddScript('$emulator, $zoho, $sandbox | Where-Object IsRunning | Stop-ZohoCrmEmulator').Invoke()
            $shell.Dispose()
            $env:ZOHO_CLIENT_ID = $null
        }
    }
}

Describe 'The help' {
    It 'has a page and a MAML entry for each exported cmdlet, and none besides' {
        $names = (Get-Command -Module ZohoLock).Name | Sort-Object
        (Get-ChildItem $docs -Filter *.md).BaseName | Sort-Object | Should -Be $names
        $maml.helpItems.command.details.name | Sort-Object | Should -Be $names
    }

    It 'leads -Online to the page of each cmdlet, once the package is told the address of the repository' {
        . (Join-Path $root 'build' 'Help.ps1')
        $folder = 'https://example.org/zoholock/blob/v0.1.0/docs/en-US'
        $online = [xml] (Add-OnlineHelp (Get-Content (Join-Path $root 'en-US' 'ZohoLock.dll-Help.xml') -Raw) $folder)
        foreach ($command in $online.DocumentElement.ChildNodes) {
            # Get-Help -Online opens the first address that there is.
            @($command.relatedLinks.navigationLink.uri | Where-Object { $_ })[0] | Should -Be "$folder/$($command.details.name).md"
        }
    }
}

Describe 'The help of <Name>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help $Name -Full
        $entry = $maml.helpItems.command | Where-Object { $_.details.name -eq $Name }
        $page = (Get-Content (Join-Path $docs "$Name.md") -Raw).Replace("`r", '')
        $sections = Get-Section $page 2
        $pageParameters = Get-Section $sections['PARAMETERS'] 3
    }

    It 'has a synopsis that is not the syntax' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match $Name
        Get-Word $help.Synopsis | Should -Be (Get-Word $sections['SYNOPSIS'])
    }

    It 'has a description' {
        $help.description.Text | Should -Not -BeNullOrEmpty
        Get-Word $help.description.Text | Should -Be (Get-Word $sections['DESCRIPTION'])
    }

    It 'has inputs, outputs and notes' {
        $help.inputTypes.inputType.type.name | Should -Be @((Get-Section $sections['INPUTS'] 3).Keys)
        $help.returnValues.returnValue.type.name | Should -Be @((Get-Section $sections['OUTPUTS'] 3).Keys)
        Get-Word $help.alertSet.alert.Text | Should -Be (Get-Word $sections['NOTES'])
    }

    It 'describes all parameters, and none besides' {
        $expected = $Parameters | Sort-Object
        $pageParameters.Keys -ne 'CommonParameters' -replace '^-' | Sort-Object | Should -Be $expected
        $entry.parameters.parameter.name | Sort-Object | Should -Be $expected
    }

    It 'says of -<_> what it is for, and what it really is' -ForEach $Parameters {
        $parameter = (Get-Command $Name).Parameters[$_]
        $description, $metadata = $pageParameters["-$_"] -split '```yaml'
        $description | Should -Not -BeNullOrEmpty
        $shown = $help.parameters.parameter | Where-Object name -EQ $_
        Get-Word $shown.description.Text | Should -Be (Get-Word $description)

        $sets = $parameter.ParameterSets.Values
        $byValue = $sets.ValueFromPipeline -contains $true
        $byName = $sets.ValueFromPipelineByPropertyName -contains $true
        $shown.type.name | Should -Be $parameter.ParameterType.ToString()
        $default = [regex]::Match($metadata, "(?m)^DefaultValue: (?:''|(.+))$").Groups[1].Value
        "$($shown.defaultValue)" | Should -Be $default
        $shown.required | Should -Be "$($sets.IsMandatory -contains $true)"
        $shown.aliases | Should -Be ($parameter.Aliases ? $parameter.Aliases -join ', ' : 'none')
        $shown.pipelineInput | Should -BeLike (($byValue -or $byName) ? 'true (*)' : 'false')
        $shown.pipelineInput -match 'ByValue' | Should -Be $byValue
        $shown.pipelineInput -match 'ByPropertyName' | Should -Be $byName
        $metadata | Should -Match "(?m)^Type: $([regex]::Escape($parameter.ParameterType.ToString()))$"
        [regex]::Matches($metadata, '(?m)^- Name: (.+)$').ForEach({ $_.Groups[1].Value }) -replace '\(All\)', '__AllParameterSets' | Sort-Object |
            Should -Be ($parameter.ParameterSets.Keys | Sort-Object)
    }

    It 'has the syntax of each parameter set' {
        $expected = foreach ($set in (Get-Command $Name).ParameterSets) {
            ($set.Parameters | Where-Object Name -In $Parameters | ForEach-Object { "$($_.Name)$($_.IsMandatory ? '!' : '')" } | Sort-Object) -join ' '
        }
        $actual = foreach ($set in $entry.syntax.syntaxItem) {
            ($set.parameter | Where-Object { $_ } | ForEach-Object { "$($_.name)$($_.required -eq 'true' ? '!' : '')" } | Sort-Object) -join ' '
        }
        $actual | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'has the examples of the page' {
        $Examples | Should -Not -BeNullOrEmpty
        $pageExamples = Get-Section $sections['EXAMPLES'] 3
        $Examples.Title | Should -Be @($pageExamples.Keys)
        $help.examples.example.title | ForEach-Object { $_.Trim('- ') } | Should -Be $Examples.Title
        foreach ($example in $help.examples.example) {
            $text = $pageExamples[$example.title.Trim('- ')] -replace '(?m)^```.*$'
            Get-Word (@($example.introduction.Text) + $example.code + $example.remarks.Text -join ' ') | Should -Be (Get-Word $text)
        }
    }

    It 'shows examples without Markdown fences, invisible characters and words run together' {
        $shown = Get-Help $Name -Examples | Out-String -Width 200
        $shown | Should -Not -Match '```|[^\P{C}\r\n]'
        foreach ($example in $help.examples.example) {
            $code = $example.code -split '\r?\n'
            $lines = $shown -split '\r?\n' | ForEach-Object Trim
            $code[0].Trim() | Should -BeIn $lines
        }
    }

    It 'runs every block of PowerShell in its examples' {
        [regex]::Matches($page, '(?m)^```powershell$').Count | Should -Be $Examples.Count
    }

    It 'runs <Title>' -ForEach $Examples {
        Invoke-Example $Name $Code
    }

    It 'leads to cmdlets that are there, and to addresses that Get-Help -Online can open' {
        $linked = [regex]::Matches($sections['RELATED LINKS'], '\(([^)/]+)\.md\)').ForEach({ $_.Groups[1].Value })
        $linked | Should -Not -BeNullOrEmpty
        $linked | Where-Object { $_ -notin (Get-Command -Module ZohoLock).Name } | Should -BeNullOrEmpty
        $entry.relatedLinks.navigationLink.uri | Where-Object { $_ -and $_ -notlike 'https://*' } | Should -BeNullOrEmpty
    }

    It 'has nothing left to fill in' {
        $page | Should -Not -Match '\{\{'
    }
}

Describe 'The topic <_>' -ForEach @(Get-ChildItem (Join-Path $PSScriptRoot '..' '..' 'en-US') -Filter 'about_*.help.txt' | ForEach-Object { $_.Name -replace '\.help\.txt$' }) {
    It 'is plain text that fits a console' {
        $lines = Get-Content (Join-Path $root 'en-US' "$_.help.txt")
        $lines[0..1] | Should -Be 'TOPIC', "    $_"
        $lines | Where-Object { $_.Length -gt 80 -or $_ -match '[^ -~]' } | Should -BeNullOrEmpty
    }

    It 'is found by Get-Help, with its short description' {
        Get-Help $_ | Should -BeLike "TOPIC*$_*SHORT DESCRIPTION*LONG DESCRIPTION*SEE ALSO*"
        (Get-Help "$_*" | Where-Object Name -EQ $_).Synopsis | Should -Not -BeNullOrEmpty
    }

    It 'sees also what is there' {
        $also = (Get-Content (Join-Path $root 'en-US' "$_.help.txt") -Raw) -split 'SEE ALSO' | Select-Object -Last 1
        foreach ($name in $also -split '\r?\n' | ForEach-Object Trim | Where-Object { $_ -and $_ -notlike '* *' }) {
            if ($name -like 'about_*') { Join-Path $root 'en-US' "$name.help.txt" | Should -Exist }
            else { Get-Command $name -Module ZohoLock -ErrorAction Ignore | Should -Not -BeNullOrEmpty }
        }
    }
}

Describe 'The topics of an installed module' {
    It 'are found before anything of it is imported' {
        $installed = New-Item (Join-Path $TestDrive 'modules' 'ZohoLock') -ItemType Directory
        Copy-Item (Join-Path $root 'ZohoLock.psd1'), (Join-Path $root 'en-US') $installed -Recurse
        . (Join-Path $root 'build' 'PowerShellStartInfo.ps1')
        $start = New-PowerShellStartInfo @('-NoLogo', '-NoProfile', '-NonInteractive', '-Command',
            "`$env:PSModulePath = '$(Join-Path $TestDrive modules)'; (Get-Help about_ZohoLock*).Name")
        & $start.FileName @($start.ArgumentList) | Sort-Object | Should -Be @((Get-ChildItem (Join-Path $installed 'en-US' 'about_*')).Name -replace '\.help\.txt$' | Sort-Object)
    }
}
