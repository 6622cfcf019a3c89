BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $root = Resolve-Path (Join-Path $PSScriptRoot '..' '..')
    $here = Split-Path $testedModule
    $manifest = Import-PowerShellDataFile $testedModule
    $module = Get-Module ZohoLock

    # Imports the module and locks two records.
    $use = "Import-Module '$testedModule'
        `$emulator = Start-ZohoCrmEmulator -RecordCount 2
        `$emulator | Connect-ZohoCrm
        'locked: ' + @(`$emulator.GetModule('Deals').Records.Id | Lock-ZohoRecord Deals -Reason x).Count
        Stop-ZohoCrmEmulator `$emulator"
}

Describe 'The manifest' {
    It 'is valid' {
        (Test-ModuleManifest $testedModule).Name | Should -Be ZohoLock
    }

    It 'exports exactly the cmdlets of the assembly, and nothing else' {
        $cmdlets = (Get-Module ZohoLock).NestedModules[0].ExportedCmdlets.Keys | Sort-Object
        $manifest.CmdletsToExport | Sort-Object | Should -Be $cmdlets
        $module.ExportedCommands.Keys | Sort-Object | Should -Be $cmdlets
    }

    It 'has the version of everything that it brings' {
        $versions = @(
            (Import-PowerShellDataFile (Join-Path $here 'ZohoLock.Cmdlets.psd1')).ModuleVersion
            'ZohoLock.dll', 'dependencies/ZohoLock.Client.dll', 'dependencies/ZohoLock.Reporting.dll', 'dependencies/ZohoCrm.Emulator.dll' | ForEach-Object {
                [System.Reflection.AssemblyName]::GetAssemblyName((Join-Path $here 'bin' $_)).Version.ToString(3)
            }
        )
        $versions | Select-Object -Unique | Should -Be $manifest.ModuleVersion
    }

    It 'has no wildcard' {
        $manifest.CmdletsToExport + $manifest.FunctionsToExport + $manifest.AliasesToExport + $manifest.VariablesToExport |
            Where-Object { $_ -match '\*' } | Should -BeNullOrEmpty
    }
}

Describe 'Every cmdlet' {
    It '<_> has an approved verb and a singular noun' -ForEach (Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../ZohoLock.psd1')).CmdletsToExport {
        $verb, $noun = $_ -split '-'
        (Get-Verb $verb).Verb | Should -Be $verb
        $noun | Should -Not -Match 's$'
    }

    It '<_> declares what it emits' -ForEach 'Connect-ZohoCrm', 'Get-ZohoCrmConnection', 'Get-ZohoRecordLock', 'Lock-ZohoRecord', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord', 'Suspend-ZohoRecordLock', 'Resume-ZohoRecordLock', 'Get-ZohoSuspendedLock', 'Get-ZohoLockJournal', 'Start-ZohoCrmEmulator', 'Get-ZohoCrmEmulator' {
        (Get-Command $_).OutputType.Type.FullName | Should -BeLike 'ZohoLock.*'
    }

    It '<_> has -WhatIf, because it changes something' -ForEach 'Disconnect-ZohoCrm', 'Lock-ZohoRecord', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord', 'Suspend-ZohoRecordLock', 'Resume-ZohoRecordLock', 'Start-ZohoCrmEmulator', 'Stop-ZohoCrmEmulator' {
        (Get-Command $_).Parameters.Keys | Should -Contain WhatIf
    }
}

Describe 'The output types' {
    It '<_> can be named in a script' -ForEach 'ZohoLock.RecordLock', 'ZohoLock.RecordUnlock', 'ZohoLock.SuspendedLock', 'ZohoLock.LockJournalEntry', 'ZohoLock.Connection', 'ZohoLock.Emulator', 'ZohoLock.ZohoException' {
        ($_ -as [type]).FullName | Should -Be $_
    }

    It '<_> are immutable' -ForEach 'ZohoLock.RecordLock', 'ZohoLock.RecordUnlock', 'ZohoLock.SuspendedLock', 'ZohoLock.LockJournalEntry', 'ZohoLock.Connection' {
        ($_ -as [type]).GetProperties() | Where-Object { $_.SetMethod.IsPublic } | Should -BeNullOrEmpty
    }

    It 'show in a table that fits 100 columns' {
        $emulator = Start-TestSession @{ RecordCount = 3 }
        try {
            $locks = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason "A reason that is rather long, so that it would`nbreak the table were it not cut"
            $text = $locks | Get-ZohoRecordLock | Out-String -Width 100
            ($text -split '\r?\n' | ForEach-Object { ($_ -replace '\e\[[\d;]*m').TrimEnd().Length } | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 100
            $text -split '\r?\n' | Where-Object { $_ -match '58431040000009' } | Should -HaveCount 3
            $text | Should -Match 'Patricia Boyle'
            $text | Should -Not -Match 'RecordName'
            $names = $emulator.GetModule('Deals').Records.Name
            $wide = $locks | Get-ZohoRecordLock | Out-String -Width 150
            $names | ForEach-Object { $wide | Should -Match ([regex]::Escape($_)) }
        }
        finally { Stop-TestSession $emulator }
    }
}

Describe 'The load contexts' {
    BeforeAll {
        $other = Resolve-Path (Join-Path $root 'artifacts' 'other-dependencies')
        $ours = Get-ChildItem (Join-Path $here 'bin' 'dependencies') -Filter *.dll | ForEach-Object BaseName

        # Names the assemblies of the default context, after the script before it has run.
        $listing = '[System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { "default: " + $_.GetName().Name }'
    }

    It 'brings none of its dependencies into the default context' {
        $lines = Invoke-NewPowerShell "$use; $listing"
        $lines | Should -Contain 'locked: 2'
        $lines | Should -Contain 'default: ZohoLock'
        $lines | Where-Object { ($_ -replace '^default: ') -in $ours } | Should -BeNullOrEmpty
    }

    It 'loads what makes reports only when a report is made' {
        $lines = Invoke-NewPowerShell "$use
            `$loaded = { ([System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ ZohoLock).Assemblies.ForEach({ `$_.GetName().Name }) }
            `$null = Get-Command Export-ZohoRecordLockReport -Syntax
            'before: ' + ((& `$loaded) -match 'Reporting|SpreadCheetah' -join ' ')
            @() | Export-ZohoRecordLockReport '$TestDrive/locks.html' '$TestDrive/locks.xlsx'
            'after: ' + ((& `$loaded) -match 'Reporting|SpreadCheetah' -join ' ')
            $listing"
        $lines | Should -Contain 'before: '
        $lines | Should -Contain 'after: ZohoLock.Reporting SpreadCheetah'
        $lines | Where-Object { ($_ -replace '^default: ') -in $ours } | Should -BeNullOrEmpty
    }

    It 'works in a session that has loaded another Microsoft.Extensions.DependencyInjection' {
        $lines = Invoke-NewPowerShell "
            'Microsoft.Extensions.DependencyInjection', 'Microsoft.Extensions.DependencyInjection.Abstractions' |
                ForEach-Object { [System.Reflection.Assembly]::LoadFrom(`"$other/`$_.dll`").GetName().FullName }
            $use
            [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | Where-Object { `$_.GetName().Name -eq 'Microsoft.Extensions.DependencyInjection' } | ForEach-Object { 'theirs: ' + `$_.Location }
            `$context = [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ ZohoLock
            `$context.Assemblies | Where-Object { `$_.GetName().Name -eq 'Microsoft.Extensions.DependencyInjection' } | ForEach-Object { 'ours: ' + `$_.Location }
            $listing"
        $lines | Should -Contain 'locked: 2'
        @($lines -match '^theirs: ') | Should -Be "theirs: $(Join-Path $other 'Microsoft.Extensions.DependencyInjection.dll')"
        @($lines -match '^ours: ') | Should -Be "ours: $(Join-Path $here 'bin' 'dependencies' 'Microsoft.Extensions.DependencyInjection.dll')"
        (Get-Item (Join-Path $other 'Microsoft.Extensions.DependencyInjection.dll')).VersionInfo.FileVersion |
            Should -Not -Be (Get-Item (Join-Path $here 'bin' 'dependencies' 'Microsoft.Extensions.DependencyInjection.dll')).VersionInfo.FileVersion
    }

    It 'refers to no type and no member that the runtime of this PowerShell doesn''t have' {
        $lines = Invoke-NewPowerShell "
            Import-Module '$testedModule'
            `$context = [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ ZohoLock
            `$found = 0
            foreach (`$file in Get-ChildItem '$here/bin/dependencies' -Filter *.dll) {
                `$module = `$context.LoadFromAssemblyPath(`$file.FullName).ManifestModule
                # Metadata tokens of the references to types and to members, as far as there are any.
                foreach (`$table in 0x01000000, 0x0A000000) {
                    for (`$token = `$table + 1; ; `$token++) {
                        try { `$null = `$module.ResolveMember(`$token); `$found++ }
                        catch [System.ArgumentOutOfRangeException] { break }
                        # One in generic code can't be looked up without what it is generic over.
                        catch [System.ArgumentException] { }
                        catch { 'missing: ' + `$file.Name + ': ' + `$_.Exception.InnerException.Message }
                    }
                }
            }
            'found: ' + `$found"
        @($lines) -match '^missing: ' | Should -BeNullOrEmpty
        [int] (@($lines) -match '^found: ' -replace '^found: ')[0] | Should -BeGreaterThan 5000
    }

    It 'can be removed and imported again, with its connection gone' {
        $lines = Invoke-NewPowerShell "$use; Remove-Module ZohoLock; $use; 'type: ' + [ZohoLock.RecordLock].FullName"
        @($lines -eq 'locked: 2') | Should -HaveCount 2
        $lines | Should -Contain 'type: ZohoLock.RecordLock'
    }
}

Describe 'Remove-Module' {
    It 'closes the session''s connections, stops its emulators and takes the names of its types along' {
        $lines = Invoke-NewPowerShell "Import-Module '$testedModule'
            `$emulator = Start-ZohoCrmEmulator -RecordCount 60 -LatencyMilliseconds 20
            `$connection = `$emulator | Connect-ZohoCrm -Edition Ultimate -PassThru
            `$sockets = { @([System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() |
                Where-Object { `$_.State -eq 'Established' -and `$_.RemoteEndPoint.Port -eq `$emulator.Port }).Count }
            'locked: ' + @(`$emulator.GetModule('Deals').Records.Id | Lock-ZohoRecord Deals -Reason x).Count
            'sockets before: ' + (& `$sockets)
            Remove-Module ZohoLock
            `$null = [System.Threading.SpinWait]::SpinUntil([Func[bool]] { (& `$sockets) -eq 0 }, 60000)
            'sockets after: ' + (& `$sockets)
            'closed: ' + `$connection.IsClosed
            'running: ' + `$emulator.IsRunning
            'type: ' + ('ZohoLock.RecordLock' -as [type])
            Import-Module '$testedModule'
            'type again: ' + ('ZohoLock.RecordLock' -as [type])"
        $lines | Should -Contain 'locked: 60'
        [int] (@($lines -match '^sockets before: ')[0] -replace '\D') | Should -BeGreaterThan 1
        $lines | Should -Contain 'sockets after: 0'
        $lines | Should -Contain 'closed: True'
        $lines | Should -Contain 'running: False'
        $lines | Should -Contain 'type: '
        $lines | Should -Contain 'type again: ZohoLock.RecordLock'
    }

    It 'in one runspace leaves another runspace''s connection, its emulator and its types' {
        $lines = Invoke-NewPowerShell "Import-Module '$testedModule'
            `$emulator = Start-ZohoCrmEmulator -RecordCount 1
            `$emulator | Connect-ZohoCrm
            `$other = [powershell]::Create().AddScript('Import-Module ''$testedModule''; Remove-Module ZohoLock; `$Error.Count')
            'errors: ' + `$other.Invoke()
            'locked: ' + @(`$emulator.GetModule('Deals').Records.Id | Lock-ZohoRecord Deals -Reason x).Count
            'type: ' + [ZohoLock.RecordLock].FullName"
        $lines | Should -Contain 'errors: 0'
        $lines | Should -Contain 'locked: 1'
        $lines | Should -Contain 'type: ZohoLock.RecordLock'
    }
}

Describe 'Importing under a prefix' {
    BeforeAll {
        $lines = Invoke-NewPowerShell "
            Import-Module '$testedModule' -Prefix Acme
            'commands: ' + ((Get-Command -Module ZohoLock).Name -join ' ')
            'help: ' + (Get-Help Lock-AcmeZohoRecord).Synopsis
            'parameter: ' + (Get-Help Lock-AcmeZohoRecord -Parameter Reason).name
            `$emulator = Start-AcmeZohoCrmEmulator -RecordCount 2
            `$emulator | Connect-AcmeZohoCrm
            foreach (`$line in 'Lock-AcmeZohoRecord De', 'New-AcmeZohoLockingRule x -Module Deals -Field Sta', 'Lock-AcmeZohoRecord Deals 1 x -Connection De',
                'Set-AcmeZohoRecordLockConfiguration Deals -AddRule (New-AcmeZohoLockingRule x -Field Sta') {
                'completion: ' + (TabExpansion2 `$line).CompletionMatches[0].CompletionText
            }
            `$locks = `$emulator.GetModule('Deals').Records.Id | Lock-AcmeZohoRecord Deals -Reason x
            'locked: ' + @(`$locks).Count
            'read: ' + @(`$locks | Get-AcmeZohoRecordLock).Count
            'changed: ' + @(`$locks | Set-AcmeZohoRecordLock -Reason y).Reason
            try { `$locks | Lock-AcmeZohoRecord -Reason x -ErrorAction Stop } catch { 'error: ' + `$_.FullyQualifiedErrorId }
            'unlocked: ' + @(`$locks | Unlock-AcmeZohoRecord).Count
            'configuration: ' + (Get-AcmeZohoRecordLockConfiguration Deals | Set-AcmeZohoRecordLockConfiguration -RestrictedAction delete).RestrictedActions
            Disconnect-AcmeZohoCrm
            Stop-AcmeZohoCrmEmulator `$emulator"
    }

    It 'gives each cmdlet that prefix' {
        $lines | Should -Contain "commands: $(($manifest.CmdletsToExport -replace '-', '-Acme' | Sort-Object) -join ' ')"
    }

    It 'keeps <_>' -ForEach @(
        'help: Locks records in Zoho CRM.', 'parameter: Reason', 'completion: Deals', 'completion: Stage', 'completion: Default', 'locked: 2', 'read: 2'
        'changed: y y', 'error: NOT_ALLOWED,ZohoLock.Commands.LockZohoRecordCommand', 'unlocked: 2', 'configuration: update delete'
    ) {
        $lines | Should -Contain $_
    }

    It 'completes the fields of a rule within another command' {
        @($lines -eq 'completion: Stage') | Should -HaveCount 2
    }
}

Describe 'Commands of the user' {
    It 'take no part in an import, whatever they are called' {
        $names = 'Import-Module', 'Export-ModuleMember', 'Import-PowerShellDataFile', 'Update-TypeData', 'Join-Path', 'Test-Path', 'ForEach-Object', 'Where-Object'
        $lines = Invoke-NewPowerShell "
            foreach (`$name in '$($names -join "', '")') { Set-Item `"function:global:`$name`" { throw 'the user''s own' } }
            Microsoft.PowerShell.Core\Import-Module '$testedModule'
            'commands: ' + @(Get-Command -Module ZohoLock).Count"
        $lines | Should -Contain "commands: $($manifest.CmdletsToExport.Count)"
    }

    It 'and what they prefer take no part in it either' {
        $lines = Invoke-NewPowerShell "
            `$WhatIfPreference = `$true
            `$ConfirmPreference = 'Low'
            `$PSDefaultParameterValues = @{ '*:WhatIf' = `$true; '*:Confirm' = `$true; 'Import-Csv:Delimiter' = ';' }
            Import-Module '$testedModule'
            'commands: ' + @(Get-Command -Module ZohoLock).Count
            'word: ' + (Get-TypeData ZohoLock.LockSource).SerializationMethod
            `$emulator = Start-ZohoCrmEmulator Deals '$root/samples/Deals-export.csv' -WhatIf:`$false -Confirm:`$false
            'records: ' + `$emulator.GetModule('Deals').Records.Count"
        $lines | Should -Be "commands: $($manifest.CmdletsToExport.Count)", 'word: String', 'records: 1000'
    }

    It 'take the place of no secret: an alias is not the Get-Secret that was looked for' {
        $lines = Invoke-NewPowerShell "
            Import-Module '$testedModule'
            `$emulator = Start-ZohoCrmEmulator
            function Get-Secret(`$Name) { @{ AccessToken = `$emulator.CreateAccessToken(); ApiDomain = [string] `$emulator.ApiDomain; AccountsUri = [string] `$emulator.AccountsUri } }
            Set-Alias Get-Secret Get-Date
            'connected: ' + (Connect-ZohoCrm -SecretName x -NoTokenCache -PassThru).ApiDomain.Port.Equals(`$emulator.Port)"
        $lines | Should -Be 'connected: True'
    }
}

Describe 'A second ZohoLock' {
    BeforeAll {
        . (Join-Path $PSScriptRoot 'AssemblyIdentity.ps1')

        function Copy-TestModule([string] $Name, [version] $Version) {
            $folder = Join-Path $TestDrive $Name
            $null = New-Item $folder -ItemType Directory
            Copy-Item (Join-Path $here 'ZohoLock.*ps*1*'), (Join-Path $here 'bin') $folder -Recurse
            if ($Version) {
                Set-AssemblyIdentity (Join-Path $folder 'bin' 'ZohoLock.dll') $Version
                foreach ($file in 'ZohoLock.psd1', 'ZohoLock.Cmdlets.psd1') {
                    $path = Join-Path $folder $file
                    (Get-Content $path -Raw) -replace "(?<=ModuleVersion\s*=\s*)'[\d.]+'", "'$Version'" | Set-Content $path -NoNewline
                }
            }

            $folder
        }

        $copy = Copy-TestModule 'copy'
        $newer = Copy-TestModule 'newer' '0.2.0'
        $version = $manifest.ModuleVersion

        # What a script in the session can see of ZohoLock; and whether it still works.
        $state = "function State {
            'modules: ' + (@(Get-Module -All | Where-Object Name -Like ZohoLock* | ForEach-Object { `$_.Name + ' ' + (`$_.Path ?? '') }) -join ', ')
            'commands: ' + @(Get-Command -Module ZohoLock).Count
            'types: ' + [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')::Get.Keys.Where({ `$_ -like 'ZohoLock*' }).Count
            'view: ' + (Get-FormatData ZohoLock.RecordLock).TypeNames
            'hidden: ' + (Get-TypeData ZohoLock.Connection).Members.Keys
        }"
        $tryImport = 'function TryImport($Path) { try { Import-Module $Path -ErrorAction Stop } catch { "refused: " + $_.Exception.Message } }'
    }

    It 'in another folder (<Name> <Its>) is refused in one sentence, and the first is as it was' -ForEach @(
        @{ Name = 'copy'; Its = '0.1.0' }, @{ Name = 'newer'; Its = '0.2.0' }
    ) {
        $other = Join-Path $TestDrive $Name
        $lines = Invoke-NewPowerShell "$state; $tryImport; Import-Module '$here/ZohoLock.psd1'; State; '---'; TryImport '$other/ZohoLock.psd1'; State; '---'; $use"
        $before, $after, $work = ($lines -join "`n") -split '\n---(?:\n|$)'
        $refused, $rest = $after -split '\n', 2
        $refused | Should -Be (
            "refused: This session has loaded ZohoLock $version of $here, and can't load ZohoLock $Its of $other beside it: start a new PowerShell session for that.")
        $rest | Should -Be $before
        $work | Should -Match 'locked: 2'
    }

    It 'of another version is refused when it is the newer one that is there' {
        $lines = Invoke-NewPowerShell "$tryImport; Import-Module '$newer/ZohoLock.psd1'; (Get-Module ZohoLock).Version.ToString(); TryImport '$here/ZohoLock.psd1'; (Get-Module ZohoLock).Version.ToString()"
        $lines | Should -Be '0.2.0', (
            "refused: This session has loaded ZohoLock 0.2.0 of $newer, and can't load ZohoLock $version of $here beside it: start a new PowerShell session for that."), '0.2.0'
    }

    It 'is refused after the first was removed, and leaves nothing behind' {
        $lines = Invoke-NewPowerShell "$state; $tryImport; Import-Module '$here/ZohoLock.psd1'; Remove-Module ZohoLock; State; '---'; TryImport '$copy/ZohoLock.psd1'; State"
        $before, $after = ($lines -join "`n") -split '\n---\n'
        $before | Should -Match 'modules: \ncommands: 0\n'
        $refused, $rest = $after -split '\n', 2
        $refused | Should -BeLike "refused: This session has loaded ZohoLock $version of $here, and can't load ZohoLock $version of $copy beside it: *"
        $rest | Should -Be $before
    }

    It 'is refused in another runspace of the same process' {
        $lines = Invoke-NewPowerShell "Import-Module '$here/ZohoLock.psd1'
            1 | ForEach-Object -Parallel { $tryImport; TryImport '$newer/ZohoLock.psd1'; 'modules: ' + @(Get-Module ZohoLock).Count }"
        $lines[0] | Should -BeLike "refused: This session has loaded ZohoLock $version of $here, *"
        $lines[1] | Should -Be 'modules: 0'
    }

    It 'that is the same one is only imported again: -Force, a second runspace, a thread job, a parallel block' {
        $lines = Invoke-NewPowerShell "$use; Import-Module '$here/ZohoLock.psd1' -Force; Import-Module '$here/ZohoLock.psd1' -Force; $use
            1..3 | ForEach-Object -Parallel { $use }
            Start-ThreadJob { $use } | Receive-Job -Wait
            `$shell = [powershell]::Create(); `$shell.AddScript({ $use }).Invoke()"
        @($lines -eq 'locked: 2') | Should -HaveCount 7
        $lines | Should -HaveCount 7
    }

    It 'that is the same one is imported by many runspaces at the same moment' {
        $lines = Invoke-NewPowerShell "
            `$gate = [System.Threading.Barrier]::new(8)
            1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
                (`$using:gate).SignalAndWait()
                $use
            }"
        @($lines -eq 'locked: 2') | Should -HaveCount 8
        $lines | Should -HaveCount 8
    }

    It 'is refused when both are imported at the same moment: one of them works' {
        $lines = Invoke-NewPowerShell "
            `$gate = [System.Threading.Barrier]::new(8)
            1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
                $tryImport
                (`$using:gate).SignalAndWait()
                TryImport (`$_ % 2 ? '$here/ZohoLock.psd1' : '$newer/ZohoLock.psd1')
                if (Get-Module ZohoLock) { 'imported: ' + (Get-Module ZohoLock).ModuleBase }
            }"
        @($lines -like 'refused: This session has loaded ZohoLock * start a new PowerShell session for that.') | Should -HaveCount 4
        @($lines -like 'imported: *') | Should -HaveCount 4
        @($lines -like 'imported: *' | Select-Object -Unique) | Should -HaveCount 1
    }

    It 'that has taken the place of the first (<Name>) is refused, however it came there' -ForEach @(
        @{ Name = 'installed over it'; Its = '0.2.0' }, @{ Name = 'built anew'; Its = '0.1.0' }
    ) {
        $folder = Copy-TestModule "replaced-$Its"
        $next = Copy-TestModule "next-$Its" $Its
        $lines = Invoke-NewPowerShell "$tryImport; Import-Module '$folder/ZohoLock.psd1'
            Move-Item '$folder/bin/ZohoLock.dll' '$folder/bin/ZohoLock.old'
            Copy-Item '$next/bin/ZohoLock.dll' '$folder/bin'
            Copy-Item '$next/*.ps*1' '$folder'
            try { Import-Module '$folder/ZohoLock.psd1' -Force -ErrorAction Stop } catch { 'refused: ' + `$_.Exception.Message }"
        $lines | Should -Be "refused: ZohoLock in $folder was built or installed anew since this session loaded it: start a new PowerShell session for ZohoLock $Its."
    }
}

Describe 'A folder that is not whole' {
    BeforeAll {
        function Copy-Script([string] $Name) {
            $folder = Join-Path $TestDrive $Name
            $null = New-Item $folder -ItemType Directory
            Copy-Item (Join-Path $here 'ZohoLock.*ps*1*') $folder
            $folder
        }
    }

    It 'says that it was not built and how to build it' {
        $copy = Copy-Script 'unbuilt'
        { Import-Module (Join-Path $copy 'ZohoLock.psd1') } | Should -Throw "*isn't built yet*build.sh build*in $copy."
        { Import-Module (Join-Path $copy 'ZohoLock.psm1') } | Should -Throw '*build.sh build*'
    }

    It 'says so where the dependencies are missing' {
        $copy = Copy-Script 'incomplete'
        $null = New-Item (Join-Path $copy 'bin') -ItemType Directory
        Copy-Item (Join-Path $here 'bin' 'ZohoLock.dll') (Join-Path $copy 'bin')
        { Import-Module (Join-Path $copy 'ZohoLock.psd1') } | Should -Throw '*build.sh build*'
    }

    It 'says so where the manifest is of another version than the assembly, and is imported when it isn''t any more' {
        $copy = Copy-Script 'mixed'
        Copy-Item (Join-Path $here 'bin') $copy -Recurse
        (Get-Content (Join-Path $copy 'ZohoLock.psd1') -Raw) -replace "'0\.1\.0'", "'0.3.0'" | Set-Content (Join-Path $copy 'ZohoLock.psd1')
        $lines = Invoke-NewPowerShell "
            try { Import-Module '$copy/ZohoLock.psd1' -ErrorAction Stop } catch { 'refused: ' + `$_.Exception.Message }
            'modules: ' + @(Get-Module ZohoLock*).Count
            Copy-Item '$here/ZohoLock.psd1' '$copy'
            $($use.Replace($testedModule, "$copy/ZohoLock.psd1"))"
        $lines | Should -Be "refused: ZohoLock.psd1 is of version 0.3.0 but bin/ZohoLock.dll of 0.1.0: build or install ZohoLock again in $copy.", 'modules: 0', 'locked: 2'
    }
}
