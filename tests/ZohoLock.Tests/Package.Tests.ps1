# The package that build/Package.ps1 makes: what is in it, that it is the same from every folder, and that it can be installed, updated and uninstalled.
BeforeDiscovery {
    # On Windows the user's folders are those of the account whatever the environment says, so the installation is tested where the account is thrown away.
    $cannotIsolate = $IsWindows -and -not $env:CI
    # PowerShell 7.4 installs packages, and comes without what makes them.
    $cannotPack = -not (Get-Command Compress-PSResource -ErrorAction Ignore)
}

BeforeAll {
    if (-not (Get-Command Compress-PSResource -ErrorAction Ignore)) { return }
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'AssemblyIdentity.ps1')
    . (Join-Path $PSScriptRoot 'DocumentCode.ps1')
    $root = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
    $version = (Import-PowerShellDataFile (Join-Path $root 'ZohoLock.psd1')).ModuleVersion
    $folder = Join-Path $TestDrive 'package'
    $module = Join-Path $folder 'ZohoLock'
    $projectUri = 'https://example.com/zoholock'

    $sourceTime = $env:SOURCE_DATE_EPOCH
    $env:SOURCE_DATE_EPOCH = '1790000000'
    $package = & (Join-Path $root 'build' 'Package.ps1') -Destination $folder -ProjectUri $projectUri

    function Get-RelativeFile([string] $Folder) {
        Get-ChildItem $Folder -Recurse -File -Force | ForEach-Object { [System.IO.Path]::GetRelativePath($Folder, $_).Replace('\', '/') } | Sort-Object
    }
}

AfterAll { if ($package) { $env:SOURCE_DATE_EPOCH = $sourceTime } }

Describe 'The package' -Skip:$cannotPack {
    It 'has the files of the module and no other' {
        $expected = @(
            'CHANGELOG.md', 'LICENSE', 'THIRD-PARTY-NOTICES', 'ZohoLock.Cmdlets.psd1', 'ZohoLock.Format.ps1xml', 'ZohoLock.psd1', 'ZohoLock.psm1',
            'ZohoLock.Types.ps1xml', 'bin/ZohoLock.dll'
            (Get-ChildItem (Join-Path $root 'bin' 'dependencies') -Filter *.dll).Name.ForEach({ "bin/dependencies/$_" })
            (Get-RelativeFile (Join-Path $root 'en-US')).ForEach({ "en-US/$_" })
        ) | Sort-Object
        Get-RelativeFile $module | Should -Be $expected

        $archive = [System.IO.Compression.ZipFile]::OpenRead($package)
        try { $archive.Entries.FullName | Where-Object { $_ -notmatch '^(_rels/|package/|\[Content_Types\]|ZohoLock\.nuspec)' } | Sort-Object | Should -Be $expected }
        finally { $archive.Dispose() }
    }

    It 'is the same byte for byte from a copy of the sources in another folder' {
        $copy = Join-Path $TestDrive 'other folder'
        foreach ($file in Get-ChildItem $root -File) { Copy-Item $file (New-Item $copy -ItemType Directory -Force) }
        foreach ($name in 'src', 'build', 'docs', 'en-US') {
            foreach ($file in Get-RelativeFile (Join-Path $root $name) | Where-Object { $_ -notmatch '(^|/)(bin|obj)/' }) {
                $to = Join-Path $copy $name $file
                Copy-Item (Join-Path $root $name $file) (New-Item (Split-Path $to) -ItemType Directory -Force)
            }
        }

        $again = & (Join-Path $copy 'build' 'Package.ps1') -Destination (Join-Path $TestDrive 'again') -ProjectUri $projectUri
        Get-RelativeFile (Join-Path $TestDrive 'again') | ForEach-Object { "$_ $((Get-FileHash (Join-Path $TestDrive 'again' $_)).Hash)" } |
            Should -Be (Get-RelativeFile $folder | ForEach-Object { "$_ $((Get-FileHash (Join-Path $folder $_)).Hash)" })
        $again.Name | Should -Be "ZohoLock.$version.nupkg"
    }

    It 'comes with its SHA-256, as sha256sum checks it' {
        Get-Content "$package.sha256" -Raw | Should -BeExactly "$((Get-FileHash $package).Hash.ToLowerInvariant())  $($package.Name)`n"
    }

    It 'leads Get-Help -Online to the page of the cmdlet in the project, at the tag of the version' {
        $help = [xml] (Get-Content (Join-Path $module 'en-US' 'ZohoLock.dll-Help.xml') -Raw)
        $command = $help.DocumentElement.ChildNodes | Where-Object { $_.details.name -eq 'Lock-ZohoRecord' }
        @($command.relatedLinks.navigationLink.uri | Where-Object { $_ })[0] | Should -Be "$projectUri/blob/v$version/docs/en-US/Lock-ZohoRecord.md"
    }

    It 'has the address of the project, the licence and the notes of the release in its manifest' {
        $manifest = Test-ModuleManifest (Join-Path $module 'ZohoLock.psd1')
        $manifest.Version | Should -Be $version
        $manifest.ProjectUri | Should -Be $projectUri
        $manifest.LicenseUri | Should -Be 'https://opensource.org/license/mit'
        $section = ((Get-Content (Join-Path $root 'CHANGELOG.md') -Raw) -split '(?m)^## ').Where({ $_.StartsWith($version) }) -replace "`r" -replace '^[^\n]*\n'
        $summary = ($section -split '(?m)^- ')[0].Trim()
        $summary.Length | Should -BeGreaterThan 50
        $manifest.ReleaseNotes | Should -BeExactly "$summary`n`nThe list of changes is CHANGELOG.md, in the module's folder."
        Get-Content (Join-Path $module 'LICENSE') -Raw | Should -BeLike 'MIT License*The ZohoLock founders*'
    }

    It 'names the package, the authors, the copyright and the licence of exactly the assemblies of others' {
        $notices = Get-Content (Join-Path $module 'THIRD-PARTY-NOTICES') -Raw
        $named = [regex]::Matches($notices, '(?m)^    Assembly:  (.+)$').ForEach({ $_.Groups[1].Value -split ', ' })
        $others = (Get-ChildItem (Join-Path $module 'bin' 'dependencies')).Name | Where-Object { $_ -notmatch '^(ZohoLock|ZohoCrm)\.' }
        $named | Sort-Object | Should -Be ($others | Sort-Object)
        $locked = (Get-Content (Join-Path $root 'src' 'ZohoLock' 'packages.lock.json') -Raw | ConvertFrom-Json -AsHashtable).dependencies['net8.0']
        foreach ($file in $others) {
            $name = [System.IO.Path]::GetFileNameWithoutExtension($file)
            $entry = [regex]::Match($notices, "(?m)^$([regex]::Escape("$name $($locked[$name].resolved)"))\n(    .+\n)+").Value
            $entry | Should -Match "Assembly:  $([regex]::Escape($file))"
            $entry | Should -Match 'Authors:   \S'
            $entry | Should -Match 'Copyright: \S'
            $entry | Should -Match 'Licence:   MIT'
        }

        $notices | Should -BeLike '*Permission is hereby granted, free of charge*'
    }

    It 'comes with a bill of the same packages in CycloneDX, each with its hash and licence' {
        $bom = Get-Content ($package -replace '\.nupkg$', '.cdx.json') -Raw | ConvertFrom-Json
        $bom.bomFormat, $bom.specVersion | Should -Be 'CycloneDX', '1.6'
        $bom.metadata.component.version | Should -Be $version
        $bom.metadata.component.hashes.content | Should -Be (Get-FileHash $package).Hash.ToLowerInvariant()
        $names = (Get-ChildItem (Join-Path $module 'bin' 'dependencies')).BaseName | Where-Object { $_ -notmatch '^(ZohoLock|ZohoCrm)\.' } | Sort-Object
        $bom.components.name | Sort-Object | Should -Be $names
        $bom.components.licenses.expression | Sort-Object -Unique | Should -Be 'MIT'
        $bom.components.hashes.content | Should -Match '^[0-9a-f]{128}$'
        $references = @($bom.metadata.component.'bom-ref') + $bom.components.'bom-ref'
        $bom.dependencies.ref | Sort-Object | Should -Be ($references | Sort-Object)
        $bom.dependencies[0].dependsOn | Should -Be ('Microsoft.Extensions.Http', 'SpreadCheetah' | ForEach-Object { $references -like "*/$_@*" })
        $bom.dependencies.dependsOn | Where-Object { $_ -notin $references } | Should -BeNullOrEmpty
    }

    It 'is signed on Windows only, and says so before it builds' -Skip:$IsWindows {
        { & (Join-Path $root 'build' 'Package.ps1') -Destination (Join-Path $TestDrive 'signed') -CertificateThumbprint 00 } | Should -Throw '*on Windows only*'
        Join-Path $TestDrive 'signed' | Should -Not -Exist
    }
}

Describe 'The installed package' -Skip:($cannotPack -or $cannotIsolate) {
    BeforeAll {
        $userHome = (New-Item (Join-Path $TestDrive 'home') -ItemType Directory).FullName
        $feed = (New-Item (Join-Path $TestDrive 'feed') -ItemType Directory).FullName
        $repository = "ZohoLockTest$PID"
        Copy-Item $package $feed

        # A session of a user who has PowerShell and nothing else; its output comes back as lines.
        function Invoke-UserPowerShell([string] $Script) {
            $text = "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; $Script"
            $start = New-PowerShellStartInfo ('-NoLogo', '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand',
                [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($text)))
            foreach ($name in 'PSModulePath', 'ZOHO_CRM_TOKEN_CACHE', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME') { $null = $start.Environment.Remove($name) }
            $start.Environment['HOME'] = $userHome
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $process = [System.Diagnostics.Process]::Start($start)
            $errors = $process.StandardError.ReadToEndAsync()
            $output = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit()
            if ($process.ExitCode) { throw "The session ended with exit code $($process.ExitCode): $($errors.Result)" }
            $output.Trim() -split '\r?\n'
        }

        $installed = Invoke-UserPowerShell "
            @(Get-Module ZohoLock -ListAvailable).Count
            Register-PSResourceRepository $repository -Uri '$feed' -Trusted
            Install-PSResource ZohoLock -Repository $repository
            (Get-InstalledPSResource ZohoLock).Version.ToString()"
    }

    AfterAll {
        if ($IsWindows) { Invoke-UserPowerShell "Uninstall-PSResource ZohoLock -ErrorAction Ignore; Unregister-PSResourceRepository $repository" }
    }

    It 'comes from a folder with Install-PSResource into an empty module path' {
        $installed | Should -Be '0', $version
    }

    It 'loads by its first cmdlet in a new session, and locks a record' {
        Invoke-UserPowerShell '
            $emulator = Start-ZohoCrmEmulator -RecordCount 3
            $emulator | Connect-ZohoCrm
            @($emulator.GetModule("Deals").Records.Id | Lock-ZohoRecord Deals -Reason "Under audit").Count
            $emulator.GetModule("Deals").LockedCount
            $client = @{ ClientId = $emulator.ClientId; ClientSecret = $emulator.ClientSecret; RefreshToken = $emulator.RefreshToken }
            Connect-ZohoCrm @client -AccountsUri $emulator.AccountsUri
            Stop-ZohoCrmEmulator $emulator
            Split-Path (Get-Module ZohoLock).ModuleBase -Leaf' | Should -Be '3', '3', $version
    }

    It 'does what README''s five minutes say, typed as they stand' {
        Invoke-UserPowerShell "
            Set-Location '$userHome'
            `$output = . {
                $(Get-DocumentCode README.md 'Five minutes without an account')
            }
            `$output.ForEach({ `$_.GetType().Name }) | Select-Object -Unique
            (Get-Module ZohoLock).Version.ToString()
            Remove-Item ./locks.csv" | Should -Be 'Record', 'RecordLock', 'String', 'RecordUnlock', 'RecordLockCount', $version
    }

    It 'is imported by name, with every cmdlet, its help and its views' {
        $lines = Invoke-UserPowerShell '
            Import-Module ZohoLock
            (Get-Command -Module ZohoLock).Count
            (Get-Help Lock-ZohoRecord).Synopsis
            (Get-FormatData ZohoLock.RecordLock).TypeNames'
        $lines[0] | Should -Be (Import-PowerShellDataFile (Join-Path $root 'ZohoLock.psd1')).CmdletsToExport.Count
        $lines[1] | Should -Be (Get-Help Lock-ZohoRecord).Synopsis
        $lines[2] | Should -Be ZohoLock.RecordLock
    }

    It 'is updated to a later version, and to a prerelease only if asked' {
        $newer = Join-Path (New-Item (Join-Path $TestDrive 'newer') -ItemType Directory) 'ZohoLock'
        Copy-Item $module $newer -Recurse
        Set-AssemblyIdentity (Join-Path $newer 'bin' 'ZohoLock.dll') '99.0.0'
        foreach ($file in 'ZohoLock.psd1', 'ZohoLock.Cmdlets.psd1') {
            $path = Join-Path $newer $file
            (Get-Content $path -Raw) -replace "(?<=ModuleVersion\s*=\s*)'[\d.]+'", "'99.0.0'" -replace "Prerelease = ''", "Prerelease = 'preview1'" |
                Set-Content $path -NoNewline
        }

        Compress-PSResource $newer $feed
        Invoke-UserPowerShell "
            Update-PSResource ZohoLock -Repository $repository
            (Get-InstalledPSResource ZohoLock).Version.ToString()
            Update-PSResource ZohoLock -Repository $repository -Prerelease
            Start-ZohoCrmEmulator | Stop-ZohoCrmEmulator
            (Get-Module ZohoLock).Version.ToString()
            (Get-Module ZohoLock).PrivateData.PSData.Prerelease" | Should -Be $version, '99.0.0', 'preview1'
    }

    It 'is uninstalled without a trace but the token cache' {
        Invoke-UserPowerShell "
            Uninstall-PSResource ZohoLock -Version '*'
            @(Get-Module ZohoLock -ListAvailable).Count" | Should -Be '0'
        if ($IsWindows) { return }
        $left = Get-RelativeFile $userHome | Where-Object { $_ -like '*zoho*' }
        $left | Should -BeLike '*/ZohoLock/tokens/*' -Because 'a session has kept a token there, and nothing else is left'
    }
}
