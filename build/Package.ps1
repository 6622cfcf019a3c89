#Requires -Version 7.4
<#
.SYNOPSIS
    Makes the package of the module, the same byte for byte in every folder: build.ps1 -Task Package.
.DESCRIPTION
    Makes in the destination: the folder ZohoLock, which is the module as it is installed; ZohoLock.<version>.nupkg of it, for Install-PSResource and
    Publish-PSResource; its SHA-256 (.sha256); and what it consists of, in CycloneDX (.cdx.json).
    Compress-PSResource comes with PowerShell 7.6; in 7.4 install Microsoft.PowerShell.PSResourceGet 1.1 or later for it.
.PARAMETER Destination
    The folder to make the package in. What is in it from another time is removed.
.PARAMETER ProjectUri
    The address of the repository, for the manifest: a workflow knows its own. Without it the manifest has none.
.PARAMETER CertificateThumbprint
    Signs the scripts, the views and our assemblies with this code signing certificate of the user's or the machine's store; Windows only.
    Without it nothing is signed. A signature has the time, so that two signed packages differ.
.PARAMETER TimestampServer
    With CertificateThumbprint: the time stamp service, without which a signature ends with its certificate.
.NOTES
    The files in the package are of the time of SOURCE_DATE_EPOCH (seconds since 1970), or else of the commit.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Destination,

    [uri] $ProjectUri,

    [string] $CertificateThumbprint,

    [string] $TimestampServer,

    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
. (Join-Path $PSScriptRoot 'PackageContents.ps1')
. (Join-Path $PSScriptRoot 'PackageFile.ps1')
$root = Split-Path $PSScriptRoot
$artifacts = Join-Path $root 'artifacts'

function Get-SourceTime {
    $seconds = $env:SOURCE_DATE_EPOCH
    if (-not $seconds) {
        $seconds = try { git -C $root log -1 --format=%ct 2>$null } catch [System.Management.Automation.CommandNotFoundException] { $null }
    }

    if ($seconds -notmatch '^\d+$') {
        throw "The time of the files in the package isn't known, because $root is no git repository: set SOURCE_DATE_EPOCH to seconds since 1970."
    }

    [DateTimeOffset]::FromUnixTimeSeconds([long] $seconds)
}

# What CHANGELOG.md says of a version before its list of changes. The whole list would be read at each import, because the notes are in the manifest.
function Get-ReleaseNote([string] $Version) {
    $changelog = (Get-Content (Join-Path $root 'CHANGELOG.md') -Raw) -replace "`r"
    $found = [regex]::Match($changelog, "(?ms)^## $([regex]::Escape($Version))\b[^\n]*\n\n(?!- )(.+?)(?=^- |^## |\z)")
    if (-not $found.Success) { throw "CHANGELOG.md has no summary under '## $Version': write in a paragraph what the version brings." }
    "$($found.Groups[1].Value.Trim())`n`nThe list of changes is CHANGELOG.md, in the module's folder."
}

# Adds to the PSData of a manifest what only the package knows.
function Add-ManifestValue([string] $Path, [System.Collections.IDictionary] $Value) {
    $lines = foreach ($name in $Value.Keys) {
        "            $name = '$([System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Value[$name]))'`n"
    }

    $text = [System.IO.File]::ReadAllText($Path)
    $end = [regex]::Match($text, '(?m)^        \}\n    \}\n\}\s*\z')
    if (-not $end.Success) { throw "$Path doesn't end with PSData: the release notes can't be put in." }
    [System.IO.File]::WriteAllText($Path, $text.Insert($end.Index, -join $lines))
}

function Get-SigningCertificate {
    if (-not $IsWindows) { throw 'A package is signed on Windows only, because there is no Set-AuthenticodeSignature elsewhere: leave out -CertificateThumbprint.' }
    $certificate = Get-ChildItem Cert:\CurrentUser\My, Cert:\LocalMachine\My -CodeSigningCert | Where-Object Thumbprint -EQ $CertificateThumbprint |
        Select-Object -First 1
    if (-not $certificate) { throw "There is no code signing certificate with the thumbprint $CertificateThumbprint in the stores of the user and the machine." }
    $certificate
}

function Add-Signature([string] $Module, [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate) {
    $how = @{ Certificate = $Certificate; HashAlgorithm = 'SHA256' }
    if ($TimestampServer) { $how.TimestampServer = $TimestampServer }
    Get-ChildItem $Module -Recurse -Include *.ps1xml, *.psm1, *.psd1, ZohoLock*.dll, ZohoCrm*.dll | ForEach-Object {
        $signature = Set-AuthenticodeSignature -LiteralPath $_ @how
        if ($signature.Status -ne 'Valid') { throw "$_ could not be signed: $($signature.StatusMessage)" }
    }
}

if (-not (Get-Command Compress-PSResource -ErrorAction Ignore)) {
    throw 'Compress-PSResource is missing: Install-PSResource Microsoft.PowerShell.PSResourceGet -Version "[1.1.0,)".'
}

$certificate = if ($CertificateThumbprint) { Get-SigningCertificate }
$time = Get-SourceTime
$Destination = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Destination)
$module = Join-Path $Destination 'ZohoLock'
Remove-Item $module, (Join-Path $Destination 'ZohoLock.*.nupkg*'), (Join-Path $Destination 'ZohoLock.*.cdx.json') -Recurse -Force -ErrorAction Ignore
$null = New-Item $module -ItemType Directory -Force

# The assemblies are compiled apart from those of the other tasks, which have symbols and paths for debugging.
$project = Join-Path $root 'src' 'ZohoLock'
$build = Join-Path $artifacts 'package-build'
$bin = Join-Path $module 'bin'
dotnet build $project -c $Configuration -v quiet -nologo --artifacts-path $build -p:ForPackage=true -p:RestoreLockedMode=true "-p:ModuleFolder=$bin/" | Out-Host
if ($LASTEXITCODE) { throw "dotnet build $project failed with exit code $LASTEXITCODE." }

Copy-Item (Join-Path $root '*') $module -Include *.psd1, *.psm1, *.ps1xml, LICENSE, CHANGELOG.md
Copy-Item (Join-Path $root 'en-US') $module -Recurse
$assets = Join-Path $build 'obj' 'ZohoLock' 'project.assets.json'
$packages = Get-ShippedPackage $assets (Join-Path $bin 'dependencies')
[System.IO.File]::WriteAllText((Join-Path $module 'THIRD-PARTY-NOTICES'), (Get-ThirdPartyNotice $packages (Join-Path $root 'LICENSE')))

$manifestPath = Join-Path $module 'ZohoLock.psd1'
$version = (Import-PowerShellDataFile $manifestPath).ModuleVersion
$values = [ordered]@{}
if ($ProjectUri) {
    $values.ProjectUri = $ProjectUri.AbsoluteUri

    # Get-Help -Online opens the page of the cmdlet in the repository, as it is at the tag of this version.
    . (Join-Path $PSScriptRoot 'Help.ps1')
    $tag = "v$version", (Import-PowerShellDataFile $manifestPath).PrivateData.PSData.Prerelease | Where-Object { $_ } | Join-String -Separator '-'
    $help = Join-Path $module 'en-US' 'ZohoLock.dll-Help.xml'
    $online = Add-OnlineHelp (Get-Content $help -Raw) "$($ProjectUri.AbsoluteUri.TrimEnd('/'))/blob/$tag/docs/en-US"
    [System.IO.File]::WriteAllText($help, "$online`n")
}

$values.ReleaseNotes = Get-ReleaseNote $version
Add-ManifestValue $manifestPath $values
if ($certificate) { Add-Signature $module $certificate }

$package = (Compress-PSResource -Path $module -DestinationPath $Destination -PassThru).FullName
Set-PackageFileNormalized $package $time
$hash = (Get-FileHash $package -Algorithm SHA256).Hash.ToLowerInvariant()
[System.IO.File]::WriteAllText("$package.sha256", "$hash  $(Split-Path $package -Leaf)`n")
$bom = Get-BillOfMaterial (Import-PowerShellDataFile $manifestPath) $packages $hash $time
[System.IO.File]::WriteAllText(($package -replace '\.nupkg$', '.cdx.json'), "$bom`n")
Get-Item $package
