BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $root = Resolve-Path (Join-Path $PSScriptRoot '..' '..')
    $manifest = Import-PowerShellDataFile (Join-Path $root 'ZohoLock.psd1')
    $module = Get-Module ZohoLock
}

Describe 'The manifest' {
    It 'is valid' {
        (Test-ModuleManifest (Join-Path $root 'ZohoLock.psd1')).Name | Should -Be ZohoLock
    }

    It 'exports exactly the cmdlets of the assembly, and nothing else' {
        $cmdlets = (Get-Module ZohoLock).NestedModules[0].ExportedCmdlets.Keys | Sort-Object
        $manifest.CmdletsToExport | Sort-Object | Should -Be $cmdlets
        $module.ExportedCommands.Keys | Sort-Object | Should -Be $cmdlets
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

    It '<_> declares what it emits' -ForEach 'Connect-ZohoCrm', 'Get-ZohoCrmConnection', 'Get-ZohoRecordLock', 'Lock-ZohoRecord', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord', 'Start-ZohoCrmEmulator' {
        (Get-Command $_).OutputType.Type.FullName | Should -BeLike 'ZohoLock.*'
    }

    It '<_> has -WhatIf, because it changes something' -ForEach 'Disconnect-ZohoCrm', 'Lock-ZohoRecord', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord', 'Start-ZohoCrmEmulator', 'Stop-ZohoCrmEmulator' {
        (Get-Command $_).Parameters.Keys | Should -Contain WhatIf
    }
}

Describe 'The output types' {
    It '<_> can be named in a script' -ForEach 'ZohoLock.RecordLock', 'ZohoLock.RecordUnlock', 'ZohoLock.Connection', 'ZohoLock.Emulator', 'ZohoLock.ZohoException' {
        ($_ -as [type]).FullName | Should -Be $_
    }

    It '<_> are immutable' -ForEach 'ZohoLock.RecordLock', 'ZohoLock.RecordUnlock', 'ZohoLock.Connection' {
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
        }
        finally { Stop-TestSession $emulator }
    }
}

Describe 'The load contexts' {
    BeforeAll {
        $other = Resolve-Path (Join-Path $root 'artifacts' 'other-dependencies')
        $ours = Get-ChildItem (Join-Path $root 'bin' 'dependencies') -Filter *.dll | ForEach-Object BaseName

        # Names the assemblies of the default context, after the script before it has run.
        $listing = '[System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { "default: " + $_.GetName().Name }'
        $use = "Import-Module '$root/ZohoLock.psd1'
            `$emulator = Start-ZohoCrmEmulator -RecordCount 2
            `$emulator | Connect-ZohoCrm
            'locked: ' + @(`$emulator.GetModule('Deals').Records.Id | Lock-ZohoRecord Deals -Reason x).Count
            Stop-ZohoCrmEmulator `$emulator"
    }

    It 'brings none of its dependencies into the default context' {
        $lines = Invoke-NewPowerShell "$use; $listing"
        $lines | Should -Contain 'locked: 2'
        $lines | Should -Contain 'default: ZohoLock'
        $lines | Where-Object { ($_ -replace '^default: ') -in $ours } | Should -BeNullOrEmpty
    }

    It 'works in a session that has loaded another Polly.Core and Microsoft.Extensions.DependencyInjection' {
        $lines = Invoke-NewPowerShell "
            'Polly.Core', 'Microsoft.Extensions.DependencyInjection', 'Microsoft.Extensions.DependencyInjection.Abstractions' |
                ForEach-Object { [System.Reflection.Assembly]::LoadFrom(`"$other/`$_.dll`").GetName().FullName }
            $use
            [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | Where-Object { `$_.GetName().Name -eq 'Polly.Core' } | ForEach-Object { 'theirs: ' + `$_.Location }
            `$context = [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ ZohoLock
            `$context.Assemblies | Where-Object { `$_.GetName().Name -eq 'Polly.Core' } | ForEach-Object { 'ours: ' + `$_.Location }
            $listing"
        $lines | Should -Contain 'locked: 2'
        @($lines -match '^theirs: ') | Should -Be "theirs: $(Join-Path $other 'Polly.Core.dll')"
        @($lines -match '^ours: ') | Should -Be "ours: $(Join-Path $root 'bin' 'dependencies' 'Polly.Core.dll')"
        (Get-Item (Join-Path $other 'Polly.Core.dll')).VersionInfo.FileVersion |
            Should -Not -Be (Get-Item (Join-Path $root 'bin' 'dependencies' 'Polly.Core.dll')).VersionInfo.FileVersion
    }

    It 'refers to no type and no member that the runtime of this PowerShell doesn''t have' {
        $lines = Invoke-NewPowerShell "
            Import-Module '$root/ZohoLock.psd1'
            `$context = [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ ZohoLock
            `$found = 0
            foreach (`$file in Get-ChildItem '$root/bin/dependencies' -Filter *.dll) {
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

Describe 'A module that was not built' {
    It 'says so and how to build it' {
        $copy = Join-Path $TestDrive 'unbuilt'
        $null = New-Item $copy -ItemType Directory
        Copy-Item (Join-Path $root 'ZohoLock.ps*1'), (Join-Path $root 'ZohoLock.Format.ps1xml') $copy
        { Import-Module (Join-Path $copy 'ZohoLock.psm1') } | Should -Throw '*build.sh build*'
    }
}
