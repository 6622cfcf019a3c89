# Checks that this session can load the cmdlets, and then imports ZohoLock.Cmdlets.psd1, which contains them.
$language = $ExecutionContext.SessionState.LanguageMode
if ($language -ne 'FullLanguage') {
    throw "ZohoLock can't be imported into a session in $language mode: import it before the session is constrained."
}

# The user's preferences must not change how this script runs.
$ErrorActionPreference = 'Stop'
$WhatIfPreference = $false
$ConfirmPreference = 'None'
$PSDefaultParameterValues = @{}

# Not by a cmdlet of Microsoft.PowerShell.Utility, which would be loaded for that.
$version = [regex]::Match([System.IO.File]::ReadAllText("$PSScriptRoot/ZohoLock.psd1"), "(?m)^\s*ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value
$library = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'ZohoLock.dll')
$client = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'dependencies', 'ZohoLock.Client.dll')
if (-not ([System.IO.File]::Exists($library) -and [System.IO.File]::Exists($client))) {
    throw "ZohoLock isn't built yet: run ./build.sh build (or ./build.ps1 -Task Build) in $PSScriptRoot."
}

$built = [System.Reflection.AssemblyName]::GetAssemblyName($library).Version.ToString(3)
if ($built -ne $version) {
    throw "ZohoLock.psd1 is of version $version but bin/ZohoLock.dll of ${built}: build or install ZohoLock again in $PSScriptRoot."
}

function Find-LoadedLibrary {
    foreach ($assembly in [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies) { if ($assembly.FullName.StartsWith('ZohoLock,')) { $assembly } }
}

# .NET keeps an assembly until the process ends. If another of its name is loaded, LoadFrom fails or returns that one.
$earlier = Find-LoadedLibrary
try { $loaded = [System.Reflection.Assembly]::LoadFrom($library) }
catch [System.IO.FileLoadException] {
    $loaded = Find-LoadedLibrary
    if (-not $loaded) { throw }
}

if ($loaded.Location -ne $library) {
    $folder = [System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName($loaded.Location))
    throw ("This session has loaded ZohoLock $($loaded.GetName().Version.ToString(3)) of $folder, and can't load ZohoLock $version of $PSScriptRoot " +
        'beside it: start a new PowerShell session for that.')
}

if ($earlier) {
    $file = [System.Reflection.PortableExecutable.PEReader]::new([System.IO.File]::OpenRead($library))
    try {
        $metadata = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($file)
        $buildId = $metadata.GetGuid($metadata.GetModuleDefinition().Mvid)
    }
    finally { $file.Dispose() }

    if ($loaded.ManifestModule.ModuleVersionId -ne $buildId) {
        throw ("ZohoLock in $PSScriptRoot was built or installed anew since this session loaded it: " +
            "start a new PowerShell session for ZohoLock $version.")
    }
}

# The dependencies load in the module's own load context, which must exist before the cmdlets are imported.
[ZohoLock.Loading.ModuleLoader]::Load()

$cmdlets = Microsoft.PowerShell.Core\Import-Module -Name "$PSScriptRoot/ZohoLock.Cmdlets.psd1" -PassThru
Microsoft.PowerShell.Core\Export-ModuleMember -Cmdlet @($cmdlets.ExportedCmdlets.Keys)
