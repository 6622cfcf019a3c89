# What a package of ours contains of others, by the packages' own metadata: in words (THIRD-PARTY-NOTICES) and for programs (CycloneDX).

# Returns the NuGet package of each assembly in a folder that isn't one of the projects.
function Get-ShippedPackage([string] $Assets, [string] $Folder) {
    $restored = Get-Content $Assets -Raw | ConvertFrom-Json -AsHashtable
    $target = @($restored.targets.Values)[0]
    $packageFolders = @($restored.packageFolders.Keys)

    $packageOfFile = @{}
    $dependencies = @{}
    foreach ($key in $target.Keys) {
        $name = ($key -split '/')[0]
        $dependencies[$name] = @($target[$key].dependencies?.Keys | Where-Object { $_ })
        foreach ($path in $target[$key].runtime?.Keys) { $packageOfFile[(Split-Path $path -Leaf)] = $key }
    }

    $files = (Get-ChildItem $Folder -Filter *.dll).Name
    $keys = foreach ($file in $files) {
        if (-not $packageOfFile.ContainsKey($file)) { throw "$file in $Folder is of none of the packages and projects in ${Assets}: remove it and build again." }
        $packageOfFile[$file]
    }

    foreach ($key in $keys | Select-Object -Unique | Sort-Object { ($_ -split '/')[0] } -Culture '') {
        $library = $restored.libraries[$key]
        $name, $version = $key -split '/'
        if ($library.type -ne 'package') { continue }

        $path = $packageFolders.ForEach({ Join-Path $_ $library.path }).Where({ Test-Path -LiteralPath $_ }, 'First')[0]
        $metadata = ([xml] (Get-Content (Join-Path $path *.nuspec) -Raw)).package.metadata
        [pscustomobject]@{
            Name         = $name
            Version      = $version
            Files        = @($files.Where({ $packageOfFile[$_] -eq $key }))
            Authors      = $metadata.authors
            Copyright    = $metadata.copyright
            ProjectUri   = $metadata.projectUrl
            License      = $metadata.license.type -eq 'expression' ? $metadata.license.'#text' : $null
            LicenseUri   = $metadata.licenseUrl
            Texts        = @(Get-ChildItem $path -File | Where-Object Name -Match '^(licen[cs]e|copying|notice|third-?party-?notices)\b' | Sort-Object Name)
            Sha512       = [Convert]::ToHexString([Convert]::FromBase64String((Get-Content (Join-Path $path *.nupkg.sha512) -Raw))).ToLowerInvariant()
            Dependencies = $dependencies[$name]
        }
    }
}

# Returns the text of THIRD-PARTY-NOTICES. The licence of a package whose text is neither in it nor our own MIT is an error.
function Get-ThirdPartyNotice([object[]] $Package, [string] $OwnLicense) {
    $line = '-' * 100
    $text = [System.Text.StringBuilder]::new()
    $add = { param($lines) foreach ($one in $lines) { $null = $text.Append($one).Append("`n") } }
    & $add 'ZohoLock brings assemblies of the following packages, as they are, in bin/dependencies.', ''

    $licences = [ordered]@{}
    $notices = [ordered]@{}
    foreach ($one in $Package) {
        & $add @(
            "$($one.Name) $($one.Version)"
            "    Assembly:  $($one.Files -join ', ')"
            "    Authors:   $($one.Authors)"
            if ($one.Copyright) { "    Copyright: $($one.Copyright)" }
            "    Licence:   $(($one.License, $one.LicenseUri).Where({ $_ }) -join ', ')"
            if ($one.ProjectUri) { "    Project:   $($one.ProjectUri)" }
            ''
        )

        $hasLicence = $false
        foreach ($file in $one.Texts) {
            $hasLicence = $hasLicence -or $file.Name -match '^(licen[cs]e|copying)'
            $notices[((Get-Content $file -Raw) -replace "`r").Trim()] += @("$($one.Name)")
        }

        if ($one.License -eq 'MIT') { $licences['MIT'] += @($one.Name) }
        elseif (-not $hasLicence) { throw "$($one.Name) $($one.Version) has the licence '$($one.License)$($one.LicenseUri)', but no text of it." }
    }

    if ($licences.Contains('MIT')) {
        $terms = (Get-Content $OwnLicense -Raw) -replace "`r" -replace '(?s)^.*?(?=Permission is hereby granted)'
        & $add $line, "The MIT licence of $($licences['MIT'] -join ', '), whose copyright notices are above", $line, '', $terms.Trim(), ''
    }

    foreach ($notice in $notices.Keys) { & $add $line, "As it is in $($notices[$notice] -join ', ')", $line, '', $notice, '' }
    $text.ToString()
}

# Returns the software bill of materials of the package in CycloneDX 1.6, as JSON: the packages that it ships.
function Get-BillOfMaterial([hashtable] $Manifest, [object[]] $Package, [string] $Sha256, [DateTimeOffset] $Time) {
    $version = (@($Manifest.ModuleVersion, $Manifest.PrivateData.PSData.Prerelease).Where({ $_ })) -join '-'
    $own = "ZohoLock@$version"
    $reference = @{}
    foreach ($one in $Package) { $reference[$one.Name] = "pkg:nuget/$($one.Name)@$($one.Version)" }

    $components = foreach ($one in $Package) {
        $component = [ordered]@{
            'type'      = 'library'
            'bom-ref'   = $reference[$one.Name]
            'authors'   = @([ordered]@{ name = $one.Authors })
            'name'      = $one.Name
            'version'   = $one.Version
            'scope'     = 'required'
            'hashes'    = @([ordered]@{ alg = 'SHA-512'; content = $one.Sha512 })
            'licenses'  = @($one.License ? [ordered]@{ expression = $one.License } : [ordered]@{ license = [ordered]@{ name = $one.LicenseUri } })
            'copyright' = $one.Copyright
            'purl'      = $reference[$one.Name]
        }
        if ($one.ProjectUri) { $component['externalReferences'] = @([ordered]@{ type = 'website'; url = $one.ProjectUri }) }
        $component
    }

    # What none of the packages needs is what ZohoLock itself uses.
    $needed = @($Package.Dependencies)
    $dependencies = @([ordered]@{ ref = $own; dependsOn = @($Package.Where({ $_.Name -notin $needed }).ForEach({ $reference[$_.Name] })) })
    $dependencies += foreach ($one in $Package) {
        [ordered]@{ ref = $reference[$one.Name]; dependsOn = @($one.Dependencies.Where({ $reference.ContainsKey($_) }) | Sort-Object -Culture '' | ForEach-Object { $reference[$_] }) }
    }

    [ordered]@{
        '$schema'      = 'http://cyclonedx.org/schema/bom-1.6.schema.json'
        'bomFormat'    = 'CycloneDX'
        'specVersion'  = '1.6'
        'version'      = 1
        'metadata'     = [ordered]@{
            timestamp = $Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture)
            component = [ordered]@{
                'type'     = 'library'
                'bom-ref'  = $own
                'authors'  = @([ordered]@{ name = $Manifest.Author })
                'name'     = 'ZohoLock'
                'version'  = $version
                'hashes'   = @([ordered]@{ alg = 'SHA-256'; content = $Sha256 })
                'licenses' = @([ordered]@{ expression = 'MIT' })
            }
        }
        'components'   = @($components)
        'dependencies' = $dependencies
    } | ConvertTo-Json -Depth 10 | ForEach-Object { $_ -replace "`r" }
}
